/* Chapter C02: one state on the Bloch sphere, and beside it how the field of its light swings, seen along the beam.
 * state-map  as the view bloch, with parts (keys of the first amplitude and of the second, real and imaginary), names (their words in
 *            the table) and axes (words below it and at its top) */
(() => {
  const { esc, format, svg, text, line, tag, views } = QEduWidgets.tools;
  const quiet = typeof matchMedia === "undefined" ? { matches: true } : matchMedia("(prefers-reduced-motion: reduce)");
  QEduWidgets.view("state-map", (view, ctx) => {
    const marks = view.parts.map((key, i) => ({ key, label: view.names[i], text: format(ctx.get(key), "f3"), value: ctx.get(key) }));
    const made = views.bloch(view, ctx), { wide, high } = made;
    // Beside the sphere where there is room, else in the corner that it leaves free.
    const beside = ctx.width > wide + 190, r = beside ? Math.min(110, (ctx.width - wide) / 2 - 24) : 0.12 * wide, cx = beside ? wide + 16 + r : wide - r - 4, cy = beside ? high / 2 : r + 4;
    const [a, real, late] = view.parts.map(ctx.get), steps = 48, put = (point) => point.map((x) => x.toFixed(1)).join(",");
    const path = Array.from({ length: steps + 1 }, (_, k) => { const t = 2 * Math.PI * k / steps; return [cx + r * a * Math.cos(t), cy - r * (real * Math.cos(t) + late * Math.sin(t))]; });
    let body = `<circle cx="${cx}" cy="${cy}" r="${r}" class="q-sphere"/>${line(cx - r, cy, cx + r, cy, "q-grid")}${line(cx, cy - r, cx, cy + r, "q-grid")}`;
    if (beside) body += text(cx, cy - r - 8, esc(view.axes[1]), "q-small", "middle") + text(cx, cy + r + 20, esc(view.axes[0]), "q-small", "middle");
    if (!ctx.veiled) {
      // For some seconds after each change the field runs round; at rest, and on paper, an arrowhead says which way.
      const first = path[4], run = (name, i) => (ctx.height && !quiet.matches
        ? `<animate attributeName="${name}" dur="1.5s" repeatCount="3" values="${path.map((point) => point[i].toFixed(1)).join(";")}"/>` : "");
      body += view.parts.reduce((drawn, key) => `<g${tag(key, ctx.get(key))}>${drawn}</g>`, `<path class="q-line q1" d="M${path.map(put).join("L")}"/>`);
      if (Math.abs(a * late) > 0.05) {
        const [x, y] = path[9], [nx, ny] = path[10], far = Math.hypot(nx - x, ny - y), [u, v] = [(nx - x) / far, (ny - y) / far].map((part) => part * (beside ? 1 : 0.7));
        body += `<path class="q-ink" d="M${put([x + 11 * u, y + 11 * v])}L${put([x - 5 * v, y + 5 * u])}L${put([x + 5 * v, y - 5 * u])}z"/>`;
      }
      body += `<line x1="${cx}" y1="${cy}" x2="${first[0].toFixed(1)}" y2="${first[1].toFixed(1)}" class="q-slot q1">${run("x2", 0)}${run("y2", 1)}</line>`
        + `<circle cx="${first[0].toFixed(1)}" cy="${first[1].toFixed(1)}" r="${beside ? 5 : 3.5}" class="q-ink">${run("cx", 0)}${run("cy", 1)}</circle>`;
    }
    return { ...made, body: svg(beside ? cx + r + 8 : wide, high, ctx.label(view, [...marks, ...made.marks]), made.inner + body), marks: [...marks, ...made.marks] };
  }, true);
})();
