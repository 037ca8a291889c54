/* Chapter C14: a store of key in time, as pool_game.py plays it.
 * levels  seen, chain (words for the table), axis: how often so many keys were there; bars are counted, ticks are the chain's
 * store  names (of the numbers), words {users, fill, made, none, level, asked, refused, touch}, axis [keys, seconds, Eve's time, refused], symbols */
(() => {
  const { esc, phrase, format, svg, text, line, shape, span, noting } = QEduWidgets.tools, SLOTS = 4, ROOM = 40, flown = new Map();
  const sum = (some) => some.reduce((a, b) => a + b, 0);

  // As pool_game.py: all seconds of a run.
  function play({ seed, t, fill, demand, room, cut, lasts }) {
    const draw = QEduWidgets.mulberry32(QEduWidgets.start(seed, "store")), end = cut + Number(lasts), levels = [room];
    const come = Math.floor(fill / SLOTS * 4294967296 + 0.5), ask = 4294967296 - Math.floor(demand / SLOTS * 4294967296 + 0.5);
    const [came, stored, asked, refused] = Array.from({ length: 4 }, () => Array(t).fill(0));
    let level = room;
    for (let second = 0; second < t; second += 1) {
      for (let i = 0; i < SLOTS; i += 1) {
        const value = draw();
        if (value < come && !(cut <= second && second < end)) {
          came[second] += 1;
          stored[second] += level < room;
          level = Math.min(room, level + 1);
        } else if (value >= ask) {
          asked[second] += 1;
          refused[second] += !level;
          level = Math.max(0, level - 1);
        }
      }
      levels.push(level);
    }
    return { levels, came, stored, asked, refused };
  }
  QEduWidgets.numbers("key-store", (state) => {
    const { levels, came, stored, asked, refused } = play(state), { cut } = state, end = cut + Number(state.lasts), jam = refused.slice(cut, end);
    const out = { came: sum(came), asked: sum(asked), refused: sum(refused), level: levels.at(-1), lost: sum(came) - sum(stored), "asked.jam": sum(asked.slice(cut, end)), "refused.jam": sum(jam), held: jam.findIndex(Boolean) };
    for (let k = 0; k <= state.t; k += 10) out[`at.${k}`] = levels[k];
    const after = levels.slice(1).filter((_, s) => s < cut || s >= end);
    for (let k = 0; k <= state.room; k += 1) out[`seen.${k}`] = after.filter((n) => n === k).length / Math.max(1, after.length);
    return out;
  });

  QEduWidgets.view("store", (view, ctx) => {
    const { state, get, veiled, width: w } = ctx, { words, names } = view, { t, room, cut } = state, lasts = Number(state.lasts), phone = w < 520, marks = [];
    const note = noting(marks, ctx, (value) => format(value, "int"));
    const run = play(state), now = t - 1, jammed = lasts && cut <= t && t < cut + lasts, eve = jammed && !veiled, last = (some) => (t ? some[now] : 0);
    const comes = ctx.height && !veiled && !jammed && t < 300 ? ` class="q-card" data-set='${JSON.stringify({ cut: t, lasts: lasts ? state.lasts : "40" })}'` : "";
    // Above: the link with Eve at it, the store, and those who ask.
    const y = phone ? 66 : 74, from = phone ? 78 : 178, cell = (w - from - (phone ? 62 : 150)) / ROOM, x = (k) => from + k * cell, tall = phone ? 26 : 40, middle = from / 2 - 2;
    let body = line(2, y, from - 8, y, eve ? "q-line q2 q-dotted" : "q-line q3 q-solid") + (eve ? shape("cross", middle + 1, y, 7, "q-glyph q2") : "");
    body += `<g${comes}><rect x="${middle - 30}" y="2" width="64" height="${y - 10}" fill="transparent"/><g transform="translate(${middle} ${y - 34}) scale(${phone ? 0.72 : 0.86})">${view.symbols.eve}</g>`
      + `${comes && text(2, 12, esc(words.touch), "q-small q-hint")}</g>`;
    body += text(2, y + 22, esc(eve ? words.none : phrase(words.fill, { value: format(state.fill, "f1") })), `q-small${eve ? " q-word q2" : ""}`)
      + `<g${veiled ? "" : note("came", names.came)}>${text(2, y + 38, veiled ? "" : esc(phrase(words.made, { value: get("came") })), "q-small")}</g>`;
    const level = veiled ? room : get("level");
    for (let k = 0; k < room; k += 1) body += `<rect x="${(x(k) + 0.7).toFixed(1)}" y="${y - tall / 2}" width="${(cell - 1.4).toFixed(1)}" height="${tall}" class="${k < level ? "q-fill q3" : "q-rest"}"/>`;
    body += `<rect x="${(from - 2).toFixed(1)}" y="${y - tall / 2 - 3}" width="${(room * cell + 4).toFixed(1)}" height="${tall + 6}" class="q-track" rx="2"/>`;
    if (!veiled) body += `<g${note("level", names.level)}>${text(from - 2, y - tall / 2 - 10, esc(phrase(words.level, { value: level, room })), "q-value")}</g>`;
    // The last requests, the latest next to the store.
    const out = w - (phone ? 62 : 150) + 14, signs = [];
    for (let s = now; s >= 0 && signs.length < (phone ? 4 : 10); s -= 1) for (let k = run.asked[s]; k > 0 && signs.length < (phone ? 4 : 10); k -= 1) signs.push(k > run.asked[s] - run.refused[s]);
    body += line(x(room) + 4, y, out - 6, y, "q-flight") + text(w - 2, y - 14, esc(words.users), "q-small", "end");
    if (!veiled) {
      signs.forEach((no, i) => { body += shape(no ? "cross" : "disc", out + 4 + 13 * i, y, 4.5, `q-glyph ${no ? "q2" : "q3"}`); });
      [["asked", ""], ["refused", get("refused") ? " q-word q2" : ""]].forEach(([key, cls], i) => { body += `<g${note(key, names[key])}>${text(w - 2, y + 22 + 16 * i, esc(phrase(words[key], { value: get(key) })), `q-small${cls}`, "end")}</g>`; });
    }
    // What came and went in the last second flies, if the second is new.
    const moment = `${t} ${state.seed}`, fresh = ctx.height && !veiled && flown.has(ctx.spec.name) && flown.get(ctx.spec.name) !== moment;
    if (ctx.height) flown.set(ctx.spec.name, moment);
    const fly = (a, far) => { body += `<circle cx="${a.toFixed(1)}" cy="${y}" r="5" class="q-sails" style="--far:${far.toFixed(0)}px;--on:0px;--down:0px"/>`; };
    if (fresh && last(run.came)) fly(4, from - 14);
    if (fresh && last(run.asked) > last(run.refused)) fly(x(Math.max(1, level)), out - x(Math.max(1, level)));
    if (!veiled) body += `<g${note("lost", names.lost)}>${text(from - 2, y + tall / 2 + 18, get("lost") ? esc(phrase(words.lost, { value: get("lost") })) : "", "q-small")}</g>`;
    if (veiled && ctx.narrow) return { body: svg(w, y + 46, ctx.label(view, []), body), marks, handles: [] };
    // Below: how many keys were there, second by second, and when somebody got none.
    const top = y + (phone ? 74 : 80), bottom = Math.max(top + 70, (ctx.height || 350) - 42), left = 26, right = w - 8, most = Math.min(300, Math.max(100, 50 * Math.ceil(Math.max(t, lasts ? cut + lasts : 0) / 50)));
    const sx = (s) => left + (right - left) * s / most, sy = (n) => bottom - (bottom - top) * n / room;
    body += text(2, top - 10, esc(view.axis[0]), "q-small") + text(right, bottom + 34, esc(phrase(view.axis[1], { t: most })), "q-small", "end");
    if (lasts && cut < most) {
      const a = sx(cut), b = sx(Math.min(most, cut + lasts)), wide = span(view.axis[2], 12.5);
      body += `<rect x="${a.toFixed(1)}" y="${top}" width="${(b - a).toFixed(1)}" height="${bottom - top}" class="q-entry q4"/>${text(Math.max(left + span(view.axis[0], 12.5) + wide / 2, Math.min(right - wide / 2, (a + b) / 2)), top - 10, esc(view.axis[2]), "q-small", "middle")}`;
    }
    for (let s = 50; s < most; s += 50) body += line(sx(s), top, sx(s), bottom, "q-grid") + (sx(s) > left + 62 && sx(s) < right - 84 ? text(sx(s), bottom + 34, s, "q-small", "middle") : "");
    for (const n of [0, room]) body += line(left, sy(n), right, sy(n), n ? "q-grid" : "q-axis") + text(left - 5, sy(n) + (n ? 9 : 4), n, "q-small", "end");
    if (!veiled) {
      body += `<path d="M${run.levels.map((n, s) => `${sx(s).toFixed(1)} ${sy(n).toFixed(1)}`).join("L")}" class="q-line q3"/>`;
      run.refused.forEach((n, s) => { if (n) body += line(sx(s + 0.5), bottom + 6, sx(s + 0.5), bottom + 18, "q-line q2"); });
      if (get("refused")) body += text(left, bottom + 34, esc(view.axis[3]), "q-small q-word q2");
      for (let k = 0; k <= t; k += 10) body += `<g${note(`at.${k}`, phrase(names.at, { n: k }))}>${shape("disc", sx(k), sy(get(`at.${k}`)), 2.4, "q-glyph q3")}</g>`;
      body += line(sx(t), top, sx(t), bottom, "q-drop");
    }
    const handles = [{ control: "room", axis: true, direct: true, at: (key) => [x(key("room")) + 3, y] }];
    if (lasts) handles.push({ control: "cut", axis: true, direct: true, at: (key) => [sx(Math.min(most, key("cut"))), bottom] });
    return { body: svg(w, bottom + 40, ctx.label(view, marks.filter((one) => !/^at/.test(one.key))), body), marks, handles };
  }, true);

  QEduWidgets.view("levels", (view, ctx) => {
    const { state, get, veiled, width: w } = ctx, { room } = state, high = ctx.narrow ? 96 : 150, top = 16, base = top + high, step = (w - 8) / (room + 1), x = (k) => 4 + k * step, marks = [];
    const keys = Array.from({ length: room + 1 }, (_, k) => k), most = Math.max(...keys.flatMap((k) => [get(`seen.${k}`), get(`chain.${k}`)])), y = (share) => base - high * share / most;
    const note = noting(marks, ctx, (value) => format(value, "pct"));
    let body = line(0, base, w, base, "q-axis");
    if (!veiled) {
      for (const k of keys) {
        const n = { n: k }, [seen, chain] = [`seen.${k}`, `chain.${k}`], wide = Math.min(40, 0.8 * step);
        body += `<rect x="${(x(k + 0.5) - wide / 2).toFixed(1)}" y="${y(get(seen)).toFixed(1)}" width="${wide.toFixed(1)}" height="${(base - y(get(seen))).toFixed(1)}" class="q-fill ${k ? "q3" : "q2"}"${note(seen, phrase(view.seen, n))}/>`
          + `<g${note(chain, phrase(view.chain, n))}>${line(x(k + 0.5) - wide / 2 - 1, y(get(chain)), x(k + 0.5) + wide / 2 + 1, y(get(chain)), "q-tick")}</g>`;
      }
      body += text(2, 11, format(most, "pct"), "q-small") + line(0, top, w, top, "q-grid");
    }
    for (const k of [...new Set([0, Math.round(room / 2), room])]) body += text(x(k + 0.5), base + 16, k, "q-small", "middle");
    return { body: svg(w, base + 38, ctx.label(view, marks.slice(0, 4)), body + text(w / 2, base + 33, esc(view.axis), "q-small", "middle")), marks };
  });
})();
