/* Chapter C16: documents by date, a lane for each state, and what the one that is picked says.
 * documents  lanes [name, short name], documents (oldest first; id, short, body, lane, day, kind, force, weight, scope, says, quote, place,
 *            unsaid, against, later, source, read), shapes [shape, tone, words] by kind, words; numbers date.<id>, fits.<id>
 * document   of the control `pick`, with the documents of the other view */
(() => {
  const { tools } = QEduWidgets, { esc, svg, icon, text, line, shape, tag, widthOf, room, set, scroll } = tools;

  function told(view, ctx, high) {
    const { words, documents } = view, one = documents.find((other) => other.id === ctx.state.pick), by = (id) => documents.find((other) => other.id === id);
    const part = (head, body) => (body ? `<li><b>${esc(head)}</b> ${body}</li>` : "");
    // On paper nothing can be pressed.
    const links = (ids) => ids.map((id) => (ctx.height ? `<button type="button"${set({ pick: id })} data-focus="go-${id}">${esc(by(id).short)}, ${esc(by(id).day)}</button>` : `${esc(by(id).short)}, ${esc(by(id).day)}`)).join(ctx.height ? " " : "; ");
    const style = high ? ` style="max-height:${Math.round(high)}px"` : "", name = `${one.body}, ${one.day}`;
    return scroll(name, style, `<p><b>${esc(name)}</b> (${esc(one.force)}: ${esc(one.weight)})</p><ol>`
      + part(words.for, `${esc(one.scope)}.`) + part(words.says, esc(one.says)) + part(words.against, links(one.against)) + part(words.later, links(one.later))
      + part(words.quote, one.quote && `“${esc(one.quote)}” <span class="qedu-remark">(${esc(one.place)})</span>`) + part(words.unsaid, esc(one.unsaid))
      + part(words.source, `${esc(one.source)}. <span class="qedu-remark">${esc(words.read)} ${esc(one.read)}.</span>`) + "</ol>");
  }

  QEduWidgets.view("documents", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, narrow = w < 520, marks = [], { documents, words, shapes } = view, unit = narrow ? 13 : 15, r = narrow ? 4.2 : 4.8;
    const names = view.lanes.map(([long, short]) => (narrow || widthOf(long, "q-small") > 130 ? short : long)), left = 10 + Math.max(...names.map((name) => widthOf(name, "q-small")));
    const [first, last] = words.ends, X = (t) => left + 6 + (w - left - 16) * (t - first) / (last + 1 - first), at = new Map();
    // In a lane documents of one time stand below each other.
    let y = 4, body = "", lower = "";
    view.lanes.forEach(([long], i) => {
      const rows = [];
      for (const one of documents.filter((other) => other.lane === long)) {
        const x = X(get(`date.${one.id}`)), free = rows.findIndex((end) => x - end > 2 * r + 3), row = free < 0 ? rows.length : free;
        rows[row] = x;
        at.set(one.id, [x, y + unit * (row + 0.5)]);
      }
      const high = unit * Math.max(1, rows.length);
      body += text(left - 8, y + Math.min(high, unit) / 2 + 4.5, esc(names[i]), "q-small", "end") + line(left, y + high + 1, w, y + high + 1, "q-grid");
      y += high + 2;
    });
    const bottom = y, every = narrow ? 2 : 1;
    for (let t = first; t <= last + 1; t += every) body += line(X(t), 2, X(t), bottom, "q-grid") + (t <= last ? text(X(t), bottom + 16, t, "q-small", "middle") : "");
    // Behind the axis: until when documents are shown.
    const until = X(state.year + 1);
    if (state.year < last) body += `<rect x="${until.toFixed(1)}" y="2" width="${(w - until).toFixed(1)}" height="${bottom - 2}" class="q-night"/>`;
    const free = room(left, 0, w, bottom), picked = documents.find((one) => one.id === state.pick), shown = (one) => get("year") >= Math.floor(get(`date.${one.id}`)), others = documents.filter((one) => picked.against.includes(one.id) && shown(one));
    const special = [picked, ...others], [px, py] = at.get(picked.id);
    if (!veiled) for (const one of others) { const [x, y_] = at.get(one.id); lower += line(px, py, x, y_, "q-tap"); }
    for (const [x, y_] of at.values()) free.keep(x - r, y_ - r, 2 * r, 2 * r);
    let marksOf = "", labels = "";
    for (const one of documents) {
      const [x, y_] = at.get(one.id), key = `date.${one.id}`, [kind, tone] = shapes[one.kind], fits = get(`fits.${one.id}`), named = special.includes(one);
      if (!shown(one)) continue;
      if (!fits && !(named && !veiled)) { marksOf += shape("disc", x, y_, 1.8, "q-rest"); if (!veiled) marksOf += hit(one, x, y_); continue; }
      const value = get(key);
      marks.push({ key, label: `${one.body}: ${one.force}`, text: one.day, value });
      marksOf += `<g class="q-card"${veiled ? "" : set({ pick: one.id }) + tag(key, value)}><rect x="${(x - 7).toFixed(1)}" y="${(y_ - 7).toFixed(1)}" width="14" height="14" class="q-column"/>`
        + (one === picked && !veiled ? shape("ring", x, y_, r + 4.5, "q-point") : "") + shape(kind, x, y_, r - (kind === "diamond" ? 0.8 : 0), `q-glyph ${tone}`) + "</g>";
    }
    function hit(one, x, y_) { return `<g class="q-card"${set({ pick: one.id })}><rect x="${(x - 6).toFixed(1)}" y="${(y_ - 6).toFixed(1)}" width="12" height="12" class="q-column"/></g>`; }
    // The whole name stands below.
    const brief = (name) => { const [start] = tools.lines(name, (w - left) * 0.6, "q-small"); return start === name ? name : `${start} …`; };
    if (!veiled) special.forEach((one) => {
      const [x, y_] = at.get(one.id);
      if (shown(one)) labels += free.put(brief(one.short), one === picked ? "q-value q-halo q-small" : "q-small q-halo", [[x + 12, y_ + 4.5, "start"], [x - 12, y_ + 4.5, "end"], [x, y_ - 10, "middle"], [x, y_ + 20, "middle"], [x + 10, y_ - 10, "start"], [x - 10, y_ + 20, "end"]]);
    });
    const legend = shapes.map(([kind, tone, said]) => `<li>${icon(shape(kind, 7, 7, 4.8, `q-glyph ${tone}`))} ${esc(said)}</li>`).join("");
    const spare = (ctx.height || 0) - bottom - 50;
    return { body: `${svg(w, bottom + 20, ctx.label(view, marks), body + lower + marksOf + labels)}<ul class="qedu-legend">${legend}</ul>${narrow || veiled || !ctx.height ? "" : told(view, ctx, Math.max(156, spare))}`, marks };
  }, true);

  QEduWidgets.view("document", (view, ctx) => ({ body: ctx.veiled ? "" : told(ctx.spec.views.find((other) => other.view === "documents"), ctx, ctx.height), marks: [] }), true);
})();
