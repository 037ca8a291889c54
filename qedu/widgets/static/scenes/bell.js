/* Chapter C04: two dials about a source of pairs, the cards at the four pairs of questions, and lamps. */
QEduWidgets.view("question-grid", (view, ctx) => {
  const { esc, svg, text, shape, tag, phrase, widthOf } = QEduWidgets.tools;
  const w = Math.min(ctx.width, 720), narrow = w < 430, cw = narrow ? 58 : 92, ch = narrow ? 62 : 82, gap = 8, left = cw + gap + 8, top = ch + 30;
  // Where there is room, the tables are higher.
  const bw = (w - left - gap - 2) / 2, bh = narrow ? 78 : Math.max(84, Math.min(120, ((ctx.height || 0) - top) / 2 - gap)), marks = [], at = (x, y) => [left + y * (bw + gap), top + x * (bh + gap)];
  let body = "";
  // The four cards: Alice's beside the rows, Bob's above the columns. Whoever takes one turns it over.
  const card = (key, words, x, y) => {
    const answer = ctx.state[key];
    return `<g class="q-card" data-set="${esc(JSON.stringify({ [key]: answer === "0" ? "1" : "0" }))}"><rect x="${x.toFixed(1)}" y="${y}" width="${cw}" height="${ch}" rx="8" class="q-face"/>`
      + text(x + 10, y + 21, esc(words)) + text(x + cw / 2, y + ch - 16, answer, "q-answer", "middle") + "</g>";
  };
  body += text(2, 16, esc(view.players[0]), "q-value") + text(left, 16, esc(view.players[1]), "q-value");
  view.cards.forEach(([key, words], i) => {
    const [x, y] = at(i % 2, i % 2);
    body += i < 2 ? card(key, words, 2, y + (bh - ch) / 2) : card(key, words, x + (bw - cw) / 2, 22);
  });
  view.pairs.forEach(([pair, words]) => {
    const [x, y] = at(Number(pair[0]), Number(pair[1])), key = `cards.${pair}`, won = ctx.get(key), said = won ? view.won : view.lost, open = !ctx.veiled;
    const rule = pair === "01" ? view.differ : view.agree, answers = phrase(view.answers, { a: ctx.state[`a${pair[0]}`], b: ctx.state[`b${pair[1]}`] });
    body += `<rect x="${x.toFixed(1)}" y="${y}" width="${bw.toFixed(1)}" height="${bh - 2}" rx="9" class="q-part${won || !open ? "" : " q-out"}"/>`
      + text(x + 12, y + 24, esc(rule), widthOf(rule, "q-value") < bw - 20 ? "q-value" : "q-small") + text(x + 12, y + 45, esc(answers), "q-small")
      + (open ? `<g${tag(key, won)}>${shape(won ? "disc" : "cross", x + 19, y + 62, 6, `q-glyph ${won ? "q1" : "q0"}`)}</g>${text(x + 32, y + 67, esc(said), "q-small")}` : "");
    marks.push({ key, label: words, text: said, value: won });
  });
  const high = top + 2 * (bh + gap);
  return { body: svg(w, high, ctx.label(view, marks), body), marks };
}, true);
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
    // A lamp that is lit glows.
    if (value) body += `<circle cx="${x + 30}" cy="${y}" r="28" class="q-fill ${item.tone}" opacity="0.22"/>`;
    body += `<g${ctx.veiled ? "" : tag(item.key, value)}><circle cx="${x + 30}" cy="${y}" r="13" class="${value ? `q-lit ${item.tone}` : "q-part q-out"}"/>${rays}</g>`
      + text(x + 66, y - 3, esc(item.label), "q-value") + (ctx.veiled ? "" : text(x + 66, y + 17, esc(value ? item.on : item.off), "q-small"));
    marks.push({ key: item.key, label: item.label, text: view.names[value], value });
  });
  return { body: svg(w, (across ? 1 : view.items.length) * row, ctx.label(view, marks), body), marks };
});
const flown = new Map();                                       // how many pairs have flown in each simulation: each flies once
QEduWidgets.view("dials", (view, ctx) => {
  const { esc, fill, svg, text, line, tag } = QEduWidgets.tools;
  const w = ctx.width, narrow = w < 520, R = narrow ? 38 : 56, y = R + 18, xs = [R + 20, w - R - 20], low = y + R + 24, marks = [];
  const put = (name, x, size) => `<g transform="translate(${x.toFixed(1)} ${y}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
  const on = (i, degrees, r) => [xs[i] + r * Math.sin(degrees * Math.PI / 180), y - r * Math.cos(degrees * Math.PI / 180)];
  let body = line(xs[0] + R + 4, y, xs[1] - R - 4, y, "q-flight") + put("crystal", w / 2, narrow ? 36 : 46) + text(w / 2, y + 40, esc(view.source), "q-small", "middle");
  // New pairs fly out to both sides; what the last one showed stands at the dials.
  const drawn = ctx.veiled ? [] : ctx.sample(view.dice), n = drawn.length, staged = ctx.narrow !== undefined && !ctx.veiled;
  const fresh = staged ? Math.min(4, Math.max(0, n - (flown.get(ctx.spec.name) ?? n))) : 0;
  if (staged) flown.set(ctx.spec.name, n);
  for (let k = 0; k < fresh; k += 1) for (const far of [xs[0] + R - w / 2, xs[1] - R - w / 2])
    body += `<circle cx="${w / 2}" cy="${y}" r="4.500" class="q-flies" style="--far:${far.toFixed(0)}px;animation-delay:${(0.15 * k).toFixed(2)}s"/>`;
  view.dials.forEach(([key, words], i) => {
    body += `<circle cx="${xs[i]}" cy="${y}" r="${R}" class="q-part"/>`;
    for (let tick = 0; tick < 360; tick += 15) {
      const [a, b] = [on(i, tick, R), on(i, tick, R - (tick % 90 ? 5 : 10))];
      body += line(a[0], a[1], b[0], b[1], "q-tick-mark");
    }
    const angle = ctx.get(key), tip = on(i, angle, R - 12), tail = on(i, angle + 180, R - 12), label = fill(words, ctx);
    body += `<g${ctx.veiled ? "" : tag(key, angle)}>${line(tail[0], tail[1], tip[0], tip[1], "q-pointer")}</g>` + put(i ? "bob" : "alice", i ? xs[i] - R - 22 : xs[i] + R + 22, narrow ? 26 : 32)
      + text(xs[i], low, esc(label), "q-value", "middle");
    if (n) body += `<g${fresh ? ` class="q-lands" style="animation-delay:${(0.9 + 0.15 * (fresh - 1)).toFixed(2)}s"` : ""}>${text(xs[i] + (i ? -1 : 1) * (R + (narrow ? 12 : 22)), y + (narrow ? 27 : -26), ctx.spec.dice[view.dice][drawn[n - 1]][i], "q-value", "middle")}</g>`;
    marks.push({ key, label: words.split(":")[0], text: fill(`{${key}:deg}`, ctx), value: angle });
  });
  if (!ctx.veiled) body += text(w / 2, narrow ? y - 28 : low, `<tspan${tag("agree", ctx.get("agree"))}>${esc(fill(view.words[0], ctx))}</tspan>`, "q-value", "middle");
  marks.push({ key: "agree", label: view.words[1], text: fill("{agree:pct}", ctx), value: ctx.get("agree") });
  return { body: svg(w, low + 10, ctx.label(view, marks), body), marks, high: low + 10,
    handles: view.dials.map(([key], i) => ({ control: key, direct: true, at: (get) => on(i, get(key), R) })) };
});
