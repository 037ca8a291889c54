/* Chapter C07: rounds as a table, and what the pairs of directions are used for.
 * sheet      dice, show, head, columns [{key, label, of: word of each outcome, words: [{text, shape, tone}], when}];
 *            look: control that picks one of the rounds shown
 * pair-room  dice, sides [{key, name, of, angles}], fates {of, words, told}, eves (words by choice), spots (place: choice), words, symbols:
 *            the last pair of all; Eve stands where she is put
 * pair-grid  rows, columns, cells [{value, count, use, label, count_label}] row by row, uses [{text, shape, tone}]
 * face-to-face  sides [{key, name, title, under, fits}], rows [{key, label, tone, format, name}], mark {row, key, name}, none: two columns of
 *            bars that grow outwards from the middle, so that each figure stands beside its like
 * words      text */
QEduWidgets.view("sheet", (view, ctx) => {
  const { esc, icon, shape, tag, holds } = QEduWidgets.tools;
  const drawn = ctx.sample(view.dice), first = Math.max(0, drawn.length - view.show), columns = view.columns.filter((c) => holds(c.when, ctx));
  // Before the prediction the sheet is there, and nobody has written on it.
  if (ctx.veiled) return { body: `<div class="qedu-sheet" aria-hidden="true">${[[view.head, ...columns.map((c) => c.label)], ...[1, 2, 3, 4].map((n) => [n, ...columns.map(() => "?")])].map((cells, i) =>
    `<div>${cells.map((words) => `<span${i ? "" : ' role="columnheader"'}>${esc(words)}</span>`).join("")}</div>`).join("")}</div>`, marks: [] };
  if (!drawn.length) return { body: `<p class="qedu-remark">${esc(ctx.spec.strings.none_yet)}</p>`, marks: [] };
  const rows = Array.from(drawn).slice(first).map((outcome, i) => ({
    n: first + i + 1, here: view.look && (ctx.get("look.round") === first + i + 1),
    cells: columns.map((c) => ({ key: `r${first + i + 1}.${c.key}`, value: c.of[outcome], ...c.words[c.of[outcome]] })),
  }));
  const title = QEduWidgets.tools.fill(view.title, ctx);
  const glyph = (cell) => (cell.shape ? `${icon(shape(cell.shape, 7, 7, 5, `q-glyph ${cell.tone}`))} ` : "");
  const body = `<div class="qedu-scroll" tabindex="0"><div class="qedu-sheet" role="table" aria-label="${esc(title)}"><div role="row">${[view.head, ...columns.map((c) => c.label)].map((label) => `<span role="columnheader">${esc(label)}</span>`).join("")}</div>${rows.map((row, i) =>
    `<div role="row"${view.look ? ` data-set='{"${view.look}":${i + 1}}'` : ""}${row.here ? ' class="q-here"' : ""}><span role="rowheader">${row.n}</span>${row.cells.map((cell) => `<span role="cell"${tag(cell.key, cell.value)}>${glyph(cell)}${esc(cell.text)}</span>`).join("")}</div>`).join("")}</div></div>`;
  return { body, marks: [], tables: [{ caption: title, apart: true, columns: [view.head, ...columns.map((c) => c.label)], rows: rows.map((row) => ({ head: row.n, cells: row.cells })) }] };
});

(() => {
  const flown = new Map();                                     // how many pairs each simulation has let fly: each flies once
  QEduWidgets.view("pair-room", (view, ctx) => {
    const { esc, phrase, svg, text, line, shape, tag, widthOf } = QEduWidgets.tools, { state, veiled } = ctx, { words, symbols } = view;
    const w = ctx.width, phone = w < 520, R = phone ? 34 : 66, y = R + 16, xs = [R + 6, w - R - 6], low = y + R + 24, middle = w / 2, size = phone ? 30 : 40;
    const put = (name, x, top, wide = size) => `<g transform="translate(${x.toFixed(1)} ${top.toFixed(1)}) scale(${(wide / 48).toFixed(3)})">${symbols[name]}</g>`;
    const on = (i, degrees, r) => [xs[i] + r * Math.sin(degrees * Math.PI / 180), y - r * Math.cos(degrees * Math.PI / 180)];
    const drawn = veiled ? [] : ctx.sample(view.dice), n = drawn.length, last = n ? drawn[n - 1] : 0;
    const staged = ctx.narrow !== undefined && !veiled, fresh = staged ? Math.min(4, Math.max(0, n - (flown.get(ctx.spec.name) ?? n - 1))) : 0;
    if (staged) flown.set(ctx.spec.name, n);
    const landing = fresh ? ` class="q-lands" style="animation-delay:${(0.9 + 0.15 * (fresh - 1)).toFixed(2)}s"` : "";
    const eve = state.eve, held = eve === view.spots.source, inLine = eve !== "none" && !held, places = { source: middle, line: (middle + xs[1] - R) / 2 };
    const named = [];                                          // what a reader who does not see it hears: the last pair, and Eve
    let body = line(xs[0] + R + 3, y, xs[1] - R - 3, y, "q-flight");
    // Each pair leaves the source as two photons; those that Eve has had in her hands, all or none, have her colour.
    for (let k = 0; k < fresh; k += 1) xs.forEach((x, i) => {
      const touched = eve !== "none" && state.f === 1 && (held || i) ? " q-touched" : "";
      body += `<circle cx="${middle}" cy="${y}" r="4.500" class="q-flies${touched}" style="--far:${(i ? x - R - middle : x + R - middle).toFixed(0)}px;animation-delay:${(0.15 * k).toFixed(2)}s"/>`;
    });
    view.sides.forEach((side, i) => {
      body += `<circle cx="${xs[i]}" cy="${y}" r="${R}" class="q-part"/>` + side.angles.map((angle) => shape("ring", ...on(i, angle, R), 4, "q-mark q0")).join("") + put(side.key, xs[i], y, phone ? 22 : 28);
      if (!n) { body += text(xs[i], low, esc(side.name), "q-value", "middle"); return; }
      const of = side.of[last], angle = side.angles[of >> 1], key = `r${n}.${side.key}`, from = on(i, angle, phone ? 15 : 20), shown = `${side.name} ${angle}°: ${of % 2}`;
      named.push((i ? "" : phrase(words.pair, { n })) + shown);
      body += `<g${landing}><g${tag(key, of)}>${line(...from, ...on(i, angle, R), "q-pointer")}${shape("disc", ...on(i, angle, R), 4.5, "q-glyph q1")}${text(i ? w - 2 : 2, low, esc(shown), phone ? "q-small" : "q-value", i ? "end" : "start")}</g></g>`;
    });
    // The two places at which Eve may stand; a click puts her there, or takes her away.
    Object.entries(places).forEach(([place, x]) => {
      const here = place === "source" ? held : inLine, set = ` data-set="${esc(JSON.stringify({ eve: here ? "none" : view.spots[place] }))}"`, ring = phone ? 17 : 22;
      const inside = here ? put("eve", x, y, phone ? 26 : 34) : place === "source" ? put("crystal", x, y) : text(x, y + 5, "?", "q-small q-halo", "middle");
      body += `<g class="q-card"${veiled ? "" : set}><circle cx="${x.toFixed(1)}" cy="${y}" r="${ring}" class="${here ? "q-frame" : "q-frame q-out"}"/>${inside}</g>`;
    });
    body += text(middle, y - (phone ? 24 : 32), esc(held ? view.eves[eve] : words.source), held ? "q-word q4" : "q-small", "middle");
    if (!held) {                                               // under her, and clear of Bob's circle
      const under = inLine ? view.eves[eve] : ctx.narrow === undefined ? "" : words.free, cls = inLine ? "q-word q4" : "q-small q-hint", half = widthOf(under, "q-value") / 2;
      body += text(Math.min(places.line, xs[1] - R - 6 - half), y + (phone ? 32 : 40), esc(under), cls, "middle");
    }
    if (veiled) return { body: svg(w, low + 8, ctx.label(view, []), body), marks: [], high: low + 8 };
    const told = n && state[view.fates.told], fate = view.fates.words[view.fates.of[last]], said = n ? phrase(words.pair, { n }) : words.none;
    const whole = told && phone ? fate.text : said + (n ? told ? fate.text : "?" : ""), half = widthOf(whole, "q-value") / 2;
    body += `<g${landing}>${told ? `<g${tag(`r${n}.use`, view.fates.of[last])}>${shape(fate.shape, middle - half - 6, low - 4.5, 5, `q-glyph ${fate.tone}`)}</g>` : ""}${text(middle + (told ? 5 : 0), low, esc(whole), "q-value", "middle")}</g>`;
    if (told) named.push(fate.text);
    if (eve !== "none") named.push(view.eves[eve]);
    return { body: svg(w, low + 8, ctx.label(view, named), body), marks: [], high: low + 8 };
  });
})();
QEduWidgets.view("pair-grid", (view, ctx) => {
  const { esc, svg, icon, text, shape, tag, format, widthOf } = QEduWidgets.tools;
  const w = Math.min(ctx.width, 420), left = 52, gap = 6, bw = (w - left) / 3, bh = 66, marks = [];
  // Where the cells are too narrow for words, the shapes are explained below.
  const wordy = Math.max(...view.uses.map((use) => widthOf(use.text, "q-small"))) + gap + 34 < bw;
  let body = view.columns.map((words, j) => text(left + (j + 0.5) * bw, 14, esc(words), "q-value", "middle")).join("");
  view.cells.forEach((cell, k) => {
    const [i, j] = [Math.floor(k / 3), k % 3], x = left + j * bw, y = 24 + i * bh, use = view.uses[cell.use], E = ctx.get(cell.value), n = ctx.get(cell.count);
    if (!j) body += text(0, y + bh / 2 + 2, esc(view.rows[i]), "q-value");
    body += `<rect x="${x + gap / 2}" y="${y}" width="${bw - gap}" height="${bh - gap}" rx="6" class="q-part${cell.use === 2 ? " q-out" : ""}"/>`
      + shape(use.shape, x + gap + 10, y + 14, 5, `q-glyph ${use.tone}`) + (wordy ? text(x + gap + 20, y + 18, esc(use.text), "q-small") : "")
      + (ctx.veiled ? "" : `<g${tag(cell.value, E)}>${text(x + gap + 5, y + 36, `E ${format(E, "f2")}`, "q-small")}</g>`
      + `<g${tag(cell.count, n)}>${text(x + gap + 5, y + 53, `n ${format(n, "int")}`, "q-small")}</g>`);
    marks.push({ key: cell.value, label: cell.label, text: format(E, "f3"), value: E }, { key: cell.count, label: cell.count_label, text: format(n, "int"), value: n });
  });
  const legend = wordy ? "" : `<ul class="qedu-legend">${view.uses.map((use) => `<li>${icon(shape(use.shape, 7, 7, 5, `q-glyph ${use.tone}`))} ${esc(use.text)}</li>`).join("")}</ul>`;
  return { body: svg(w, 24 + 3 * bh, ctx.label(view, marks), body) + legend, marks };
});

QEduWidgets.view("face-to-face", (view, ctx) => {
  const { esc, fill, svg, text, line, lines, tag, format } = QEduWidgets.tools;
  const w = ctx.width, phone = w < 520, middle = w / 2, gap = phone ? 3 : 5, far = middle - gap - 1, marks = [];
  let body = "", top = 0;
  // The heads: protocol, and under it the attack; as many lines as the longer one needs.
  view.sides.forEach((side, i) => {
    const x = i ? w - 1 : 1, under = lines(fill(side.under, ctx), far - 8, "q-small");
    body += text(x, 18, esc(fill(side.title, ctx)), "q-answer", i ? "end" : "start") + under.map((words, k) => text(x, 35 + 15 * k, esc(words), "q-small", i ? "end" : "start")).join("");
    top = Math.max(top, 35 + 15 * (under.length - 1) + 12);
  });
  const step = phone ? 41 : Math.max(54, Math.min(84, ((ctx.height || 0) - top) / view.rows.length)), high = phone ? 13 : Math.round(0.34 * step);
  view.rows.forEach((row, r) => {
    const y = top + r * step;
    body += text(middle, y + 13, esc(row.label), "q-small", "middle");
    view.sides.forEach((side, i) => {
      const key = `${side.key}.${row.key}`, fits = ctx.get(side.fits), value = ctx.get(key), way = i ? 1 : -1, begin = middle + way * gap, from = (long) => (i ? begin : begin - long);
      body += `<rect x="${from(far).toFixed(1)}" y="${y + 19}" width="${far.toFixed(1)}" height="${high}" class="q-track"/>`;
      if (!fits) { if (r === 2) body += lines(view.none, far - 16, "q-small").map((words, k) => text(middle + way * (gap + far / 2), y + 19 + high / 2 + 5 + 15 * k, esc(words), "q-small q-halo", "middle")).join(""); return; }
      if (!ctx.veiled) {
        body += `<g${tag(key, value)}><rect x="${from(far * value).toFixed(1)}" y="${y + 19}" width="${(far * value).toFixed(1)}" height="${high}" class="q-fill ${row.tone}"/>`
          + `${text(i ? w - 1 : 1, y + 13, format(value, row.format), "q-value", i ? "end" : "start")}</g>`;
        if (row.key === view.mark.row) {
          const clean = `${side.key}.${view.mark.key}`, at = ctx.get(clean), x = begin + way * far * at;
          body += `<g${tag(clean, at)}>${line(x, y + 16, x, y + 22 + high, "q-tick")}</g>`;
        }
      }
      marks.push({ key, label: `${side.name}: ${row.name}`, text: format(value, row.format), value });
      if (row.key === view.mark.row) marks.push({ key: `${side.key}.${view.mark.key}`, label: `${side.name}: ${view.mark.name}`, text: format(ctx.get(`${side.key}.${view.mark.key}`), "pct"), value: ctx.get(`${side.key}.${view.mark.key}`) });
    });
  });
  const low = top + (view.rows.length - 1) * step + high + 22;
  return { body: svg(w, low, ctx.label(view, marks), body), marks };
}, true);

QEduWidgets.view("words", (view, ctx) => ({ body: ctx.veiled ? "" : `<p>${QEduWidgets.tools.esc(QEduWidgets.tools.fill(view.text, ctx))}</p>`, marks: [] }));

/* The round that is looked at, as sheet.py has it. */
QEduWidgets.numbers("sarg04-reveal", (state, get, sample, spec) => {
  const view = spec.views.find((v) => v.view === "sheet"), drawn = sample(view.dice), first = Math.max(0, drawn.length - view.show);
  const chosen = Math.min(drawn.length, first + state[view.look]), out = { "look.round": chosen };
  for (const c of view.columns) out[`look.${c.key}`] = chosen ? c.of[drawn[chosen - 1]] : -1;
  out.closed = Number(state.mine && chosen > 0 && !state.struck.startsWith(chosen + state.sift[0]));
  return out;
});
