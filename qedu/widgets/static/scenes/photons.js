/* Chapter C09: one bar in parts, and pulses as stacks of photons.
 * stack   items [{key, label, name, short, tone, when}], format, unit: parts of a whole, side by side
 * stacks  dice, show, rows [{label, of: glyphs of each outcome, high, when}] of the last pulses, column by column; glyphs is
 *         {disc: 2, ...}, how many of each of symbols {name: {shape, tone}}; legend [{key, label, symbol, when}]
 * receivers  items [{key, label, lit: which of the detectors 0 and 1 click}]: one receiver each, side by side, and how often */
QEduWidgets.view("stack", (view, ctx) => {
  const { esc, format, fill, holds, svg, icon, text, tag } = QEduWidgets.tools;
  const items = view.items.filter((item) => holds(item.when, ctx)).map((item) => ({ ...item, value: ctx.get(item.key), label: fill(item.label, ctx) }));
  const w = ctx.width, total = items.reduce((sum, item) => sum + item.value, 0) || 1;
  let x = 1, body = `<rect x="0.5" y="0.5" width="${w - 1}" height="31" class="q-track"/>`, legend = "";
  const marks = items.map(({ key, label, name, short, tone, value }) => {
    const wide = (w - 2) * value / total, shown = format(value, view.format || "pct") + (view.unit || "");
    if (!ctx.veiled) body += `<rect x="${x.toFixed(2)}" y="1" width="${wide.toFixed(2)}" height="30" class="q-fill ${tone}"${tag(key, value)}/>`;
    if (!ctx.veiled && short && wide > 8.5 * short.length + 8) body += text(x + wide / 2, 21, esc(short), "q-value q-halo", "middle");
    x += wide;
    legend += `<li>${icon(`<rect x="1" y="1" width="12" height="12" class="q-fill ${tone}"/>`)} <span>${esc(label)}${ctx.veiled ? "" : `: <b>${esc(shown)}</b>`}</span></li>`;
    return { key, label: name || label, text: shown, value };
  });
  return { body: `${svg(w, 32, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>`, marks };
});

QEduWidgets.view("stacks", (view, ctx) => {
  const { esc, format, holds, svg, icon, text, line, shape, tag } = QEduWidgets.tools;
  const drawn = Array.from(ctx.sample(view.dice)).slice(-view.show), cell = Math.min(42, ctx.width / view.show), rows = view.rows.filter((one) => holds(one.when, ctx)), marks = [];
  const glyph = (name, x, y) => shape(view.symbols[name].shape, x, y, 5, `q-glyph ${view.symbols[name].tone}`);
  let y = 0, body = "";
  for (const row of rows) {
    body += text(0, y + 13, esc(row.label), "q-small");
    y += 22 + 14 * row.high;
    body += line(0, y + 2, drawn.length * cell, y + 2, "q-grid");
    drawn.forEach((outcome, i) => {
      let up = y - 6;
      if (ctx.veiled && row !== rows[0]) return;
      for (const [name, n] of Object.entries(row.of[outcome])) for (let k = 0; k < n; k += 1, up -= 14) body += glyph(name, (i + 0.5) * cell, up);
    });
    y += 6;
  }
  const legend = view.legend.filter((item) => holds(item.when, ctx)).map(({ key, label, symbol }) => {
    const value = ctx.get(key);
    marks.push({ key, label, text: format(value, "int"), value });
    return `<li>${symbol ? `${icon(glyph(symbol, 7, 7))} ` : ""}<span>${esc(label)}${ctx.veiled ? "" : `: <b${tag(key, value)}>${format(value, "int")}</b>`}</span></li>`;
  }).join("");
  return { body: `${svg(ctx.width, y, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>`, marks };
});

QEduWidgets.view("receivers", (view, ctx) => {
  const { esc, format, svg, text, line, tag } = QEduWidgets.tools;
  const w = ctx.width, cell = w / view.items.length, narrow = cell < 150, size = narrow ? 32 : 56, far = narrow ? 38 : 68, y = size / 2 + 4, marks = [];
  const put = (name, x, top, turn = 0) => `<g transform="translate(${x.toFixed(1)} ${top.toFixed(1)}) rotate(${turn}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
  let body = "";
  view.items.forEach(({ key, label, lit }, i) => {
    const value = ctx.get(key), shown = format(value, "int"), x = (i + 0.5) * cell, places = [[x + far, y], [x, y + far]];
    body += line(x - far, y, x + far, y, "q-flight") + line(x, y, x, y + far, "q-flight") + put("splitter", x, y);
    places.forEach(([px, py], d) => {
      body += put("detector", px, py, 90 * d);
      if (lit[d] && !ctx.veiled) body += `<circle cx="${(px - (d ? 0 : 2)).toFixed(1)}" cy="${(py - (d ? 2 : 0)).toFixed(1)}" r="${narrow ? 5 : 8}" class="q-lit q1"/>`;
    });
    body += text(x + far, y + size / 2 + 14, "0", "q-small", "middle") + text(x + size / 2 + 5, y + far + 5, "1", "q-small");
    const low = y + far + size / 2 + 16;
    body += text(x, low, esc(label), "q-small", "middle") + (ctx.veiled ? "" : text(x, low + 20, `<tspan${tag(key, value)}>${shown}</tspan>`, "q-value", "middle"));
    marks.push({ key, label, text: shown, value });
  });
  return { body: svg(w, y + far + size / 2 + 42, ctx.label(view, marks), body), marks };
});
