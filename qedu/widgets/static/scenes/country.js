/* Chapter C17: a country in which lines and ground stations are built.
 * country  land (path), size, capital [name, x, y], places [key, name, x, y], lines [key, name, towns], goals [key, words, of how many],
 *          symbols, words; a link is built if the control of its key says "1"; numbers weight@<number of the place>, hops.<line>.<section>, and the meters'
 * plans    plans [key, name] of what <key>.<link>, <key>.at.<place>, <key>.value, .cost and .people say, words; the map is that of country
 * money    words; numbers money.share and own.at.<place> */
(() => {
  const { esc, phrase, format, svg, icon, text, line, shape, room, widthOf, lines: broken, set, noting } = QEduWidgets.tools;
  const map = (ctx) => ctx.spec.views.find((other) => other.view === "country");
  const bar = (x, y, w, high, share, tone, more = "") => `<rect x="${x.toFixed(1)}" y="${y}" width="${w.toFixed(1)}" height="${high}" class="q-track"/>`
    + `<rect x="${x.toFixed(1)}" y="${y}" width="${(w * Math.max(0, Math.min(1, share))).toFixed(1)}" height="${high}" class="q-fill ${tone}"${more}/>`;

  // A map in a frame: how lines and places are drawn is for the caller to say.
  function frame(of, x0, y0, s) {
    const at = new Map(of.places.map(([key, , x, y]) => [key, [x0 + s * x, y0 + s * y]])), home = [x0 + s * of.capital[1], y0 + s * of.capital[2]];
    const sections = (towns) => towns.map((town, i) => [i ? at.get(towns[i - 1]) : home, at.get(town)]);
    const land = `<path d="${of.land}" transform="translate(${x0.toFixed(1)} ${y0.toFixed(1)}) scale(${s.toFixed(4)})" class="q-land"/>`;
    const path = (towns) => `M${[home, ...towns.map((town) => at.get(town))].map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}`;
    return { at, home, land, path, sections };
  }

  QEduWidgets.view("country", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, narrow = w < 520, { words } = view, [mw, mh] = view.size, marks = [];
    const s = narrow ? w / mw : Math.min((w - 196) / mw, ((ctx.height || 434) - 34) / mh), r = narrow ? 13 : 15;
    const { at, home, land, path, sections } = frame(view, 0, 0, s), wide = mw * s, high = mh * s;
    const note = noting(marks, ctx);
    const toggle = (key) => set({ [key]: state[key] === "1" ? "0" : "1", pick: key }), on = (key) => state[key] === "1";
    const free = room(0, 0, wide, high), strokes = [];
    let body = land, above = "";
    view.lines.forEach(([key, name, towns]) => {
      const d = path(towns);
      let sites = "";
      sections(towns).forEach(([[ax, ay], [bx, by]], i) => {
        const hops = get(`hops.${key}.${i}`), mark = on(key) ? note(`hops.${key}.${i}`, phrase(words.hops, { name, n: i + 1 }), format(hops, "int")) : "";
        for (let k = 1; k < hops; k += 1) sites += shape("square", ax + (bx - ax) * k / hops, ay + (by - ay) * k / hops, narrow ? 3.2 : 4, "q-glyph q4", k === 1 ? mark : "");
        for (let k = 0; k < 24; k += 1) strokes.push([ax + (bx - ax) * k / 24, ay + (by - ay) * k / 24]);
      });
      body += `<g class="q-card"${toggle(key)}>${state.pick === key ? `<path d="${d}" class="q-chosen"/>` : ""}<path d="${d}" class="${on(key) ? "q-line q3 q-solid" : "q-line q0 q-dotted"}"/><path d="${d}" class="q-grasp"/></g>`;
      if (on(key)) above += sites;
    });
    body += above;
    for (const [x, y] of [home, ...at.values()]) free.keep(x - r - 1, y - r - 1, 2 * r + 2, 2 * r + 2);
    const through = new Set(view.lines.flatMap(([key, , towns]) => (on(key) ? towns.slice(0, -1) : [])));
    view.places.forEach(([key, name], i) => {
      const [x, y] = at.get(key), reached = get(`own.at.${key}`) > 0;
      body += `<g class="q-card"${toggle(key)}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="21" class="q-column"/>`
        + `${state.pick === key ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r + 5}" class="q-chosen"/>` : ""}`
        + `<g${note(`own.at.${key}`, phrase(words.at, { name }), reached && !veiled ? "1" : "0")}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" class="${reached ? "q-town q-met" : "q-frame"}"/></g>`
        + text(x, y + 4.5, format(get(`weight@${i}`), "int"), reached ? "q-value q-small" : "q-small", "middle")
        + (on(key) ? `<g transform="translate(${(x - r).toFixed(1)} ${(y - r - 2).toFixed(1)}) scale(${narrow ? 0.42 : 0.5})">${view.symbols.telescope}</g>` : "")
        + (through.has(key) ? shape("square", x + r * 0.8, y - r * 0.8, narrow ? 3.2 : 4, "q-glyph q4") : "") + "</g>";
      if (on(key)) free.keep(x - r - 12, y - r - 14, 24, 24);
    });
    body += shape("diamond", home[0], home[1], narrow ? 9 : 11, "q-ink");
    const beside = ([x, y], far) => [[x + far, y + 4.5, "start"], [x - far, y + 4.5, "end"], [x, y + far + 11, "middle"], [x, y - far - 3, "middle"], [x + far - 3, y + far + 6, "start", 4], [x - far + 3, y + far + 6, "end", 4], [x + far - 3, y - far + 3, "start", 4], [x - far + 3, y - far + 3, "end", 4]];
    // The sea in both corners of the west is free, and stays so.
    const counted = phrase(words.numbers, { what: view.goals.find(([goal]) => goal === state.goal)[3] });
    for (const [said, top] of [[words.touch, high - 18], [counted, 0]]) free.keep(0, top, widthOf(said, "q-small"), 16);
    body += free.put(view.capital[0], "q-value q-small q-halo", beside(home, 14), strokes);
    for (const [key, name] of view.places) body += `<g class="q-words">${free.put(name, "q-small q-halo", beside(at.get(key), r + 4), strokes)}</g>`;
    body += text(0, high - 5, esc(words.touch), "q-small q-hint") + text(0, 12, esc(counted), "q-small");
    if (veiled) return { body: svg(wide, high, ctx.label(view, marks), body), marks };
    return meters(view, ctx, { body, marks, note, narrow, wide, high });
  }, true);

  // What it costs, whom it reaches, how evenly, and who can read.
  function meters(view, ctx, { body, marks, note, narrow, wide, high }) {
    const { get, state, width: w } = ctx, { words } = view, over = get("over") > 0, none = get("built") === 0;
    const cost = `${format(get("own.cost"), "f1")} ${words.of} ${format(get("budget"), "int")}\u00a0${words.million}`, share = get("own.cost") / get("budget");
    const counts = view.goals.map(([goal, said, all]) => ({ key: goal === "people" ? "reach.people" : `count.${goal}`, said, mine: goal === state.goal, share: get(`reach.${goal}`),
      shown: goal === "people" ? format(get("reach.people"), "pct0") : `${format(get(`count.${goal}`), "int")} ${words.of} ${all}` }));
    const gini = none ? "\u2013" : format(get("own.gini"), "f2"), sites = format(get("sites"), "int") + (get("sky") ? "\u00a0+\u00a01" : "");
    const costNote = note("own.cost", words.cost, format(get("own.cost"), "f1")), giniNote = none ? "" : note("own.gini", words.gini, gini);
    const notes = counts.map((one) => note(one.key, one.said, one.key === "reach.people" ? one.shown : format(get(one.key), "int"))), siteNote = note("sites", words.sites, format(get("sites"), "int"));
    if (narrow) {
      let y = high + 14;
      body += text(0, y, words.cost, "q-small") + text(w, y, esc(cost), over ? "q-value q-small q-word q2" : "q-value q-small", "end") + bar(0.5, y + 5, w - 1, 8, share, over ? "q2" : "q1", costNote);
      y += 30;
      const cells = [...counts.map((one, i) => [one.said, one.key === "reach.people" ? one.shown : one.shown.replace(` ${words.of} `, "/"), notes[i], one.mine]), [words.gini_short, gini, giniNote], [words.sites_short, sites, siteNote]];
      cells.forEach(([said, shown, mark, mine], i) => {
        const x = (i % 3 + 0.5) * w / 3, top = y + 34 * Math.floor(i / 3);
        if (mine) body += `<rect x="${(x - w / 6 + 2).toFixed(1)}" y="${top - 13}" width="${(w / 3 - 4).toFixed(1)}" height="33" rx="4" class="q-rest"/>`;
        body += text(x, top, `<tspan${mark}>${esc(shown)}</tspan>`, "q-value", "middle") + text(x, top + 15, esc(said), "q-small", "middle");
      });
      return { body: svg(w, y + 52, ctx.label(view, marks), body), marks };
    }
    const left = wide + 12, right = w - 1, long = right - left, step = Math.min(58, Math.max(44, ((ctx.height || high) - 54) / 7));
    let y = 13;
    const meter = (said, shown, part, tone, mark, cls = "q-small") => {
      body += text(left, y, esc(said), cls) + text(right, y, esc(shown), tone === "q2" ? "q-value q-word q2" : "q-value", "end") + bar(left, y + 6, long, 9, part, tone, mark);
      y += step;
    };
    meter(words.cost, cost, share, over ? "q2" : "q1", costNote);
    counts.forEach((one, i) => meter(one.said, one.shown, one.share, "q3", notes[i], one.mine ? "q-value" : "q-small"));
    y += 3;
    meter(words.gini, gini, none ? 0 : get("own.gini"), "q0", giniNote);
    body += text(right, y, `<tspan${siteNote}>${format(get("sites"), "int")}</tspan>`, "q-value", "end") + text(left, y, esc(words.sites), "q-small") + shape("square", left + 4, y + 13, 4, "q-glyph q4");
    if (get("sky")) body += text(left + 16, y + 17, esc(words.sky), "q-small");
    const legend = [['<circle cx="7" cy="7" r="5.500" class="q-town"/>', words.reached], [shape("square", 7, 7, 4, "q-glyph q4"), words.site],
      [`<g transform="translate(7 6) scale(0.3)">${view.symbols.telescope}</g>`, words.dish]].map(([sign, said]) => `<li>${icon(sign)} ${esc(said)}</li>`).join("");
    return { body: `${svg(w, Math.max(high, y + 22), ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>`, marks };
  }

  QEduWidgets.view("plans", (view, ctx) => {
    const of = map(ctx), { get, state, veiled, width: w } = ctx, marks = [], { words } = view, gap = 8, each = (w - 2 * gap) / 3, s = each / of.size[0], goal = of.goals.find(([key]) => key === state.goal)[1];
    const note = noting(marks, ctx);
    const total = of.goals.find(([key]) => key === state.goal)[2], small = each < 150, top = 22, below = top + of.size[1] * s + 18;
    let body = "", rows = 0;
    view.plans.forEach(([plan, name], i) => {
      const x0 = i * (each + gap), middle = x0 + each / 2, { at, home, land, path } = frame(of, x0, top, s), key = (one) => (plan === "own" ? one : `${plan}.${one}`);
      const built = (one) => Number(plan === "own" ? state[one] : get(`${plan}.${one}`)) > 0;
      body += text(middle, 14, esc(name), "q-value", "middle") + land;
      if (veiled && plan !== "own") return;
      for (const [one, called, towns] of of.lines) {
        if (!built(one)) continue;
        const mark = plan === "own" ? "" : note(key(one), phrase(words.built, { name, what: called }), "1");
        body += `<path d="${path(towns)}" class="q-line q3 q-solid"${mark}/>`;
      }
      for (const [one, called] of of.places) {
        const [x, y] = at.get(one), reached = get(`${plan}.at.${one}`) > 0, r = small ? 3.5 : 6;
        const mark = plan !== "own" && built(one) ? note(key(one), phrase(words.built, { name, what: phrase(words.station, { name: called }) }), "1") : "";
        body += shape(built(one) ? "triangle" : "disc", x, y, built(one) ? r + 1 : r, reached ? "q-fill q3" : "q-frame", mark);
      }
      body += shape("diamond", home[0], home[1], small ? 4 : 7, "q-ink");
      if (veiled) return;
      const over = plan === "own" && get("over") > 0, people = format(get(`${plan}.people`), "pct0"), value = format(get(`${plan}.value`), "int"), cost = format(get(`${plan}.cost`), get(`${plan}.cost`) < 100 ? "f1" : "int");
      const peopleNote = note(`${plan}.people`, phrase(words.people, { name }), people), costNote = note(`${plan}.cost`, phrase(words.cost, { name }), cost);
      const giniNote = get(`${plan}.key`) > 0 ? note(`${plan}.gini`, phrase(words.gini, { name }), format(get(`${plan}.gini`), "f2")) : "";
      const lines = [
        ...(state.goal === "people" ? [] : [[`<tspan${note(`${plan}.value`, phrase(words.value, { name, goal }), value)}>${value} ${words.of} ${total}</tspan> ${small ? "" : esc(goal)}`, "q-value"]]),
        [`<tspan${peopleNote}>${people}</tspan> ${esc(small ? words.folk_short : words.folk)}`, state.goal === "people" && !small ? "q-value" : "q-small"],
        [`<tspan${costNote}>${cost}\u00a0${words.million}</tspan>${over && !small ? `, ${esc(words.over)}` : ""}`, over ? "q-small q-word q2" : "q-small"],
        ...(giniNote ? [[`Gini <tspan${giniNote}>${format(get(`${plan}.gini`), "f2")}</tspan>`, "q-small"]] : []),
        ...(small ? [] : broken([...of.lines.filter(([one]) => built(one)).map(([, called]) => called), ...of.places.filter(([one]) => built(one)).map(([, called]) => phrase(words.station, { name: called }))].join(", "), each, "q-small").map((said) => [esc(said), "q-small q-muted"]))];
      lines.forEach(([said, cls], k) => { body += text(middle, below + 19 * k, said, cls, "middle"); });
      rows = Math.max(rows, lines.length);
    });
    // How near the reader is: only where the money suffices.
    const part = get("over") > 0 || veiled ? "" : note("own.part", words.share, format(get("own.part"), "pct0"));
    if (part) body += text(w / 2, below + 19 * rows + 8, `<tspan${part}>${esc(phrase(words.part, { part: format(get("own.part"), "pct0") }))}</tspan>`, "q-value", "middle");
    const told = broken(words.note, w, "q-small"), last = below + 19 * rows + 34;
    told.forEach((one, k) => { body += text(0, last + 16 * k, esc(one), "q-small q-muted"); });
    return { body: svg(w, last + 16 * told.length, ctx.label(view, marks), body), marks };
  }, true);

  QEduWidgets.view("money", (view, ctx) => {
    const of = map(ctx), { get, veiled, width: w } = ctx, { words } = view, s = Math.min(w / of.size[0], (w < 520 ? Math.max(180, (ctx.height || 340) - 52) : (ctx.height || 400) - 34) / of.size[1]), wide = of.size[0] * s, x0 = (w - wide) / 2, marks = [];
    const { at, home, land } = frame(of, x0, 0, s), share = get("money.share"), r = w < 520 ? 10 : 13, free = room(x0, 0, x0 + wide, of.size[1] * s);
    const note = noting(marks, ctx);
    let body = land, first = note("money.share", words.share, format(share, "pct0"));
    for (const [, [x, y]] of at) free.keep(x - r - 4, y - r - 4, 2 * r + 8, 2 * r + 8);
    free.keep(home[0] - 9, home[1] - 9, 18, 18);
    for (const [key, name] of of.places) {
      const [x, y] = at.get(key), a = 2 * Math.PI * share, part = share > 0.999 ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" class="q-fill q1"${first}/>`
        : `<path d="M${x.toFixed(1)},${y.toFixed(1)}v${-r}A${r},${r} 0 ${share > 0.5 ? 1 : 0} 1 ${(x + r * Math.sin(a)).toFixed(2)},${(y - r * Math.cos(a)).toFixed(2)}z" class="q-fill q1"${first}/>`;
      body += `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" class="q-frame"/>${veiled ? "" : part}`
        + `<g${note(`own.at.${key}`, phrase(of.words.at, { name }), get(`own.at.${key}`) > 0 ? "1" : "0")}>${get(`own.at.${key}`) > 0 ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r + 3.5}" class="q-line q3"/>` : ""}</g>`;
      first = "";
    }
    body += shape("diamond", home[0], home[1], 8, "q-ink");
    // On a phone the first tab has the names.
    for (const [key, name] of s < 0.55 ? [] : of.places) { const [x, y] = at.get(key), far = r + 7; body += free.put(name, "q-small q-halo", [[x + far, y + 4.5, "start"], [x - far, y + 4.5, "end"], [x, y + far + 11, "middle"], [x, y - far - 2, "middle"]]); }
    const legend = veiled ? "" : `<ul class="qedu-legend"><li>${icon('<circle cx="7" cy="7" r="5.500" class="q-line q3"/>')} ${esc(words.network)}</li><li>${icon('<circle cx="7" cy="7" r="5" class="q-frame"/><path d="M7,7V2A5,5 0 0 1 7,12z" class="q-fill q1"/>')} ${esc(phrase(words.moved, { share: format(share, "pct0") }))}</li></ul>`;
    return { body: svg(w, of.size[1] * s + 2, ctx.label(view, marks), body) + legend, marks };
  }, true);
})();
