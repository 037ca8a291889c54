/* Chapter C03B: a cloning machine on the line, and what becomes of a photon in it.
 * cloner  sent {control, keys [x, y, z], ways: {value: {ket, at: [x, y, z]}}}, dial (the control that sets the needle: up to Bob, down to Eve), label
 *         (template under the machine), copies [{who, key, name, arrow [x, y, z], axes, tone, passed: start of the counted numbers, of: the
 *         outcomes of dice at which it passes}], dice, most (photons that can be sent), words, symbols */
(() => {
  const { esc, fill, phrase, format, svg, text, line, arrow, shape, tag, rect, clamp, widthOf, noting, news, set, button } = QEduWidgets.tools;
  // Seen as the large Bloch sphere is at first: x comes to the lower left, z is up.
  const [ca, sa, ce, se] = [22, 18].flatMap((degrees) => [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)]);
  const flat = ([x, y, z]) => [ca * y - sa * x, se * (ca * x + sa * y) - ce * z];

  QEduWidgets.view("cloner", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, { words, copies } = view, phone = w < 520, asked = veiled && ctx.narrow, marks = [], note = noting(marks, ctx);
    const h = asked ? 200 : clamp((ctx.height || 0) - 46, 290, 400), y = h / 2, size = phone ? 30 : 44, box = phone ? 25 : 42, D = phone ? 42 : 68;
    const alice = size / 2 + 2, mx = phone ? 0.29 * w : 0.34 * w, x0 = (phone ? 0.5 : 0.55) * w, R = phone ? Math.min(37, (y - (asked ? 24 : 66)) / 2) : Math.min(64, (0.45 * w - 168) / 2), RA = Math.min(R, phone ? 30 : 64, (y - 62) / 2);
    const put = (name, x, top, wide = size) => `<g transform="translate(${x.toFixed(1)} ${top.toFixed(1)}) scale(${(wide / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const on = (cx, cy, r, point) => { const [u, v] = flat(point); return [cx + r * u, cy + r * v]; };
    const ball = (cx, cy, r) => `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" class="q-sphere"/><ellipse cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" rx="${r.toFixed(1)}" ry="${(r * se).toFixed(1)}" class="q-equator q-dotted"/>`;
    const tip = (share) => { const a = (1 - 2 * share) * Math.PI / 3; return [mx + D * Math.cos(a), y - D * Math.sin(a)]; };
    const label = fill(view.label, ctx), places = copies.map((_, i) => [x0 + R, phone ? i * y + (asked ? y / 2 : R + 6) : (i + 0.5) * y + (i ? 6 : -2)]), drawn = veiled ? [] : ctx.sample(view.dice), n = drawn.length, way = view.sent.keys.map(get);
    // A photon flies when one more is sent, or another one; of many, five are seen.
    const staged = ctx.narrow !== undefined && !veiled, { was, ago } = news(ctx, [n, state.seed, state.machine, state.state].join()), fresh = was === undefined || ago > 2 ? 0 : Math.max(1, Math.min(5, n - was.split(",")[0]));
    // Lines of flight, and the photons on them: from Alice one, from the machine two. Drawn before the machine, they come out of it.
    let body = line(alice + size / 2, y, mx, y, "q-flight") + places.map(([, cy]) => line(mx, y, x0 - 5, cy, "q-flight")).join("");
    for (let k = 0; k < fresh; k += 1) for (const i of [1, 0]) {
      body += `<circle cx="${alice + size / 2}" cy="${y}" r="${phone ? 4.5 : 6}" class="q-sails${i ? " q-touched" : ""}" style="animation-delay:${(0.15 * k - ago).toFixed(2)}s;--far:${(mx - alice - size / 2).toFixed(0)}px;--on:${(x0 - 5 - mx).toFixed(0)}px;--down:${(places[i][1] - y).toFixed(0)}px"/>`;
    }
    body += rect(mx - box, y - box, 2 * box, 2 * box, "q-part", ' rx="9"') + `<path d="M${tip(0)}A${D} ${D} 0 0 1 ${tip(1)}" class="q-axis"/>`
      + line(mx, y, ...tip(state[view.dial]), "q-pointer") + shape("disc", mx, y, phone ? 6 : 8, "q-glyph q4") + text(Math.max(mx + 0.36 * D, widthOf(label, "q-small") + 2), y + box + 17, esc(label), phone ? "q-small q-halo" : "q-halo", "end")
      + (staged ? text(Math.max(mx + 0.36 * D, widthOf(label, "q-small") + 2), y + box + 34, esc(ctx.spec.strings.drag), "q-small q-hint", "end") : "");
    // Alice, and the states that she can send.
    const [cx, cy] = [RA + 42, y - (phone && !asked ? 42 : 28) - RA];
    body += put("alice", alice, y) + ball(cx, cy, RA);
    for (const [value, { ket, at }] of Object.entries(view.sent.ways)) {
      const [x, top] = on(cx, cy, RA, at), far = Math.hypot(x - cx, top - cy), [u, v] = [(x - cx) / far, (top - cy) / far], below = phone && u > 0.3, words = below ? text(x + 3, top + 24, esc(ket), "q-small q-halo", "middle")
        : text(x + 15 * u, top + (Math.abs(u) < 0.3 ? 17 : 20) * v + 5, esc(ket), "q-small q-halo", Math.abs(u) < 0.3 ? "middle" : u > 0 ? "start" : "end");
      if (asked && value !== state[view.sent.control]) continue;    // the question needs the room
      body += value === state[view.sent.control] ? words : `<g class="q-card"${veiled ? "" : set({ [view.sent.control]: value })}>${shape("ring", x, top, 4, "q-mark q0")}${words}<circle cx="${x.toFixed(1)}" cy="${top.toFixed(1)}" r="12" class="q-column"/></g>`;
    }
    const tied = (keys, axes, name, drawing) => keys.reduce((inside, key, i) => `<g${note(key, `${name}: ⟨${axes[i]}⟩`, format(get(key), "f3"))}>${inside}</g>`, drawing);
    const axes = ["X", "Y", "Z"], alicesArrow = (staged ? line : arrow)(cx, cy, ...on(cx, cy, RA, way), "q-arrow q0");
    // What comes of it: Bob's photon above, Eve's copy below.
    copies.forEach((copy, i) => {
      const [bx, by] = places[i], tx = phone ? x0 : x0 + 2 * R + 16, wide = w - tx - 1;
      body += ball(bx, by, R) + arrow(bx, by, ...on(bx, by, R, way), "q-arrow q0 q-dashed") + put(copy.who, phone ? w - 17 : tx + 18, phone ? by - 8 : by - 40, phone ? 30 : 40);
      if (asked) return;
      const low = phone ? by + R + 16 : by + 6, value = get(copy.key), [count, fraction, from, to] = ["count", "fraction", "low", "high"].map((key) => `${copy.passed}.${key}`), long = (share) => 1 + (wide - 2) * share;
      if (!phone) body += text(tx + 42, by - 36, esc(copy.name), "q-value");
      body += rect(tx, low + 5, wide, 12, "q-track") + text(tx, low, veiled ? esc(phrase(words.passes, { value: "?" })) : esc(phrase(words.passes, { value: format(value, "pct") })), "q-value");
      if (veiled) return;
      body += `<g${note(copy.key, phrase(words.test, { name: copy.name }), format(value, "pct"))}>${rect(tx + 0.5, low + 5.5, long(value) - 1, 11, `q-fill ${copy.tone}`)}</g>`;
      if (!n) { body += text(tx, low + 33, esc(words.none), "q-small"); return; }
      const [a, b] = [from, to].map((key) => tx + long(get(key))), path = `M${a.toFixed(1)},${low + 7}v8m0-4H${b.toFixed(1)}m0-4v8`, right = copy.of.includes(ctx.spec.dice[view.dice][drawn[n - 1]]), all = phrase(words.counted, { k: get(count), n }), told = widthOf(all, "q-small") + 17 > wide ? phrase(words.few, { k: get(count), n }) : all;
      const named = (key, said, words) => note(key, `${copy.name}, ${said}`, words), pct = (key) => format(get(key), "pct");
      const verdict = shape(right ? "disc" : "cross", tx + 6, low + 29, 5, `q-glyph ${right ? copy.tone : "q2"}`);
      body += `<path class="q-halo-line" d="${path}"/><g${named(from, words.low, pct(from))}><g${named(to, words.high, pct(to))}><path class="q-error" d="${path}"/></g></g>`
        + `<g${named(count, words.passed, all)}><g${named(fraction, words.share, pct(fraction))}>${text(tx + 17, low + 33, esc(told), "q-small")}</g></g>` + (fresh ? `<g class="q-clicks" style="animation-delay:${(0.55 + 0.15 * fresh - ago).toFixed(2)}s">${verdict}</g>` : verdict)
        + (phone ? "" : text(tx + 17, low + 49, esc(words.last[Number(right)]), "q-small"));
    });
    // The arrows last in the table, and over their spheres.
    copies.forEach((copy, i) => { if (!veiled) body += tied(copy.arrow, axes, copy.name, arrow(...places[i], ...on(...places[i], R, copy.arrow.map(get)), `q-arrow ${copy.tone}`)); });
    body += veiled ? alicesArrow : tied(view.sent.keys, axes, words.sent, alicesArrow);
    if (!asked) body += line(2, h - 10, 30, h - 10, "q-arrow q0 q-dashed") + text(36, h - 6, esc(words.sent), "q-small");
    const dragged = (control, at) => ({ control, direct: true, at });
    const next = staged ? `<div class="qedu-steps">${button({ n: state.n + 1 }, words.next, "next", state.n >= view.most, false)}</div>` : "";
    return { body: svg(w, h + (next ? 6 : 0), ctx.label(view, marks), body) + next, marks, handles: [dragged(view.dial, (key) => tip(key(view.dial))), dragged(view.sent.control, (key) => on(cx, cy, RA, view.sent.ways[key(view.sent.control)].at))] };
  }, true);
})();
