/* Chapter C04: two dials about a source of pairs, the cards at the four pairs of questions, and lamps. */
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
QEduWidgets.view("dials", (view, ctx) => {
  const { esc, fill, svg, text, line, tag } = QEduWidgets.tools;
  const w = ctx.width, narrow = w < 520, R = narrow ? 38 : 56, y = R + 18, xs = [R + 20, w - R - 20], low = y + R + 24, marks = [];
  const put = (name, x, size) => `<g transform="translate(${x.toFixed(1)} ${y}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
  const on = (i, degrees, r) => [xs[i] + r * Math.sin(degrees * Math.PI / 180), y - r * Math.cos(degrees * Math.PI / 180)];
  let body = line(xs[0] + R + 4, y, xs[1] - R - 4, y, "q-flight") + put("crystal", w / 2, narrow ? 36 : 46) + text(w / 2, y + 40, esc(view.source), "q-small", "middle");
  view.dials.forEach(([key, words], i) => {
    body += `<circle cx="${xs[i]}" cy="${y}" r="${R}" class="q-part"/>`;
    for (let tick = 0; tick < 360; tick += 15) {
      const [a, b] = [on(i, tick, R), on(i, tick, R - (tick % 90 ? 5 : 10))];
      body += line(a[0], a[1], b[0], b[1], "q-tick-mark");
    }
    const angle = ctx.get(key), tip = on(i, angle, R - 12), tail = on(i, angle + 180, R - 12), label = fill(words, ctx);
    body += `<g${ctx.veiled ? "" : tag(key, angle)}>${line(tail[0], tail[1], tip[0], tip[1], "q-pointer")}</g>` + put(i ? "bob" : "alice", i ? xs[i] - R - 22 : xs[i] + R + 22, narrow ? 26 : 32)
      + text(xs[i], low, esc(label), "q-value", "middle");
    marks.push({ key, label: words.split(":")[0], text: fill(`{${key}:deg}`, ctx), value: angle });
  });
  if (!ctx.veiled) body += text(w / 2, narrow ? y - 28 : low, `<tspan${tag("agree", ctx.get("agree"))}>${esc(fill(view.words[0], ctx))}</tspan>`, "q-value", "middle");
  marks.push({ key: "agree", label: view.words[1], text: fill("{agree:pct}", ctx), value: ctx.get("agree") });
  return { body: svg(w, low + 10, ctx.label(view, marks), body), marks, high: low + 10,
    handles: view.dials.map(([key], i) => ({ control: key, direct: true, at: (get) => on(i, get(key), R) })) };
});
