/* Chapter C17: places in the order of one indicator, apart from them those of which nothing is known, and ten indicators to move along.
 * lens   divides [key, words], lenses {key, name, short, title, divide, first, axis, order, wider, unit}, places [key, name, brief], facts {id, place,
 *        name, lens, said, figure, counts, body, day, scope, source, read, also, low, high, ranks}, shapes, words; numbers low.<id>, high.<id>,
 *        best.<id>, worst.<id>, known.<lens>
 * known  which place has a figure under which lens; fact  the figure of the place that is followed: both of the view `lens` */
(() => {
  const { tools } = QEduWidgets, { esc, phrase, format, svg, icon, text, line, shape, tag, widthOf, set, rect, noting, scroll } = tools;
  const whole = (ctx) => ctx.spec.views.find((view) => view.view === "lens");
  const heights = new Map();                                   // where each place stood, by widget: it moves from there
  let moved = "";

  function told(view, ctx, high) {
    const { words } = view, { state } = ctx, [, name] = view.places.find(([key]) => key === state.place), lens = view.lenses.find((one) => one.key === state.lens);
    const fact = view.facts.find((one) => one.lens === state.lens && one.place === state.place), part = (head, said) => (said ? `<li><b>${esc(head)}</b> ${esc(said)}</li>` : "");
    const style = high ? ` style="max-height:${Math.round(high)}px"` : "", head = `${name}: ${fact ? fact.figure : lens.title}`;
    const rows = (one) => part(words.counts, one.counts) + part(words.scope, one.scope) + part(words.also, one.also) + part(words.who, `${one.body}, ${one.day}`)
      + `<li><b>${esc(words.source)}</b> ${esc(one.source)}. <span class="qedu-remark">${esc(words.read)}: ${esc(one.read)}.</span></li>`;
    const wider = lens.wider.map((id) => view.facts.find((one) => one.id === id)).map((one) => `<li><b>${esc(`${words.wider} ${one.name}, ${one.figure}`)}</b></li>${rows(one)}`).join("");
    return scroll(head, style, `<p><b>${esc(head)}</b>${fact ? "" : `. ${esc(words.nothing)}`}</p><ol>${fact ? rows(fact) : ""}${wider}</ol>`);
  }

  QEduWidgets.view("lens", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, narrow = w < 520, marks = [], { words, places } = view, live = Boolean(ctx.height);
    const lens = view.lenses.find((one) => one.key === state.lens), byId = (id) => view.facts.find((one) => one.id === id);
    const note = noting(marks, ctx, format);
    let body = "", y = 13;
    // The ten lenses in a row, by the divide that they belong to, each with how many places are known under it.
    const groups = view.divides.map(([key]) => view.lenses.filter((one) => one.divide === key)), stops = new Map();
    const least = groups.map((group, i) => Math.max(widthOf(view.divides[i][0], "q-small") * (narrow ? 0.86 : 1) + 6, group.length * (narrow ? 19 : 40))), sum = least.reduce((a, b) => a + b, 0);
    // On the narrowest phones the names of all divides have no room.
    const need = least.map((one) => one * Math.min(1, w / sum)), spare = Math.max(0, w - sum) / view.lenses.length;
    let x = 0;
    groups.forEach((group, i) => {
      const wide = need[i] + spare * group.length;
      if (sum <= w || group.includes(lens)) body += text(tools.within(x + wide / 2, view.divides[i][0], w, "q-small"), y, esc(view.divides[i][0]), !group.includes(lens) ? "q-small q-muted" : narrow ? "q-small" : "q-small q-value", "middle");
      body += line(x + 3, y + 5, x + wide - 3, y + 5, "q-axis");
      group.forEach((one, j) => stops.set(one.key, x + wide * (j + 0.5) / group.length));
      x += wide;
    });
    const rail = y + 21;
    body += line(Math.min(...stops.values()), rail, Math.max(...stops.values()), rail, "q-grid");
    for (const one of view.lenses) {
      const at = stops.get(one.key), mark = note(`known.${one.key}`, phrase(words.known, { lens: one.name }), "int");
      body += `<g class="q-card"${veiled ? "" : set({ lens: one.key })}>${rect(at - 11, rail - 12, 22, 38, "q-column")}${one === lens ? shape("ring", at, rail, 9, "q-point") : shape("disc", at, rail, 4.5, "q-dot q0")}`
        + (veiled ? "" : `<g${mark}>${text(at, rail + 24, get(`known.${one.key}`), "q-small", "middle")}</g>`) + "</g>";
    }
    y = rail + 46;
    const handles = [{ control: "lens", axis: true, direct: true, at: (key) => [stops.get(key("lens")), rail] }];
    const title = veiled ? words.places : `${lens.title}${lens.axis ? (lens.order.length > 1 ? `, ${words.first[lens.first]}` : "") : `: ${words.mixed}`}`;
    for (const part of tools.lines(title, w - 4, "q-value")) { body += text(0, y, esc(part), "q-value"); y += 17; }
    y -= narrow ? 6 : 3;
    const rows = veiled ? [] : lens.order.map(byId), wider = veiled ? [] : lens.wider.map(byId), short = (key) => places.find(([id]) => id === key)[narrow ? 2 : 1];
    const step = narrow ? 21 : 23, name = (one) => (one.ranks || !one.place || places.some(([id]) => id === one.place) ? short(one.place) : one.name);
    const ranked = rows.some((one) => one.ranks) && rows.length > 1, ranks = ranked ? Math.max(...rows.map((one) => widthOf(one.ranks, "q-small"))) + 8 : 0;
    const drawn = [...rows, ...(rows.length ? [] : wider)], names = Math.max(0, ...drawn.map((one) => widthOf(name(one), "q-small q-value"))) + 8, values = Math.max(0, ...drawn.map((one) => widthOf(one.said, "q-small q-value"))) + 8;
    const left = ranks + names, right = w - (lens.axis ? values : 0), axis = lens.axis, X = axis && ((v) => left + (right - left - 4) * (v - axis.low) / (axis.high - axis.low));
    const seen = new Map(), was = heights.get(ctx.spec.name), fresh = live && was && moved !== state.lens;
    // From where it stood under the lens before.
    const from = (key, at) => {
      seen.set(key, at);
      const far = fresh && was.has(key) ? was.get(key) - at : 0;
      return far ? ` class="q-moves" style="--from:${far.toFixed(0)}px"` : "";
    };
    if (!rows.length && !veiled) { body += text(0, y + 12, esc(words.none), "q-small"); y += 22; }
    const top = y;
    let bars = "";
    drawn.forEach((one) => {
      const mine = one.place === state.place, here = places.some(([id]) => id === one.place), at = y + step / 2, lensName = lens.name, gaps = { place: one.name, lens: lensName };
      const ends = [one.low ? get(`low.${one.id}`) : null, one.high ? get(`high.${one.id}`) : null], kind = lens.unit === "share" ? "pct0" : lens.unit === "year" ? "f0" : "f1";
      const lowTag = one.low ? note(`low.${one.id}`, phrase(words.low, gaps), kind) : "", highTag = one.high ? note(`high.${one.id}`, phrase(words.high, gaps), kind) : "";
      const best = one.ranks ? note(`best.${one.id}`, phrase(words.best, gaps), "int") : "", worst = one.ranks ? note(`worst.${one.id}`, phrase(words.worst, gaps), "int") : "";
      let row = rect(0.5, y + 1, w - 1, step - 2, mine ? "q-face" : "q-column", ' rx="4"');
      if (ranked) row += `<g${best}><g${worst}>${text(6, at + 4.5, esc(one.ranks), "q-small q-muted")}</g></g>`;
      else if (one.ranks) row += `<g${best}><g${worst}></g></g>`;
      row += text(ranks + (ranked ? 4 : 6), at + 4.5, esc(name(one)), mine ? "q-small q-value" : "q-small");
      if (axis) {
        const [a, b] = [X(ends[0] ?? axis.low), X(ends[1] ?? axis.high)], tone = mine ? "q3" : here ? "q1" : "q0", high = step - 10;
        if (axis.low === 0) row += `<g${lowTag}>${rect(X(0), at - high / 2, a - X(0), high, `q-fill ${tone}`)}</g>`;
        else row += `<g${lowTag}>${shape("disc", a, at, 5, `q-dot ${tone}`)}</g>`;
        if (!one.high) row += tools.arrow(a, at, b, at, `q-arrow ${tone}`);
        else if (b - a < 1) row += `<g${highTag}></g>`;
        else row += axis.low === 0 ? `<g${highTag}>${rect(a, at - high / 2, b - a, high, `q-entry ${tone}`)}${line(b, at - high / 2 - 2, b, at + high / 2 + 2, "q-error")}</g>` : `<g${highTag}>${rect(a, at - 3.5, b - a, 7, `q-entry ${tone}`)}${shape("disc", b, at, 5, `q-dot ${tone}`)}</g>`;
        row += text(w - 6, at + 4.5, esc(one.said), "q-small q-value", "end");
        // Whose figure holds this one too is told where it is short enough.
        const again = one.also && phrase(words.again, { place: (places.find((other) => other[1] === one.also) || [0, 0, one.also])[2] });
        if (again && b + 8 + widthOf(again, "q-small") < right) row += text(b + 8, at + 4.5, esc(again), "q-small q-muted");
      } else row += `<g${lowTag}>${left + 4 + widthOf(one.figure, "q-small q-value") > w ? text(w - 4, at + 4.5, esc(one.figure), "q-small q-value", "end") : text(left + 4, at + 4.5, esc(one.figure), "q-small q-value")}</g><g${highTag}></g>`;
      bars += `<g${from(one.place, y)}><g class="q-card"${here ? set({ place: one.place }) : ""}>${row}</g></g>`;
      y += step;
    });
    if (axis && drawn.length && !veiled) {
      // The lines of the axis lie behind the rows.
      const unit = lens.unit === "share" || lens.unit === "year" ? "" : lens.unit;
      for (const v of axis.ticks) body += line(X(v), top, X(v), y + 4, "q-grid");
      let written = unit ? widthOf(unit, "q-small") : 0;
      if (unit) body += text(0, y + 17, esc(unit), "q-small q-muted");
      for (const v of axis.ticks) {
        const said = lens.unit === "share" ? format(v, "pct0") : lens.unit === "year" ? format(v, "f0") : format(v, "int"), half = widthOf(said, "q-small") / 2;
        if (X(v) - half < written + 6) continue;
        body += text(X(v), y + 17, said, "q-small", "middle");
        written = X(v) + half;
      }
      y += 22;
    }
    body += bars;
    if (rows.length && wider.length) {
      for (const part of tools.lines(`${words.wider} ${wider.map((one) => `${one.name}, ${one.figure}`).join("; ")}`, w - 4, "q-small")) { body += text(0, y + 13, esc(part), "q-small q-muted"); y += 15; }
      y += 3;
    }
    // Apart from the list: no bar of no length, and no place at the end of an order.
    const having = new Set(rows.map((one) => one.place)), lacking = places.filter(([key]) => !having.has(key));
    if (lacking.length) {
      y += 6;
      if (!veiled) body += text(0, y + 12, esc(words.unknown), "q-small q-value");
      y += veiled ? 0 : 19;
      let at = 0;
      for (const [key] of lacking) {
        const wide = Math.ceil(widthOf(short(key), "q-small")) + 14;
        if (at && at + wide > w) { at = 0; y += 25; }
        bars = `<g class="q-card"${veiled ? "" : set({ place: key })}>${rect(at + 1, y, wide - 2, 21, key === state.place && !veiled ? "q-face" : "q-frame", ' rx="10" stroke-dasharray="3 3"')}${text(at + 7, y + 15, esc(short(key)), "q-small")}</g>`;
        body += `<g${from(key, y)}>${bars}</g>`;
        at += wide + 4;
      }
      y += 26;
    }
    if (live) { heights.set(ctx.spec.name, seen); moved = state.lens; }
    const rest = (ctx.height || 0) - y - 12, below = narrow || veiled || !live ? "" : told(view, ctx, Math.max(128, rest));
    return { body: svg(w, y, ctx.label(view, marks), body) + below, marks, handles };
  }, true);

  QEduWidgets.view("fact", (view, ctx) => ({ body: ctx.veiled ? "" : told(whole(ctx), ctx, ctx.height), marks: [] }), true);

  QEduWidgets.view("known", (_, ctx) => {
    const { get, veiled, state, width: w } = ctx, view = whole(ctx), narrow = w < 520, marks = [], { places, lenses, shapes, words } = view;
    const left = 10 + Math.max(...places.map((one) => widthOf(one[narrow ? 2 : 1], "q-small q-value"))), wide = (w - left) / lenses.length, step = narrow ? 19 : 22;
    const heads = lenses.map((one, i) => (narrow ? [String(i + 1)] : tools.lines(one.short, wide - 2, "q-small"))), tall = 15 * Math.max(...heads.map((one) => one.length)) + 4;
    let body = "";
    heads.forEach((head, i) => head.forEach((part, j) => { body += text(left + wide * (i + 0.5), tall - 6 - 15 * (head.length - 1 - j), esc(part), lenses[i].key === state.lens ? "q-small q-value" : "q-small", "middle"); }));
    places.forEach(([key, name, brief], r) => {
      const y = tall + step * (r + 0.5);
      body += line(0, y - step / 2, w, y - step / 2, "q-grid") + text(left - 8, y + 4.5, esc(narrow ? brief : name), key === state.place ? "q-small q-value" : "q-small", "end");
      lenses.forEach((one, i) => {
        const fact = view.facts.find((other) => other.place === key && other.lens === one.key), kind = !fact ? "none" : !one.axis ? "alone" : one.order.length > 1 && get(`best.${fact.id}`) === 1 ? "first" : "figure";
        const x = left + wide * (i + 0.5), [form, tone] = shapes[kind], mine = key === state.place && one.key === state.lens;
        if (veiled) return;
        body += `<g class="q-card"${set({ place: key, lens: one.key })}>${rect(x - wide / 2 + 1, y - step / 2 + 1, wide - 2, step - 2, mine ? "q-face" : "q-column", ' rx="3"')}${kind === "none" ? shape("ring", x, y, 4, "q-rest") : shape(form, x, y, form === "diamond" ? 4.6 : 4.8, `q-glyph ${tone}`)}</g>`;
      });
    });
    let y = tall + step * places.length;
    body += line(0, y, w, y, "q-axis") + text(left - 8, y + 17, esc(narrow ? words.stop.split(" ").at(-1) : words.stop), "q-small q-muted", "end");
    lenses.forEach((one, i) => {
      const key = `known.${one.key}`, value = get(key);
      marks.push({ key, label: phrase(words.known, { lens: one.name }), text: format(value, "int"), value });
      if (!veiled) body += `<g${tag(key, value)}>${text(left + wide * (i + 0.5), y + 17, value, "q-small q-value", "middle")}</g>`;
    });
    y += 24;
    const legend = Object.values(shapes).map(([form, tone, said]) => `<li>${icon(tone === "q-rest" ? shape("ring", 7, 7, 4, "q-rest") : shape(form, 7, 7, 4.6, `q-glyph ${tone}`))} ${esc(said)}</li>`).join("");
    const numbers = narrow ? `<ul class="qedu-legend">${lenses.map((one, i) => (one.key === state.lens ? `<li><b>${i + 1}</b> ${esc(one.name)}</li>` : "")).join("")}</ul>` : "";
    return { body: `${svg(w, y, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>${numbers}`, marks };
  }, true);
})();
