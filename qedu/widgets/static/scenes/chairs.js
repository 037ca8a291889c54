/* Chapter C17: a table with options, chairs that count more the nearer they are, and where on their way another option wins.
 * chairs   options [key, words, name, short], people [key, words, short], words; numbers mean.<option>, least.<option>, open.<option>,
 *          wins.<option>, mine.<who>, loser.<who>, low.<who>, high.<who>, below.<who>, above.<who> (an option's number from 1, or 0)
 * margins  the same ways, one below the other, in words
 * grounds  criteria, scores (by option), interests (by who), words: the sums of the one that the control `who` names */
(() => {
  const { tools } = QEduWidgets, { esc, phrase, format, svg, text, line, shape, tag, widthOf, lines, rect } = tools;
  const whole = (ctx) => ctx.spec.views.find((view) => view.view === "chairs");
  const upper = (words) => words[0].toUpperCase() + words.slice(1);
  const noter = (ctx, marks) => (key, label, kind = "f2") => { const value = ctx.get(key); marks.push({ key, label, text: format(value, kind), value }); return ctx.veiled ? "" : tag(key, value); };
  const heights = new Map();                                   // where each option lay, by widget: it moves from there

  QEduWidgets.view("chairs", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, narrow = w < 520, marks = [], { words, people, options } = view, note = noter(ctx, marks), live = Boolean(ctx.height);
    const decided = get("decided") === 1 && !veiled, worst = state.rule === "worst", half = people.length / 2, column = w / half;
    const head = 47, row = narrow ? 22 : 25, board = 21 + row * options.length + 6, spoke = Math.max(84, Math.min(112, ((ctx.height || 0) - 2 * head - board) / 2)), top = head + spoke, bottom = top + board;
    const X = (i) => column * (i % half + (w < 300 ? 0.31 : narrow ? 0.36 : 0.42)), middle = (i) => column * (i % half + (narrow ? 0.5 : 0.42)), Y = (i, weight) => (i < half ? head + 11 + (spoke - 33) * weight / 10 : bottom + spoke - 16 - (spoke - 33) * weight / 10);
    let body = "", over = "";
    const handles = [];
    people.forEach(([key, said, short], i) => {
      const x = X(i), cx = middle(i), up = i < half, [far, near] = [Y(i, 0), Y(i, 10)], at = Y(i, get(key)), name = upper(said);
      // The way of a chair, and on it what changes nothing.
      body += line(x, far, x, near, "q-axis") + line(x - 5, far, x + 5, far, "q-axis") + line(x - 5, near, x + 5, near, "q-axis");
      const low = note(`low.${key}`, phrase(words.low, { who: name })), high = note(`high.${key}`, phrase(words.high, { who: name }));
      if (decided) {
        const [a, b] = [Y(i, get(`low.${key}`)), Y(i, get(`high.${key}`))];
        body += `<g${low}><g${high}>${rect(x - 5.5, Math.min(a, b), 11, Math.abs(b - a), "q-entry q3", ' rx="3"')}</g></g>`;
        // What wins beyond each end, beside it; two that are near each other keep a line apart.
        const flips = [["below", a], ["above", b]].filter(([way]) => get(`${way}.${key}`) > 0).map(([way, y]) => [options[get(`${way}.${key}`) - 1][3], y, way]);
        const tied = flips.length === 2 && Math.abs(a - b) < 15 ? (15 - Math.abs(a - b)) / 2 * Math.sign(b - a || (up ? 1 : -1)) : 0;
        flips.forEach(([option, y, way]) => {
          const beyond = (way === "above") === up ? 1 : -1;
          over += line(x - 9, y, x + 9, y, "q-tick") + text(x + (narrow ? 17 : 20), y + 4.5 + 5 * beyond + (way === "above" ? tied : -tied), esc(option), "q-small q-halo");
        });
      }
      // Who sits there, with what they get; who loses most is told so.
      const mine = note(`mine.${key}`, phrase(words.mine, { who: name }), "f1"), best = Math.max(...options.map(([option]) => get(`gets.${key}.${option}`)));
      const lines_ = up ? [13, 29, 35] : [bottom + spoke + 12, bottom + spoke + 28, bottom + spoke + 34];
      body += `<g class="q-card"${veiled ? "" : ` data-set="${esc(JSON.stringify({ who: key }))}"`}>${rect(cx - 50, lines_[0] - 13, 100, 18, "q-column")}${text(cx, lines_[0], esc(narrow ? short : name), "q-small q-value", "middle")}</g>`;
      if (decided) {
        const gets = get(`mine.${key}`), loses = get(`loser.${key}`) === 1, gaps = { gets: format(gets, "f1"), best: format(best, "f1"), loss: format(best - gets, "f1") }, wide = Math.min(100, column - 14);
        body += `<g${mine}>${text(cx, lines_[1], esc(phrase(loses ? words.loses : best - gets < 0.05 ? words.best : words.gets, gaps)), loses ? "q-small q-word q2" : "q-small", "middle")}</g>`
          + rect(cx - wide / 2, lines_[2], wide, 5, "q-rest") + rect(cx - wide / 2, lines_[2], wide * gets / 10, 5, `q-fill ${loses ? "q2" : best - gets < 0.05 ? "q3" : "q1"}`) + line(cx - wide / 2 + wide * best / 10, lines_[2] - 2, cx - wide / 2 + wide * best / 10, lines_[2] + 7, "q-tick");
      }
      for (const [end, y] of [[0, far], [10, near]]) if (Math.abs(y - at) > 17) over += text(x - 10, y + 4.5, end, "q-small q-muted", "end");
      // The chair: its seat lies behind what one takes hold of, and its back is away from the table.
      const back = up ? -13 : 13, seat = narrow ? 12 : 14;
      over += rect(x - seat, at - 11, 2 * seat, 22, "q-part", ' rx="6"') + line(x - seat, at + back, x + seat, at + back, "q-pointer");
      if (w >= 300) over += text(x - (narrow ? 15 : 20), at + 4.5, format(get(key), get(key) % 1 ? "f1" : "int"), "q-small q-value q-halo", "end");
      if (!live || veiled) over += shape("disc", x, at, 6, "q-dot q1");
      handles.push({ control: key, direct: true, at: (has) => [x, Y(i, has(key))] });
    });
    // The table: the options from the one that reaches most, which change places when the decision flips.
    body += rect(4, top, w - 8, board, "q-part", ' rx="14"') + (narrow ? text(w / 2, top + 15, esc(words[state.rule]), "q-small q-muted", "middle") : text(16, top + 15, esc(words[state.rule]), "q-small q-muted") + text(w - 16, top + 15, esc(words.hint), "q-small q-muted", "end"));
    const shown = options.map(([key, long, name], i) => ({ key, long, name, i, value: note(`${worst ? "least" : "mean"}.${key}`, phrase(words[worst ? "least" : "mean"], { option: upper(long) })), open: get(`open.${key}`) === 1, wins: get(`wins.${key}`) === 1, at: get(`${worst ? "least" : "mean"}.${key}`) }));
    const order = veiled ? shown : [...shown].sort((a, b) => b.open - a.open || b.at - a.at || a.i - b.i), seen = new Map(), was = heights.get(ctx.spec.name);
    const names = Math.max(...shown.map((one) => widthOf(narrow ? one.name : upper(one.long), "q-small q-value"))) + 10, left = 14 + names, right = w - 60;
    order.forEach((one, place) => {
      const y = top + 21 + row * place, far = live && was && was.has(one.key) ? was.get(one.key) - place * row : 0, said = narrow ? upper(one.name) : upper(one.long);
      seen.set(one.key, place * row);
      let mine = rect(9, y, w - 18, row - 2, one.wins && decided ? "q-face" : "q-column", ' rx="6"') + text(16, y + row / 2 + 3.5, esc(said), one.wins && decided ? "q-small q-value" : one.open || veiled ? "q-small" : "q-small q-muted");
      if (!veiled && one.open) mine += `<g${one.value}>${rect(left, y + 6, (right - left) * one.at / 10, row - 14, `q-fill ${one.wins ? "q3" : "q0"}`)}${text(w - 16, y + row / 2 + 3.5, format(one.at, "f2"), "q-small q-value", "end")}</g>`;
      else if (!veiled) {
        const least = people.reduce((a, b) => (get(`gets.${b[0]}.${one.key}`) < get(`gets.${a[0]}.${one.key}`) ? b : a));
        mine += `<g${one.value}>${text(w - 16, y + row / 2 + 3.5, esc(phrase(words.below, { who: least[narrow ? 2 : 1], gets: `${format(get(`gets.${least[0]}.${one.key}`), "f1")} < ${Number(state.floor)}` })), "q-small q-muted", "end")}</g>`;
      }
      body += `<g${far ? ` class="q-moves" style="--from:${far.toFixed(0)}px"` : ""}>${mine}</g>`;
    });
    if (live) heights.set(ctx.spec.name, seen);
    return { body: svg(w, bottom + spoke + head - 4, ctx.label(view, marks), body + over), marks, handles };
  }, true);

  QEduWidgets.view("margins", (_, ctx) => {
    const { get, veiled, width: w } = ctx, view = whole(ctx), { words, people, options } = view, marks = [], note = noter(ctx, marks), decided = get("decided") === 1 && !veiled;
    const narrow = w < 520, left = 8, right = w - 8, X = (v) => left + (right - left) * v / 10, step = Math.max(50, Math.min(64, ((ctx.height || 0) - 26) / people.length));
    let body = "", y = 0;
    const handles = [];
    people.forEach(([key, said, short]) => {
      const name = upper(said), [low, high] = [get(`low.${key}`), get(`high.${key}`)], down = get(`below.${key}`), up = get(`above.${key}`), bar = y + 30;
      const lowTag = note(`low.${key}`, phrase(words.low, { who: name })), highTag = note(`high.${key}`, phrase(words.high, { who: name }));
      const gaps = { low: format(low, "f2"), high: format(high, "f2") }, ends = [down && phrase(narrow ? words.under : words.down, { ...gaps, option: options[down - 1][3] }), up && phrase(narrow ? words.over : words.up, { ...gaps, option: options[up - 1][3] })].filter(Boolean);
      body += text(0, y + 14, esc(narrow ? short : name), "q-small q-value") + line(left, bar, right, bar, "q-axis");
      for (let v = 0; v <= 10; v += 1) body += line(X(v), bar - 3, X(v), bar + 3, "q-axis");
      if (decided) {
        body += text(w, y + 14, esc(ends.join(", ") || words.fixed), "q-small", "end") + `<g${lowTag}><g${highTag}>${rect(X(low), bar - 6, X(high) - X(low), 12, "q-entry q3", ' rx="3"')}</g></g>`;
        if (down) body += line(X(low), bar - 10, X(low), bar + 10, "q-tick");
        if (up) body += line(X(high), bar - 10, X(high), bar + 10, "q-tick");
      }
      body += shape("disc", X(get(key)), bar, 6, "q-point");
      handles.push({ control: key, axis: true, direct: true, at: (has) => [X(has(key)), bar] });
      y += step;
    });
    if (!decided && !veiled) { for (const part of lines(words.none, w - 4, "q-small")) { body += text(0, y + 10, esc(part), "q-small q-value"); y += 16; } }
    else { for (const v of [0, 5, 10]) body += text(X(v), y + 2, v, "q-small q-muted", v ? (v > 9 ? "end" : "middle") : "start"); }
    return { body: svg(w, y + 8, ctx.label(view, marks), body), marks, handles };
  }, true);

  QEduWidgets.view("grounds", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, { options, people } = whole(ctx), { words, criteria, scores, interests } = view, marks = [], note = noter(ctx, marks), narrow = w < 520;
    const who = state.who, [, said] = people.find(([key]) => key === who), points = interests[who], name = upper(said);
    // Whose they are: six names to pick from.
    const line_ = narrow ? people.length / 2 : people.length;
    let body = people.map(([key, , short], i) => { const x = w / line_ * (i % line_), top = 1 + 27 * Math.floor(i / line_); return `<g class="q-card"${veiled ? "" : ` data-set="${esc(JSON.stringify({ who: key }))}"`}>${rect(x + 1.5, top, w / line_ - 3, 23, key === who ? "q-face" : "q-frame", ' rx="4"')}${text(x + w / line_ / 2, top + 16, esc(short), key === who ? "q-small q-value" : "q-small", "middle")}</g>`; }).join("");
    const left = Math.max(...criteria.map((one) => widthOf(one, "q-small"))) * (narrow ? 0.84 : 1) + 4, each = (w - left) / (options.length + 1), C = (i) => left + each * (i + 0.5), step = narrow ? 28 : 35;
    let y = narrow ? 74 : 48;
    body += text(C(0), y, words.points, "q-small q-muted", "middle");
    options.forEach(([key, , , short], i) => {
      const wins = get(`wins.${key}`) === 1 && get("decided") === 1 && !veiled;
      if (wins) body += rect(left + each * (i + 1) + 1, y - 14, each - 2, step * criteria.length + 54, "q-face", ' rx="5"');
      body += text(C(i + 1), y, esc(short), wins && !narrow ? "q-small q-value" : "q-small", "middle");
    });
    y += 8;
    criteria.forEach((criterion, r) => {
      const at = y + step * r, used = points[r] > 0;
      body += line(0, at, w, at, "q-grid") + text(0, at + 18, esc(criterion), used ? "q-small" : "q-small q-muted");
      body += `<g${note(`points.${who}.${r + 1}`, phrase(words["points of"], { who: name, criterion }), "int")}>${veiled ? "" : text(C(0), at + 18, points[r], used ? "q-small q-value" : "q-small q-muted", "middle")}</g>`;
      options.forEach(([, , , short], i) => {
        const value = scores[i][r];
        // The longer the bar, the more of what it gets comes from here.
        if (!veiled) body += text(C(i + 1), at + 18, value, used ? "q-small" : "q-small q-muted", "middle") + (used ? rect(C(i + 1) - (each - 12) / 2, at + step - 6, (each - 12) * points[r] * value / 60, 4, "q-fill q1") : "");
      });
    });
    y += step * criteria.length;
    body += line(0, y, w, y, "q-axis") + text(0, y + 20, words.gets, "q-small q-value");
    options.forEach(([key, long], i) => { body += `<g${note(`gets.${who}.${key}`, phrase(words.would, { who: name, option: long }), "f1")}>${veiled ? "" : text(C(i + 1), y + 20, format(get(`gets.${who}.${key}`), "f1"), "q-value", "middle")}</g>`; });
    return { body: svg(w, y + 32, ctx.label(view, marks), body), marks, high: y + 32 };
  });
})();
