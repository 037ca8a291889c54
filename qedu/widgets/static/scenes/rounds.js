/* Bits in, bits out: the last messages and what Bob read. */
QEduWidgets.view("rounds", (view, ctx) => {
  const { esc, icon, shape } = QEduWidgets.tools;
  const size = ctx.get("messages"), bits = ctx.get("bits");
  const name = (m) => m.toString(2).padStart(bits, "0");
  const sent = ctx.sample("messages"), off = ctx.sample("rounds"), first = Math.max(0, sent.length - view.show);
  if (ctx.veiled) return { body: "", marks: [] };
  const rows = Array.from(sent).slice(first).map((m, i) => {
    const d = off[first + i], right = d === 0;
    return `<li><span class="qedu-note">${first + i + 1}</span><span>${esc(view.message)} <code>${name(m)}</code></span><span>${esc(view.read)} <code>${name((m + d) % size)}</code></span>`
      + `${icon(shape(right ? "disc" : "cross", 7, 7, 5, `q-glyph ${right ? "q1" : "q2"}`))}<span class="q-unseen">${esc(right ? view.right : view.wrong)}</span></li>`;
  });
  return { body: rows.length ? `<ul class="qedu-rounds">${rows.join("")}</ul>` : `<p class="qedu-note">${esc(ctx.spec.strings.none_yet)}</p>`, marks: [] };
});
