/* The chapter on randomness: a device that makes bits, and guesses of the next one. In common: the dice events, game and first, whose outcomes are
 * held, noise0, noise1, photon0, photon1 (the first bit's without held), and the numbers p1, opposite, memory.
 * bit-box      needles [[key, name, line], ...], names, words {run, told}, symbols; handles at the controls t and noise
 * guesses      rows [you, who knows], names of played, you.hits and her.hits, empty; guess-moves  most, says [0, 1], again */
(() => {
  const { esc, fill, phrase, format, svg, text, line, lines, shape, span, tag, noting, button } = QEduWidgets.tools;
  // As bit_box.py: [bit, is it sure, best guess], from what each came from.
  function bitsOf(drawn, first, get) {
    let before = 0;
    return Array.from(drawn, (one, i) => {
      const cause = i ? one : first + 1, bit = cause ? Number(cause % 2 === 0) : before ^ get("opposite");
      before = bit;
      return [bit, cause < 3, cause < 3 ? bit : Number(get("p1") > 0.5)];
    });
  }
  const all = (get, sample, name) => bitsOf(sample(name), sample("first")[Number(name === "game")], get);
  QEduWidgets.numbers("randomness-lab", (state, get, sample) => {
    const bits = all(get, sample, "events"), game = all(get, sample, "game").slice(0, state.said.length), count = (some, test) => some.filter(test).length;
    let run = 0, most = 0;
    bits.forEach(([bit], i) => { run = i && bit === bits[i - 1][0] ? run + 1 : 1; most = Math.max(most, run); });
    return { ones: count(bits, ([bit]) => bit), sure: count(bits, ([, sure]) => sure), hits: count(bits, ([bit, , best]) => bit === best), run: most,
      window: count(bits, ([bit]) => bit === bits[0][0]), played: game.length, "you.hits": count(game, ([bit], i) => bit === Number(state.said[i])), "her.hits": count(game, ([bit, , best]) => bit === best) };
  });

  const flown = new Map();                                     // photons fly once for each run that is new
  QEduWidgets.view("bit-box", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, phone = w < 520, size = phone ? 30 : 46, marks = [], staged = ctx.narrow !== undefined && !veiled;
    const note = noting(marks, ctx, format);
    const put = (name, x, y, turn = 0) => `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    // The photon's way: straight on to detector 1, or down to detector 0. The mirror is turned.
    const y = phone ? 24 : 40, x0 = size / 2 + 1, mx = phone ? 74 : 0.2 * w, right = phone ? 132 : 0.37 * w, low = phone ? 100 : 138, reach = phone ? 27 : 40;
    const tip = (key) => { const a = (45 + 90 * (key("t") - 0.5)) * Math.PI / 180; return [mx + reach * Math.cos(a), y + reach * Math.sin(a)]; }, [tx, ty] = tip(get), t = get("t");
    const beam = (x1, y1, x2, y2, share) => `<line x1="${x1.toFixed(1)}" y1="${y1}" x2="${x2.toFixed(1)}" y2="${y2}" class="q-beam q0" stroke-width="${(1 + 7 * share).toFixed(1)}"/>`;
    let body = beam(x0, y, mx, y, 1) + beam(mx, y, right, y, t) + beam(mx, y, mx, low, 1 - t) + line(2 * mx - tx, 2 * y - ty, tx, ty, "q-slot q1")
      + put("laser", x0, y) + put("detector", right, y) + put("detector", mx, low, 90) + text(right, y + size / 2 + 12, "1", "q-value", "middle") + text(mx - size / 2 - 4, low + 5, "0", "q-value", "end");
    const events = veiled ? [] : Array.from(ctx.sample("events")), seed = `${state.seed}/${state.n}`;
    if (staged && flown.get(ctx.spec.name) !== seed) {
      flown.set(ctx.spec.name, seed);
      events.filter((one) => one > 2).slice(-8).forEach((one, i) => {
        body += `<circle cx="${x0}" cy="${y}" r="4" class="q-sails" style="animation-delay:${(0.1 * i).toFixed(1)}s;--far:${(mx - x0).toFixed(0)}px;--on:${one > 3 ? (right - mx).toFixed(0) : 0}px;--down:${one > 3 ? 0 : low - y}px"/>`;
      });
    }
    // Three needles from 0 to one bit.
    const r = phone ? 52 : Math.min(100, 0.16 * w), gx = phone ? w - r - 30 : 0.72 * w, gy = r + (phone ? 24 : 30), at = (share, far) => `${(gx - far * Math.cos(Math.PI * share)).toFixed(1)} ${(gy - far * Math.sin(Math.PI * share)).toFixed(1)}`;
    body += `<path d="M${at(0, r)}A${r} ${r} 0 0 1 ${at(1, r)}" class="q-axis"/>` + text(gx, gy - r - 8, esc(view.names.scale), "q-small", "middle") + text(gx - r - 5, gy + 4, "0", "q-small", "end") + text(gx + r + 5, gy + 4, "1", "q-small");
    for (const part of [0.25, 0.5, 0.75]) body += `<path d="M${at(part, r)}L${at(part, r - 5)}" class="q-axis"/>`;
    const step = phone ? 16 : 20, wide = Math.max(...view.needles.map(([, name]) => span(name, 12.5))) + (phone ? 62 : 80), left = Math.min(gx - wide / 2, w - wide);
    view.needles.forEach(([key, name, stroke], i) => {
      const tone = i > 1 ? "q4" : "q1", row = gy + (phone ? 19 : 28) + step * i, mark = note(key, name, "f3");
      if (!veiled) body += `<path d="M${gx} ${gy}L${at(get(key), r - 8 + (i < 2 ? 4 * i - 6 : 0))}" class="q-line ${tone} q-${stroke}"${mark}/>` + text(left + wide, row, format(get(key), "f2"), "q-value", "end");
      body += `<path d="M${left.toFixed(1)} ${row - 4}h${phone ? 20 : 26}" class="q-line ${tone} q-${stroke}"/>` + text(left + (phone ? 25 : 34), row, esc(name), "q-small");
    });
    // What decides: one bar in three parts, whose first border is taken hold of.
    const top = Math.max(low + size / 2 + 8, gy + (phone ? 19 : 28) + 3 * step - 6), high = phone ? 14 : 18, parts = [["share.photon", "photon", "q3"], ["share.noise", "noise", "q4"], ["p.held", "held", "q0"]];
    let from = 1;
    parts.forEach(([key, name, tone], i) => {
      const share = get(key), shown = format(share, "pct0"), words = `${view.names[name]} ${shown}`, mark = note(key, phrase(view.names.shares, { name: view.names[name] }), "pct");
      body += `<rect x="${from.toFixed(1)}" y="${top}" width="${((w - 2) * share).toFixed(1)}" height="${high}" class="q-fill ${tone}"${mark}/>` + text([1, w / 2, w - 1][i], top + high + 15, esc(words), "q-small", ["start", "middle", "end"][i]);
      from += (w - 2) * share;
    });
    body += `<rect x="0.5" y="${top - 0.5}" width="${w - 1}" height="${high + 1}" class="q-track"/>`;
    const handles = [{ control: "t", direct: true, at: tip }, { control: "noise", axis: true, direct: true, at: (key) => [1 + (w - 2) * (1 - Math.abs(key("memory"))) * (1 - key("noise")), top + high / 2] }];
    let end = top + high + 22;
    if (veiled) return { body: svg(w, end, ctx.label(view, []), body), marks, handles };
    // The bits: a one is a mark, a zero a dot; squares are known, discs are not.
    const known = state.show, rows = lines(fill(known ? `${view.words.run} ${view.words.told}` : view.words.run, ctx), w, "q-small"), pitch = w / 64, paths = ["", "", "", ""];
    const said = ["ones", ...(known ? ["sure", "hits"] : [])].map((key) => note(key, view.names[key], "int"));
    rows.forEach((row, i) => { body += text(1, end + 14 + 15 * i, esc(row), "q-small"); });
    end += 22 + 15 * (rows.length - 1);
    all(get, ctx.sample, "events").forEach(([bit, sure], i) => { paths[2 * (known && sure) + bit] += `M${i % 64} ${Math.floor(i / 64)}h0`; });
    const drawn = paths.map((d, i) => (d ? `<path d="${d}" class="q-beam ${i > 1 ? "q4" : "q1"}" stroke-width="${i % 2 ? 0.8 : 0.25}" stroke-linecap="${i > 1 ? "square" : "round"}"/>` : "")).join("");
    body += said.reduce((inside, mark) => `<g${mark}>${inside}</g>`, `<g transform="translate(${(pitch / 2).toFixed(2)} ${(end + pitch / 2).toFixed(2)}) scale(${pitch.toFixed(3)})">${drawn}</g>`);
    return { body: svg(w, end + 16 * pitch, ctx.label(view, marks), body), marks, handles };
  }, true);

  // ------------------------------------------------------------ the next bit
  QEduWidgets.view("guesses", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, game = all(get, ctx.sample, "game"), n = veiled ? 0 : state.said.length, pitch = Math.min(30, w / game.length), step = w < 520 ? 28 : 38, left = (w - pitch * game.length) / 2, marks = [];
    const note = (key) => { marks.push({ key, label: view.names[key], text: format(get(key), "int"), value: get(key) }); return veiled ? "" : tag(key, get(key)); };
    const played = note("played"), right = w - left - 1, row = (i) => 44 + step * i, big = step > 30 ? "q-value" : "q-small";
    let body = [["you.hits", 20], ["her.hits", row(3) + 6]].map(([key, y], i) => {
      const mark = note(key);
      return text(left + 1, y, esc(view.rows[i]), "q-small") + (veiled ? "" : text(right, y, `<tspan${mark}>${format(get(key), "int")}</tspan> / <tspan${played}>${n}</tspan>`, "q-value", "end"));
    }).join("");
    game.forEach(([bit, sure, best], i) => {
      const x = left + (i + 0.5) * pitch, box = (part, cls) => `<rect x="${(x - 0.43 * pitch).toFixed(1)}" y="${row(part) - 12}" width="${(0.86 * pitch).toFixed(1)}" height="24" rx="4" class="${cls}"/>`;
      const guess = (value, part) => text(x, row(part) + 5, value, big, "middle") + (Number(value) === bit ? "" : shape("cross", x, row(part), 6, "q-glyph q2"));
      body += box(1, "q-frame");
      if (i === n && !veiled) body += text(x, row(1) + 5, "?", "q-value", "middle");
      if (i < n) body += text(x, row(1) + 5, bit, "q-value", "middle") + guess(state.said[i], 0) + (sure ? box(2, "q-entry q4") : "") + guess(best, 2);
    });
    const high = row(3) + 14;
    return { body: svg(w, high, ctx.label(view, n ? marks : [view.empty]), body), marks, high };
  });
  QEduWidgets.view("guess-moves", (view, { state, veiled, narrow }) => {
    if (veiled) return { body: "", high: 0 };
    const over = state.said.length >= view.most;
    return { body: `<div class="qedu-buttons">${[0, 1].map((bit) => button({ said: state.said + bit }, view.says[bit], `say${bit}`, over)).join("")}${button({ seed: (QEduWidgets.start(state.seed, "next") % 999999) + 1 }, view.again, "again")}</div>`, high: narrow ? 76 : 36 };
  });
})();
