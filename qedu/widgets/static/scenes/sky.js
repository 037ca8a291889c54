/* Chapter C13: what a telescope catches of a beam.
 * spot  beam and mirror (keys of two diameters in metres), share (key), words (templates: beam, telescope, caught), names [beam, share] */
(() => {
  const { esc, fill, format, svg, text, tag } = QEduWidgets.tools;

  QEduWidgets.view("spot", (view, ctx) => {
    const w = Math.min(ctx.width, 420), high = Math.max(150, Math.min(w, ctx.height || 270)), R = (high - 66) / 2, cx = w / 2, cy = 26 + R, marks = [];
    const r = Math.max(1.5, R * Math.min(1.1, ctx.get(view.mirror) / ctx.get(view.beam)));
    const note = (key, label, kind) => { marks.push({ key, label, text: format(ctx.get(key), kind), value: ctx.get(key) }); return ctx.veiled ? "" : tag(key, ctx.get(key)); };
    let body = "";
    // Brighter towards the middle, as a Gaussian beam is.
    for (const part of [1, 0.83, 0.67, 0.5, 0.33, 0.17]) body += `<circle cx="${cx}" cy="${cy.toFixed(1)}" r="${(R * part).toFixed(1)}" class="q-glow"/>`;
    body += `<circle cx="${cx}" cy="${cy.toFixed(1)}" r="${R.toFixed(1)}" class="q-rest"/><circle cx="${cx}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" class="q-part"${note(view.share, view.names[1], "pct2")}/>`
      + text(cx, 15, `<tspan${note(view.beam, view.names[0], "f1")}>${esc(fill(view.words[0], ctx))}</tspan>`, "q-small", "middle")
      + text(cx, cy + R + 20, esc(fill(view.words[1], ctx)), "q-small", "middle") + (ctx.veiled ? "" : text(cx, cy + R + 37, esc(fill(view.words[2], ctx)), "q-value", "middle"));
    return { body: svg(w, cy + R + 42, ctx.label(view, marks), body), marks };
  }, true);
})();
