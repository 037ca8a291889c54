/* Chapter C09: a thousand photons on their way, one bar in parts, and pulses as stacks of photons.
 * thousand  km (the control), most and bins (km: of the axis, and of each piece), lost [key, name] of a piece {k} that reaches from {from}
 *         to {to}, items [{key, label, name, tone, of}] where photons end (of: how many of a thousand, drawn at Bob's), axis, symbols
 * stack   items [{key, label, name, short, tone, when}], format, unit: parts of a whole, side by side
 * stacks  dice, show, rows [{label, of: glyphs of each outcome, high, when}] of the last pulses, column by column; glyphs is
 *         {disc: 2, ...}, how many of each of symbols {name: {shape, tone}}; legend [{key, label, symbol, when}]; line, the apparatus above
 *         them: km and mu (controls), words (of mu, a template), place (of Bob, a template for who hears it), unit, most (km), steps (of
 *         mu), reach (start of the numbers that say which share of the light gets past each tenth of the way), eve (the control that puts
 *         her there), fates (of each outcome [photons, kept, blocked]), drawings
 * receivers  items [{key, label, lit: which of the detectors 0 and 1 click}]: one receiver each, side by side, and how often */
(() => {
  const flown = new Map();                                     // once for each fibre, not while Bob is dragged
  QEduWidgets.view("thousand", (view, ctx) => {
    const { esc, format, phrase, svg, icon, text, line, tag } = QEduWidgets.tools;
    const w = ctx.width, narrow = w < 520, size = narrow ? 34 : 46, a = size / 2 + 2, x0 = a + size + 4, x1 = w - size - 6, deep = narrow ? 84 : 160, y = size / 2 + 2, low = y + size / 2 + 10 + deep;
    const sx = (km) => x0 + (x1 - x0) * km / view.most, km = ctx.get(view.km), bob = sx(km), bar = (x1 - x0) * view.bins / view.most, marks = [], ends = [];
    const high = (value) => (value > 0 ? Math.max(1.5, deep * value / 1000) : 0);      // one in a thousand is seen, too
    const put = (name, x) => `<g transform="translate(${x.toFixed(1)} ${y}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const column = (x, wide, key, tone, value) => `<rect x="${x.toFixed(1)}" y="${(low - high(value)).toFixed(2)}" width="${wide.toFixed(1)}" height="${high(value).toFixed(2)}" class="q-fill ${tone}"${tag(key, value)}/>`;
    const note = (key, label, kind) => { marks.push({ key, label, text: format(ctx.get(key), kind), value: ctx.get(key) }); return ctx.get(key); };
    let body = line(a + size / 2, y, bob - size / 2, y, "q-flight"), legend = "";
    if (!ctx.veiled) for (let k = 0; k * view.bins < km; k += 1) {
      const from = k * view.bins, to = Math.min(km, from + view.bins), lost = note(phrase(view.lost[0], { k }), phrase(view.lost[1], { from, to }), "f1");
      body += column(sx(from) + 0.5, Math.max(1, sx(to) - sx(from) - 1), phrase(view.lost[0], { k }), view.items[0].tone, lost);
      ends.push([lost, (sx(from) + sx(to)) / 2]);
    }
    let beside = bob + 3;
    for (const { key, label, name, tone, of } of view.items) {
      if (of && !ctx.veiled) {
        body += column(beside, bar, of, tone, note(of, phrase("{label}, of a thousand", { label: name || label }), "f1"));
        beside += bar + 1;
      }
      legend += `<li>${icon(`<rect x="1" y="1" width="12" height="12" class="q-fill ${tone}"/>`)} <span>${esc(label)}${ctx.veiled ? "" : `: <b${tag(key, note(key, name || label, "pct3"))}>${esc(format(ctx.get(key), "pct3"))}</b>`}</span></li>`;
    }
    if (ctx.height && !ctx.veiled && flown.get(ctx.spec.name) !== ctx.state.loss) {
      flown.set(ctx.spec.name, ctx.state.loss);
      for (let i = 0; i < 40; i += 1) {
        let rest = 25 * (i * 17 % 40 + 0.5);                     // one photon for each 25, in mixed order
        const end = (ends.find(([lost]) => (rest -= lost) < 0) || [0, bob - size / 2])[1];
        body += `<circle cx="${x0 - 4}" cy="${y}" r="${narrow ? 2.5 : 3.5}" class="q-flies" style="--far:${(end - x0 + 4).toFixed(0)}px;animation-delay:${(0.06 * i).toFixed(2)}s;animation-duration:${(0.15 + 2 * (end - x0) / (x1 - x0)).toFixed(2)}s"/>`;
      }
    }
    body += put("alice", a) + put("bob", bob) + line(x0, low, x1, low, "q-axis") + line(bob, y + size / 2 + 4, bob, low, "q-drop");
    for (let at = 0; at <= view.most; at += 50) body += line(sx(at), low, sx(at), low + 4, "q-axis") + text(sx(at), low + 20, at, "q-small", "middle");
    body += text((x0 + x1) / 2, low + 36, esc(view.axis), "q-small", "middle");
    return { body: `${svg(w, low + 42, ctx.label(view, marks), body)}<ul class="qedu-legend">${legend}</ul>`, marks,
      handles: [{ control: view.km, axis: true, direct: true, at: (get) => [sx(get(view.km)) + size / 2 + 9, y] }] };
  }, true);
})();

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

(() => {
  const { esc, fill, format, holds, phrase, svg, icon, text, line: stroke, shape, tag, news } = QEduWidgets.tools;
  // Laser with a knob, Eve if she is there, and Bob as far away as he is; the pulses fly, and each photon ends where it ends.
  function apparatus(line, ctx, drawn) {
    const w = ctx.width, phone = w < 520, { get, state } = ctx, size = phone ? 30 : 40, y = phone ? 20 : 26, r = phone ? 15 : 20, knob = r + 8, laser = knob + r + (phone ? 22 : 34), eve = laser + (phone ? 44 : 88), x0 = eve + (phone ? 42 : 78), x1 = w - size / 2 - 22;
    const put = (name, x, wide = size) => `<g transform="translate(${x.toFixed(1)} ${y}) scale(${(wide / 48).toFixed(3)})">${line.drawings[name]}</g>`;
    const sx = (km) => x0 + (x1 - x0) * km / line.most, bob = sx(state[line.km]), low = y + size / 2 + 6, there = state[line.eve];
    const tip = (mu) => { const a = Math.PI * (0.8 + 1.4 * line.steps.indexOf(mu) / (line.steps.length - 1)); return [knob + r * Math.cos(a), y + r * Math.sin(a)]; };
    let body = stroke(laser + size / 2, y, bob - size / 2, y, there ? "q-axis" : "q-flight"), pulses = "";
    // Pulses fly when they are sent, not while Bob is dragged.
    const { ago } = news(ctx, JSON.stringify({ ...state, [line.km]: 0 }));
    if (ago < 4.5) {
      const from = laser + size / 2, all = drawn.reduce((sum, outcome) => sum + line.fates[outcome][0], 0);
      let count = 0;
      drawn.forEach((outcome, i) => {
        const [photons, kept, blocked] = line.fates[outcome];
        for (let k = 0; k < photons; k += 1, count += 1) {
          // On the honest line one photon for each equal share, in mixed order, ends in the tenth in which its share does.
          const share = ((count * 7) % all + 0.5) / all, tenth = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((one) => share > get(`${line.reach}.${one}`));
          const hers = there && (blocked || k < kept), end = hers ? eve : there || tenth === undefined ? bob - size / 2 : from + (bob - size / 2 - from) * (tenth + 0.5) / 10, up = (k - (photons - 1) / 2) * (phone ? 6 : 9);
          pulses += `<circle cx="${from.toFixed(1)}" cy="${(y + up).toFixed(1)}" r="${phone ? 2.6 : 4}" class="q-flies${there && k < kept ? " q-touched" : ""}" style="--far:${(end - from).toFixed(0)}px;animation-delay:${(0.18 * i - ago).toFixed(2)}s;animation-duration:${(0.15 + 1.2 * (end - from) / (x1 - from)).toFixed(2)}s"/>`;
        }
      });
    }
    const drawnMu = line.steps.map((mu) => { const [x, top] = tip(mu); return shape("ring", x, top, 2.5, "q-mark q0"); }).join("");
    body += `<circle cx="${knob}" cy="${y}" r="${r}" class="q-part"/>${drawnMu}` + stroke(knob, y, ...tip(state[line.mu]), "q-pointer") + put("laser", laser) + pulses
      + (there ? `<circle cx="${eve.toFixed(1)}" cy="${y}" r="${size / 2 + 2}" class="q-frame"/>${put("eve", eve, size - 8)}` : "") + put("bob", bob)
      + stroke(x0, low, x1, low, "q-axis");
    const words = fill(line.words, ctx);
    for (let km = 0; km <= line.most; km += phone ? 50 : 25) body += stroke(sx(km), low, sx(km), low + 4, "q-axis") + text(sx(km), low + 18, km === line.most ? phrase(line.unit, { km }) : km, "q-small", "middle");
    body += text(1, low + 18, esc(words), "q-small");
    return { body, high: low + 28, handles: [
      { control: line.km, axis: true, direct: true, at: (key) => [sx(key(line.km)) + size / 2 + 9, y] },
      { control: line.mu, direct: true, at: (key) => tip(key(line.mu)) }] };
  }

  QEduWidgets.view("stacks", (view, ctx) => {
    const drawn = Array.from(ctx.sample(view.dice)).slice(-view.show), cell = Math.min(42, ctx.width / view.show), rows = view.rows.filter((one) => holds(one.when, ctx)), marks = [];
    const r = cell > 34 ? 8 : 5, step = 2.8 * r;                  // larger where there is room
    const glyph = (name, x, y, size = 5) => shape(view.symbols[name].shape, x, y, size, `q-glyph ${view.symbols[name].tone}`);
    const top = apparatus(view.line, ctx, drawn);
    let y = top.high, { body } = top;
    for (const row of rows) {
      body += text(0, y + 13, esc(row.label), "q-small");
      y += 22 + step * row.high;
      body += stroke(0, y + 2, drawn.length * cell, y + 2, "q-grid");
      drawn.forEach((outcome, i) => {
        let up = y - r - 1;
        if (ctx.veiled && row !== rows[0]) return;
        for (const [name, n] of Object.entries(row.of[outcome])) for (let k = 0; k < n; k += 1, up -= step) body += glyph(name, (i + 0.5) * cell, up, r);
      });
      y += 6;
    }
    const legend = view.legend.filter((item) => holds(item.when, ctx)).map(({ key, label, symbol }) => {
      const value = ctx.get(key);
      marks.push({ key, label, text: format(value, "int"), value });
      return `<li>${symbol ? `${icon(glyph(symbol, 7, 7))} ` : ""}<span>${esc(label)}${ctx.veiled ? "" : `: <b${tag(key, value)}>${format(value, "int")}</b>`}</span></li>`;
    }).join("");
    return { body: `${svg(ctx.width, y, ctx.label(view, [fill(view.line.place, ctx), ...marks]), body)}<ul class="qedu-legend">${legend}</ul>`, marks, handles: top.handles };
  });
})();

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
