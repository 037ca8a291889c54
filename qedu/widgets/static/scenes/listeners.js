/* The landing page: photons on a line, Eve at a distance from it, and the bits that came out. */
(() => {
  const sent = new Map();                                     // photons fly once for each seed, not when Eve is pulled
  QEduWidgets.view("listeners", (view, ctx) => {
    const { esc, fill, svg, text, line, tag } = QEduWidgets.tools;
    const w = ctx.width, narrow = w < 520, room = ctx.height || 0, y = narrow ? 34 : 44, xa = narrow ? 24 : 34, xb = w - xa;
    const low = narrow ? 150 : Math.max(160, Math.min(250, room - 100)), xe = narrow ? w * 0.3 : w * 0.36;
    const f = ctx.get("f"), drawn = Array.from(ctx.sample("bits"));
    const high = (get) => low - (low - y - 4) * get("f"), ye = high(ctx.get);
    const put = (name, x, top, size) => `<g transform="translate(${x.toFixed(1)} ${top.toFixed(1)}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const fresh = room && sent.get(ctx.spec.name) !== ctx.state.seed;    // on a stage; paper lies still
    if (room) sent.set(ctx.spec.name, ctx.state.seed);
    const a = xa + 24, b = xb - 24;
    let body = line(a, y, b, y, "q-flight");
    if (f > 0 && ye > y + 30) body += `<line x1="${xe}" y1="${y + 4}" x2="${xe}" y2="${(ye - 24).toFixed(1)}" class="q-tap"/>`;
    const columns = narrow ? 25 : 50, pitch = (narrow ? w - 12 : w - xe - 140) / columns, x0 = narrow ? 6 : xe + 130, y0 = narrow ? low + 66 : low - 40;
    if (!ctx.veiled) drawn.forEach((outcome, i) => {
      const x = x0 + (i % columns) * pitch, top = y0 + Math.floor(i / columns) * (narrow ? 18 : 30), late = (i * 0.017 + 0.9).toFixed(2);
      const shown = fresh ? ` style="animation-delay:${late}s"` : "", cls = fresh ? " q-lands" : "";
      body += outcome === 2 ? `<rect x="${(x - 2.5).toFixed(1)}" y="${top - 7}" width="5" height="14" class="q-err${cls}"${shown}/>`
        : `<path d="M${x.toFixed(1)} ${top - 5}v10" class="q-bit${cls}"${shown}/>`;
      // The photon of this bit: Eve's colour once it has passed her.
      if (fresh) body += `<circle cx="${a}" cy="${y}" r="${narrow ? 3 : 4}" class="q-flies${outcome ? " q-touched" : ""}" style="--far:${(b - a).toFixed(0)}px;animation-delay:${(i * 0.017).toFixed(2)}s"/>`;
    });
    const marks = [];
    view.counts.forEach(([key, name, words], i) => {                // what became of the bits, and Eve's guess beside her
      const value = ctx.get(key), last = i === view.counts.length - 1;
      marks.push({ key, label: name, text: fill(`{${key}:${last ? "pct0" : "int"}}`, ctx), value });
      if (ctx.veiled) return;
      const said = `<tspan${tag(key, value)}>${esc(fill(words, ctx))}</tspan>`, row = y0 + (narrow ? 78 : 60);
      body += last ? text(xe + 44, ye + 5, said, "q-small") : text(x0, row + 20 * i, said, i === 2 ? "q-value" : "q-small");
    });
    body += put("alice", xa, y, 44) + put("bob", xb, y, 44) + put("eve", xe, ye, 44);
    body += text(xa, y + 40, esc(view.names[0]), "q-small", "middle") + text(xb, y + 40, esc(view.names[1]), "q-small", "middle");
    if (ctx.narrow !== undefined) body += text(narrow ? 6 : xe + 20, low + 42, esc(view.pull), "q-small", narrow ? "start" : "end");
    return { body: svg(w, narrow ? y0 + 126 : low + 84, ctx.label(view, marks), body), marks,
      handles: [{ control: "f", direct: true, at: (get) => [xe + 30, high(get)] }] };
  }, true);
})();
