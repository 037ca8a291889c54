/* Chapter C08: the search for wrong bits, the press, and what is spent on the way from sifted to secret bits.
 * parity  as parity_game.py has it: both keys, and under them what was asked; parity-moves: what Bob can do next
 * press   as key_press.py has it: old bits, a row for each new bit with the places that it is a sum of, and Eve's best bet as a needle
 * funnel  top {key, name, words}, parts [{ask, left, label, name, words, short, tone}] from top to bottom (short: where less is there than
 *         is asked for), end {words, none}, drag: the slider that the first part follows, as a share of all */
(() => {
  const { esc, fill, phrase, format, svg, text, line, shape, span, tag, noting, button } = QEduWidgets.tools;
  const dice = (seed, name, n) => Array.from({ length: n }, QEduWidgets.mulberry32(QEduWidgets.start(seed, name)));
  const coins = (seed, name, n) => dice(seed, name, n).map((value) => Number(value >= 2147483648)), places = (n) => Array.from({ length: n }, (_, i) => i);
  // Notes a number for table and name, and gives the tag of its drawing.
  const rect = (x, y, w, h, cls, more = "") => `<rect x="${x}" y="${y}" width="${w}" height="${h}" class="${cls}"${more}/>`;

  // ------------------------------------------------------------ the parity detective
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUV", KEY = 32;
  // As parity_game.py: from what has been asked to what Bob knows.
  function game({ seed, errors, asked }) {
    const alice = coins(seed, "alice", KEY), wrong = [...new Set(dice(seed, "errors", 64).map((value) => value % KEY))].slice(0, errors);
    const group = places(KEY + 1), flip = group.map(() => 0), asks = [], mended = [], odd = (a, b, some) => some.filter((i) => a <= i && i < b).length % 2;
    function join(a, b) {
      const [old, fresh] = [group[b], group[a]], turn = flip[a] ^ flip[b] ^ odd(a, b, wrong);
      if (old !== fresh) group.forEach((one, i) => { if (one === old) { group[i] = fresh; flip[i] ^= turn; } });
      return old !== fresh;
    }
    const sure = () => places(KEY).filter((i) => group[i] === group[i + 1] && flip[i] !== flip[i + 1] && !mended.includes(i));
    join(0, KEY);
    for (const token of asked.match(/!.|[^!]{2}/g) || []) {
      const [a, b] = [...token].map((sign) => LETTERS.indexOf(sign)).sort((x, y) => x - y);
      if (a >= 0) asks.push([a, b + 1, !join(a, b + 1)]); else if (sure().includes(b)) mended.push(b);
    }
    return { bits: alice.map((one, i) => one ^ (wrong.includes(i) && !mended.includes(i))), alice, mended, sure: sure(), over: mended.length === wrong.length,
      asks: asks.map(([a, b, known]) => [a, b, odd(a, b, wrong) ^ odd(a, b, mended), known]) };
  }
  QEduWidgets.numbers("parity-detective", (state) => {
    const { bits, asks, mended, sure } = game(state), [a, b, differ, known] = asks.at(-1) || [0, 0, 0, 0];
    const out = { told: asks.length, found: mended.length, sure: sure[0] + 1 || 0, "last.from": a, "last.to": b, "last.differ": differ, "last.known": Number(known), "last.mended": state.asked.at(-2) === "!" && mended.at(-1) + 1 || 0 };
    bits.forEach((one, i) => { out[`b${i + 1}`] = one; });
    asks.forEach((one, i) => { out[`q${i + 1}`] = one[2]; });
    return out;
  });
  QEduWidgets.view("parity", (view, ctx) => {
    const { state, veiled, width: w } = ctx, { bits, alice, asks, mended, sure, over } = game(state), pitch = Math.min(20, (w - 30) / KEY), x = (border) => (w - KEY * pitch) / 2 + border * pitch;
    const { start, end } = state, low = Math.min(start, end) - 1, show = ctx.narrow === undefined ? asks.length : ctx.narrow ? (veiled ? 0 : 6) : 10, marks = [], note = noting(marks, ctx);
    let body = text(x(0), 12, esc(view.alice), "q-small") + text(x(0), 47, esc(view.bob), "q-small") + rect(x(low), 65, (Math.max(start, end) - low) * pitch, 22, "q-face", ' rx="4"');
    bits.forEach((bit, i) => {
      const middle = x(i + 0.5), n = i + 1;
      body += (veiled || !over ? shape("disc", middle, 25, 2, "q-fill q0") : text(middle, 29, alice[i], "q-small", "middle"))
        + (sure.includes(i) ? shape("cross", middle, 57, 4, "q-glyph q2") : mended.includes(i) ? shape("disc", middle, 57, 4, "q-glyph q3") : "")
        + text(middle, 81, veiled ? "?" : `<tspan${note(`b${n}`, phrase(view.bit, { n }), String(bit), bit)}>${bit}</tspan>`, "q-small", "middle")
        // A click on a bit brings the nearer end of the stretch to it.
        + rect(x(i), 48, pitch, 40, "q-column qedu-column", ` data-set='{"${Math.abs(n - start) < Math.abs(n - end) ? "start" : "end"}":${n}}'`);
    });
    // What was asked, and how the two parities stand now: a correction turns those that hold the bit.
    if (!veiled) asks.forEach(([a, b, differ, known], i) => {
      const y = 114 + 17 * (i - Math.max(0, asks.length - show)), said = differ ? view.differ : view.equal, words = known ? `${said}, ${view.known}` : said, far = span(words, 12.5) + 6, mark = note(`q${i + 1}`, phrase(view.asked, { from: a + 1, to: b }), said, differ);
      const [at, anchor] = x(b) + far < w ? [x(b) + 6, "start"] : x(a) > far ? [x(a) - 6, "end"] : [w / 2, "middle"];
      if (y > 113) body += rect(x(a), y, (b - a) * pitch, 11, `qedu-column ${differ ? "q-fill q2" : "q-track"}`, `${mark} data-set='{"start":${a + 1},"end":${b}}'`) + text(at, y + 10, esc(words), "q-small q-halo", anchor);
    });
    const grip = (one, other, first) => ({ control: one, direct: true, at: (get) => { const before = get(one) - get(other) < first; return [x(get(one) - before) + (before ? -6 : 6), 97]; } });
    return { body: svg(w, 112 + 17 * show, ctx.label(view, veiled ? [] : [{ label: view.bob, text: bits.join("") }, ...marks.slice(KEY)]), body), marks, handles: [grip("start", "end", 1), grip("end", "start", 0)] };
  });
  QEduWidgets.view("parity-moves", (view, { state, veiled, narrow }) => {
    if (veiled) return { body: "", high: 0 };
    const { asks, sure, over } = game(state), [from, to] = [state.start, state.end].sort((a, b) => a - b);
    const ask = over ? button({ seed: (QEduWidgets.start(state.seed, "next") % 999999) + 1 }, view.again, "ask")
      : button({ asked: state.asked + LETTERS[from - 1] + LETTERS[to - 1] }, phrase(to > from ? view.ask : view.one, { from, to }), "ask", asks.length >= KEY - 1);
    return { body: `<div class="qedu-buttons">${ask}${button(sure.length ? { asked: `${state.asked}!${LETTERS[sure[0]]}` } : {}, sure.length ? phrase(view.mend, { n: sure[0] + 1 }) : view.none, "mend", !sure.length)}</div>`, high: narrow ? 76 : 36 };
  });

  // ------------------------------------------------------------ the privacy press
  const ALL = places(8), mask = (some) => some.reduce((sum, i) => sum + 2 ** i, 0), within = (number) => ALL.filter((i) => number >> i & 1);
  // As key_press.py: a key, a matrix and the bits that Eve knows.
  function pressed({ seed, t, m, method }) {
    const [old, turn] = ["key", "matrix"].map((name) => coins(seed, name, 16)), [eve, keep] = ["eve", "keep"].map((name) => { const drawn = dice(seed, name, 16); return [...ALL].sort((i, j) => drawn[i] - drawn[j]); });
    const hers = mask(eve.slice(0, t)), kept = keep.slice(0, m).sort((i, j) => i - j), basis = [], sums = [];
    const rows = places(m).map((i) => (method === "1" ? mask(ALL.filter((j) => turn[i - j + 7])) : 2 ** kept[i]));
    rows.forEach((row, i) => {
      let rest = row & ~hers, made = 1 << i;
      for (const [other, of] of basis) if ((rest ^ other) < rest) { rest ^= other; made ^= of; }
      if (rest) basis.push([rest, made]); else sums.push(made);
    });
    return { old, rows, hers, sums, fresh: rows.map((row) => within(row).reduce((sum, j) => sum ^ old[j], 0)) };
  }
  QEduWidgets.numbers("privacy-press", (state) => {
    const { old, rows, sums, fresh } = pressed(state), out = { sum: sums[0] || 0 };
    ALL.forEach((i) => { out[`old${i + 1}`] = old[i]; });
    rows.forEach((row, i) => { out[`row${i + 1}`] = row; out[`new${i + 1}`] = fresh[i]; });
    return out;
  });
  QEduWidgets.view("press", (view, ctx) => {
    const { state, veiled, get, width: w } = ctx, { old, rows, hers, sums, fresh } = pressed(state), narrow = w < 520, step = narrow ? 24 : 36, top = 62, high = narrow ? 19 : Math.min(38, ((ctx.height || 316) - top - 14) / 8);
    const wide = 8 * step, right = wide + 10, marks = [], note = noting(marks, ctx), named = (key, i, value, words = String(value)) => note(`${key}${i + 1}`, phrase(view.names[key], { n: i + 1 }), words, value), seen = state.show && !veiled;
    const x = (i) => 2 + (i + 0.5) * step, y = (i) => top + (i + 0.5) * high, size = Math.min(20, high - 1), box = (px, py, hot) => rect(px - 10, py - size / 2, 20, size, hot ? "q-entry q4" : "q-frame", ' rx="4"');
    const bit = (px, py, i, key, some) => text(px, py + 5, veiled ? "?" : `<tspan${named(key, i, some[i])}>${some[i]}</tspan>`, "", "middle"), put = (px, py, words) => text(px, py, esc(words), "q-small", "middle");
    const r = narrow ? 58 : Math.min(110, (w - right - 120) / 2), gx = narrow ? w / 2 : (right + 50 + w) / 2, gy = narrow ? top + 8 * high + 92 : top + 160;
    const at = (share, far) => `${gx - far * Math.cos(Math.PI * share)} ${gy - far * Math.sin(Math.PI * share)}`;
    let body = text(2, 14, esc(fill(view.old, ctx)), "q-small") + rect(2, top, wide, 8 * high, "q-track") + put(right + 22, top - 7, view.fresh);
    for (const i of ALL) body += box(x(i), 36, seen && hers >> i & 1) + bit(x(i), 36, i, "old", old);
    if (!veiled) rows.forEach((row, i) => {
      body += `<g${named("row", i, row, within(row).map((j) => j + 1).join(" + ") || view.nothing)}>${line(2, y(i), right + 12, y(i), "q-grid")}${within(row).map((j) => shape("disc", x(j), y(i), narrow ? 4.5 : 6, `q-glyph ${seen && hers >> j & 1 ? "q4" : "q1"}`)).join("")}</g>`
        + box(right + 22, y(i), seen && sums[0] >> i & 1) + bit(right + 22, y(i), i, "new", fresh);
    });
    body += rect(1, top + state.m * high, wide + 2, 5, "q-fill q1");
    // From a coin flip on the left to certainty on the right.
    const gauge = !(veiled && ctx.narrow);                   // there the question takes its place
    if (gauge) body += `<path d="M${at(0, r)}A${r} ${r} 0 0 1 ${at(1, r)}" class="q-axis"/>` + put(gx, gy - r - 12, view.bet) + put(gx - r, gy + 18, view.flip) + put(gx + r, gy + 18, view.sure);
    const [guess, known] = ["guess", "known"].map((key) => note(key, view.names[key], format(get(key), "pct"), get(key)));
    if (!veiled) body += `<path d="M${gx} ${gy}L${at(2 * get("guess") - 1, r - 8)}" class="q-pointer"${guess}/>` + text(gx, gy + 20, format(get("guess"), "pct0"), "q-value", "middle") + `<g${known}>${put(gx, gy + 40, fill(view.knows, ctx))}</g>`;
    return { body: svg(w, Math.max(top + 8 * high + 8, gauge ? gy + 46 : 0), ctx.label(view, marks.slice(-2)), body), marks, handles: [{ control: "m", direct: true, at: (key) => [2 + wide / 2, top + key("m") * high + 3] }] };
  }, true);

  // ------------------------------------------------------------ the key funnel
  QEduWidgets.view("funnel", (view, ctx) => {
    const { get, veiled, width: w } = ctx, wide = w < 520 ? Math.min(0.46 * w, w - 170) : Math.min(0.55 * w, 400), mid = wide / 2 + 1, top = 30, high = ((ctx.height || 330) - top - 44) / view.parts.length, all = get(view.top.key), marks = [];
    const half = (bits) => wide / 2 * bits / all, note = (key, label) => (veiled ? "" : noting(marks, ctx)(key, label, format(get(key), "int"), get(key))), shown = (words) => esc(fill(words, ctx));
    const across = (bits, y) => `<path d="M${mid - half(bits)} ${y}H${mid + half(bits)}`, back = (bits) => `H${mid - half(bits)}z" class="`;
    let y = top, have = all, body = text(1, 18, `<tspan${note(view.top.key, view.top.name)}>${shown(view.top.words)}</tspan>`, "q-value");
    for (const part of view.parts) {
      const left = veiled ? have * 0.75 : get(part.left), end = y + high, middle = end - high / 2;
      body += `${across(have, y)}V${end}${back(have)}q-fill ${part.tone}"${note(part.ask, part.name)}/>${across(have, y)}L${mid + half(left)} ${end}${back(left)}q-stream"${note(part.left, part.label)}/>`
        + line(mid + half(have) + 4, middle, wide + 10, middle, "q-drop") + text(wide + 16, middle - 3, shown(part.name))
        + (veiled ? "" : text(wide + 16, middle + 14, shown(have && get(part.ask) > have ? part.short : part.words), "q-small"));
      y = end;
      have = left;
    }
    if (!veiled) body += (have ? `${across(have, y)}v16${back(have)}q-fill q3"/>` : "") + text(1, y + 36, shown(have ? view.end.words : view.end.none), "q-value");
    return { body: svg(w, y + 44, ctx.label(view, marks), body), marks, handles: [{ control: view.drag, axis: true, direct: true, at: (key) => [mid + half(all * (1 - key(view.drag))), top + high] }] };
  }, true);
})();
