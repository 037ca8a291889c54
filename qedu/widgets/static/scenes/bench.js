/* The optical bench: source, three analysers, detector, and where the last photon ended. */
(() => {
  const sent = new Map();                                      // what each bench has sent: a photon flies when it is new
  QEduWidgets.view("bench", (view, ctx) => {
    const { esc, fill, format, svg, text, line, lines, shape, tag, within } = QEduWidgets.tools;
    const photons = ctx.veiled ? [] : ctx.sample("photons"), end = photons.length ? photons[photons.length - 1] : -1;
    const last = end < 0 ? "" : fill(end === 0 ? view.clicked : view.stopped, { ...ctx, get: (key) => (key === "end" ? end : ctx.get(key)) });
    const written = lines(last, ctx.width, "q-small");
    const w = ctx.width, n = 5, step = w / n, r = Math.min(ctx.width > 520 ? 34 : 24, 0.36 * step), y = r + 38 + 15 * written.length, marks = [], handles = [];
    const at = (i) => (i + 0.5) * step;
    const double = (x, angle, size, cls) => {                  // an axis at an angle from the horizontal
      const a = angle * Math.PI / 180, [dx, dy] = [size * Math.cos(a), -size * Math.sin(a)];
      return line(x - dx, y - dy, x + dx, y + dy, cls);
    };
    let body = "";
    for (let i = 0; i < 4; i += 1) {                            // the beam, as thick as it is bright
      const reach = ctx.get(`reach.${i}`), x1 = at(i) + r + 2, x2 = at(i + 1) - r - 2, shown = format(reach, "pct0");
      if (ctx.veiled) { body += i ? line(x1, y, x2, y, "q-drop") : `<line x1="${x1}" y1="${y}" x2="${x2}" y2="${y}" class="q-beam q0" stroke-width="10"/>`; continue; }
      body += reach > 0.0005
        ? `<line x1="${x1}" y1="${y}" x2="${x2}" y2="${y}" class="q-beam q0" stroke-width="${(1 + 9 * reach).toFixed(2)}"${tag(`reach.${i}`, reach)}/>`
        : `<line x1="${x1}" y1="${y}" x2="${x2}" y2="${y}" class="q-drop"${tag(`reach.${i}`, reach)}/>`;
      body += text((x1 + x2) / 2, y - r - 12, shown, "q-small q-value", "middle");
      marks.push({ key: `reach.${i}`, label: view.reach[i], text: format(reach, "pct"), value: reach });
    }
    view.names.forEach((name, i) => {
      const x = at(i), on = i === 0 || i === 4 || ctx.get(`on${i}`);
      if (i === 4) {
        body += `<path class="q-part" d="M${x - r},${y - r}h${r}a${r},${r} 0 0 1 0,${2 * r}h${-r}z"/>`;
      } else {
        body += `<circle cx="${x}" cy="${y}" r="${r}" class="q-part${on ? "" : " q-out"}"/>`;
        if (on) body += double(x, ctx.get(i ? `a${i}` : "theta"), r - 4, i ? "q-slot q1" : "q-slot q0");
      }
      body += text(within(x, name, w, i % 4 ? "q-value" : "q-small"), y + r + 22, esc(name), i % 4 ? "q-value" : "q-small", "middle");
      if (i < 4 && on) handles.push({ control: i ? `a${i}` : "theta", direct: true, centre: [x, y],
        at: (get) => { const a = get(i ? `a${i}` : "theta") * Math.PI / 180; return [x + r * Math.cos(a), y - r * Math.sin(a)]; } });
      if (i < 4) body += text(x, y + r + 40, on ? format(ctx.get(i ? `a${i}` : "theta"), "deg") : esc(view.out), "q-small", "middle");
    });
    const said = [...marks];
    if (last) {
      const x = at(end === 0 ? 4 : end), now = `${ctx.state.n} ${ctx.state.seed}`, was = sent.get(ctx.spec.name);
      const flies = ctx.narrow !== undefined && was !== undefined && was !== now;     // on a stage; paper lies still
      if (ctx.narrow !== undefined) sent.set(ctx.spec.name, now);
      const mark = end === 0 ? shape("disc", x - r / 3, y, 6, "q-glyph q1") : shape("cross", x + r - 3, y - r + 3, 6, "q-glyph q0");
      if (flies) body += `<circle cx="${at(0) + r}" cy="${y}" r="5" class="q-sails" style="--far:${(x - at(0) - (end === 0 ? 4 * r / 3 : r)).toFixed(0)}px;--on:0px;--down:0px"/>`;
      body += flies ? `<g class="q-clicks">${mark}</g>` : mark;
      said.push(last);
      body += written.map((words, i) => text(within(w / 2, words, w, "q-small"), 14 + 15 * i, esc(words), "q-small", "middle")).join("");
    }
    return { body: svg(w, y + r + 46, ctx.label(view, said), body), marks, handles };
  });
})();
