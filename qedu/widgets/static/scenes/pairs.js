/* Chapter C11: teleportation against the clock, swapping along a chain, purification.
 * teleport  times {shared, measured, arrived} on the control t, state [x, z] of Alice, after [x, z] of Bob, outcome (the die of her bits; what
 *           Bob has for each, uncorrected, is if.<bits>.x and .z), lanes (words of the two ways), lost, none, due (words under the circles),
 *           clock (template), fidelity, names, symbols
 * chain     done (the control that names the stations that have swapped), limits [entangled, Bell], fidelity (start of the numbers by links), future,
 *           names, symbols, legend (for three kinds of pairs); chain-moves: one, all, again
 * tree      raw (pairs at the start), rounds (control), dice (one a round: kept or lost), first, row and spare (words of the rows), names */
(() => {
  const { esc, fill, phrase, format, svg, text, line, arrow, shape, span, noting, rect, clamp, button } = QEduWidgets.tools;

  QEduWidgets.view("teleport", (view, ctx) => {
    const { get, veiled, width: w } = ctx, { shared, measured, arrived } = view.times, t = get("t"), phone = w < 520, marks = [], note = noting(marks, ctx);
    const put = (name, x, y, size) => `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const R = clamp(Math.min(((ctx.height || 350) - 150) / 2, (w - 108) / 4), 36, 118), cy = R + 24, pair = cy + R + (phone ? 60 : 66), bits = pair + 52;
    const gone = t > measured - 1e-6, done = t > arrived - 1e-6, here = t > shared - 1e-6, centres = [R + 26, w - R - 26], ends = [phone ? 26 : 40, w - (phone ? 26 : 40)], middle = w / 2;
    const at = (side, x, z, r = R) => [centres[side] + r * x, cy - r * z], drawn = Array.from(ctx.sample(view.outcome)), outcome = ctx.spec.dice[view.outcome][drawn[0]];
    const value = (key, words = view.names[key]) => note(key, words, format(get(key), "f3"), get(key));
    let body = "";
    centres.forEach((x, i) => {
      body += `<circle cx="${x.toFixed(1)}" cy="${cy.toFixed(1)}" r="${R.toFixed(1)}" class="q-part${i && !here && !veiled ? " q-out" : ""}"/>` + line(x - R, cy, x + R, cy, "q-grid") + line(x, cy - R, x, cy + R, "q-grid")
        + text(x, cy - R - 7, "|0⟩", "q-small", "middle") + text(x, cy + R + 17, "|1⟩", "q-small", "middle") + text(x + R + 4, cy + 4, "|+⟩", "q-small")
        + text(i ? w : 0, 14, esc(view.names[i ? "bob" : "alice"]), "q-value", i ? "end" : "start");
    });
    // Alice's state, which is hers until she has measured.
    const [sx, sz] = view.state, tip = at(0, get(sx), get(sz), R - 2);
    body += gone && !veiled ? `<g${value(sx)}><g${value(sz)}>${line(centres[0], cy, ...tip, "q-drop")}${shape("ring", ...tip, 4, "q-mark q0")}</g></g>`
      : veiled ? arrow(centres[0], cy, ...tip, "q-arrow q1") : `<g${value(sx)}><g${value(sz)}>${arrow(centres[0], cy, ...tip, "q-arrow q1")}</g></g>`;
    const under = (side, words, cls = "q-small") => text(centres[side], cy + R + 35, esc(words), `${cls} q-halo`, "middle");
    if (!veiled && gone) body += under(0, view.lost);
    // Bob: four possibilities, of which the dot is the mean; then one.
    if (veiled) body += text(centres[1], cy + 8, "?", "q-answer", "middle");
    else if (!here) body += under(1, view.none);
    else {
      for (const one of gone ? ctx.spec.dice[view.outcome] : []) {
        if (done && one !== outcome) continue;
        const [x, z] = ["x", "z"].map((axis) => get(`if.${one}.${axis}`)), words = ["X", "Z"].map((axis) => phrase(view.due, { bits: one, axis }));
        body += `<g${value(`if.${one}.x`, words[0])}><g${value(`if.${one}.z`, words[1])}>${shape("ring", ...at(1, x, z, R - 2), 6, "q-mark q0")}</g></g>`;
      }
      const [bx, bz] = view.after, place = at(1, get(bx), get(bz), R - 2);
      body += `<g${value(bx)}><g${value(bz)}>${done ? arrow(centres[1], cy, ...place, "q-arrow q3") : ""}${shape("disc", ...place, done ? 5 : 7, "q-glyph q3")}</g></g>`
        + `<g${value("right")}>${under(1, phrase(view.fidelity, { value: format(get("right"), "f3") }))}</g>`;
    }
    // Two ways: the halves of the pair go out, and later the bits go over.
    const way = (y, words) => line(ends[0] + 22, y, ends[1] - 22, y, "q-flight") + text(ends[0] + 24, y - 8, esc(words), "q-small"), half = Math.min(1, t / shared), far = (ends[1] - ends[0]) / 2 - 22;
    const photons = [middle - half * far, middle + half * far];
    body += way(pair, view.lanes[0]) + way(bits, view.lanes[1]) + put("alice", ends[0], (pair + bits) / 2, 40) + put("bob", ends[1], (pair + bits) / 2, 40);
    if (!gone && half > 0) body += line(photons[0], pair, photons[1], pair, "q-line q3 q-dashed");
    body += put("crystal", middle, pair, 34);
    if (half > 0) body += (gone ? shape("cross", photons[0], pair, 5, "q-glyph q0") : shape("disc", photons[0], pair, 6, "q-glyph q1")) + shape("disc", photons[1], pair, 6, "q-glyph q1");
    if (gone) {
      const x = ends[0] + 42 + (ends[1] - ends[0] - 84) * Math.min(1, (t - measured) / (arrived - measured));
      body += rect(x - 19, bits - 13, 38, 26, "q-face", ' rx="5"') + text(x, bits + 5, veiled ? "??" : esc(outcome), "q-value", "middle");
    }
    const clock = fill(view.clock, ctx), [big, cx, top] = phone ? ["q-value q-halo", middle, pair + 32] : ["q-answer", (centres[0] + centres[1]) / 2, cy + 44];
    body += veiled ? "" : `<g${note("ms", view.names.ms, clock, get("ms"))}>${text(cx, top, esc(clock), big, "middle")}</g>`;
    const words = veiled ? [] : marks.filter((one) => !one.key.startsWith("if."));
    return { body: svg(w, bits + 22, ctx.label(view, words), body), marks, handles: [{ control: "theta", at: (key) => at(0, key(sx), key(sz), R - 2) }] };
  }, true);

  // ------------------------------------------------------------ the swap chain
  const STATIONS = "123456789ABCDEF";
  // Between which stations pairs reach: [[from, to], ...].
  function reach({ n, done }) {
    const out = [[0, 1]];
    for (let i = 1; i < n; i += 1) if (done.includes(STATIONS[i - 1])) out.at(-1)[1] = i + 1; else out.push([i, i + 1]);
    return out;
  }
  QEduWidgets.numbers("swap-chain", (state) => {
    const pairs = reach(state);
    return { pairs: pairs.length, longest: Math.max(...pairs.map(([a, b]) => b - a)) };
  });
  QEduWidgets.view("chain", (view, ctx) => {
    const { state, get, veiled, width: w } = ctx, { n } = state, phone = w < 520, marks = [], note = noting(marks, ctx), base = phone ? 118 : 176, top = 22, edge = phone ? 18 : 26;
    const x = (i) => edge + i * (w - 2 * edge) / n, pairs = reach(state), [half, bell] = view.limits.map(get);
    const kind = (value) => (veiled ? "q1 q-solid" : value > bell + 1e-12 ? "q3 q-solid" : value > half + 1e-12 ? "q1 q-dashed" : "q0 q-dotted");
    const bow = (a, b) => Math.min(base - top - 26, 24 + 0.42 * (x(b) - x(a)));
    const arch = (a, b, high, cls) => `<path d="M${x(a).toFixed(1)} ${base - 12}C${x(a).toFixed(1)} ${(base - 12 - 1.33 * high).toFixed(1)} ${x(b).toFixed(1)} ${(base - 12 - 1.33 * high).toFixed(1)} ${x(b).toFixed(1)} ${base - 12}" class="${cls}"/>`;
    let body = line(x(0), base, x(n), base, "q-grid");
    if (!veiled && pairs.length > 1) {                         // what it will come to
      const words = phrase(view.future, { value: format(get(`f.${n}`), "f3") });
      body += `<g fill="none">${arch(0, n, base - top - 12, "q-drop")}</g><g${note(`f.${n}`, phrase(view.names.arc, { n }), format(get(`f.${n}`), "f3"), get(`f.${n}`))}>${text(w / 2, 14, esc(words), "q-small", "middle")}</g>`;
    }
    for (const [a, b] of pairs) {
      const key = `f.${b - a}`, value = get(key), words = format(value, "f3"), high = bow(a, b), mark = veiled ? "" : note(key, b - a > 1 ? phrase(view.names.arc, { n: b - a }) : view.names["arc.1"], words, value);
      body += `<g${mark}>${arch(a, b, high, `q-line ${kind(value)}`)}</g>`;
      if (!veiled && x(b) - x(a) > span(words, 12.5) + 2) body += text((x(a) + x(b)) / 2, base - 18 - high, words, "q-small q-halo", "middle");
    }
    // Stations: what has swapped has no halves of pairs any more.
    for (let i = 1; i < n; i += 1) {
      const gone = state.done.includes(STATIONS[i - 1]), r = phone ? 6.5 : 10, set = ` data-set="${esc(JSON.stringify({ done: state.done + STATIONS[i - 1] }))}"`;
      body += gone ? shape("disc", x(i), base, 3.5, "q-glyph q0") : `<g class="q-card"${veiled ? "" : set}>${rect(x(i) - Math.min(20, (w - 2 * edge) / n / 2), base - 20, Math.min(40, (w - 2 * edge) / n), 44, "q-column")}${shape("disc", x(i), base, r, "q-face")}</g>`;
      if (!phone || n < 10) body += text(x(i), base + 27, i, "q-small", "middle");
    }
    for (const [i, name] of [[0, "alice"], [n, "bob"]]) body += `<g transform="translate(${x(i).toFixed(1)} ${base + 3}) scale(${phone ? 0.66 : 0.85})">${view.symbols[name]}</g>`;
    const seen = [...new Map(marks.map((one) => [one.key, one])).values()], kinds = ["q3 q-solid", "q1 q-dashed", "q0 q-dotted"];
    const legend = veiled ? "" : `<ul class="qedu-legend">${view.legend.map((words, i) => `<li><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 12" width="30" height="12" aria-hidden="true"><path class="q-line ${kinds[i]}" d="M1,6H29"/></svg> ${esc(words)}</li>`).join("")}</ul>`;
    return { body: svg(w, base + 32, ctx.label(view, seen), body) + legend, marks: seen, high: base + 32 + (veiled ? 0 : phone ? 58 : 26) };
  });
  QEduWidgets.view("chain-moves", (view, { state, veiled, narrow }) => {
    if (veiled) return { body: "", high: 0 };
    const left = [...STATIONS].slice(0, state.n - 1).filter((one) => !state.done.includes(one));
    return { body: `<div class="qedu-buttons">${left.length ? button({ done: state.done + left[0] }, phrase(view.one, { n: STATIONS.indexOf(left[0]) + 1 }), "one") : button({ done: "" }, view.again, "one", state.n < 2)}${button({ done: state.done + left.join("") }, view.all, "all", !left.length, false)}</div>`, high: 36 };
  });

  // ------------------------------------------------------------ the purifier
  // Two neighbours of a row are compared: a line from both leads to the pair that is kept, or to a cross.
  QEduWidgets.view("tree", (view, ctx) => {
    const { get, veiled, width: w } = ctx, rounds = get(view.rounds), marks = [], note = noting(marks, ctx), left = 78, step = (w - left - 6) / view.raw;
    const high = clamp(((ctx.height || 330) - 26) / view.dice.length, 34, 78), r = clamp(step / 2 - 1, 3, 7), y = (row) => 14 + row * high;
    let body = "", row = Array.from({ length: view.raw }, (_, i) => left + (i + 0.5) * step);
    const named = (key, i, kind) => note(`${key}.${i}`, phrase(view.names[i || key !== "f" ? key : "f.0"], { n: i }), format(get(`${key}.${i}`), kind), get(`${key}.${i}`));
    for (let i = 0; i <= (veiled ? 1 : rounds); i += 1) {
      const last = i === rounds || veiled, drawn = last ? [] : Array.from(ctx.sample(view.dice[i])), next = [];
      if (!veiled) body += `<g${named("f", i, "f3")}>${text(0, y(i) + 1, format(get(`f.${i}`), "f3"), "q-value")}</g>`
        + (i ? `<g${named("pairs", i, "int")}><g${named("kept", i, "int")}>${text(0, y(i) + 17, esc(get(`pairs.${i}`) ? phrase(view.row, { kept: get(`kept.${i}`), pairs: get(`pairs.${i}`) }) : view.spare), "q-small")}</g></g>` : text(0, y(0) + 17, esc(phrase(view.first, { n: view.raw })), "q-small"));
      if (veiled && i) { body += text((left + w) / 2, y(1) + 6, "?", "q-answer", "middle"); break; }
      drawn.forEach((lost, j) => {
        const [a, b] = [row[2 * j], row[2 * j + 1]], middle = (a + b) / 2, end = lost ? y(i) + 0.55 * high : y(i + 1);
        body += line(a, y(i), middle, end, lost ? "q-drop" : "q-axis") + line(b, y(i), middle, end, lost ? "q-drop" : "q-axis") + (lost ? shape("cross", middle, end, Math.min(4, r), "q-glyph q2") : "");
        if (!lost) next.push(middle);
      });
      row.forEach((x, j) => { body += shape(last ? "disc" : j < 2 * drawn.length ? "disc" : "ring", x, y(i), last ? r : Math.min(r, 3.5), `q-glyph ${last ? "q3" : "q0"}`); });
      row = next;
    }
    return { body: svg(w, y(view.dice.length) + 24, ctx.label(view, marks), body), marks };
  }, true);
})();
