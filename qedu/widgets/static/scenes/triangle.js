/* Chapter C18: levels in three areas.
 * triangle  a corner for each area, the levels from the middle outwards. corners [area, name, short name], levels [key, word] from the first
 *           on, none (the word for no level), shapes [{id, name, tone, line, glyph, fill, drag, when}] (drag: the choice of each area),
 *           asks [{key, area, step, words}] (numbers has.<key>; the control `q` counts them), done [words for 0 and 1]; numbers <shape>.<area>
 * ladders   what is there, what is asked for, and what of the book leads there. corners, levels, none, chapters [title, levels reached by
 *           area], words; numbers have.<area>, goal.<area>, lack.<area>, chapters.<area> */
(() => {
  const { esc, svg, icon, text, line, shape, tag, within, phrase, holds, noting, scroll } = QEduWidgets.tools;
  // Tasks stand to the right of I and above II and III, the levels on the other side.
  const turn = (area) => (area === "III" ? -1 : 1);
  const WAYS = { I: [0, -1], II: [-0.866, 0.5], III: [0.866, 0.5] }, INNER = 0.9;
  const named = (view, value) => (value ? view.levels[value - 1][0] : view.none);

  QEduWidgets.view("triangle", (view, ctx) => {
    const { get, veiled, state, width: w } = ctx, narrow = w < 520, marks = [], asks = view.asks || [];
    const high = ctx.height ? ctx.height - 34 : Math.min(0.9 * w, 330), R = Math.min((w - 24) / 1.732, (high - 72) / 1.5), cx = w / 2, cy = R + 32, steps = view.levels.length;
    const far = (value) => R * (value + INNER) / (steps + INNER), place = (area, value, aside = 0) => { const [x, y] = WAYS[area]; return [cx + far(value) * x - turn(area) * aside * y, cy + far(value) * y + turn(area) * aside * x]; };
    const outline = (value) => `M${view.corners.map(([area], i) => place(area, typeof value === "function" ? value(area) : value).map((one) => one.toFixed(1)).join()).join("L")}Z`;
    let body = "";
    for (let k = 0; k <= steps; k += 1) body += `<path class="q-line q0 q-grid" d="${outline(k)}"/>`;
    view.corners.forEach(([area, long, short]) => {
      const [x, y] = place(area, steps), name = `${area} ${narrow ? short : long}`, [a, b] = place(area, 0);
      body += line(a, b, x, y, "q-axis") + text(within(x, name, w, "q-value"), area === "I" ? y - 18 : y + 36, esc(name), "q-value", "middle");
    });
    const shown = view.shapes.filter((one) => !veiled && holds(one.when, ctx)), handles = [];
    // What is filled lies below the lines.
    for (const one of shown) body += one.fill ? `<path class="q-entry ${one.tone}" d="${outline((area) => get(`${one.id}.${area}`))}"/>` : "";
    for (const one of shown) body += one.fill ? "" : `<path class="q-line ${one.tone} q-${one.line}" d="${outline((area) => get(`${one.id}.${area}`))}"/>`;
    // Beside a question on a phone there is room for an outline: the ends of the axes, and no tasks, would be all that can be read.
    const tight = veiled && R / (steps + INNER) < 14;
    for (const [area] of view.corners) view.levels.forEach(([level], k) => {
      if (tight && k < steps - 1 && (k || area !== "I")) return;
      const [u, v] = place(area, k + 1, narrow ? -18 : -20); body += text(u, v + 4.5, level, "q-small q-muted q-halo", "middle");
    });
    for (const one of shown) for (const [area, long] of view.corners) {
      const key = `${one.id}.${area}`, value = get(key), [x, y] = place(area, value);
      body += shape(one.glyph, x, y, one.glyph === "square" ? 6.5 : one.glyph === "ring" ? 9 : 4.5, `q-glyph ${one.tone}${one.fill ? "" : " q-open"}`, tag(key, value));
      marks.push({ key, label: `${one.name}, ${area} ${long}`, text: named(view, value), value });
      if (one.drag) handles.push({ control: one.drag[area], direct: true, at: (now) => place(area, view.levels.findIndex(([level]) => level === now(one.drag[area])) + 1) });
    }
    const places = {};
    if (!tight) asks.forEach((one, i) => {
      const row = `${one.area}${one.step}`, beside = places[row] = (places[row] || 0) + 1, [x, y] = place(one.area, one.step, (narrow ? -3 : 0) + 17 * beside), has = get(`has.${one.key}`), here = state.q === i + 1;
      // Who presses on the task that is asked answers it.
      const set = here ? { [one.key]: has ? "no" : "yes" } : { q: i + 1 };
      if (!veiled) marks.push({ key: `has.${one.key}`, label: one.words, text: view.done[has], value: has });
      body += `<g class="q-card"${veiled ? "" : ` data-set="${esc(JSON.stringify(set))}"${tag(`has.${one.key}`, has)}`}><rect x="${(x - 8.5).toFixed(1)}" y="${(y - 8.5).toFixed(1)}" width="17" height="17" rx="4" class="${here && !veiled ? "q-face" : "q-column"}"/>`
        + shape(has && !veiled ? "disc" : "ring", x, y, 4.2, `q-glyph ${has && !veiled ? "q3" : "q0"}`) + "</g>";
    });
    const key = (one) => icon(one.fill ? '<rect x="1" y="2" width="12" height="10" class="q-entry '.concat(one.tone, '"/>') : line(0, 7, 14, 7, `q-line ${one.tone} q-${one.line}`) + shape(one.glyph, 7, 7, 4, `q-glyph ${one.tone} q-open`));
    const legend = shown.map((one) => `<li>${key(one)} ${esc(one.name)}</li>`).join("");
    return { body: `${svg(w, 1.5 * R + 72, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>`, marks, handles: veiled ? [] : handles };
  }, true);

  // Six cells in a row: what is there, what is missing, and where the goal is.
  function cells(view, x, y, w, have, goal) {
    const wide = w / view.levels.length;
    return view.levels.map(([level], k) => {
      const cls = k < have ? "q-entry q3" : k < goal ? "q-line q2 q-dashed" : "q-rest";
      return `<rect x="${(x + k * wide + 1.5).toFixed(1)}" y="${y}" width="${(wide - 3).toFixed(1)}" height="20" rx="3" class="${cls}"/>` + text(x + (k + 0.5) * wide, y + 14.5, level, k < Math.max(have, goal) ? "q-small" : "q-small q-muted", "middle")
        + (k + 1 === goal ? shape("square", x + (k + 1) * wide - 8, y + 20, 4, "q-glyph q1 q-open") : "");
    }).join("");
  }
  QEduWidgets.tools.cells = cells;

  QEduWidgets.view("ladders", (view, ctx) => {
    const { get, veiled, width: w } = ctx, { words } = view, narrow = w < 520, marks = [];
    const note = noting(marks, ctx, (value, said) => (said ? said(value) : String(value)));
    let y = 2, body = "";
    const parts = view.corners.map(([area, long, short]) => {
      const have = get(`have.${area}`), goal = get(`goal.${area}`), lack = get(`lack.${area}`), name = `${area} ${narrow ? short : long}`, said = words.lack[Math.min(2, lack)];
      body += `<g${note(`have.${area}`, `${words.have}, ${area}`, (value) => named(view, value))}>${text(0, y + 13, esc(name), "q-value")}</g><g${note(`lack.${area}`, `${words.missing}, ${area}`)}>${veiled ? "" : text(w, y + 13, esc(phrase(said, { n: lack })), "q-small", "end")}</g>`
        + `<g${note(`goal.${area}`, `${words.goal}, ${area}`, (value) => named(view, value))}>${cells(view, 0, y + 20, w, veiled ? 0 : have, veiled ? 0 : goal)}</g>`;
      y += narrow ? 50 : 54;
      if (veiled || !lack) return "";
      const lead = view.chapters.filter(([, reached]) => reached[area] > have).sort((a, b) => a[1][area] - b[1][area]), top = Math.max(have, ...lead.map(([, reached]) => reached[area]));
      marks.push({ key: `chapters.${area}`, label: `${words.number}, ${area}`, text: String(get(`chapters.${area}`)), value: get(`chapters.${area}`) });
      return `<li><b>${esc(name)}:</b> <span${tag(`chapters.${area}`, get(`chapters.${area}`))}>${lead.map(([title, reached]) => `${esc(title)}\u00a0(${view.levels[reached[area] - 1][0]})`).join("; ") || esc(words.nothing)}</span>. ${top < goal ? esc(phrase(words.ends, { top: named(view, top), goal: named(view, goal) })) : ""}</li>`;
    }).join("");
    const legend = [['<rect x="1" y="2" width="12" height="10" class="q-entry q3"/>', words.have], ['<rect x="1" y="2" width="12" height="10" class="q-line q2 q-dashed"/>', words.missing], [shape("square", 7, 7, 4, "q-glyph q1 q-open"), words.goal]]
      .map(([sign, said]) => `<li>${icon(sign)} ${esc(said)}</li>`).join("");
    const style = ctx.height ? ` style="max-height:${Math.round(Math.max(120, ctx.height - y - 48))}px"` : "";
    return { body: `${svg(w, y, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>`
      + (veiled ? "" : scroll(words.chapters, style, `<p><b>${esc(words.chapters)}</b></p>${parts ? `<ol>${parts}</ol>` : `<p>${esc(words.enough)}</p>`}<p class="qedu-remark">${esc(words.judged)}</p>`)), marks };
  }, true);
})();
