/* Chapter C12: a running line of repeater stations, as chain_game.py plays it.
 * line  goal (key of the fidelity to beat), fresh (key of the best that can arrive), names, trying, done, read (words), limit (words at the goal),
 *       axis [fidelity, attempts, fidelity where stations read], symbols */
(() => {
  const { esc, fill, phrase, format, svg, text, line, shape, span, noting } = QEduWidgets.tools, MOST = 8, SHOWN = 40;

  // As chain_game.py: all attempts of a run.
  function play(state) {
    const t = state.t, n = Number(state.n), { policy } = state, cutoff = Number(state.cutoff), nested = policy === "1", low = (s) => (s + 1) & -(s + 1);
    const [birth, swap] = ["births", "swaps"].map((name) => { const draw = QEduWidgets.mulberry32(QEduWidgets.start(state.seed, name)); return Array.from({ length: MOST * t }, draw); });
    const [edge, works] = [state.p, state.p_swap].map((p) => Math.floor(p * 4294967296 + 0.5));
    const born = Array(n).fill(0), waited = Array(n).fill(0), joined = Array(n - 1).fill(false), stock = Array(n).fill(0), done = [], count = { born: 0, swapped: 0, failed: 0, cut: 0 };
    let event = { ...count, done: 0 };
    const order = joined.map((_, s) => s);
    if (nested) order.sort((a, b) => low(a) - low(b) || a - b);
    const segment = (i) => { let [a, b] = [i, i]; while (a && joined[a - 1]) a -= 1; while (b < n - 1 && joined[b]) b += 1; return [a, b]; };
    const free = ([a, b]) => { for (let i = a; i <= b; i += 1) born[i] = waited[i] = 0; for (let s = Math.max(0, a - 1); s < Math.min(b + 1, n - 1); s += 1) joined[s] = false; };
    const note = (what, place) => { count[what] += 1; event[what] |= 1 << place; };
    const deliver = (now, sum) => { done.push([now, sum]); event.done += 1; };
    const able = (s) => { const half = nested ? low(s) >> 1 : 0; return half ? joined[s - half] && joined[s + half] : born[s] && born[s + 1]; };
    const total = (a, b) => waited.slice(a, b + 1).reduce((x, y) => x + y, 0);
    for (let now = 1; now <= t; now += 1) {
      event = { born: 0, swapped: 0, failed: 0, cut: 0, done: 0 };
      for (let i = 0; i < n; i += 1) if (born[i] && !(i && joined[i - 1])) waited[i] += 1;
      for (let i = 0; i < n; i += 1) {
        if (born[i] || birth[MOST * (now - 1) + i] >= edge) continue;
        note("born", i);
        if (policy === "3") stock[i] += 1; else born[i] = now;
      }
      if (policy === "3") { while (done.length < Math.min(...stock)) deliver(now, 0); continue; }
      for (const s of order) {
        if (joined[s] || !able(s)) continue;
        if (swap[MOST * (now - 1) + s] < works) { joined[s] = true; note("swapped", s); continue; }
        note("failed", s);
        free(segment(s));
        free(segment(s + 1));
      }
      if (born.every(Boolean) && joined.every(Boolean)) { deliver(now, total(0, n - 1)); free([0, n - 1]); }
      if (cutoff) for (let i = 0; i < n; i += 1) if (born[i] && now - born[i] >= cutoff) { note("cut", i); free(segment(i)); }
    }
    return { stock, done, count, event, links: born.map((one, i) => { const [a, b] = segment(i); return one ? [a, b, total(a, b)] : null; }) };
  }
  QEduWidgets.numbers("repeater-line", (state, get, _, spec) => {
    const { links, stock, done, count, event } = play(state), n = Number(state.n);
    // What becomes of a pair that waits is Python's formula, for each number of links.
    const fidelity = (span, waited) => QEduWidgets.evaluate(spec.page.formulas[`pair${span}.of`], (key) => (key === "x" ? waited : get(key)));
    const made = done.map(([, waited]) => fidelity(n, waited)), sum = (some) => some.reduce((a, b) => a + b, 0);
    const out = { pairs: made.length, "sum.f": sum(made), "sum.ff": sum(made.map((f) => f * f)), last: made.at(-1) || 0, ...count };
    for (const [name, value] of Object.entries(event)) out[`event.${name}`] = value;
    links.forEach((one, i) => { const [a, b, waited] = one || [-1, -1, 0]; Object.assign(out, { [`first.${i + 1}`]: a + 1, [`last.${i + 1}`]: b + 1, [`stock.${i + 1}`]: stock[i], [`f.${i + 1}`]: one ? fidelity(b - a + 1, waited) : 0 }); });
    for (let k = Math.max(0, made.length - SHOWN); k < made.length; k += 1) Object.assign(out, { [`at.${k + 1}`]: done[k][0], [`d.${k + 1}`]: made[k] });
    return out;
  });

  QEduWidgets.view("line", (view, ctx) => {
    const { state, get, veiled, width: w } = ctx, n = Number(state.n), phone = w < 520, reads = state.policy === "3", base = phone ? 92 : 128, edge = phone ? 18 : 26, marks = [];
    const note = noting(marks, ctx, format);
    const x = (i) => edge + i * (w - 2 * edge) / n, has = (what, place) => !veiled && get(`event.${what}`) >> place & 1, width = (w - 2 * edge) / n;
    const arch = (a, b, cls, more = "") => { const top = base - 10 - 1.33 * Math.min(base - 44, 20 + 0.3 * (x(b) - x(a))); return `<path d="M${x(a).toFixed(1)} ${base - 10}C${x(a).toFixed(1)} ${top.toFixed(1)} ${x(b).toFixed(1)} ${top.toFixed(1)} ${x(b).toFixed(1)} ${base - 10}" class="${cls}"${more}/>`; };
    const peak = (a, b) => base - 15 - Math.min(base - 44, 20 + 0.3 * (x(b) - x(a)));
    let body = "";
    for (let i = 0; i < n; i += 1) body += line(x(i) + 8, base, x(i + 1) - 8, base, "q-flight");
    for (let i = 1; i <= n && !veiled; i += 1) {
      const middle = (x(i - 1) + x(i)) / 2;
      if (reads) {
        const words = format(get(`stock.${i}`), "int");
        body += (has("born", i - 1) ? shape("disc", middle, base, 5, "q-glyph q1") : "") + `<g${note(`stock.${i}`, phrase(view.names.stock, { n: i }), "int")}>${text(middle, base - 14, words, "q-small", "middle")}</g>`;
      } else if (get(`first.${i}`) === i) {                    // a pair, the fainter the more it has faded
        const last = get(`last.${i}`), f = get(`f.${i}`), words = format(f, "f2");
        body += `<g${note(`f.${i}`, phrase(i === last ? view.names.one : view.names.pair, { a: i, b: last }), "f3")}>${arch(i - 1, last, `q-line ${f > get(view.goal) ? "q3 q-solid" : f > 0.5 ? "q1 q-dashed" : "q0 q-dotted"}`, ` stroke-opacity="${Math.max(0.3, (f - 0.25) / 0.75).toFixed(2)}"`)}</g>`
          + (width * (last - i + 1) > span(words, 12.5) + 2 ? text((x(i - 1) + x(last)) / 2, peak(i - 1, last), words, "q-small q-halo", "middle") : "");
      } else if (has("cut", i - 1)) body += shape("cross", middle, base - 16, 5, "q-glyph q2");
      if (has("born", i - 1) && !reads) body += shape("disc", middle, base, 4, "q-glyph q3");
    }
    const swapped = (s) => !reads && !veiled && get(`first.${s}`) > 0 && get(`first.${s}`) === get(`first.${s + 1}`);
    for (let s = 1; s < n; s += 1) {
      body += reads ? `<g transform="translate(${x(s).toFixed(1)} ${base + 3}) scale(${phone ? 0.55 : 0.8})">${view.symbols.eve}</g>` : has("failed", s - 1) ? shape("cross", x(s), base, 6, "q-glyph q2")
        : shape("disc", x(s), base, swapped(s) ? 4 : phone ? 6 : 9, swapped(s) ? "q-glyph q0" : "q-mark q0");
    }
    for (const [i, name] of [[0, "alice"], [n, "bob"]]) body += `<g transform="translate(${x(i).toFixed(1)} ${base + 3}) scale(${phone ? 0.66 : 0.85})">${view.symbols[name]}</g>`;
    const pairs = veiled ? 0 : get("pairs"), fresh = !veiled && get("event.done");
    if (fresh && !reads) body += `<g stroke-width="3">${arch(0, n, "q-line q3 q-solid")}</g>`;
    if (!veiled) body += text(w / 2, 14, esc(fresh ? phrase(view.done, { value: format(get("last"), "f3") }) : reads ? view.read : phrase(view.trying, { t: state.t })), fresh ? "q-value" : "q-small", "middle");
    if (veiled && ctx.narrow) return { body: svg(w, base + 36, ctx.label(view, []), body), marks };      // the question needs the room
    // What has been delivered: each pair at its attempt and with its fidelity.
    const top = base + 52, bottom = Math.max(top + 80, (ctx.height || 340) - 26), left = 34, right = w - 6, most = Math.max(100, 100 * Math.ceil(state.t / 100));
    const sx = (at) => left + (right - left) * at / most, sy = (f) => bottom - (bottom - top) * (f - 0.25) / 0.75;
    for (const f of [0.25, 0.5, 0.75, 1]) body += line(left, sy(f), right, sy(f), f === 0.25 ? "q-axis" : "q-grid") + text(left - 5, sy(f) + 4, format(f, "f2"), "q-small", "end");
    const limit = fill(view.limit, { ...ctx, veiled: false });
    body += text(2, top - 10, esc(view.axis[reads ? 2 : 0]), "q-small") + text(right, top - 10, esc(limit), "q-small", "end") + line(right - span(limit, 12.5) - 28, top - 14, right - span(limit, 12.5) - 4, top - 14, "q-ref")
      + text(right, bottom + 18, esc(phrase(view.axis[1], { t: most })), "q-small", "end") + text(left, bottom + 18, "0", "q-small", "middle");
    const goal = get(view.goal);
    body += line(left, sy(goal), right, sy(goal), "q-ref") + line(sx(state.t), top, sx(state.t), bottom, "q-drop");
    for (let k = Math.max(1, pairs - SHOWN + 1); k <= pairs; k += 1) {
      const f = get(`d.${k}`);
      body += `<g${note(`at.${k}`, phrase(view.names.at, { n: k }), "int")}><g${note(`d.${k}`, phrase(view.names.made, { n: k }), "f3")}>${shape(f > goal ? "disc" : "square", sx(get(`at.${k}`)), sy(f), f > goal ? 4 : 3.4, `q-glyph ${f > goal ? "q3" : "q2"}`)}</g></g>`;
    }
    const said = marks.filter((one) => /^(f|stock)\./.test(one.key));
    return { body: svg(w, bottom + 24, ctx.label(view, said), body), marks };
  }, true);
})();
