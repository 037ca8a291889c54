/* Chapter C10: a link with a flaw, and probes to be put on its parts, as hole_game.py plays it.
 * hole        parts, probes [[letter, name, part, what it does]], flaws [[letter of the probe that shows it, part that it is in]], place, probe, spent (controls), most (ends of axes), names, words, symbols
 * hole-moves  spent, done, most, words: what can be done next */
(() => {
  const { esc, phrase, format, svg, text, line, noting, button } = QEduWidgets.tools, MOST = 5;
  QEduWidgets.numbers("find-the-hole", (state, get, _, spec) => {
    const { probes, flaws } = spec.views[0], letters = probes.map(([letter]) => letter).join(""), { spent, seed } = state, draw = (name) => QEduWidgets.mulberry32(QEduWidgets.start(seed, name))();
    const flaw = draw("flaw") >>> 29, strong = draw("strength") >>> 31, [shows] = flaws[flaw], exact = (letter) => get(letter === shows ? `bad.${letter}.${strong}` : `sound.${letter}`);
    const out = { flaw, strong, shows: letters.indexOf(shows) + 1, unspent: MOST - spent.length, fits: Number(probes.find(([letter]) => letter === state.probe)[2] === Number(state.place)), last: letters.indexOf(spent.at(-1) || "-") + 1, eve: get(`eve.${flaw}.${strong}`), left: get(`left.${flaw}.${strong}`) };
    for (let i = 0; i < MOST; i += 1) {
      const letter = spent[i], n = letter ? probes.find(([one]) => one === letter)[4] : 0, p = letter ? exact(letter) : 0;
      Object.assign(out, { [`p${i + 1}`]: letter ? letters.indexOf(letter) + 1 : 0, [`n${i + 1}`]: n, [`sound${i + 1}`]: letter ? get(`sound.${letter}`) : 0,
        [`k${i + 1}`]: n ? QEduWidgets.roll([p, 1 - p], n, seed, `${letter}${i}`).filter((found) => !found).length : 0 });
    }
    for (const letter of letters) out[`here.${letter}`] = exact(letter);
    const done = Number(state.done !== "0"), right = Number(state.done[0] === String(flaw + 1)), armed = Number(right && state.done[0] === state.done.at(-1)), points = done * (right * (2 + out.unspent) + armed);
    const earlier = [...state.log].map((code) => Number(code) - 1);
    return Object.assign(out, { right, armed, points, code: done * (points + 1), games: earlier.length + done, total: earlier.reduce((a, b) => a + b, points) });
  });

  QEduWidgets.view("hole", (view, ctx) => {
    const { state, get, veiled, width: w } = ctx, phone = w < 520, marks = [], spent = state[view.spent], over = state.done !== "0" && !veiled, inHand = view.probes.find(([letter]) => letter === state[view.probe]);
    const note = noting(marks, ctx);
    const cell = w / view.parts.length, y = phone ? 40 : 58, half = Math.min(cell / 2 - (phone ? 3 : 8), 56), high = phone ? 30 : 42, scale = phone ? 0.62 : 0.95;
    const x = (part) => (part - 0.5) * cell, put = (name, px, py, turn = 0, s = scale) => `<g transform="translate(${px.toFixed(1)} ${py.toFixed(1)}) rotate(${turn}) scale(${s})">${view.symbols[name]}</g>`;
    let body = line(x(1) + half, y, x(5) - half, y, "q-flight");
    view.parts.forEach((words, i) => {
      const part = i + 1, px = x(part), bad = over && view.flaws[get("flaw")][1] === part, here = Number(state[view.place]) === part;
      let inside = "";
      if (part === 1) for (const [a, b] of [[-9, -9], [0, 0], [9, 9], [-9, 9], [9, -9]]) inside += `<circle cx="${px + a * scale}" cy="${y + b * scale}" r="${2.6 * scale}" class="q-ink"/>`;
      if (part === 1) inside = `<rect x="${px - 18 * scale}" y="${y - 18 * scale}" width="${36 * scale}" height="${36 * scale}" rx="5" class="q-part"/>${inside}`;
      if (part === 2) inside = put("laser", px - (phone ? 12 : 20), y, 0, scale * 0.85) + put("plate", px + (phone ? 14 : 24), y, 0, scale * 0.85);
      if (part === 3) inside = [-12, 0, 12].map((far) => `<circle cx="${px + far * scale}" cy="${y}" r="${11 * scale}" class="q-s q-s-open"/>`).join("");
      if (part === 4) inside = put("splitter", px - (phone ? 12 : 20), y - (phone ? 6 : 10), 0, scale * 0.7) + put("detector", px + (phone ? 12 : 22), y - (phone ? 6 : 10), 0, scale * 0.65) + put("detector", px - (phone ? 12 : 20), y + (phone ? 13 : 22), 90, scale * 0.65);
      if (part === 5) inside = put("memory", px, y, 0, scale);
      body += `<g class="qedu-column" data-set='{"${view.place}":"${part}"}'><rect x="${(px - half).toFixed(1)}" y="${y - high}" width="${(2 * half).toFixed(1)}" height="${2 * high}" rx="7" class="${here ? "q-face" : "q-frame"}"/></g>${inside}`;
      if (bad) body += `<g${note("flaw", view.names.flaw, ctx.spec.controls.find((one) => one.key === "hole").options[get("flaw") + 1])}><rect x="${(px - half - 2).toFixed(1)}" y="${y - high - 2}" width="${(2 * half + 4).toFixed(1)}" height="${2 * high + 4}" rx="8" class="q-wrong"/>${put("eve", px + half - 12, y - high + 12, 0, phone ? 0.5 : 0.7)}</g>`;
      QEduWidgets.tools.lines(words, 2 * half + 8, "q-small").forEach((one, k) => { body += text(px, y + high + 15 + 14 * k, esc(one), "q-small", "middle"); });
    });
    // The probe in hand: in the bag, or on a part.
    const low = y + high + (phone ? 52 : 50), chip = (i) => [(i % 4) * 130, low - 14 + 32 * Math.floor(i / 4)], mine = chip(view.probes.indexOf(inHand));
    const spot = (place) => (Number(place) ? [x(Number(place)), y + high - 6] : phone ? [12, low] : [mine[0] + 14, mine[1] + 13]);
    if (phone && !over) body += text(veiled ? 0 : 26, low + 5, esc(Number(state[view.place]) ? inHand[1] : `${view.words.bag} ${inHand[1]}`), "q-value");
    if (!phone && !over) view.probes.forEach(([letter, name], i) => {
      const [cx, cy] = chip(i), held = letter === inHand[0];
      body += `<g class="qedu-column" data-set='{"${view.probe}":"${letter}"}'><rect x="${cx + 1}" y="${cy}" width="124" height="27" rx="13" class="${held ? "q-face" : "q-frame"}"/></g>`
        + (held ? "" : `<circle cx="${cx + 14}" cy="${cy + 13}" r="5" class="q-mark q0"/>`) + text(cx + 28, cy + 18, esc(name), "q-small");
    });
    if (veiled && ctx.narrow) return { body: svg(w, low + 12, ctx.label(view, []), body), marks };      // the question needs the room
    // What is monitored, and tells nothing.
    if (!veiled && !over) body += `<g${note("qber", view.names.qber, format(get("qber"), "pct"))}>${text(phone ? w - 1 : w - 4, low + (phone ? 21 : w < 660 ? 60 : 46), esc(phrase(view.words.qber, { value: format(get("qber"), "pct") })), "q-small", "end")}</g>`;
    if (!veiled) body += `<g${note("unspent", view.names.unspent, format(get("unspent"), "int"))}>`;
    for (let i = 0; i < MOST && !veiled; i += 1) body += `<circle cx="${(w - 12 - 18 * i).toFixed(1)}" cy="${low}" r="6" class="${i < get("unspent") ? "q-lit q1" : "q-mark q0"}"/>`;
    if (!veiled) body += "</g>";
    if (!veiled && !phone) body += text(w - 4, low + 28, esc(view.words.left), "q-small", "end");
    // What has been measured: counts, intervals, and a tick where a sound part would lie.
    const top = low + (over ? phone ? 30 : 52 : phone ? 40 : 78), row = phone ? 25 : Math.max(26, Math.min(40, ((ctx.height || 372) - top - 22) / MOST)), left = phone ? 104 : 170, right = w - (phone ? 74 : 110);
    if (!veiled && !spent && !over) QEduWidgets.tools.lines(view.words.none, w, "q-small").forEach((one, k) => { body += text(0, top + 6 + 16 * k, esc(one), "q-small q-hint"); });
    for (let i = 0; i < spent.length && !veiled; i += 1) {
      const [letter, name] = view.probes.find(([one]) => one === spent[i]), k = `k${i + 1}`, n = `n${i + 1}`, ly = top + i * row, most = view.most[letter], at = (p) => left + (right - left) * Math.min(1, p / most), label = (key) => phrase(view.names[key], { i: i + 1, name });
      const [share, from, to, sound] = [`r${i + 1}.fraction`, `r${i + 1}.low`, `r${i + 1}.high`, `sound${i + 1}`];
      body += text(0, ly + 5, esc(name), phone ? "q-small" : "") + `<line x1="${left}" y1="${ly}" x2="${right}" y2="${ly}" class="q-grid"/>`
        + `<g${note(sound, label("sound"), format(get(sound), "pct"))}>${line(at(get(sound)), ly - 10, at(get(sound)), ly + 10, "q-tick")}</g>`
        + `<g${note(from, label("low"), format(get(from), "pct"))}><g${note(to, label("high"), format(get(to), "pct"))}>${line(at(get(from)), ly, at(get(to)), ly, "q-line q2")}</g></g>`
        + `<g${note(k, label("k"), format(get(k), "int"))}><g${note(n, label("n"), format(get(n), "int"))}><circle cx="${at(get(share)).toFixed(1)}" cy="${ly}" r="5" class="q-fill q2"/>${text(w - 1, ly + 5, esc(phrase(view.words.count, { k: format(get(k), "int"), n: format(get(n), "int") })), "q-small", "end")}</g></g>`;
    }
    if (spent && !veiled) body += line(left + 1, top + spent.length * row - 8, left + 1, top + spent.length * row + 6, "q-tick") + text(left + 8, top + spent.length * row + 4, esc(view.words.sound), "q-small");
    const handles = over || veiled ? [] : [{ control: view.place, direct: true, at: (key) => spot(key(view.place)) }];
    return { body: svg(w, top + MOST * row + 14, ctx.label(view, marks), body), marks, handles };
  }, true);

  QEduWidgets.view("hole-moves", (view, ctx) => {
    const { state, veiled, get } = ctx, { words } = view;
    if (veiled) return { body: "", high: 0 };
    if (state[view.done] !== "0") return { body: `<div class="qedu-buttons">${button({ seed: (QEduWidgets.start(state.seed, "next") % 999999) + 1 }, words.again, "again")}</div>`, high: 36 };
    const spent = state[view.spent], left = view.most - spent.length, fits = get("fits"), on = Number(state.place), whole = state.hole !== "0" && state.defence !== "0";
    const said = !left ? phrase(words.measure, { n: 0 }) : !on ? words.nowhere : fits ? phrase(words.measure, { n: left }) : words.wrong;
    return { body: `<div class="qedu-buttons">${button({ [view.spent]: spent + state.probe }, said, "measure", !left || !fits)}${button({ [view.done]: state.hole + state.defence }, whole ? words.report : words.hole, "report", !whole, false)}</div>`, high: ctx.narrow ? 80 : 36 };
  });
})();
