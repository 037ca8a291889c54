/* Chapter C07: rounds as a table, and what the pairs of directions are used for.
 * sheet      dice, show, head, columns [{key, label, of: word of each outcome, words: [{text, shape, tone}], when}];
 *            look: control that picks one of the rounds shown
 * pair-grid  rows, columns, cells [{value, count, use, label, count_label}] row by row, uses [{text, shape, tone}]
 * words      text */
QEduWidgets.view("sheet", (view, ctx) => {
  const { esc, icon, shape, tag, holds } = QEduWidgets.tools;
  const drawn = ctx.sample(view.dice), first = Math.max(0, drawn.length - view.show), columns = view.columns.filter((c) => holds(c.when, ctx));
  // Before the prediction the sheet is there, and nobody has written on it.
  if (ctx.veiled) return { body: `<div class="qedu-sheet" aria-hidden="true">${[[view.head, ...columns.map((c) => c.label)], ...[1, 2, 3, 4].map((n) => [n, ...columns.map(() => "?")])].map((cells, i) =>
    `<div>${cells.map((words) => `<span${i ? "" : ' role="columnheader"'}>${esc(words)}</span>`).join("")}</div>`).join("")}</div>`, marks: [] };
  if (!drawn.length) return { body: `<p class="qedu-remark">${esc(ctx.spec.strings.none_yet)}</p>`, marks: [] };
  const rows = Array.from(drawn).slice(first).map((outcome, i) => ({
    n: first + i + 1, here: view.look && (ctx.get("look.round") === first + i + 1),
    cells: columns.map((c) => ({ key: `r${first + i + 1}.${c.key}`, value: c.of[outcome], ...c.words[c.of[outcome]] })),
  }));
  const title = QEduWidgets.tools.fill(view.title, ctx);
  const glyph = (cell) => (cell.shape ? `${icon(shape(cell.shape, 7, 7, 5, `q-glyph ${cell.tone}`))} ` : "");
  const body = `<div class="qedu-scroll" tabindex="0"><div class="qedu-sheet" role="table" aria-label="${esc(title)}"><div role="row">${[view.head, ...columns.map((c) => c.label)].map((label) => `<span role="columnheader">${esc(label)}</span>`).join("")}</div>${rows.map((row, i) =>
    `<div role="row"${view.look ? ` data-set='{"${view.look}":${i + 1}}'` : ""}${row.here ? ' class="q-here"' : ""}><span role="rowheader">${row.n}</span>${row.cells.map((cell) => `<span role="cell"${tag(cell.key, cell.value)}>${glyph(cell)}${esc(cell.text)}</span>`).join("")}</div>`).join("")}</div></div>`;
  return { body, marks: [], tables: [{ caption: title, apart: true, columns: [view.head, ...columns.map((c) => c.label)], rows: rows.map((row) => ({ head: row.n, cells: row.cells })) }] };
});

QEduWidgets.view("pair-grid", (view, ctx) => {
  const { esc, svg, icon, text, shape, tag, format, widthOf } = QEduWidgets.tools;
  const w = Math.min(ctx.width, 420), left = 52, gap = 6, bw = (w - left) / 3, bh = 66, marks = [];
  // Where the cells are too narrow for words, the shapes are explained below.
  const wordy = Math.max(...view.uses.map((use) => widthOf(use.text, "q-small"))) + gap + 34 < bw;
  let body = view.columns.map((words, j) => text(left + (j + 0.5) * bw, 14, esc(words), "q-value", "middle")).join("");
  view.cells.forEach((cell, k) => {
    const [i, j] = [Math.floor(k / 3), k % 3], x = left + j * bw, y = 24 + i * bh, use = view.uses[cell.use], E = ctx.get(cell.value), n = ctx.get(cell.count);
    if (!j) body += text(0, y + bh / 2 + 2, esc(view.rows[i]), "q-value");
    body += `<rect x="${x + gap / 2}" y="${y}" width="${bw - gap}" height="${bh - gap}" rx="6" class="q-part${cell.use === 2 ? " q-out" : ""}"/>`
      + shape(use.shape, x + gap + 10, y + 14, 5, `q-glyph ${use.tone}`) + (wordy ? text(x + gap + 20, y + 18, esc(use.text), "q-small") : "")
      + (ctx.veiled ? "" : `<g${tag(cell.value, E)}>${text(x + gap + 5, y + 36, `E ${format(E, "f2")}`, "q-small")}</g>`
      + `<g${tag(cell.count, n)}>${text(x + gap + 5, y + 53, `n ${format(n, "int")}`, "q-small")}</g>`);
    marks.push({ key: cell.value, label: cell.label, text: format(E, "f3"), value: E }, { key: cell.count, label: cell.count_label, text: format(n, "int"), value: n });
  });
  const legend = wordy ? "" : `<ul class="qedu-legend">${view.uses.map((use) => `<li>${icon(shape(use.shape, 7, 7, 5, `q-glyph ${use.tone}`))} ${esc(use.text)}</li>`).join("")}</ul>`;
  return { body: svg(w, 24 + 3 * bh, ctx.label(view, marks), body) + legend, marks };
});

QEduWidgets.view("words", (view, ctx) => ({ body: ctx.veiled ? "" : `<p>${QEduWidgets.tools.esc(QEduWidgets.tools.fill(view.text, ctx))}</p>`, marks: [] }));

/* The round that is looked at, as sheet.py has it. */
QEduWidgets.numbers("sarg04-reveal", (state, get, sample, spec) => {
  const view = spec.views.find((v) => v.view === "sheet"), drawn = sample(view.dice), first = Math.max(0, drawn.length - view.show);
  const chosen = Math.min(drawn.length, first + state[view.look]), out = { "look.round": chosen };
  for (const c of view.columns) out[`look.${c.key}`] = chosen ? c.of[drawn[chosen - 1]] : -1;
  return out;
});
