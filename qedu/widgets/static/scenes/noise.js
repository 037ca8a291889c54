/* Chapter C03: a beam from a source to what is done to it, with the Bloch ball under it, and density matrices.
 * In common: vectors, axis, first as the view bloch has them, symbols.
 * coin-beam     dice (outcomes 0 and 1), flat (keys of the longest arrow's x and y, and of the height z: there the tip of the arrow that is
 *               dragged moves, by a length and an angle), source [[condition, words], ...], gate (the control), cards [{value, blocks, label, asks}],
 *               ends (words of the detectors), counts [[key of the number, of the share, words of both], ...], ticks [[start of the keys, words], ...]
 *               (two, solid and dashed), words {shelf, counted, axis}
 * channel-line  control, kinds {value of the control: {words, happens, name, lost: those to which it happens are gone}}, touched (their share),
 *               arrives [key, words], alive (condition: there is a state at the end), gauges [{key, label, name, tone}], half (words), shelf (words),
 *               ellipse [half axis x and y, half axis z, shift z], names (of its three numbers)
 * matrix        items [{label, tone, cells: four lists [real] or [real, imaginary] of keys, row by row}] */
(() => {
  const { esc, fill, format, svg, text, line, lines, shape, tag, noting, rect, set, clamp, holds, widthOf, views } = QEduWidgets.tools;

  // Photons fly when something has changed: those that are new, and where another setting has other photons, a few of these. What is
  // moved while they fly moves them on their way: they do not start again with each step of a slider. They wait for what is put into the beam.
  const flights = new Map();
  function flight(ctx, key, n, most, seconds, wait) {
    const now = performance.now() / 1000, name = ctx.spec.name, old = flights.get(name) || { key, n, since: -99, flying: 0 };
    if (ctx.narrow === undefined) return { flying: 0 };        // paper lies still
    const one = { ...old, key: ctx.veiled ? "" : key, n }, same = key === old.key;
    if (!ctx.veiled && (!same || n > old.n)) {
      one.flying = clamp(same ? n - old.n : n, 0, most);
      if (same || wait || now - old.since > seconds) one.since = now + (wait ? 0.7 : 0);
    }
    flights.set(name, one);
    return now - one.since < seconds ? { flying: one.flying, late: now - one.since } : { flying: 0 };
  }
  const photon = (cls, x, y, far, starts, more = "") => `<circle cx="${x.toFixed(1)}" cy="${y}" r="5" class="${cls}" style="--far:${far.toFixed(0)}px;animation-delay:${starts.toFixed(2)}s${more}"/>`;
  const put = (view, name, x, y, size) => `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(size / 48).toFixed(3)})">${view.symbols[name]}</g>`;

  // The Bloch ball as a part of a drawing: moved to its place, with all that can be taken hold of.
  function ball(view, ctx, left, top, room) {
    const made = views.bloch(view, { ...ctx, ...room }), dx = left + (room.width - made.wide) / 2, dy = top + Math.max(0, (room.height - made.high) / 2);
    return { ...made, inner: `<g transform="translate(${dx.toFixed(1)} ${dy.toFixed(1)})">${made.inner}</g>`, sphere: { ...made.sphere, x: made.sphere.x + dx, y: made.sphere.y + dy },
      handles: made.handles.map((one) => ({ ...one, at: (get) => { const [x, y] = one.at(get); return [x + dx, y + dy]; } })),
      from: ([x, y]) => [x - dx - made.sphere.x, y - dy - made.sphere.y] };
  }
  // Cards with what can be put into the beam, in columns; the place of the one that is there is empty. What has just been put there
  // comes from its card.
  const lain = new Map();
  function shelf(ctx, control, values, { left, top, wide, columns, deep }, face) {
    const step = (wide + 8) / columns, chosen = ctx.state[control], name = ctx.spec.name, before = lain.get(name);
    const place = (i) => [left + i % columns * step, top + Math.floor(i / columns) * (deep + 8)];
    if (ctx.narrow !== undefined) lain.set(name, ctx.veiled ? undefined : chosen);
    const moved = ctx.narrow !== undefined && !ctx.veiled && before !== undefined && before !== chosen;
    return {
      moved, low: top + Math.ceil(values.length / columns) * (deep + 8),
      cards: () => values.map((value, i) => {
        const [x, y] = place(i), here = value === chosen;
        return `<g class="q-card"${ctx.veiled || here ? "" : set({ [control]: value })}>${rect(x, y, step - 8, deep, here ? "q-frame q-out" : "q-face", ' rx="8"')}${face(i, x, y, step - 8, here)}</g>`;
      }).join(""),
      into: (x, y, body) => {
        if (!moved) return body;
        const [a, b] = place(values.indexOf(chosen));
        return `<g class="q-moves q-comes" style="--aside:${(a + step / 2 - 4 - x).toFixed(0)}px;--from:${(b + deep / 2 - y).toFixed(0)}px">${body}</g>`;
      },
    };
  }

  // The words of two ticks in one line; where both are in one place, together.
  function apart([one, other], from, to) {
    const wide = (words) => widthOf(words, "q-small"), both = `${one.words}, ${other.said}`, [a, b] = [one, other].map(({ said }) => wide(said));
    if (other.at - one.at < 1) return [[clamp(one.at - wide(both) / 2, from, to - wide(both)), both]];
    const right = clamp(other.at - b / 2, from + a + 8, to - b);
    return [[clamp(one.at - a / 2, from, right - a - 8), one.said], [right, other.said]];
  }

  QEduWidgets.view("coin-beam", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, phone = w < 520, staged = ctx.narrow !== undefined, marks = [], note = noting(marks, ctx), shares = view.counts.map(([, share]) => share);
    const half = phone ? 19 : 28, size = phone ? 28 : 40, rise = phone ? 20 : 34, y = rise + size / 2 + 12, block = phone ? 26 : 38, from = 2 * half + 6;
    const gx = (phone ? 0.37 : 0.35) * w, fork = (phone ? 0.63 : 0.62) * w, out = w - (phone ? 64 : 100), ys = [y - rise, y + rise];
    const drawn = veiled ? [] : Array.from(ctx.sample(view.dice)), n = drawn.length, last = n ? drawn[n - 1] : -1;
    const { n: _, ...others } = state, gate = view.cards.find((card) => card.value === state[view.gate]);
    const beam = Math.max(ys[1] + size / 2, y + half + 20) + 8, tall = phone ? 250 : clamp((ctx.height || 430) - beam, 280, 400), left = phone ? 0 : Math.min(0.5 * w, tall + 50) + 16, wide = w - left;
    const deep = phone ? 34 : 54, below = phone ? beam : beam + 28;
    const gates = shelf(ctx, view.gate, view.cards.map(({ value }) => value), { left, top: below, wide, columns: view.cards.length, deep }, (i, x, top, room, here) => {
      const { label, asks } = view.cards[i], cls = here ? " q-muted" : "";
      return text(x + room / 2, top + (phone ? 22 : 23), esc(label), `q-value${cls}`, "middle") + (phone ? "" : text(x + room / 2, top + 42, esc(asks), `q-small${cls}`, "middle"));
    });
    const { flying, late } = flight(ctx, JSON.stringify(others), n, 6, 1.7, gates.moved);
    let body = line(from, y, fork - size / 2, y, "q-flight"), high = beam;
    ys.forEach((top) => { body += line(fork, y, out - 14, top, "q-flight"); });
    drawn.slice(n - flying).forEach((k, i) => {
      body += photon("q-sails", from, y, fork - from, 0.12 * i - late, `;--on:${(out - 14 - fork).toFixed(0)}px;--down:${k ? rise : -rise}px`);
    });
    // The source, into which nobody sees.
    const kind = fill(view.source.find(([when]) => holds(when, ctx))[1], ctx);
    body += `<path class="q-part" d="M3 ${y - half}h${2 * half - 2}v${2 * half}h${2 - 2 * half}z"/><path class="q-part" d="M1 ${y - half - 8}h${2 * half + 2}v8H1z"/>`
      + text(1, y + half + 17, esc(kind), "q-small") + text(2 + half, y + 9, "?", "q-answer", "middle");
    // The gate, in the beam.
    const blocks = (names, x, top, side) => names.map((words, i) => { const left = x + (i - names.length / 2) * (side + 4) + 2;
      return rect(left, top - side / 2, side, side, "q-face", ' rx="3"') + text(left + side / 2, top + 5, words, "q-value", "middle"); }).join("");
    body += gate.blocks.length ? gates.into(gx, y, blocks(gate.blocks, gx, y, block)) : rect(gx - block / 2, y - block / 2, block, block, "q-frame q-out", ' rx="3"');
    // The measurement in Z.
    ys.forEach((top, i) => {
      body += put(view, "detector", out, top, size) + text(out - size / 2, top - size / 2 + 2, view.ends[i], "q-value", "middle");
      if (i === last) body += `<circle cx="${(out - size / 10).toFixed(1)}" cy="${top}" r="${size / 6}" class="q-lit q1${flying ? ` q-clicks" style="animation-delay:${(0.58 + 0.12 * flying - late).toFixed(2)}s` : ""}"/>`;
    });
    body += put(view, "splitter", fork, y, size) + text(fork, y - size / 2 - 3, "Z", "q-value", "middle");
    view.counts.forEach(([key, , label], i) => {
      const mark = note(key, label, format(get(key), "int"));
      if (!veiled) body += text(out + 0.55 * size, ys[i] + (phone ? 5 : 8), `<tspan${mark}>${format(get(key), "int")}</tspan>`, phone ? "q-value" : "q-answer");
    });
    if (veiled && ctx.narrow) return { body: svg(w, beam, ctx.label(view, []), body), marks: [] };
    if (staged) {
      body += (phone ? "" : text(left, beam + 18, esc(view.words.shelf), "q-small q-hint")) + gates.cards();
      high = gates.low + (phone ? -6 : 16);
    }
    // Two counters, with what a coin and a superposition would fill them to.
    const bar = phone ? 16 : 24, x0 = left + 18, long = wide - 18, under = beam + tall;
    if (!phone) { body += text(left, high + 8, esc(fill(view.words.counted, ctx)), "q-small"); high += 14; }
    high += 20;
    view.counts.forEach(([, share, , label], i) => {
      const value = get(share), fraction = note(share, label, format(value, "pct"));
      body += text(left + 2, high + bar / 2 + 5, view.ends[i], "q-value") + rect(x0, high, long, bar, "q-track") + (veiled ? "" : rect(x0, high, long * value, bar, "q-fill q1", fraction));
      const all = view.ticks.map(([key, words], dashed) => {
        const exact = get(`${key}.${i}`), at = x0 + long * exact, mark = note(`${key}.${i}`, `${words}: outcome ${view.ends[i]}`, format(exact, "pct"), exact);
        if (!veiled) body += line(at, high - 4, at, high + bar + 4, "q-halo-line") + line(at, high - 4, at, high + bar + 4, dashed ? "q-ref" : "q-error", mark);
        return { at, words, said: `${words} ${format(exact, "pct0")}` };
      }).sort((one, other) => one.at - other.at);
      if (!veiled && (i === 0 || !phone)) body += apart(all, left, w).map(([x, said]) => text(x, high - 7, esc(said), "q-small")).join("");
      high += bar + (phone ? 8 : 34);
    });
    if (!phone) body += text(left, high - 4, esc(view.words.axis), "q-small");
    high = phone ? high - 2 : Math.max(high + 4, under);
    // The arrow, whose tip keeps its height: what lies beside the axis is the coherence.
    const [longX, longY, z] = view.flat.map(get), whole = Math.hypot(longX, longY), top = phone ? high : beam;
    let look = null;
    const inside = (globe) => {
      const { at, R, se } = look = globe, axis = at(0, 0, z);
      return whole < 1e-9 ? "" : `<ellipse cx="${axis[0].toFixed(1)}" cy="${axis[1].toFixed(1)}" rx="${(R * whole).toFixed(1)}" ry="${(R * whole * Math.abs(se)).toFixed(1)}" class="q-rest"/>`
        + (veiled ? "" : line(...axis, ...at(longX, longY, z), "q-drop"));
    };
    const made = ball(view, { ...ctx, inside }, 0, top, { width: phone ? w : left - 16, height: tall }), { R, ca, sa, ce, se } = look, [held] = made.handles, { control: c, other: phi } = held, { step } = ctx.spec.controls.find((one) => one.key === phi);
    const tip = { ...held, free: (point) => {
      const [u, v] = made.from(point).map((one) => one / R), now = get(phi) * Math.PI / 180;
      if (whole < 1e-9) return {};
      // Seen from the side the plane is a line: then along the arrow alone.
      if (Math.abs(se) < 0.15) { const seen = ca * longY - sa * longX; return Math.abs(seen) < 0.05 ? {} : { [c]: clamp(u / seen, 0, 1) }; }
      const d = (v + ce * z) / se, x = ca * d - sa * u, ahead = sa * d + ca * u, size = Math.hypot(x, ahead);
      return { [c]: clamp(size / whole, 0, 1), [phi]: size < 0.05 ? get(phi) : Math.round((Math.atan2(ahead, x) * 180 / Math.PI + 360) / step) * step % 360 };
    } };
    body += made.inner;
    marks.push(...made.marks);
    return { body: svg(w, phone ? top + tall : high, ctx.label(view, [kind, gate.asks, ...marks.filter(({ key }) => !shares.includes(key))]), body), marks, handles: [tip], sphere: made.sphere };
  }, true);

  // What stands for each kind of noise, in the look of the symbols: waves out of step, a die, a fall from one level to the other, a leaky fibre.
  const glass = '<rect class="q-s" x="-22" y="-16" width="44" height="32" rx="3"/>';
  const APPARATUS = {
    dephasing: `${glass}<path class="q-s-thin" d="M-16-5q4-8 8 0t8 0 8 0 8 0M-16 6q4 8 8 0t8 0 8 0 8 0"/>`,
    depolarizing: `<rect class="q-s" x="-17" y="-17" width="34" height="34" rx="5"/>${[[-8, -8], [8, -8], [0, 0], [-8, 8], [8, 8]].map(([x, y]) => shape("disc", x, y, 2.6, "q-ink")).join("")}`,
    amplitude_damping: `${glass}<path class="q-s-thin" d="M-14-8H14M-14 9H14M0-8V5M-4 1 0 6 4 1"/>`,
    loss: '<path class="q-s q-s-open" d="M-24 0H-5A11 11 0 1 1 6-11 11 11 0 0 1-5 0"/><path class="q-s q-s-open" d="M-1 0H24"/><path class="q-s-thin" d="M-4 6v6M4 7v8M12 6v6"/>',
  };
  QEduWidgets.view("channel-line", (view, ctx) => {
    const { get, state, veiled, width: w } = ctx, phone = w < 520, staged = ctx.narrow !== undefined, marks = [], note = noting(marks, ctx), kind = view.kinds[state[view.control]];
    const size = phone ? 40 : 52, part = phone ? 48 : 84, y = part / 2 + 6, ends = [size / 2 + 2, w - size / 2 - 2], middle = w / 2, there = holds(view.alive, ctx);
    const share = get(view.touched), device = (name, x, top, wide) => put({ symbols: APPARATUS }, name, x, top, wide);
    const beam = y + part / 2 + 28, tall = phone ? 250 : clamp((ctx.height || 430) - beam, 280, 400), left = phone ? 0 : Math.min(0.52 * w, tall + 50) + 16, wide = w - left;
    const all = Object.entries(view.kinds), deep = phone ? 36 : 52;
    const devices = shelf(ctx, view.control, all.map(([value]) => value), { left, top: phone ? beam : beam + 26, wide, columns: 2, deep }, (i, x, top, room, here) => {
      const written = lines(all[i][1].words, room - 56, "q-small");
      return (here ? "" : device(all[i][0], x + 27, top + deep / 2, phone ? 34 : 40))
        + written.map((one, k) => text(x + 52, top + deep / 2 + 4.5 + 15 * (k - (written.length - 1) / 2), esc(one), `q-small${here ? " q-muted" : ""}`)).join("");
    });
    let body = line(ends[0] + size / 2, y, ends[1] - size / 2, y, "q-flight");
    // One photon for each tenth, in mixed order; what something has happened to is hollow from there on, or gone.
    const { flying, late } = veiled ? flight(ctx, "", 0, 0, 0) : flight(ctx, JSON.stringify(state), 10, 10, 3.2, devices.moved), far = middle - ends[0] - size / 2;
    for (let i = 0; i < flying; i += 1) {
      const hit = i * 7 % 10 < Math.round(10 * share), starts = 0.16 * i - late, lost = hit && kind.lost;
      body += photon(lost ? "q-sails" : "q-flies", ends[0] + size / 2, y, far, starts, lost ? `;--on:0px;--down:${0.8 * part}px;animation-duration:1.1s` : ";animation-duration:0.8s");
      if (!lost) body += photon(`q-flies${hit ? " q-mark q-open q1" : ""}`, middle, y, far, starts + 0.8, ";animation-duration:0.8s");
    }
    body += put(view, "alice", ends[0], y, size) + put(view, "bob", ends[1], y, size) + devices.into(middle, y, device(state[view.control], middle, y, part));
    const words = veiled ? kind.words : `${kind.words}: ${fill(kind.happens, ctx)}`, long = widthOf(words, "q-small"), x = clamp(middle + 8 - 0.43 * long, 14, w - long);
    body += `<g${note(view.touched, kind.name, format(share, "pct"))}>${text(x, beam - 12, esc(words), "q-small")}</g>`
      + (veiled ? "" : shape(kind.lost ? "cross" : "ring", x - 9, beam - 16, kind.lost ? 4 : 5, "q-glyph q1"));
    if (kind.lost) body += veiled ? "" : `<g${note(view.arrives[0], view.arrives[1], format(get(view.arrives[0]), "pct"))}>${text(w, y + size / 2 + 14, esc(fill(view.arrives[2], ctx)), "q-small", "end")}</g>`;
    if (veiled && ctx.narrow) return { body: svg(w, beam, ctx.label(view, []), body), marks: [] };
    let low = beam;
    if (staged) {
      body += (phone ? "" : text(left, beam + 16, esc(view.shelf), "q-small q-hint")) + devices.cards();
      low = devices.low;
    }
    // How many bits are wrong, against the half that a coin would make wrong.
    const bar = phone ? 12 : 22, label = Math.max(...view.gauges.map((one) => widthOf(one.label, "q-small")));
    low += phone ? 4 : 22;
    if (there) view.gauges.forEach(({ key, label: said, name, tone }) => {
      const value = get(key), shown = format(value, "pct"), x = phone ? label + 4 : left, long = phone ? w - x - 58 : wide, mark = note(key, name, shown);
      if (!phone) { body += text(left, low, esc(said), "q-small"); low += 8; } else body += text(0, low + bar / 2 + 4.5, esc(said), "q-small");
      body += rect(x, low, long, bar, "q-track") + (veiled ? "" : rect(x, low, long * value, bar, `q-fill ${tone}`, mark) + text(w, phone ? low + bar / 2 + 5 : low - 8, shown, "q-value", "end"))
        + line(x + long / 2, low - 3, x + long / 2, low + bar + 3, "q-ref");
      low += bar + (phone ? 8 : 34);
    });
    if (there && !phone) body += text(left + wide / 2, low - 16, esc(view.half), "q-small", "middle");
    // The ball of all states, and what it becomes: an ellipsoid round the axis through the poles.
    const [a, b, shift] = view.ellipse.map(get);
    const inside = ({ at, R, ca, sa, ce, se }) => {
      if (veiled || !there) return "";
      const [x, up] = at(0, 0, shift), curve = (point, from) => `M${Array.from({ length: 31 }, (_, i) => at(...point(from + Math.PI * i / 30)).map((one) => one.toFixed(1)).join(",")).join("L")}`;
      const turned = Math.atan2(sa, ca), wide = Math.abs(a), belt = (t) => [wide * Math.cos(t), wide * Math.sin(t), shift], tags = view.ellipse.map((key, i) => note(key, view.names[i], format(get(key), "f3")));
      return `<g${tags[0]}><g${tags[1]}><ellipse class="q-part" cx="${x.toFixed(1)}" cy="${up.toFixed(1)}" rx="${(R * wide).toFixed(2)}" ry="${(R * Math.hypot(a * se, b * ce)).toFixed(2)}"${tags[2]}/></g></g>`
        + `<path class="q-equator" d="${curve(belt, turned - Math.PI / 2)}"/><path class="q-equator q-dotted" d="${curve(belt, turned + Math.PI / 2)}"/>`;
    };
    const top = phone ? low : beam, made = ball(view, { ...ctx, inside }, 0, top, { width: phone ? w : left - 16, height: tall });
    body += made.inner;
    marks.push(...made.marks);
    return { body: svg(w, phone ? top + tall : Math.max(low, beam + tall), ctx.label(view, [kind.words, ...marks]), body), marks, handles: made.handles, sphere: made.sphere };
  }, true);
})();

QEduWidgets.view("matrix", (view, ctx) => {
  const { esc, svg, text, tag, format } = QEduWidgets.tools;
  const items = view.items, fits = Math.max(1, Math.min(items.length, Math.floor((ctx.width + 24) / 130))), cell = Math.min(104, (ctx.width - 24 * (fits - 1) - 8) / fits / 2), marks = [];
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
