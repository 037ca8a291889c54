/* Chapter C07: one round in which Eve has kept a photon, what is announced, and what Bob and Eve make of it.
 * reveal  dice, look (the control that picks one of the last `show` rounds), kets, pairs (by sifting and number of the announcement: the two states
 *         that it leaves), says (likewise, its words), found (words for each of Bob's results), bases, eves (words and signs of her guesses), kept (by sifting and
 *         outcome: 0, or 1 + key bit), mine and pick (controls: the reader strikes out, and what was struck out), words, symbols */
(() => {
  const { esc, phrase, format, svg, text, line, lines, arrow, shape, tag, rect, clamp, noting, news, set, button } = QEduWidgets.tools;

  QEduWidgets.view("reveal", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, { words, kets } = view, { sift } = state, phone = w < 520, asked = veiled && ctx.narrow, marks = [], note = noting(marks, ctx);
    const staged = ctx.narrow !== undefined && !veiled, h = phone ? 306 : clamp((ctx.height || 0) - 46, 360, 396), size = phone ? 30 : 46, y = size / 2 + 22, ax = size / 2 + 1, bx = w - ax, ex = (phone ? 0.27 : 0.24) * w, memory = y + (phone ? 46 : 60);
    const put = (name, x, top, wide = size) => `<g transform="translate(${x.toFixed(1)} ${top.toFixed(1)}) scale(${(wide / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const round = veiled ? 0 : get("look.round"), look = (key) => get(`look.${key}`), said = round && look(`said.${sift}`), pair = round ? view.pairs[sift][said] : [], found = round && look("bob"), closed = round && get("closed");
    // A new round: the photons first, then what Bob finds, then the announcement.
    const { was, ago } = news(ctx, [round, state.seed, sift].join()), fresh = round && was !== undefined && ago < 3, flies = fresh && was.split(",").slice(0, 2).join() !== `${round},${state.seed}`, late = flies ? 1.3 : 0;
    const after = (delay, inside) => (fresh ? `<g class="q-lands" style="animation-delay:${(delay - ago).toFixed(2)}s">${inside}</g>` : inside), from = ax + size / 2, way = bx - size / 2 - from;
    const moving = (x, top, inside) => after(late, fresh ? `<g class="q-moves" style="animation-delay:${(late - ago).toFixed(2)}s;--on:${(ax - x).toFixed(0)}px;--from:${(y - top).toFixed(0)}px">${inside}</g>` : inside);
    let body = line(from, y, bx - size / 2, y, "q-flight") + line(ex, y, ex, memory - size / 3, "q-flight");
    if (flies) body += `<circle cx="${from}" cy="${y}" r="5" class="q-sails q-touched" style="--far:${(ex - from).toFixed(0)}px;--on:0px;--down:${memory - y}px;animation-delay:${(-ago).toFixed(2)}s;animation-duration:${(late * (ex - from) / way / 0.75).toFixed(2)}s"/>`
      + `<circle cx="${from}" cy="${y}" r="5" class="q-flies" style="--far:${way.toFixed(0)}px;animation-delay:${(-ago).toFixed(2)}s;animation-duration:${late}s"/>`;
    body += put("alice", ax, y) + put("bob", bx, y) + put("memory", ex, memory, phone ? 28 : 40) + put("eve", ex + (phone ? 34 : 50), memory, phone ? 28 : 40);
    const sent = round && kets[look("sent")];
    // Bob's part is done without knowing what Alice sent.
    if (round) body += `<g${closed ? "" : note("look.sent", words.sent, sent, look("sent"))}>${text(1, 14, esc(phrase(words.sends, { ket: closed ? "?" : sent })), "q-value")}</g>`
      + after(late, `<g${note("look.bob", words.bob, kets[found], found)}>${text(w - 1, 14, esc(view.found[found]), "q-value", "end")}</g>`);
    else if (!veiled) body += text(w / 2, 14, esc(words.none), "q-small", "middle");
    // What is announced, on cards: how often each state would give what Bob has found.
    const rx = (phone ? 0.53 : 0.46) * w, wide = (w - rx - 10) / 2, top = memory - (phone ? -2 : 6), high = phone ? 70 : 96, odds = pair.map((k) => get(`gives.${k}.${found}`)), out = odds.findIndex((one) => one < 1e-9);
    const speech = round ? view.says[sift][said] : phone ? "" : words.soon, spoken = lines(speech, w - rx, "q-small"), mark = round ? note(`look.said.${sift}`, words.said, speech, said) : "";
    body += after(late, `<g${mark}>${spoken.map((row, i) => text(rx, top - 9 - 15 * (spoken.length - 1 - i), esc(row), "q-small")).join("")}</g>`);
    const choice = (i) => ({ [view.pick]: `${round}${sift[0]}${i}` }), picked = !closed && state[view.mine] && round ? Number(state[view.pick].at(-1)) : -1, right = out < 0 ? 2 : out;
    [0, 1].forEach((i) => {
      const x = rx + i * (wide + 10), ket = round ? kets[pair[i]] : "?", struck = round && !closed && i === out, cx = x + wide / 2;
      let card = rect(x + 1, top, wide - 2, high, `${closed ? "q-face" : "q-frame"}${struck ? " q-out" : ""}`, ' rx="8"') + text(cx, top + (phone ? 27 : 36), esc(ket), "q-answer", "middle");
      if (round && !closed) {
        const key = `gives.${pair[i]}.${found}`, often = odds[i] < 1e-9 ? words.never : odds[i] > 1 - 1e-9 ? words.always : phrase(words.often, { value: format(odds[i], "pct0") });
        card += `<g${note(key, phrase(words.odds, { ket, found: kets[found] }), format(odds[i], "pct0"))}>${text(cx, top + (phone ? 46 : 62), esc(phrase(words.gives, { found: kets[found] })), "q-small", "middle")}${text(cx, top + (phone ? 61 : 80), esc(often), "q-small", "middle")}</g>`;
        if (struck) card += line(x + 7, top + high - 6, x + wide - 7, top + 6, "q-line q2");
      }
      body += moving(x + wide / 2, top + high / 2, closed ? `<g class="q-card"${set(choice(i))}>${card}</g>` : card);
    });
    if (asked) return { body: svg(w, top + high + 4, ctx.label(view, []), body), marks };
    // Bob's conclusion.
    if (round) {
      const kept = look(`kept.${sift}`), told = closed ? words.asks : phrase(kept ? words.strikes : words.dropped, { ket: kets[pair[right]], bit: kept - 1 }), verdict = picked < 0 ? "" : words.verdicts[Number(picked === right)];
      const rows = lines(told, w - rx - 2, "q-value");
      body += after(late + 0.7, `<g${closed ? "" : note(`look.kept.${sift}`, words.kept, kept ? words.bits[kept - 1] : words.no, kept)}>${rows.map((row, i) => text(rx, top + high + 22 + 18 * i, esc(row), "q-value")).join("")}</g>`);
      if (verdict) body += `<g${note("closed", words.yours, verdict)}>${shape(picked === right ? "disc" : "cross", rx + 6, top + high + 18 + 18 * rows.length, 5, `q-glyph ${picked === right ? "q1" : "q2"}`)}${text(rx + 17, top + high + 22 + 18 * rows.length, esc(verdict), "q-small")}</g>`;
    }
    // Eve: the two states between which her photon is, and what she says.
    const low = h - 40, R = clamp((low - 46 - (phone ? 4 : 14) - memory - size / 2 - 34) / 2, 26, 66), cy = memory + size / 2 + 18 + R, on = (k, r) => ["x", "z"].map((axis, i) => [ex, cy][i] + (i ? -r : r) * get(`state.${k}.${axis}`));
    body += `<circle cx="${ex.toFixed(1)}" cy="${cy.toFixed(1)}" r="${R.toFixed(1)}" class="q-axis"/>` + line(ex - R, cy, ex + R, cy, "q-grid") + line(ex, cy - R, ex, cy + R, "q-grid");
    if (round) {
      body += after(late + 0.7, pair.map((k, i) => {
        const [x, z] = ["x", "z"].map((axis) => [`state.${k}.${axis}`, axis.toUpperCase()]), name = phrase(words.state, { ket: kets[k] });
        const [tx, ty] = on(k, R + (phone ? 9 : 11)), side = Math.abs(tx - ex) > 2;
        return `<g${note(x[0], `${name}: ⟨${x[1]}⟩`, format(get(x[0]), "f3"))}><g${note(z[0], `${name}: ⟨${z[1]}⟩`, format(get(z[0]), "f3"))}>${arrow(ex, cy, ...on(k, R), `q-arrow q4 q-${i ? "dashed" : "solid"}`)}</g></g>`
          + text(tx, side ? ty + 5 : ty < cy ? ty + 1 : ty + 9, esc(kets[k]), "q-small", side ? (tx > ex ? "start" : "end") : "middle");
      }).join(""));
      const eve = look(`eve.${sift}`), { text: guess, shape: sign, tone } = view.eves[eve], best = phrase(words.best, { value: format(get("guess"), "pct") }), x = phone ? 1 : 14;
      const mine = closed ? words.waits : phone ? guess : `${words.eve} ${guess}`, shown = sign && !closed;
      body += after(late + 0.9, `<g${closed ? "" : note(`look.eve.${sift}`, words.eve, guess, eve)}>${shown ? shape(sign, x + 6, low - 29, 5, `q-glyph ${tone}`) : ""}${text(x + (shown ? 17 : 0), low - 24, esc(mine), "q-value")}</g>`)
        + `<g${note("guess", words.guess, format(get("guess"), "pct"))}>${text(x, low - 7, esc(best), "q-small")}</g>`;
    }
    // The last rounds, to be looked at.
    const drawn = veiled ? [] : Array.from(ctx.sample(view.dice)), first = Math.max(0, drawn.length - view.show), cell = w / view.show;
    drawn.slice(first).forEach((outcome, i) => {
      const n = first + i + 1, x = (i + 0.5) * cell, kept = view.kept[sift][outcome], hidden = state[view.mine] && (closed || n !== round), key = `r${n}.kept.${sift}`;
      if (state[view.mine] && !hidden) marks.push({ key, label: phrase(words.round, { n }), text: kept ? words.bits[kept - 1] : words.no, value: kept });
      body += `<g class="qedu-column" data-set='{"${view.look}":${i + 1}}'>${rect(i * cell + 1, low + 2, cell - 2, 36, `q-column${n === round ? " q-here" : ""}`, ' rx="4"')}${text(x, low + 17, n, "q-small", "middle")}<g${hidden ? "" : tag(key, kept)}>${hidden ? text(x, low + 33, "?", "q-small", "middle") : shape(kept ? "disc" : "dash", x, low + 29, 4.5, `q-glyph ${kept ? "q3" : "q0"}`)}</g></g>`;
    });
    const moves = !staged ? "" : `<div class="qedu-steps">${closed ? [...pair.map((k) => kets[k]), words.neither].map((one, i) => button(choice(i), i < 2 ? phrase(words.strike, { ket: [...one].join("\u2060") }) : one, `strike${i}`, false, false)).join("")
      : button({ n: Math.min(view.most, state.n + 1), [view.look]: view.show }, words.next, "next", state.n >= view.most, false)}</div>`;
    return { body: svg(w, h + 5, ctx.label(view, marks.filter(({ key }) => !/^(state|r\d)/.test(key))), body) + moves, marks };
  }, true);
})();
