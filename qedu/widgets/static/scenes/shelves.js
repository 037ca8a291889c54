/* Chapter C16: what speaks for and against each way, by the answers to nine questions.
 * shelves  questions [key, name], ways [key, short words, long words], verdicts (words, best first), effects {effect: [shape, tone]},
 *          rules [{id, ways, effect, because, sources}], sources (words), words; numbers fires.<rule>, verdict.<way>
 * reasons  of the way that the control `way` names, with the rules of the shelves */
(() => {
  const { esc, svg, icon, text, line, shape, tag, widthOf, set, noting, scroll } = QEduWidgets.tools;
  const fired = (view, way, get) => Object.keys(view.effects).flatMap((effect) => view.rules.filter((rule) => rule.effect === effect && rule.ways.includes(way) && get(`fires.${rule.id}`)));
  const sign = (view, rule, x, y) => shape(view.effects[rule.effect][0], x, y, 4.5, `q-glyph ${view.effects[rule.effect][1]}`);
  const SIGNS = { triangle: "▲", ring: "○", diamond: "◆", cross: "✕" };
  // The rules that fired for the way that is looked at, with their documents, as high as there is room for.
  function told(shelves, ctx, high) {
    const { state, get } = ctx, [, , long] = shelves.ways.find(([key]) => key === state.way), marks = [];
    const items = fired(shelves, state.way, get).map((rule) => {
      const key = `fires.${rule.id}`, said = shelves.words[rule.effect];
      marks.push({ key, label: rule.because, text: said, value: get(key) });
      return `<li${tag(key, get(key))}><b>${SIGNS[shelves.effects[rule.effect][0]]} ${esc(said)}:</b> ${esc(rule.because)} <span class="qedu-remark">${rule.sources.map((i) => esc(shelves.sources[i])).join("; ")}.</span></li>`;
    });
    const style = high ? ` style="max-height:${Math.round(high)}px"` : "";
    return { body: scroll(long, style, `<p><b>${esc(long)}</b></p>${items.length ? `<ol>${items.join("")}</ol>` : `<p>${esc(shelves.words.silent)}</p>`}`), marks };
  }

  QEduWidgets.view("shelves", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, narrow = w < 520, marks = [], { words } = view;
    const note = noting(marks, ctx);
    let body = "", y = 2;
    // In the words of the question where there is room, else in its short word.
    const answer = (i, key, name, wide) => {
      const words_ = ctx.spec.controls.find((c) => c.key === key).options[state[key]], said = `${i + 1} ${name}: ${words_}`;
      return widthOf(said, "q-small") < wide - 16 ? said : `${i + 1} ${name}: ${state[key]}`;
    };
    // The answers so far; each leads to its question.
    view.questions.forEach(([key, name], i) => {
      const open = state[key] === "open", wide = narrow ? (w - 2) / 9 : (w - 2) / 3, x = 1 + (narrow ? i : i % 3) * wide, top = y + (narrow ? 0 : 27 * Math.floor(i / 3));
      body += `<g class="q-card"${set({ q: i + 1 })}><rect x="${(x + 1.5).toFixed(1)}" y="${top}" width="${(wide - 3).toFixed(1)}" height="24" rx="4" class="${state.q === i + 1 ? "q-face" : "q-frame"}"/>`
        + (narrow ? text(x + wide / 2, top + 17, i + 1, open ? "q-small q-muted" : "q-value", "middle") : text(x + 8, top + 17, esc(answer(i, key, name, wide)), open ? "q-small q-muted" : "q-small")) + "</g>";
    });
    y += narrow ? 33 : 94;
    const shelf = (title, ways) => {
      const left = narrow ? 0 : 122, chip = narrow ? 25 : 27, gap = narrow ? 3 : 4;
      let x = left, used = narrow ? y + 16 : y;
      body += line(0, y - 5, w, y - 5, "q-grid") + text(0, narrow ? y + 10 : y + 18, title, ways.length ? "q-value" : "q-small q-muted");
      ways.forEach(([key, short, long]) => {
        const rules = veiled ? [] : fired(view, key, get), wide = Math.ceil(widthOf(short, "q-small")) + 14 + 13 * rules.length;
        if (x > left && x + wide > w) { x = left; used += chip + gap; }
        body += `<g class="q-card"${veiled ? "" : set({ way: key })}><g${note(`verdict.${key}`, long, view.verdicts[get(`verdict.${key}`)])}><rect x="${x + 1}" y="${used}" width="${Math.min(wide, w - x - 2)}" height="${chip - 2}" rx="5" class="${state.way === key && !veiled ? "q-face" : "q-frame"}"/></g>`
          + text(x + 8, used + chip - 9, esc(short), "q-small");
        rules.forEach((rule, i) => { body += `<g${note(`fires.${rule.id}`, rule.because, words[rule.effect])}>${sign(view, rule, x + wide - 13 * (rules.length - i) + 3, used + chip / 2 - 1)}</g>`; });
        body += "</g>";
        x += wide + 6;
      });
      if (!ways.length && !narrow) body += text(left + 2, y + 18, words.none, "q-small q-muted");
      y = (narrow && !ways.length ? y + 16 : used + chip) + (narrow ? 5 : 12);
    };
    if (veiled) { view.ways.forEach(([key]) => get(`verdict.${key}`)); shelf(words.seven, view.ways); }
    else view.verdicts.forEach((title, i) => shelf(title, view.ways.filter(([key]) => get(`verdict.${key}`) === i)));
    const legend = Object.entries(view.effects).map(([effect, [kind, tone]]) => `<li>${icon(shape(kind, 7, 7, 4.5, `q-glyph ${tone}`))} ${esc(narrow ? effect : words[effect])}</li>`).join("");
    // On a desk the reasons stand below; on a phone and on paper they have a place of their own.
    const spare = (ctx.height || 0) - y - 36, below = narrow || veiled || !ctx.height ? { body: "", marks: [] } : told(view, ctx, Math.max(110, spare));
    return { body: `${svg(w, y, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>${below.body}`, marks: [...marks, ...below.marks] };
  }, true);

  QEduWidgets.view("reasons", (view, ctx) => (ctx.veiled ? { body: "", marks: [] }
    : told(ctx.spec.views.find((other) => other.view === "shelves"), ctx, ctx.height)), true);
})();
