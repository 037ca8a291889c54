/* Chapter C04: the cards at the four pairs of questions, and lamps. */
QEduWidgets.view("question-grid", (view, ctx) => {
  const { esc, svg, text, shape, tag, phrase, widthOf } = QEduWidgets.tools;
  const w = ctx.width, gap = 10, bw = (Math.min(w, 700) - gap) / 2, marks = [];
  // Where it is narrow the verdict has a line of its own.
  const beside = Math.max(...[view.differ, view.agree].map((words) => widthOf(words))) + Math.max(...[view.won, view.lost].map((words) => widthOf(words, "q-small"))) + 34 < bw;
  const bh = beside ? 92 : 112;
  let body = "";
  view.pairs.forEach(([pair, words], i) => {
    const x = (i % 2) * (bw + gap) + 1, y = (i >> 1) * (bh + gap) + 1, key = `cards.${pair}`, won = ctx.get(key), open = !ctx.veiled;
    const [a, b] = [ctx.state[`a${pair[0]}`], ctx.state[`b${pair[1]}`]], said = won ? view.won : view.lost;
    body += `<rect x="${x}" y="${y}" width="${bw - 2}" height="${bh - 2}" rx="9" class="q-part${won || !open ? "" : " q-out"}"/>`
      + text(x + 12, y + 24, esc(words), "q-value") + text(x + 12, y + 46, esc(pair === "01" ? view.differ : view.agree))
      + text(x + 12, y + 72, esc(phrase(view.answers, { a, b })), "q-small")
      + (open ? `<g${tag(key, won)}>${shape(won ? "disc" : "cross", x + bw - 22, y + 20, 6, `q-glyph ${won ? "q1" : "q0"}`)}</g>` : "")
      + (!open ? "" : beside ? text(x + bw - 12, y + 46, esc(said), "q-small", "end") : text(x + 12, y + 94, esc(said), "q-small"));
    marks.push({ key, label: words, text: said, value: won });
  });
  return { body: svg(2 * bw + gap, 2 * bh + gap, ctx.label(view, marks), body), marks };
});

/* Lamps: items [{key, label, on, off, tone}]; names: the words of the table for 0 and 1. */
QEduWidgets.view("lamps", (view, ctx) => {
  const { esc, svg, text, tag } = QEduWidgets.tools;
  // Side by side where there is room.
  const w = ctx.width, row = 62, across = w >= 480 ? Math.floor(w / view.items.length) : 0, marks = [];
  let body = "";
  view.items.forEach((item, i) => {
    const value = ctx.veiled ? 0 : ctx.get(item.key), x = i * across, y = (across ? 0 : i * row) + 30;
    const rays = value ? `<path class="q-axis" d="${Array.from({ length: 8 }, (_, k) => {
      const [c, s] = [Math.cos(k * Math.PI / 4), Math.sin(k * Math.PI / 4)];
      return `M${(x + 30 + 18 * c).toFixed(1)},${(y + 18 * s).toFixed(1)}l${(7 * c).toFixed(1)},${(7 * s).toFixed(1)}`;
    }).join("")}"/>` : "";
    body += `<g${ctx.veiled ? "" : tag(item.key, value)}><circle cx="${x + 30}" cy="${y}" r="13" class="${value ? `q-lit ${item.tone}` : "q-part q-out"}"/>${rays}</g>`
      + text(x + 66, y - 3, esc(item.label), "q-value") + (ctx.veiled ? "" : text(x + 66, y + 17, esc(value ? item.on : item.off), "q-small"));
    marks.push({ key: item.key, label: item.label, text: view.names[value], value });
  });
  return { body: svg(w, (across ? 1 : view.items.length) * row, ctx.label(view, marks), body), marks };
});
