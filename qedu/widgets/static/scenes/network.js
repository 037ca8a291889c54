/* Chapter C14: a network as a map, for keys and for pairs.
 * trust-map   nodes and users [key, name, x, y] on a map of 400 by 305, links [key, a, b, rate], pairs [key, a, b], words; controls: each node "0" or "1",
 *             pair, pick, cut; numbers told.<node>, way.<pair>.<w> (nodes as digits to the base 9, from 1 on), n, rate, falls, moved of <pair>
 * trust-sets  words; the map is that of trust-map; numbers set.<i>, set.<i>.<j>, now.singles, now.pairs, now.trios
 * trust-cuts  words; numbers left, lost, other of <link>, before
 * pair-map    ends (two of the nodes), nodes [key, name, x, y] on a map of 400 by 240, links [a, b], ways [links, by number], symbols, words; controls: way, floor, link;
 *             numbers fid.<i> and rate.<i> of links, f, wait and kept of ways, best (a way, from 1 on; 0: none)
 * pair-steps  words; numbers now.n, now.f, now.wait, slowest and s.f, s.w, s.run, s.naive, s.wait of each link of the way
 * pair-try    most (rounds), words: as entanglement_router.py counts one try */
(() => {
  const { esc, phrase, format, svg, icon, text, line, shape, room, tag, widthOf, lines: broken, set, rect } = QEduWidgets.tools;
  const at2 = ([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`;
  const quiet = typeof matchMedia === "undefined" ? { matches: true } : matchMedia("(prefers-reduced-motion: reduce)");
  const map = (ctx) => ctx.spec.views.find((other) => other.view === "trust-map");
  const noter = (ctx, marks) => (key, label, said) => { marks.push({ key, label, text: said, value: ctx.get(key) }); return ctx.veiled ? "" : tag(key, ctx.get(key)); };
  const spoken = new Map();                                    // what each drawing has shown: what is new moves once
  function fresh(ctx, what, atFirst = false) {
    if (!ctx.height || quiet.matches) return false;
    const was = spoken.get(ctx.view);
    spoken.set(ctx.view, what);
    return (was !== undefined || atFirst) && was !== what;
  }
  // A stretch from one place to the other, so far to the right of the straight line.
  function street([ax, ay], [bx, by], off = 0) {
    const far = Math.hypot(bx - ax, by - ay), [u, v] = [-(by - ay) / far * off, (bx - ax) / far * off];
    return [[ax + u, ay + v], [bx + u, by + v]];
  }
  // The nodes of a way: digits to the base 9.
  function relays(code, nodes) {
    const found = [];
    for (let rest = code; rest > 0; rest = Math.floor(rest / 9)) found.unshift(nodes[rest % 9 - 1]);
    return found;
  }
  const along = (ends, strokes) => { const [[ax, ay], [bx, by]] = ends; for (let k = 0; k <= 24; k += 1) strokes.push([ax + (bx - ax) * k / 24, ay + (by - ay) * k / 24]); };
  const around = ([x, y], far) => [[x + far, y + 4.5, "start"], [x - far, y + 4.5, "end"], [x, y + far + 11, "middle"], [x, y - far - 3, "middle"],
    [x + far - 3, y + far + 6, "start", 4], [x - far + 3, y + far + 6, "end", 4], [x + far - 3, y - far + 3, "start", 4], [x - far + 3, y - far + 3, "end", 4]];

  QEduWidgets.view("trust-map", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, narrow = w < 520, { words } = view, marks = [], note = noter(ctx, marks), H = (ctx.height || 460) - 30;
    const s = narrow ? w / 400 : Math.min((w - 212) / 400, (H - 22) / 305), wide = 400 * s, high = 305 * s, r = narrow ? 12 : 15;
    const places = new Map([...view.nodes, ...view.users].map(([key, , x, y]) => [key, [s * x, s * y]])), names = new Map([...view.nodes, ...view.users].map(([key, name]) => [key, name]));
    const free = room(0, 0, wide, high), strokes = [], [, one, other] = view.pairs.find(([key]) => key === state.pair), title = ([, a, b]) => `${names.get(a)}\u2013${names.get(b)}`;
    const name = title([0, one, other]), told = (key) => !veiled && key in state && get(`told.${key}`) > 0, falls = !veiled && get(`falls.${state.pair}`) > 0;
    const ways = Array.from({ length: veiled ? 1 : get(`n.${state.pair}`) }, (_, i) => [one, ...relays(get(`way.${state.pair}.${i}`), view.nodes).map(([key]) => key), other]);
    let body = "";
    for (const [key, a, b, rate] of view.links) {
      const ends = [places.get(a), places.get(b)], d = `M${at2(ends[0])}L${at2(ends[1])}`, gone = state.cut === key, middle = ends[0].map((value, i) => (value + ends[1][i]) / 2);
      body += `<g class="q-card"${set({ cut: gone ? "none" : key })}><path d="${d}" class="q-beam q0${gone ? " q-dotted" : ""}" stroke-width="${gone ? 1.5 : (0.8 + rate / 9).toFixed(1)}"/>${gone ? shape("cross", middle[0], middle[1], 8, "q-glyph q2") : ""}<path d="${d}" class="q-grasp"/></g>`;
      along(ends, strokes);
    }
    // Ways side by side where they share a link.
    const used = new Map(), paths = ways.map((way, i) => way.slice(1).map((b, k) => {
      const step = [way[k], b].sort().join();
      used.set(step, [...(used.get(step) || []), i]);
      return [way[k], b, step];
    }));
    paths.forEach((steps, i) => {
      const mark = note(`way.${state.pair}.${i}`, phrase(words.way, { pair: name, n: i + 1 }), phrase(words.by, { names: ways[i].slice(1, -1).map((key) => names.get(key)).join(", ") }));
      body += `<g class="q-words"${mark}>${steps.map(([a, b, step]) => {
        const all = used.get(step), off = (all.indexOf(i) - (all.length - 1) / 2) * 7 * (a < b ? 1 : -1), ends = street(places.get(a), places.get(b), off);
        return `<path d="M${at2(ends[0])}L${at2(ends[1])}" class="q-beam ${falls ? "q4" : "q3"} q-${["solid", "dashed", "dashdot"][i]}" stroke-width="4"/>`;
      }).join("")}</g>`;
    });
    const moving = fresh(ctx, JSON.stringify([state, veiled])) && !veiled;
    // The key goes from hop to hop; where a node tells, something spreads.
    if (moving) ways.forEach((way) => {
      const stops = way.map((key) => places.get(key)), took = 0.3 * (way.length - 1), hit = way.findIndex((key) => told(key));
      body += `<circle r="6" class="q-ink" pointer-events="none" opacity="0"><set attributeName="opacity" to="1" dur="${took.toFixed(2)}s"/><animateMotion dur="${took.toFixed(2)}s" path="M${stops.map(at2).join("L")}"/></circle>`;
      if (hit > 0) body += `<circle cx="${stops[hit][0].toFixed(1)}" cy="${stops[hit][1].toFixed(1)}" r="${r}" class="q-beam q4" pointer-events="none" stroke-width="3" opacity="0"><animate attributeName="opacity" values="1;0" begin="${(0.3 * hit).toFixed(2)}s" dur="0.7s"/><animate attributeName="r" values="${r};${2.6 * r}" begin="${(0.3 * hit).toFixed(2)}s" dur="0.7s"/></circle>`;
    });
    for (const [x, y] of places.values()) free.keep(x - r - 4, y - r - 4, 2 * r + 8, 2 * r + 8);
    for (const [key, called] of view.nodes) {
      const [x, y] = places.get(key), open = told(key), mark = note(`told.${key}`, phrase(words.told, { name: called }), open ? "1" : "0");
      body += `<g class="q-card"${set({ [key]: state[key] === "1" ? "0" : "1", pick: key })}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="21" class="q-column"/>${state.pick === key ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r + 5}" class="q-chosen"/>` : ""}`
        + `<g${mark}>${open ? shape("diamond", x, y, r - 1, "q-lit q4") : `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r - 2}" class="q-part"/><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" class="q-ink"/>`}</g></g>`;
    }
    for (const [key] of view.users) {
      const [x, y] = places.get(key), mine = key === one || key === other, pair = view.pairs.find(([, a, b]) => (a === key && b === other) || (a === other && b === key));
      body += `<g class="q-card"${set({ pair: mine || !pair ? state.pair : pair[0] })}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="21" class="q-column"/>${shape("square", x, y, narrow ? 8 : 10, mine ? "q-ink" : "q-part")}</g>`;
    }
    for (const [list, cls] of [[view.nodes, "q-small q-halo"], [view.users, "q-value q-halo"]]) for (const [key, called] of list) body += `<g class="q-words">${free.put(called, cls, around(places.get(key), r + 7), strokes)}</g>`;
    if (veiled) return { body: svg(wide, high, ctx.label(view, []), body), marks };
    if (!narrow) body += text(0, high + 14, esc(`${words.touch} ${words.thick}`), "q-small q-hint");
    // The keys of all pairs.
    const x0 = narrow ? 0 : wide + 14, each = narrow ? (w - 8) / 2 : w - x0 - 1, top = narrow ? high + 6 : 24, row = narrow ? 41 : Math.min(62, (H - 30) / 6);
    if (!narrow) body += text(x0, 14, esc(words.keys), "q-value");
    view.pairs.forEach((pair, i) => {
      const [key] = pair, x = x0 + (narrow ? (i % 2) * (each + 8) : 0), y = top + row * (narrow ? Math.floor(i / 2) : i), n = get(`n.${key}`), open = get(`falls.${key}`) > 0, called = title(pair);
      const mark = note(`falls.${key}`, phrase(words.lost, { pair: called }), open ? "1" : "0"), rate = format(get(`rate.${key}`), "f1"), speed = note(`rate.${key}`, phrase(words.speed, { pair: called }), rate), moved = get(`moved.${key}`) > 0, moves = note(`moved.${key}`, phrase(words.other, { pair: called }), moved ? "1" : "0");
      const low = y + (narrow ? 31 : row - 16);
      body += `<g class="q-card"${set({ pair: key })}>${rect(x + 0.5, y + 0.5, each - 1, row - 6, state.pair === key ? "q-face" : "q-frame", ' rx="5"')}${text(x + (narrow ? 7 : 10), y + (narrow ? 15 : 19), esc(called), "q-value q-small")}`
        + `<g${moves}>${moved ? text(x + each - (narrow ? 5 : 8), y + (narrow ? 15 : 19), esc(words.moved), "q-small", "end") : rect(x + 1, y + 1, 0, 1, "q-column")}</g>`
        + `<g${mark}>${n ? shape(open ? "diamond" : "ring", x + 16, low - 4, 5, `q-glyph ${open ? "q4" : "q3"}`) : shape("cross", x + 16, low - 4, 4, "q-glyph q2")}${text(x + 27, low, esc(n ? words[open ? (narrow ? "falls" : "knows") : "holds"] : words.none), `q-small${open ? " q-word q4" : ""}`)}</g>`
        + `${n ? text(x + each - 8, low, `<tspan${speed}>${esc(phrase(words.rate, { rate }))}</tspan>`, "q-small", "end") : `<g${speed}>${rect(x + 1, y + 1, 0, 1, "q-column")}</g>`}</g>`;
    });
    const end = narrow ? top + 3 * row : Math.max(high + 20, top + 6 * row);
    const legend = [[shape("diamond", 7, 7, 5, "q-lit q4"), 0], ['<circle cx="7" cy="7" r="5.500" class="q-part"/><circle cx="7" cy="7" r="1.500" class="q-ink"/>', 1], [shape("square", 7, 7, 5, "q-part"), 2]].map(([sign, i]) => `<li>${icon(sign)} ${esc(words.legend[i])}</li>`).join("");
    return { body: svg(w, end, ctx.label(view, marks.filter((mark) => !/^moved|^rate/.test(mark.key))), body) + (narrow && ctx.height ? "" : `<ul class="qedu-legend">${legend}</ul>`), marks };
  }, true);

  QEduWidgets.view("trust-sets", (view, ctx) => {
    const of = map(ctx), { get, state, veiled, width: w } = ctx, narrow = w < 520, { words } = view, marks = [], note = noter(ctx, marks), H = ctx.height || 340;
    const left = 46, cell = narrow ? (w - left) / 8 : Math.min(46, (w - left - 250) / 8), high = narrow ? Math.min(23, (H - 116) / 8) : Math.min(46, (H - 42) / 8), top = 26;
    const names = new Map([...of.nodes, ...of.users].map(([key, name]) => [key, name])), [, one, other] = of.pairs.find(([key]) => key === state.pair), called = of.nodes.map(([, name]) => name);
    const count = veiled ? 0 : get("now.n"), who = of.nodes.filter(([key]) => state[key] === "1").map(([key]) => key);
    let body = text(0, 14, esc(`${phrase(words.head, { pair: `${names.get(one)}\u2013${names.get(other)}` })}${veiled ? "" : `: ${words.ways[count]}`}`), "q-value");
    of.nodes.forEach(([key, name], i) => {
      const y = top + i * high;
      body += text(0, y + high / 2 + 4, esc(name), "q-small") + text(left + (i + 0.5) * cell, y + (narrow ? -4 : -6) + (i ? 0 : 0), i && !narrow ? esc(name) : "", "q-small", "middle");
      for (let j = 0; j <= i; j += 1) {
        const alone = i === j, number = alone ? `set.${i}` : `set.${j}.${i}`, hit = !veiled && get(number) > 0, needed = hit && !alone && !(get(`set.${i}`) || get(`set.${j}`));
        const mark = note(number, phrase(alone ? words.one : words.cell, { a: called[j], b: called[i] }), hit ? "1" : "0"), x = left + j * cell, two = [of.nodes[j][0], key];
        const here = who.length === new Set(two).size && two.every((each) => who.includes(each)), wanted = Object.fromEntries(of.nodes.map(([each]) => [each, two.includes(each) ? "1" : "0"]));
        body += `<g class="q-card"${set({ ...wanted, pick: key })}>${rect(x + 1.5, y + 1.5, cell - 3, high - 3, here ? "q-face" : "q-frame", ' rx="3"')}<g${mark}>`
          + (!hit ? (veiled ? "" : shape("dash", x + cell / 2, y + high / 2, 3, "q-glyph q0")) : alone ? shape("diamond", x + cell / 2, y + high / 2, 7, "q-glyph q4") : needed ? shape("disc", x + cell / 2, y + high / 2, 7, "q-glyph q4") : shape("ring", x + cell / 2, y + high / 2, 4, "q-glyph q4")) + "</g></g>";
      }
    });
    if (veiled) return { body: svg(w, top + 8 * high + 4, ctx.label(view, []), body), marks };
    const rows = [["singles", "count.1"], ["pairs", "count.2"], ["trios", "count.3"]].map(([key, label]) => `<tspan${note(`now.${key}`, words[label], format(get(`now.${key}`), "int"))}>${esc(count ? phrase(words[key], { n: format(get(`now.${key}`), "int") }) : "")}</tspan>`);
    const x = narrow ? 0 : left + 8 * cell + 22, y = narrow ? top + 8 * high + 18 : top + 20, signs = [["diamond", 7], ["disc", 7], ["ring", 4], ["dash", 3]].map(([kind, r], i) => [kind, r, [words.alone, words.both, words.more, words.safe][i]]);
    if (!count) body += text(x, y, esc(words.no), "q-value");
    rows.forEach((said, i) => { body += text(x, y + (narrow ? 17 : 24) * i, said, "q-value q-small"); });
    if (!narrow) signs.forEach(([kind, r, said], i) => { body += shape(kind, x + 8, y + 96 + 26 * i, r, `q-glyph ${kind === "dash" ? "q0" : "q4"}`) + text(x + 24, y + 100 + 26 * i, esc(said), "q-small"); });
    const said = [words.each, ...Array.from({ length: count }, (_, i) => phrase(words["one.way"], { n: i + 1, names: relays(get(`way.${state.pair}.${i}`), of.nodes).map(([, name]) => name).join(", ") }))];
    const told = [...(count ? said : []).flatMap((one) => broken(one, narrow ? w : w - x, "q-small")), null, ...broken(words.touch, narrow ? w : w - x, "q-small")].filter((one) => !narrow || one !== null), begin = narrow ? y + 56 : y + 212, touched = broken(words.touch, narrow ? w : w - x, "q-small").length;
    told.forEach((one, i) => { if (one) body += text(x, begin + 16 * i, esc(one), `q-small${i >= told.length - touched ? " q-hint" : ""}`); });
    const legend = narrow ? `<ul class="qedu-legend">${signs.map(([kind, r, said]) => `<li>${icon(shape(kind, 7, 7, Math.min(r, 5), `q-glyph ${kind === "dash" ? "q0" : "q4"}`))} ${esc(said)}</li>`).join("")}</ul>` : "";
    return { body: svg(w, narrow ? y + 46 + 16 * told.length : Math.max(top + 8 * high + 4, begin + 16 * told.length), ctx.label(view, marks.slice(-3)), body) + legend, marks };
  }, true);

  QEduWidgets.view("trust-cuts", (view, ctx) => {
    const of = map(ctx), { get, state, veiled, width: w } = ctx, { words } = view, marks = [], note = noter(ctx, marks), H = ctx.height || 420, narrow = w < 520;
    const names = new Map([...of.nodes, ...of.users].map(([key, name]) => [key, name])), before = get("before"), top = narrow ? 36 : 42, row = Math.max(17, Math.min(22, (H - top - 4) / of.links.length));
    const left = 92, right = narrow ? w - 122 : w - 150, scale = (value) => left + (right - left) * value / before;
    let body = broken(`${words.head}: ${words.what}`, w, "q-small").map((said, i) => text(0, 12 + 15 * i, esc(said), "q-small")).join("");
    const rows = of.links.map(([key, a, b]) => ({ key, name: `${names.get(a)}\u2013${names.get(b)}`, left: get(`left.${key}`), lost: get(`lost.${key}`), other: get(`other.${key}`) }));
    if (!veiled) rows.sort((a, b) => b.lost - a.lost || a.left - b.left);
    rows.forEach(({ key, name, left: value, lost, other }, i) => {
      const y = top + row * i, shown = format(value, "int"), mark = note(`left.${key}`, phrase(words.left, { name }), shown), gone = note(`lost.${key}`, phrase(words.lost, { name }), String(lost)), moved = note(`other.${key}`, phrase(words.moved, { name }), String(other));
      body += `<g class="q-card"${set({ cut: state.cut === key ? "none" : key })}>${rect(0, y, w, row, state.cut === key ? "q-column q-here" : "q-column")}${text(2, y + row - 5, esc(name), state.cut === key ? "q-value q-small" : "q-small")}${rect(left, y + 4, right - left, row - 8, "q-track")}`
        + (veiled ? "" : `${rect(left, y + 4, scale(value) - left, row - 8, `q-fill ${lost ? "q2" : "q3"}`, mark)}<g${gone}><g${moved}>${text(w - 2, y + row - 5, esc(`${shown}${lost ? `, ${phrase(words.none, { n: lost })}` : other ? `, ${phrase(words.other, { n: other })}` : ""}`), lost ? "q-small q-word q2" : "q-small", "end")}</g></g>`) + "</g>";
    });
    const first = note("before", words.all, format(before, "int"));
    body += `<g${first}>${line(right, top, right, top + row * rows.length, "q-tick-mark")}</g>`;
    return { body: svg(w, top + row * rows.length + 2, ctx.label(view, marks.slice(0, 9)), body), marks };
  }, true);

  const roads = (ctx) => ctx.spec.views.find((other) => other.view === "pair-map");
  QEduWidgets.view("pair-map", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, narrow = w < 520, { words } = view, marks = [], note = noter(ctx, marks), H = narrow ? Math.max(veiled ? 210 : 385, ctx.height || 0) : (ctx.height || 460) - 30;
    const wide = narrow ? w : Math.round(0.58 * w), sx = wide / 400, high = narrow ? Math.min(205, veiled ? H - 8 : H - 190) : Math.min(H - 56, 350), sy = high / 240, r = narrow ? 11 : 14;
    const places = new Map(view.nodes.map(([key, , x, y]) => [key, [sx * x, sy * y]])), names = new Map(view.nodes.map(([key, name]) => [key, name])), mine = Number(state.way), way = view.ways[mine];
    const touched = (list) => new Set(list.flatMap((i) => view.links[i])), shared = (list) => list.filter((i) => way.includes(i)).length - list.filter((i) => !way.includes(i)).length;
    // Of some ways the one most like that of the reader; they come in order of their length.
    const nearest = (some) => some.reduce((best, k) => (best < 0 || shared(view.ways[k]) > shared(view.ways[best]) ? k : best), -1), all = view.ways.map((_, k) => k);
    const with_ = (fits) => { const k = nearest(all.filter((one) => fits(view.ways[one]))); return k < 0 ? {} : { way: String(k) }; };
    let body = "", labels = "";
    const free = room(0, 0, wide, high + 8), strokes = [];
    view.links.forEach(([a, b], i) => {
      const ends = [places.get(a), places.get(b)], d = `M${at2(ends[0])}L${at2(ends[1])}`, on = way.includes(i), rate = get(`rate.${i}`);
      body += `<g class="q-card"${set({ link: String(i), ...(on ? {} : with_((one) => one.includes(i))) })}>${state.link === String(i) ? `<path d="${d}" class="q-chosen"/>` : ""}<path d="${d}" class="q-beam ${on ? "q3" : "q0"}" stroke-width="${(1 + 1.1 * Math.log2(rate + 1) * (on ? 1 : 0.7)).toFixed(1)}"/><path d="${d}" class="q-grasp"/></g>`;
      along(ends, strokes);
    });
    for (const [x, y] of places.values()) free.keep(x - r - 3, y - r - 3, 2 * r + 6, 2 * r + 6);
    const path = [view.ends[0]];
    for (const i of way) path.push(view.links[i].find((key) => key !== path.at(-1)));
    if (fresh(ctx, JSON.stringify([state.way, veiled])) && !veiled) {
      // Pairs in all links, and then one from end to end.
      way.forEach((i, k) => { const [[ax, ay], [bx, by]] = [places.get(path[k]), places.get(path[k + 1])], [mx, my] = [(ax + bx) / 2, (ay + by) / 2]; for (const [x, y] of [[ax, ay], [bx, by]]) body += `<circle r="5" class="q-ink" pointer-events="none" opacity="0"><set attributeName="opacity" to="1" dur="0.7s"/><animateMotion dur="0.7s" path="M${at2([mx, my])}L${at2([x, y])}"/></circle>`; });
    }
    for (const [key, name] of view.nodes) {
      const [x, y] = places.get(key), on = path.includes(key);
      if (view.ends.includes(key)) { body += `<g class="q-words" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${narrow ? 0.62 : 0.8})">${view.symbols[key]}</g>`; continue; }
      const inside = (list) => touched(list).has(key);
      body += `<g class="q-card"${set(with_((one) => inside(one) !== on))}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="21" class="q-column"/><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" class="${on ? "q-town" : "q-part"}"/>${[-1, 1].map((side) => `<circle cx="${(x + side * r * 0.36).toFixed(1)}" cy="${y.toFixed(1)}" r="${(r / 5).toFixed(1)}" class="q-ink"/>`).join("")}</g>`;
    }
    for (const [key, name] of view.nodes) if (!view.ends.includes(key)) labels += free.put(name, "q-value q-small q-halo", around(places.get(key), r + 2), strokes);
    view.links.forEach(([a, b], i) => {
      const [[ax, ay], [bx, by]] = [places.get(a), places.get(b)], shown = [format(get(`fid.${i}`), "f2"), format(get(`rate.${i}`), "int")], said = phrase(words.label, { f: shown[0], r: shown[1] });
      labels += free.put(said, way.includes(i) ? "q-small q-value" : "q-small", [0.5, 0.42, 0.58, 0.34, 0.66].map((t, k) => [ax + (bx - ax) * t, ay + (by - ay) * t + 4.5, "middle", 3 * k])).replace(/^<text x="([\d.-]+)" y="([\d.-]+)"/, (all, x, y) => `${rect(x - widthOf(said, "q-small") / 2, y - 12.5, widthOf(said, "q-small"), 17, "q-wipe", ' rx="4"')}${all}`);
    });
    body += `<g class="q-words">${labels}</g>`;
    const hint = narrow ? "" : text(0, high + 26, esc(words.on), "q-small") + text(0, high + 44, esc(words.touch), "q-small q-hint");
    if (veiled && ctx.narrow) return { body: svg(w, high + 8, ctx.label(view, []), body), marks };
    // The plane of wait and fidelity: every way a dot, the floor a line.
    const left = narrow ? 40 : wide + 56, right = w - 12, top = narrow ? high + 30 : 28, bottom = H - 40, decades = [0.01, 0.1, 1, 10];
    const px = (wait) => left + (right - left) * Math.max(0, Math.min(1, (Math.log10(wait) + 2) / 3.7)), py = (f) => bottom - (bottom - top) * Math.max(0, Math.min(1, (f - 0.55) / 0.45)), at = py(state.floor);
    body += rect(left, at, right - left, bottom - at, "q-wipe");
    for (const f of [0.6, 0.7, 0.8, 0.9, 1]) body += line(left, py(f), right, py(f), "q-grid") + text(left - 6, py(f) + 4.5, format(f, "f1"), "q-small", "end");
    for (const x of decades) body += line(px(x), bottom, px(x), bottom + 4, "q-axis") + text(Math.min(px(x), w - 10), bottom + 18, String(x), "q-small", "middle");
    body += `<path class="q-axis" d="M${left},${top - 6}V${bottom}H${right}"/>` + text(left - (narrow ? 36 : 40), top - 14, esc(words.y), "q-small") + text((left + right) / 2, bottom + 34, esc(words.x), "q-small", "middle");
    const floor = phrase(words.floor, { value: format(state.floor, "f2") }), plane = room(left + 3, top - 8, right, bottom), best = veiled ? 0 : get("best"), stones = [];
    body += line(left, at, right, at, "q-ref");
    const handles = [{ control: "floor", direct: true, at: (key) => [right, py(key("floor"))] }];
    plane.keep(right - 12, at - 12, 24, 24);
    if (!veiled) {
      const bestNote = note("best", words.best, format(best, "int"));
      view.ways.forEach((_, k) => {
        const f = get(`f.${k}`), wait = get(`wait.${k}`), x = px(wait), y = py(f), name = words.names[k], kept = get(`kept.${k}`) > 0, top_ = best === k + 1, short = k === 0;
        plane.keep(x - 8, y - 8, 16, 16);
        const mark = note(`f.${k}`, phrase(words.f, { name }), format(f, "f3")), more = note(`wait.${k}`, phrase(words.wait, { name }), format(wait, "f3")), still = note(`kept.${k}`, phrase(words.kept, { name }), kept ? "1" : "0");
        const r0 = narrow ? 5 : 6;
        stones.push([top_ ? 2 : k === mine ? 3 : 1, `<g class="q-card"${set({ way: String(k) })}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="11" class="q-column"/>${k === mine ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r0 + 6}" class="q-chosen"/>` : ""}<g${mark}><g${more}><g${still}>${shape(top_ ? "diamond" : short ? "square" : "disc", x, y, top_ ? r0 + 1 : short ? r0 - 1 : r0 - 1, top_ ? "q-lit q3" : kept ? "q-glyph q1" : "q-mark q0")}</g></g></g></g>`]);
      });
      body += stones.sort((a, b) => a[0] - b[0]).map(([, one]) => one).join("") + `<g${bestNote}></g>`;
    }
    body += plane.put(floor, "q-small q-halo", [[left + 6, at - 6, "start"], [right - 18, at - 6, "end"], [left + 6, at + 15, "start"], [right - 18, at + 15, "end"]]);
    if (!veiled) {
      const x = px(get("now.wait")), y = py(get("now.f")), seconds = phrase(words.seconds, { value: format(get("now.wait"), "f2") }), said = `F\u00a0${format(get("now.f"), "f3")}, ${seconds}`;
      body += `<g class="q-words"><g${note("now.f", words.f.replace("{name}", words.chosen), format(get("now.f"), "f3"))}><g${note("now.wait", words.wait.replace("{name}", words.chosen), format(get("now.wait"), "f3"))}>${plane.put(said, "q-value q-small q-halo", [[x + 14, y + 20, "start"], [x - 14, y + 20, "end"], ...[0, 16, 32, 48].flatMap((more) => [[x, y + 26 + more, "middle", more / 4], [x, y - 16 - more, "middle", more / 4]])])}</g></g></g>`;
    }
    const signs = [["diamond", "q-lit q3", words.soonest], ["square", "q-mark q0", words.shortest], ["disc", "q-glyph q1", words.other], ["disc", "q-mark q0", words.worse]];
    const legend = veiled || (narrow && ctx.height) ? "" : `<ul class="qedu-legend">${signs.map(([kind, cls, said]) => `<li>${icon(shape(kind, 7, 7, 4.5, cls))} ${esc(said)}</li>`).join("")}</ul>`;
    return { body: svg(w, H, ctx.label(view, marks.filter((mark) => /^now|^best/.test(mark.key))), body + hint) + legend, marks, handles };
  }, true);

  QEduWidgets.view("pair-steps", (view, ctx) => {
    const of = roads(ctx), { get, state, veiled, width: w } = ctx, narrow = w < 520, { words } = view, marks = [], note = noter(ctx, marks), H = (ctx.height || 390) - 30;
    const names = new Map(of.nodes.map(([key, name]) => [key, name])), way = of.ways[Number(state.way)], path = [of.ends[0]];
    for (const i of way) path.push(of.links[i].find((key) => key !== path.at(-1)));
    const first = narrow ? 0 : 104, gap = narrow ? 14 : 34, half = (w - first - gap) / 2, second = first + half + gap, top = narrow ? 40 : 34, row = narrow ? 36 : Math.min(52, (H - top - 66) / (way.length + 1)), fx = (f) => half * Math.max(0, f), most = veiled ? 1 : get("now.wait"), tx = (t) => half * t / most;
    let body = text(first, 14, esc(`${words.f} ${words.so}`), "q-value q-small") + text(second, 14, esc(words.wait), "q-value q-small");
    if (veiled) return { body: svg(w, top, ctx.label(view, []), body), marks };
    // A row: its name, a bar of the fidelity so far, one of the wait; on a phone the words stand above the bars.
    const bars = (y, name, [f, fShown, fMark], tick, [t, tShown, tMark], tone, cls) => {
      const base = narrow ? y + 5 : y, value = (x, shown) => text(x + half, narrow ? y : y + 28, esc(shown), cls, "end");
      body += text(0, narrow ? y : y + 12, name, cls) + rect(first, base, half, 13, "q-track") + rect(first, base, fx(f), 13, "q-fill q3", fMark) + value(first, fShown) + rect(second, base, half, 13, "q-track") + rect(second, base, tx(t), 13, `q-fill ${tone}`, tMark) + value(second, tShown);
      if (tick) body += `<g${tick[1]}>${tick[2] === first ? "" : line(tick[2] + tick[0], base - 3, tick[2] + tick[0], base + 16, "q-halo-line")}${line(tick[2] + tick[0], base - 3, tick[2] + tick[0], base + 16, "q-tick")}</g>`;
    };
    way.forEach((_, k) => {
      const [f, run, naive, wait] = ["f", "run", "naive", "wait"].map((key) => get(`s.${key}.${k}`)), name = phrase(words.link, { a: names.get(path[k]), b: names.get(path[k + 1]) });
      const [one, two, three, four] = [["s.f", "f.of", f, "f2"], ["s.run", "run", run, "f3"], ["s.naive", "naive", naive, "f3"], ["s.wait", "wait.of", wait, "f3"]].map(([key, label, value, kind]) => note(`${key}.${k}`, phrase(words[label], { n: k + 1 }), format(value, kind)));
      bars(top + k * row, `${esc(name)} <tspan${one}>${format(f, "f2")}</tspan>`, [run, format(run, "f3"), two], [fx(naive), three, first], [wait, format(wait, "f3"), four], wait >= get("slowest") * (1 - 1e-9) ? "q2" : "q1", "q-small");
    });
    const y = top + way.length * row + (narrow ? 4 : 0), base = narrow ? y : y + 12;
    bars(y, esc(words.end), [get("now.f"), format(get("now.f"), "f3"), note("now.f", words.all, format(get("now.f"), "f3"))], [tx(get("slowest")), note("slowest", words.slow, format(get("slowest"), "f3")), second], [most, format(most, "f3"), note("now.wait", words["all.wait"], format(most, "f3"))], "q1", "q-value q-small");
    const told = broken(words.note, w, "q-small"), under = base + 40;
    told.forEach((said, i) => { body += text(0, under + 16 * i, esc(said), "q-small q-muted"); });
    const legend = `<ul class="qedu-legend"><li>${icon('<path d="M7,0V14" class="q-tick"/>')} ${esc(phrase(words.ticks, { value: format(get(`s.naive.${way.length - 1}`), "f3") }))}</li></ul>`;
    return { body: svg(w, under + 16 * told.length, ctx.label(view, marks.slice(-3)), body) + legend, marks };
  }, true);

  // One try, as entanglement_router.py counts it.
  function tried(state, spec, seen) {
    const { mulberry32, start } = QEduWidgets, draw = mulberry32(start(state.seed, "try")), view = (name) => spec.views.find((one) => one.view === name), way = view("pair-map").ways[state.way], { most } = view("pair-try");
    let total = 0, number = 0, waits, here = false;
    while (!here && number < most) {
      number += 1;
      waits = way.map((i) => -Math.log(1 - draw() / 4294967296) / Number(state[`r${i}`]));
      here = way.slice(1).map(() => draw() / 4294967296 < Number(state.ps)).every(Boolean);
      seen?.push([total, waits, here]);
      total += Math.max(...waits);
    }
    return { total, number, waits, here };
  }
  QEduWidgets.numbers("entanglement-router", (state, get, sample, spec) => {
    const { total, number, waits, here } = tried(state, spec);
    return { "try.all": total, "try.rounds": number, "try.here": Number(here), ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((i) => [`try.t.${i}`, waits[i] || 0])) };
  });
  QEduWidgets.view("pair-try", (view, ctx) => {
    const of = roads(ctx), { get, state, veiled, width: w } = ctx, narrow = w < 520, { words } = view, marks = [], note = noter(ctx, marks), H = ctx.height || 360;
    const names = new Map(of.nodes.map(([key, name]) => [key, name])), way = of.ways[Number(state.way)], path = [of.ends[0]], rounds = [];
    for (const i of way) path.push(of.links[i].find((key) => key !== path.at(-1)));
    let body = text(0, 14, esc(words.head), "q-value");
    if (veiled) return { body: svg(w, 24, ctx.label(view, []), body), marks };
    const { total, number, here } = tried(state, ctx.spec, rounds), first = narrow ? 72 : 96, right = w - 8, top = 44, row = Math.min(46, (H - 150) / way.length), low = top + row * way.length + 6, mean = get("now.wait");
    const power = 10 ** Math.floor(Math.log10(Math.max(total, mean))), most = power * [1, 1.6, 2, 3, 4, 6, 8, 10, 16].find((one) => one * power >= Math.max(total, mean) * 1.02), x = (t) => first + (right - first) * t / most, runs = fresh(ctx, JSON.stringify(state), true), took = 2.4;
    // A bar runs from the beginning of its round until its pair is there.
    const run = (from, to) => (runs ? `<animate attributeName="width" dur="${took}s" values="0;0;${(x(to) - x(from)).toFixed(1)};${(x(to) - x(from)).toFixed(1)}" keyTimes="0;${(0.999 * from / total).toFixed(4)};${Math.max(0.999 * to / total, 0.999 * from / total + 1e-4).toFixed(4)};1"/>` : "");
    const then = (time, drawn) => (runs ? `<g>${drawn}<animate attributeName="opacity" dur="${took}s" values="0;0;1;1" keyTimes="0;${(0.998 * time / total).toFixed(4)};${(0.998 * time / total + 0.001).toFixed(4)};1"/></g>` : drawn);
    way.forEach((_, k) => {
      const y = top + k * row, mark = note(`try.t.${k}`, phrase(words.of, { n: k + 1 }), format(get(`try.t.${k}`), "f3")), high = Math.min(18, row - 8);
      body += text(0, y + high - 3, esc(phrase(words.link, { a: names.get(path[k]), b: names.get(path[k + 1]) })), "q-small") + `<g${mark}>` + rounds.map(([begin, waits]) => {
        const slow = waits[k] === Math.max(...waits), wide = x(begin + waits[k]) - x(begin);
        return `<rect x="${x(begin).toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${high}" class="q-fill ${slow ? "q2" : "q1"}">${run(begin, begin + waits[k])}</rect>${then(begin + waits[k], line(x(begin + waits[k]), y + high / 2, x(begin + Math.max(...waits)), y + high / 2, "q-drop"))}`;
      }).join("") + "</g>";
    });
    rounds.forEach(([begin, waits, works]) => { const end = x(begin + Math.max(...waits)); if (rounds.length < 40 || works) body += then(begin + Math.max(...waits), line(end, top - 4, end, low, works ? "q-tick" : "q-drop") + shape(works ? "diamond" : "cross", end, top - 11, works ? 6 : 4, works ? "q-lit q3" : "q-glyph q2")); });
    body += line(first, low, right, low, "q-axis") + [0, 0.5, 1].map((part) => text(Math.min(x(part * most), right - 8), low + 18, String(+(part * most).toPrecision(3)), "q-small", "middle")).join("") + text((first + right) / 2, low + 36, esc(words.seconds), "q-small", "middle");
    body += line(x(mean), top - 4, x(mean), low, "q-ref", note("now.wait", words.wait, format(mean, "f3"))) + text(QEduWidgets.tools.within(x(mean), phrase(words.mean, { value: format(mean, "f2") }), w, "q-small"), low + 36 + 18, esc(phrase(words.mean, { value: format(mean, "f2") })), "q-small", "middle");
    const said = here ? phrase(words[["one", "once"][number - 1] || "some"], { n: number, m: number - 1 }) : phrase(words.never, { n: number });
    const told = broken(`${format(total, "f2")}\u00a0s. ${said}`, w, "q-value");
    body += `<g${note("try.rounds", words.count, String(number))}><g${note("try.all", words.all, format(total, "f3"))}>${then(total, told.map((one, i) => text(0, low + 76 + 18 * i, esc(one), "q-value")).join(""))}</g></g>`;
    const signs = [shape("square", 7, 7, 5, "q-fill q1"), shape("square", 7, 7, 5, "q-fill q2"), shape("cross", 7, 7, 4, "q-glyph q2"), shape("diamond", 7, 7, 5, "q-lit q3")];
    const legend = `<ul class="qedu-legend">${signs.map((sign, i) => `<li>${icon(sign)} ${esc(words.legend[i])}</li>`).join("")}</ul>`;
    return { body: svg(w, low + 66 + 18 * told.length, ctx.label(view, marks.slice(-3)), body) + legend, marks };
  }, true);
})();
