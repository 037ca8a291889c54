/* The paper form: three states of a widget and their table.  It is drawn when a book is built and stands in each page, so pages do
 * not load this.
 */
(() => {
  "use strict";
  const { esc, phrase } = QEduWidgets.tools;
  const { fromPython, picture, tableHtml } = QEduWidgets;

  // Composed for half a line of A4 at four fifths of its size, where the words of 12.5 units are of 7.5 points (widgets.css).
  const onPaper = (spec, states) => states.map(({ state, ...reply }, i) => picture(spec, state, fromPython(state, reply), { size: (_, view) => ({ width: view.wide ? 376 : 330 }), setting: phrase(spec.strings.setting, { n: i + 1 }) }));
  function together(made) {                  // the marks of all states, row by row
    const heads = [], cells = new Map();
    made.forEach((one, i) => one.marks.forEach((mark) => {
      if (!cells.has(mark.key)) { cells.set(mark.key, []); heads.push([mark.key, mark.label]); }
      cells.get(mark.key)[i] = mark;
    }));
    return { heads, cells };
  }
  // The same without drawings: what `words` of paper.py sets as text.
  function told(spec, states) {
    const made = onPaper(spec, states), { heads, cells } = together(made);
    return { title: spec.title, caption: spec.caption, leaves_out: `${spec.strings.leaves_out} ${spec.leaves_out}`,
      settings: made.map((one, i) => `${phrase(spec.strings.setting, { n: i + 1 })} ${states[i].caption} ${one.sentence}`),
      rows: heads.map(([key, head]) => [head, ...states.map((_, i) => (cells.get(key)[i] ? cells.get(key)[i].text : "\u2013"))]) };
  }
  function paper(spec, states) {
    const made = onPaper(spec, states), bare = (drawn) => drawn && drawn.body.replace(/ aria-label="[^"]*"/g, "");
    // What is drawn as in the setting before is not drawn again; drawings side by side begin at one height, with a title or without.
    const printed = made.map((one) => one.drawn.map((d, j) => !spec.views[j].screen_only && d));
    const again = printed.map((drawn, i) => drawn.map((d, j) => i > 0 && d && bare(d) === bare(printed[i - 1][j])));
    const panels = made.map((one, i) => `<section class="qedu-state" data-state="${esc(JSON.stringify(states[i].state))}"><p class="qedu-state-title"><b>${esc(phrase(spec.strings.setting, { n: i + 1 }))}</b> ${esc(states[i].caption)}</p>`
      + `<div class="qedu-views">${printed[i].map((d, j) => (d && !again[i][j] ? `<div class="qedu-view${spec.views[j].wide ? " qedu-wide" : ""}"><p class="qedu-view-title">${esc(d.title) || (spec.views[j].wide ? "" : "<br/>")}</p><div>${d.body}</div></div>` : "")).join("")}</div><p class="qedu-line">${esc(one.sentence)}${again[i].some(Boolean) ? ` ${esc(spec.strings.as_before)}` : ""}</p></section>`);
    const { heads, cells } = together(made);
    const columns = states.map((_, i) => phrase(spec.strings.setting, { n: i + 1 }));
    const table = tableHtml({ caption: spec.title, columns: [spec.strings.quantity, ...columns],
      rows: heads.map(([key, head]) => ({ head, cells: states.map((_, i) => cells.get(key)[i]) })) });
    // A table that is the same in every state stands once.
    const fixed = (first, t) => made.every((one) => JSON.stringify(one.tables[t]) === JSON.stringify(first));
    const most = made.reduce((a, b) => (b.tables.length > a.tables.length ? b : a));
    const curves = most.tables.map((first, t) => (fixed(first, t) ? tableHtml(first) : first.apart ? made.map((one, i) => tableHtml({ ...one.tables[t], caption: `${columns[i]} ${one.tables[t].caption}` })).join("") : tableHtml({ caption: first.caption,
      columns: [first.columns[0], ...made.flatMap((one, i) => (one.tables[t] || { columns: [] }).columns.slice(1).map((c) => `${columns[i]}: ${c}`))],
      rows: first.rows.map((row, r) => ({ head: row.head, cells: made.flatMap((one) => (one.tables[t] ? one.tables[t].rows[r].cells : [])) })) })));
    // States of one drawing each stand side by side (widgets.css).
    const lone = again.every((row, i) => printed[i].filter((d, j) => d && !row[j]).length < 2);
    return `<figure class="qedu-paper${lone ? " qedu-lone" : ""}"><p class="qedu-title" role="heading" aria-level="3">${esc(spec.title)}</p>${panels.join("")}`
      + `<figcaption>${esc(spec.caption)}</figcaption>${table}${curves.join("")}<p class="qedu-leaves-out"><b>${esc(spec.strings.leaves_out)}</b> ${esc(spec.leaves_out)}</p></figure>`;
  }

  Object.assign(QEduWidgets, { paper, told });
})();
