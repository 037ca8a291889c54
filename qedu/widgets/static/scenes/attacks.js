/* Chapter C10: attacks on a receiver.
 * attack-board  names, kets, bases, lamps [{name, lamp, seen, due, format, unit, on, none, words}], words, symbols, most: as receiver_board.py plays a round
 * attack-grid   rows, columns, attack, guards (the controls of each column), eve, shown: keys of a cell, with {a} and {g} */
(() => {
  const { esc, phrase, format, svg, icon, text, line, arrow, shape, tag, edge, noting, set } = QEduWidgets.tools, { mulberry32, start } = QEduWidgets;

  // As receiver_board.py: the round that is looked at.
  QEduWidgets.numbers("attack-board", (state, get) => {
    const draw = (name) => { const next = mulberry32(start(state.seed, name)); let value = 0; for (let i = 0; i < state.t; i += 1) value = next(); return value; };
    const s = draw("alice") >>> 30, b = draw("bob") >>> 31, basis = draw("eve") >>> 31, commands = state.attack === "1" || state.attack === "2";
    const e = commands ? 2 * basis + Number(draw("found") >= edge(get(`found.${s}.${basis}`))) : s;
    const v = state.attack === "3" ? draw("shift") >>> 31 : 0, role = state.roles ? draw("role") >>> 31 : 0, value = draw("click");
    let total = 0, c = 3;
    for (let k = 0; k < 3 && c === 3; k += 1) if (value < edge(total += get(`p.${e}.${b}.${v ^ role}.${k}`))) c = k;
    const share = get(`found.${e}.${b}`), light = [share, 1 - share].map((part) => (state.attack === "1" ? state.power * part : 0)), found = c < 2 ? c ^ role : c;
    return { "now.s": s, "now.e": e, "now.b": b, "now.v": v, "now.role": role, "now.c": found, "now.noted": c < 2 ? c : c === 2 && state.coin ? draw("coin") >>> 31 : 2,
      "now.light0": light[role], "now.light1": light[1 - role], "now.sees0": get(`sees.${v}.0`), "now.sees1": get(`sees.${v}.1`) };
  });

  const flown = new Map();                                     // rounds that have flown: each flies once
  QEduWidgets.view("attack-board", (view, ctx) => {
    const { state, get, veiled, width: w } = ctx, phone = w < 520, kind = state.attack, marks = [], now = (key) => get(`now.${key}`), { words } = view;
    const note = noting(marks, ctx);
    const more = phone ? 0 : Math.max(0, Math.min(100, (ctx.height || 0) - 378)), size = phone ? 34 : 54, y = phone ? 56 : 92 + 0.3 * more, x = phone ? { alice: 17, laser: 54, plate: 82, eve: 0.41 * w, gate: 0.565 * w, turn: 0.65 * w, split: 0.75 * w, zero: w - 20 }
      : { alice: 30, laser: 94, plate: 148, eve: 0.41 * w, gate: 0.57 * w, turn: 0.67 * w, split: 0.765 * w, zero: w - 58 };
    const one = { x: x.split, y: y + (phone ? 80 : 112 + 0.3 * more) }, out = { x: x.zero, y }, places = [out, one], box = phone ? 20 : 36;
    const put = (name, px, py, turn = 0, scale = size) => `<g transform="translate(${px.toFixed(1)} ${py.toFixed(1)}) rotate(${turn}) scale(${(scale / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const rect = (px, py, wide, high, cls, more = "") => `<rect x="${px.toFixed(1)}" y="${py.toFixed(1)}" width="${Math.max(0, wide).toFixed(1)}" height="${high}" class="${cls}"${more}/>`;
    const busy = kind !== "0", [s, e, b, c] = ["s", "e", "b", "c"].map(now);
    let body = "";
    // Blinding light is there all the time.
    if (kind === "1") for (const place of [out, one]) body += `<path d="M${x.eve.toFixed(1)} ${y}H${x.split.toFixed(1)}L${place.x.toFixed(1)} ${place.y}" class="q-shine"/>`;
    body += line(x.laser + 14, y, out.x - 8, y, "q-flight") + line(one.x, y, one.x, one.y - 8, "q-flight");
    body += put("alice", x.alice, y) + put("laser", x.laser, y) + put("plate", x.plate, y, !veiled && s > 1 ? 22.5 : 0);
    if (state.iso > 0) body += `<path d="M${x.plate + 12} ${y - 9}h14v18h-14zM${x.plate + 15} ${y}h8m-4-4 4 4-4 4" class="q-part"/>`;
    if (busy) body += rect(x.eve - box, y - box, 2 * box, 2 * box, "q-part q-out", ' rx="6"') + put("eve", x.eve, y + 2, 0, phone ? 32 : 46);
    // The entrance: a meter that light must pass, if it is fitted.
    const rings = !veiled && get("lamp.meter");
    body += line(x.gate, y - (phone ? 18 : 26), x.gate, y + (phone ? 18 : 26), "q-axis");
    if (state.meter) {
      const my = y - (phone ? 32 : 46), r = phone ? 13 : 19, turn = (rings ? 1 : -1) * 0.9;
      body += `<circle cx="${x.gate.toFixed(1)}" cy="${my}" r="${r}" class="q-part"/>` + line(x.gate, my + 5, x.gate + r * 0.75 * Math.sin(turn), my + 5 - r * 0.9 * Math.cos(turn), `q-line ${rings ? "q2" : "q1"}`);
    }
    body += put("plate", x.turn, y, !veiled && b ? 22.5 : 0) + put("splitter", x.split, y, 0, phone ? 32 : 52) + put("detector", out.x, out.y, 0, size) + put("detector", one.x, one.y, 90, size);
    const loss = phrase(words.loss, { value: format(state.loss, "f0") });
    body += text(phone ? x.eve : (x.eve + box + x.gate) / 2, phone ? 12 : y + 18, esc(loss), "q-small", "middle");
    if (!veiled) {
      body += text((x.plate + x.laser) / 2 + 4, y - (phone ? 24 : 38), `<tspan${note("now.s", words["now.s"], view.kets[s])}>${esc(view.kets[s])}</tspan>`, "q-value", "middle");
      if (busy && kind !== "4") body += text(kind === "3" || kind === "5" ? x.eve : (x.eve + box + x.gate) / 2 - 1, y - (kind === "3" || kind === "5" ? box + 8 : phone ? 7 : 12), kind === "3" ? esc(words.moment[now("v")]) : kind === "5" ? esc(phone ? "" : words.splits) : `<tspan${note("now.e", words["now.e"], view.kets[e])}>${esc(view.kets[e])}</tspan>`, kind === "3" || kind === "5" ? "q-small" : "q-value", "middle");
      body += text(x.turn, y + (phone ? 34 : 44), esc(phrase(words.basis, { letter: view.bases[b] })), "q-small", "middle");
      // What reaches each detector, or how much of it that one sees; a tick at the threshold.
      const wide = phone ? 42 : 74;
      places.forEach((place, d) => {
        const bright = kind === "1", key = bright ? `now.light${d}` : `now.sees${d}`, value = get(key), most = bright ? view.most : 1;
        const shown = format(value, bright ? "f1" : "pct0"), gx = d ? Math.min(place.x + (phone ? 24 : 38), w - wide - 2) : Math.min(place.x - wide / 2, w - wide - 2), gy = d ? place.y - 6 : place.y + (phone ? 22 : 34);
        body += rect(gx, gy, wide, 8, "q-track") + `<g${note(key, phrase(words[bright ? "now.light" : "now.sees"], { d }), shown)}>${rect(gx, gy, wide * Math.min(1, value / most), 8, `q-fill ${bright ? "q4" : "q0"}`)}${text(phone ? w - 1 : d ? gx : gx + wide / 2, gy + 23, esc(phrase(words[bright ? "light" : "sees"], { value: shown })), "q-small", phone ? "end" : d ? "start" : "middle")}</g>`
          + (bright ? line(gx + wide / most, gy - 4, gx + wide / most, gy + 12, "q-tick") : "");
        const [bx, by] = d ? [place.x - (phone ? 20 : 32), place.y + 6] : [place.x + (phone ? 0 : 4), place.y - (phone ? 21 : 32)];
        body += text(bx, by, esc(phrase(words.means, { bit: d ^ now("role") })), now("role") ? "q-value q-word q3" : "q-value", "middle");
        if (c === d || c === 2) body += `<circle cx="${(place.x - (d ? 0 : 2)).toFixed(1)}" cy="${place.y - (d ? 2 : 0)}" r="${phone ? 5 : 8}" class="q-lit q1"/>`;
      });
      const said = now("noted") < 2 ? phrase(words.noted, { bit: now("noted") }) : words.none;
      body += `<g${note("now.c", words["now.c"], words.clicks[c])}>${text(one.x - (phone ? 34 : 50), one.y + 6, esc(`${view.names[2]} ${said}`), "q-small", "end")}</g>`;
    }
    if (kind === "5") body += shape("disc", x.eve, y + box + (phone ? 12 : 16), 5, "q-glyph q4") + (phone ? "" : text(x.eve, y + box + 38, esc(words.kept), "q-small", "middle"));
    if (kind === "4") {                                        // her light into the modulator, and what comes back
      const echo = format(get("trojan.photons"), get("trojan.photons") < 1 ? "ten" : "int");
      const far = x.plate + 8;
      body += arrow(x.eve - box, y - 13, far, y - 13, "q-arrow q4") + line(far, y + 13, x.eve - box, y + 13, "q-tap") + (veiled ? "" : `<g${note("trojan.photons", words.echoes, echo)}>${text(phone ? 2 : x.plate - 20, y + (phone ? 38 : 52), esc(phrase(words.echo, { value: echo })), "q-small")}</g>`);
    }
    // Her pulse flies on the stage; on paper and where nobody wants motion it lies still.
    const round = JSON.stringify(state), fresh = Boolean(ctx.height && !veiled && flown.has(ctx.spec.name) && flown.get(ctx.spec.name) !== round);
    if (ctx.height) flown.set(ctx.spec.name, round);
    const fly = (from, far, on, down, r, cls) => { body += `<circle cx="${from.toFixed(1)}" cy="${y}" r="${r}" class="q-sails ${cls}" style="--far:${far.toFixed(0)}px;--on:${on.toFixed(0)}px;--down:${down.toFixed(0)}px"/>`; };
    if (fresh) {
      const from = kind === "1" || kind === "2" ? x.eve : x.laser + 14, far = x.split - from, r = kind === "1" ? 8 : kind === "2" ? 6 : 4;
      const [to0, to1] = kind === "1" ? [now("light0") > 0, now("light1") > 0] : [c === 0 || c === 2, c === 1 || c === 2];
      if (to0 || (!to0 && !to1)) fly(from, far, to0 ? out.x - x.split - 8 : 0, 0, to0 && to1 ? r * 0.7 : r, kind === "1" || kind === "2" ? "q-touched" : "");
      if (to1) fly(from, far, 0, one.y - y - 8, to0 ? r * 0.7 : r, kind === "1" || kind === "2" ? "q-touched" : "");
      if (kind === "4") fly(x.eve - box, x.plate - x.eve + box, x.eve - box - x.plate, 0, 4, "q-touched");
    }
    // Power of her pulses, to be taken hold of.
    const handles = [], px = (value) => x.eve + (phone ? -38 : -70) + (phone ? 76 : 140) * (value - 0.6) / (view.most - 0.6), py = y + box + (phone ? 20 : 22);
    if (kind === "1" && !veiled) {
      body += line(px(0.6), py, px(view.most), py, "q-axis");
      for (const value of [1, 2]) body += line(px(value), py - 5, px(value), py + 5, "q-tick-mark") + text(px(value), py + 22, String(value), "q-small", "middle");
      body += (phone ? "" : text(px(view.most) + 14, py + 4, esc(words.power), "q-small"));
      handles.push({ control: "power", axis: true, direct: true, at: (key) => [px(key("power")), py] });
    }
    if (veiled && ctx.narrow) return { body: svg(w, one.y + 24, ctx.label(view, []), body), marks };       // the question needs the room
    // The lamps.
    const top = one.y + (phone ? 36 : 60 + 0.25 * more), cell = w / view.lamps.length, row = 25;
    const lamps = view.lamps.map((lamp, i) => {
      const fitted = !lamp.on || (lamp.on in state ? state[lamp.on] : veiled || get(lamp.on)), lit = !veiled && fitted && get(lamp.lamp), seen = !fitted ? lamp.none : lamp.words ? lamp.words[lit] : veiled ? "?" : format(get(lamp.seen), lamp.format);
      const [lx, ly] = phone ? [9, top + i * row] : [i * cell + 12, top];
      let made = `<g${veiled ? "" : note(lamp.lamp, phrase(words.lamp, { name: lamp.name }), fitted ? words[lit ? "on" : "off"] : lamp.none)}>${lit ? `<circle cx="${lx}" cy="${ly}" r="14" class="q-fill q2" opacity="0.25"/>` : ""}<circle cx="${lx}" cy="${ly}" r="8" class="${lit ? "q-lit q2" : fitted ? "q-mark q0" : "q-part q-out"}"/></g>`;
      made += text(lx + 16, ly + 5, esc(lamp.name), lit && !phone ? "q-value" : "");
      const value = lamp.seen && fitted && !veiled ? `<tspan${note(lamp.seen, `${lamp.name}, ${lamp.unit}`, seen)}>${esc(seen)}</tspan>` : esc(seen);
      const due = lamp.due && fitted && !veiled ? `<tspan${note(lamp.due, phrase(words["due.of"], { name: lamp.name }), format(get(lamp.due), lamp.format))}>${esc(phrase(words.due, { value: format(get(lamp.due), lamp.format) }))}</tspan>` : "";
      made += phone ? text(fitted ? 0.62 * w : w - 1, ly + 5, value, fitted ? "q-value" : "q-small q-muted", "end") + (due ? text(w - 1, ly + 5, due, "q-small", "end") : "")
        : text(lx - 8, ly + 30, value, fitted ? "q-value" : "q-small q-muted") + (due ? text(lx - 8, ly + 48, due, "q-small") : "");
      return made;
    });
    body += lamps.join("");
    const low = phone ? top + view.lamps.length * row + 2 : top + 72;
    body += rect(0.5, low, w - 1, 16, "q-track");
    if (!veiled) body += `<g${note("known", words.share, format(get("known"), "pct"))}>${rect(1, low + 1, (w - 2) * get("known"), 14, "q-fill q4")}${text(0, low + 34, esc(phrase(kind === "4" ? words.bound : words.known, { value: format(get("known"), "pct") })), "q-value")}</g>`;
    return { body: svg(w, low + 40, ctx.label(view, marks.filter((mark) => !/^now/.test(mark.key))), body), marks, handles };
  }, true);

  QEduWidgets.view("attack-grid", (view, ctx) => {
    const { veiled, get, width: w, state } = ctx, phone = w < 520, left = phone ? 104 : 170, cell = (w - left) / view.columns.length, high = phone ? 40 : 44, marks = [];
    let body = view.columns.map((words, g) => text(QEduWidgets.tools.within(left + (g + 0.5) * cell, words, w, "q-small"), 16 + (phone && g % 2 ? 15 : 0), esc(words), "q-small", "middle")).join("");
    view.rows.forEach((words, i) => {
      const y = 40 + i * high, a = String(i + 1), split = QEduWidgets.tools.lines(words, left - 6, "");
      split.forEach((part, k) => { body += text(0, y + high / 2 + 4 - 8 * (split.length - 1) + 16 * k, esc(part), phone ? "q-small" : ""); });
      view.columns.forEach((column, g) => {
        const key = phrase(view.eve, { a, g }), lamp = phrase(view.shown, { a, g }), value = get(key), lit = get(lamp), x = left + g * cell, set = { [view.attack]: a, ...view.guards[g] };
        const here = state[view.attack] === a && Object.entries(view.guards[g]).every(([name, wanted]) => Number(state[name]) === wanted), shown = format(100 * value, "f0");
        if (!veiled) marks.push({ key, label: phrase(view.words.cell, { row: words, column }), text: format(value, "pct"), value }, { key: lamp, label: phrase(view.words.lights, { row: words, column }), text: lit ? view.words.lamp : "\u2013", value: lit });
        body += `<g class="qedu-column" data-set='${esc(JSON.stringify(set))}'><rect x="${(x + 2).toFixed(1)}" y="${y}" width="${(cell - 4).toFixed(1)}" height="${high - 4}" rx="4" class="${here ? "q-face" : "q-frame"}"/>`
          + (veiled ? "" : `<g${tag(lamp, lit)}><g${tag(key, value)}>${lit ? `<circle cx="${(x + cell / 2).toFixed(1)}" cy="${y + high / 2 - 2}" r="8" class="q-lit q2"/>` : value < 0.01 ? shape("cross", x + cell / 2, y + high / 2 - 2, 5, "q-glyph q3") : text(x + cell / 2, y + high / 2 + 3, esc(shown), "q-word q4", "middle")}</g></g>`) + "</g>";
      });
    });
    const legend = `<ul class="qedu-legend"><li>${icon('<circle cx="7" cy="7" r="6" class="q-lit q2"/>')} ${esc(view.words.lamp)}</li><li>${icon(shape("cross", 7, 7, 5, "q-glyph q3"))} ${esc(view.words.safe)}</li><li>${esc(view.words.eve)}</li></ul>`;
    return { body: svg(w, 40 + view.rows.length * high, ctx.label(view, marks.slice(0, 6)), body) + legend, marks };
  });
})();
