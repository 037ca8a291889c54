/* Photon by photon: what fell, one sign each, in the order in which it fell, with a legend that counts. */
(() => {
  QEduWidgets.view("strip", (view, ctx) => {
    const { esc, fill, format, holds, icon, phrase, shape, svg, tag, text } = QEduWidgets.tools;
    const all = ctx.veiled ? [] : ctx.sample(view.dice), show = view.show || 120, last = all.slice(-show), w = ctx.width, cell = 18, marks = [];
    const die = view.symbols, order = new Map(die.map((s) => [s.outcome, s]));
    const perRow = Math.floor(w / cell);
    let body = "";
    last.forEach((found, i) => {
      const s = order.get(ctx.spec.dice[view.dice][found]);
      body += shape(s.shape, (i % perRow + 0.5) * cell, (Math.floor(i / perRow) + 0.5) * cell, 5, `q-glyph ${s.tone}${i === last.length - 1 ? " q-latest" : ""}`);
    });
    const rows = Math.max(1, Math.ceil(last.length / perRow));
    if (!last.length && !ctx.veiled) body = text(0, 14, esc(ctx.spec.strings.none_yet), "q-small");
    const legend = die.filter((s) => holds(s.when, ctx)).map((s) => {
      const key = `${view.dice}.count.${s.outcome}`, value = ctx.get(key), label = fill(s.label, ctx);
      marks.push({ key, label, text: format(value, "int"), value });
      return `<li>${icon(shape(s.shape, 7, 7, 5, `q-glyph ${s.tone}`))} ${esc(label)}${ctx.veiled ? "" : `: <b${tag(key, value)}>${format(value, "int")}</b>`}</li>`;
    }).join("");
    const note = all.length > show ? `<p class="qedu-remark">${esc(phrase(ctx.spec.strings.last, { shown: show, n: format(all.length, "int") }))}</p>` : "";
    return { body: svg(w, rows * cell, ctx.label(view, marks), body) + note + `<ul class="qedu-legend">${legend}</ul>`, marks };
  });
})();
