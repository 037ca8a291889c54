/* Chapter C02: qubits on their way to a measurement whose direction is set on the circle through |0⟩ and |+⟩.
 * In common: dice (the last bit of an outcome's number is the detector), axis [x, z], control (sets the direction), ends (words
 * of the detectors), symbols.
 * which-box   box, poles [{label, x, z}], into (words for a direction across the circle), cards [{set, there, label, says, words,
 *             arrows: [[x, z], ...]}], mark (0, 1 right, 2 wrong), verdicts, counts [[key, label], ...], score [won, played, words], tally
 * one-letter  heads [in, out], bits, messages, state and named (starts of keys), information [key, label], answers, verdicts, said */
QEduWidgets.numbers("which-coin", ({ past }) => ({ played: past.length, won: past.split("1").length - 1 }));
(() => {
  const { esc, fill, phrase, svg, text, line, lines, arrow, shape, tag, format, widthOf } = QEduWidgets.tools;
  const flown = new Map();                                     // how many have flown in each simulation: each flies once

  // From the sender's place on: the line, the circle with the direction, the two detectors.
  function bench(view, ctx, from, after) {
    const w = ctx.width, small = w < 520, R = Math.max(38, Math.min(100, 0.15 * w)), y = R + 32, size = small ? 28 : 44, rise = small ? 32 : 60;
    const cx = 0.43 * w, out = w - after, fork = Math.min(out - 26, cx + R + (small ? 36 : 54));
    const put = (name, x, top, wide = size) => `<g transform="translate(${x.toFixed(1)} ${top.toFixed(1)}) scale(${(wide / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const at = (px, pz, r = R) => [cx + r * px, y - r * pz], ys = [y - rise, y + rise], [ax, az] = view.axis.map(ctx.get);
    const drawn = ctx.veiled ? [] : Array.from(ctx.sample(view.dice)), n = drawn.length, last = n ? drawn[n - 1] % 2 : -1;
    const staged = ctx.narrow !== undefined && !ctx.veiled;    // on paper all lies still
    const fresh = staged ? drawn.slice(Math.max(flown.get(ctx.spec.name) ?? n - 1, n - 6)) : [];
    if (staged) flown.set(ctx.spec.name, n);
    let body = line(from, y, cx - R, y, "q-flight") + line(cx + R, y, fork, y, "q-flight");
    ys.forEach((top, i) => {
      body += line(fork, y, out - 14, top, "q-flight") + put("detector", out, top) + text(out - size / 2, top - size / 2 + 2, view.ends[i], "q-value", "middle");
      if (i === last) body += `<circle cx="${(out - size / 10).toFixed(1)}" cy="${top}" r="${size / 6}" class="q-lit q1${fresh.length ? ` q-clicks" style="animation-delay:${(0.58 + 0.12 * fresh.length).toFixed(2)}s` : ""}"/>`;
    });
    fresh.forEach((k, i) => {
      body += `<circle cx="${from}" cy="${y}" r="5" class="q-sails" style="animation-delay:${(0.12 * i).toFixed(2)}s;--far:${(fork - from).toFixed(0)}px;--on:${(out - 14 - fork).toFixed(0)}px;--down:${k % 2 ? rise : -rise}px"/>`;
    });
    body += `<circle cx="${cx.toFixed(1)}" cy="${y}" r="${R.toFixed(1)}" class="q-part"/>` + (staged ? text(cx + 24, y + R + 25, esc(ctx.spec.strings.drag), "q-small q-hint") : "");
    // Words outside of the circle, off the line of flight and off what can be taken hold of.
    const outside = (words, px, pz) => text(cx + px * (R + 12 + widthOf(words, "q-small") / 2), y - pz * (R + 20) + (Math.abs(pz) < 0.1 ? -9 : 4.5), esc(words), "q-small", "middle");
    const across = Math.hypot(ax, az) < 0.01, pointer = line(...at(-ax, -az), ...at(ax, az), "q-basis")
      + (across ? "" : shape("ring", ...at(-ax, -az), 5, "q-mark") + [1, -1].map((s, i) => text(cx + s * 0.62 * R * ax + 11 * az, y - s * 0.62 * R * az + 11 * ax + 4.5, view.ends[i], "q-small q-halo", "middle")).join(""));
    return { w, small, R, y, cx, out, size, ys, drawn, last, body, at, put, outside, across, pointer,
      handles: [{ control: view.control, at: (get) => at(...view.axis.map(get)) }] };
  }
  const verdict = (right, x, y) => shape(right ? "disc" : "cross", x, y, 5, `q-glyph ${right ? "q1" : "q2"}`);

  QEduWidgets.view("which-box", (view, ctx) => {
    const phone = ctx.width < 520, half = phone ? 19 : 34, b = bench(view, ctx, 2 * half + 6, phone ? 50 : 100), { w, R, y, cx } = b, { get } = ctx;
    const open = ctx.veiled ? 0 : get(view.mark), marks = [], box = fill(view.box, ctx), there = view.cards.find((card) => open && get(card.there));
    const arrows = (card, x, top, r) => card.arrows.map(([px, pz]) => arrow(x, top, x + r * px, top - r * pz, "q-arrow q1")).join("") + (card.arrows[1] ? shape("ring", x, top, 5, "q-mark") : "");
    let body = b.body + view.poles.map(({ label, x, z }) => b.outside(label, x, z)).join("") + (there ? arrows(there, cx, y, R - 3) : "") + b.pointer
      + (b.across ? text(cx, y + 27, esc(view.into), "q-small q-halo", "middle") : "");
    // The box, whose lid is open once there is a verdict.
    body += `<path class="q-part" d="M3 ${y - half}h${2 * half - 2}v${2 * half}h${2 - 2 * half}z"/><path class="q-part" d="M1 ${y - half - 8}h${2 * half + 2}v8H1z"${there ? ` transform="rotate(-16 1 ${y - half})"` : ""}/>`
      + text(2 + half, y + 9, there ? there.label : "?", "q-answer", "middle") + text(1, y + half + 17, esc(box), "q-small");
    if (!ctx.veiled) {
      view.counts.forEach(([key, label], i) => {
        const value = get(key);
        body += text(b.out + 0.6 * b.size, b.ys[i] + 8, `<tspan${tag(key, value)}>${format(value, "int")}</tspan>`, "q-answer");
        marks.push({ key, label, text: format(value, "int"), value });
      });
      const [won, played, words] = view.score;
      if (get(played)) {
        body += `<g${tag(won, get(won))}><g${tag(played, get(played))}>${lines(fill(words, ctx), 76, "q-small").map((row, i) => text(1, y + half + 34 + 15 * i, esc(row), "q-small")).join("")}</g></g>`;
        marks.push(...[won, played].map((key, i) => ({ key, label: view.tally[i], text: format(get(key), "int"), value: get(key) })));
      }
    }
    let high = 2 * y + 2;
    if (!(ctx.veiled && ctx.narrow)) {                         // on a phone the question needs this place
      const wide = (w - 10) / 2, r = phone ? 17 : 26, rows = view.cards.map((card) => lines(card.words, wide - 2 * r - 30, "q-small")), tall = Math.max(2 * r + 16, 36 + 15 * Math.max(...rows.map((row) => row.length)));
      view.cards.forEach((card, i) => {
        const x = i * (wide + 10), [[key, mine]] = Object.entries(card.set), px = x + r + 10, py = high + tall / 2, beside = px + r + 10;
        body += `<g class="q-card"${ctx.veiled ? "" : ` data-set="${esc(JSON.stringify(card.set))}"`}><rect x="${(x + 1).toFixed(1)}" y="${high + 1}" width="${(wide - 2).toFixed(1)}" height="${tall - 2}" rx="8" class="q-face"/>`
          + `<circle cx="${px.toFixed(1)}" cy="${py}" r="${r}" class="q-sphere"/>${arrows(card, px, py, r - 1)}` 
          + (open && ctx.state[key] === mine ? verdict(open === 1, beside + 5, high + 17) + text(beside + 15, high + 22, `${esc(card.label)}: ${esc(view.verdicts[open - 1])}`, "q-small") : text(beside, high + 22, esc(card.says), "q-value"))
          + rows[i].map((row, j) => text(beside, high + 40 + 15 * j, esc(row), "q-small")).join("") + "</g>";
      });
      high += tall;
    }
    return { body: svg(w, high, ctx.label(view, [...(open ? [`${box}: ${there.label}, ${view.verdicts[open - 1]}`] : []), ...marks]), body), marks, handles: b.handles, high };
  });

  QEduWidgets.view("one-letter", (view, ctx) => {
    const phone = ctx.width < 520, b = bench(view, ctx, 46, phone ? 50 : 150), { w, y, cx, at } = b, { get } = ctx;
    const bits = get(view.bits), name = (m) => m.toString(2).padStart(bits, "0"), marks = [], said = [];
    const point = (m) => ["x", "z"].map((axis) => get(`${view.state}.${axis}.${m}`)), sent = b.last < 0 ? -1 : b.drawn.at(-1) >> 1, [gain, words] = view.information;
    let body = b.body;
    for (let m = 0; m < get(view.messages); m += 1) body += b.outside(name(m), ...point(m)) + shape("ring", ...at(...point(m)), 4, "q-mark");
    const card = (x, top, words, cls = "") => `<rect x="${x.toFixed(1)}" y="${top}" width="38" height="24" rx="5" class="q-part ${cls}"/>` + text(x + 19, top + 17, words, "q-value", "middle");
    if (sent >= 0) body += arrow(cx, y, ...at(...point(sent)), "q-arrow q1");
    body += b.pointer + b.put("alice", 20, y - 18, phone ? 32 : 40) + card(1, y + 8, sent < 0 ? "?" : name(sent)) + (phone ? "" : b.put("bob", w - 22, y, 40));
    const [into, out] = view.heads.map((head) => esc(fill(head, ctx)));
    body += text(1, 14, into, "q-value") + text(w, 14, ctx.veiled ? out : `<tspan${tag(gain, get(gain))}>${out}</tspan>`, "q-value", "end");
    b.ys.forEach((top, i) => {
      const key = `${view.named}.${i}`, value = get(key), x = phone ? w - 38 : b.out + 26, right = value === sent, told = view.verdicts[right ? 0 : 1];
      body += ctx.veiled ? card(x, top - 12, "?", "q-out") : `<g${tag(key, value)}>${card(x, top - 12, name(value), i === b.last ? "" : "q-out")}</g>`;
      marks.push({ key, label: view.answers[i], text: name(value), value });
      if (i !== b.last) return;
      body += verdict(right, phone ? w - 19 : x + 52, phone ? top + 24 : top) + (phone ? "" : text(x + 62, top + 4.5, esc(told), "q-small"));
      said.push(phrase(view.said, { sent: name(sent), end: view.ends[i], read: name(value), verdict: told }));
    });
    marks.push({ key: gain, label: words, text: format(get(gain), "bits"), value: get(gain) });
    return { body: svg(w, 2 * y + 2, ctx.label(view, [...said, ...marks]), body), marks, handles: b.handles, high: 2 * y + 2 };
  });
})();
