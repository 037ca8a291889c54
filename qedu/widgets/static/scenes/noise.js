/* Chapter C03: the Bloch ball and its image (a section through X and Z), and density matrices.
 * ball    as the view bloch, with ellipse [half axis x, half axis z, shift z] and names for the table
 * matrix  items [{label, tone, cells: four lists [real] or [real, imaginary] of keys, row by row}] */
QEduWidgets.view("ball", (view, ctx) => {
  const { views, tag, format } = QEduWidgets.tools;
  const [a, b, shift] = view.ellipse.map((key) => ctx.get(key));
  const marks = view.ellipse.map((key, i) => ({ key, label: view.names[i], text: format(ctx.get(key), "f3"), value: ctx.get(key) }));
  const made = views.bloch({ ...view, mode: "circle" }, { ...ctx, label: (one, said) => ctx.label(one, [...marks, ...said]) });
  const w = Number(/ width="([\d.]+)"/.exec(made.body)[1]), R = w / 2 - 56;
  const oval = `<g${tag(view.ellipse[0], a)}><g${tag(view.ellipse[1], b)}><ellipse class="q-part" cx="${w / 2}" cy="${R + 30 - R * shift}" rx="${R * Math.abs(a)}" ry="${R * Math.abs(b)}"${tag(view.ellipse[2], shift)}/></g></g>`;
  return {
    handles: made.handles,
    body: ctx.veiled ? made.body : made.body.replace('class="q-sphere"/>', `class="q-sphere"/>${oval}`),
    marks: [...marks, ...made.marks],
  };
}, true);

QEduWidgets.view("matrix", (view, ctx) => {
  const { esc, svg, text, tag, format } = QEduWidgets.tools;
  const items = view.items, fits = Math.max(1, Math.min(items.length, Math.floor((ctx.width + 24) / 160))), cell = Math.min(104, (ctx.width - 24 * (fits - 1) - 8) / fits / 2), marks = [];
  const number = (value) => format(value, "f2");
  let body = "";
  items.forEach((item, n) => {
    const x0 = (n % fits) * (2 * cell + 24) + 4, y0 = Math.floor(n / fits) * (2 * cell + 36) + 24;
    body += text(x0 + cell, y0 - 8, esc(item.label), "q-value", "middle");
    item.cells.forEach((keys, i) => {
      const values = keys.map((key) => ctx.get(key)), size = Math.hypot(...values), x = x0 + (i % 2) * cell, y = y0 + (i >> 1) * cell;
      const small = Math.abs(values[1] || 0) < 5e-3;
      const words = small ? number(values[0]) : Math.abs(values[0]) < 5e-3 ? `${number(values[1])}i` : `${number(values[0])} ${values[1] < 0 ? "\u2212" : "+"} ${number(Math.abs(values[1]))}i`;
      const side = Math.sqrt(size) * (cell - 6);          // area in proportion to the size of the entry
      const box = `<rect class="q-entry ${item.tone}" x="${(x + (cell - side) / 2).toFixed(2)}" y="${(y + (cell - side) / 2).toFixed(2)}" width="${side.toFixed(2)}" height="${side.toFixed(2)}"${tag(keys[0], values[0])}/>`;
      if (ctx.veiled) { body += `<rect class="q-track" x="${x}" y="${y}" width="${cell}" height="${cell}"/>`; return; }
      body += `<rect class="q-track" x="${x}" y="${y}" width="${cell}" height="${cell}"/>${keys[1] ? `<g${tag(keys[1], values[1])}>${box}</g>` : box}`
        + (QEduWidgets.tools.widthOf(words, "q-value") < cell ? [words] : words.split(/ (?=[+\u2212] )/)).map((part, k, all) =>
          text(x + cell / 2, y + cell / 2 + 5 + 17 * (k - (all.length - 1) / 2), part, "q-value q-halo", "middle")).join("");
      keys.forEach((key, k) => {
        if (!marks.some((mark) => mark.key === key)) marks.push({ key, label: `${item.label}: ${view.places[i]}${keys[1] ? `, ${view.parts[k]}` : ""}`, text: format(values[k], "f3"), value: values[k] });
      });
    });
  });
  return { body: svg(ctx.width, Math.ceil(items.length / fits) * (2 * cell + 36) + 4, ctx.label(view, marks), body), marks };
});
