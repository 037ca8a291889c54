/* The BB84 stepper: the apparatus with what came of it, the moves, the rounds, the public log.
 * The odds come from Python's tables; here they are only rolled, and hidden from those who
 * cannot know. */
(() => {
  const { esc, fill, format, phrase, svg, icon, text, line, lines, shape, span, tag, edge } = QEduWidgets.tools;
  const PHASES = ["send", "ack", "bases", "sift", "test", "key", "stop"], MOST = 500, SHOWN = 16;
  const runs = new WeakMap();                                 // one run for each state

  function play(state, get) {
    if (runs.has(state)) return runs.get(state);
    const letters = state.moves.replace(/C/g, "r".repeat(100)).slice(0, MOST), { mulberry32, start } = QEduWidgets;
    const dice = (name) => mulberry32(start(state.seed, name));
    // Whether Eve is there at all, if that is a secret, the seed knows.
    const attack = state.attack !== "maybe" ? state.attack : dice("eve.there")() < 2147483648 ? "random" : "off";
    const basis = dice("alice.basis"), bit = dice("alice.bit"), toss = dice("eve.basis"),
      photon = dice("photon"), bob = dice("bob.basis"), sample = dice("test"), coin = dice("eve.guess");
    const [px, pa, py, pe] = ["x", "a", "y", "e"].map((key) => edge(get(`coin.${key}`)));
    const rounds = [...letters].map((letter) => {
      let x = Number(basis() >= px), a = Number(bit() >= pa), y = Number(bob() >= py);
      let k = { off: 0, random: 1 + Number(toss() >= pe), z: 1, breidbart: 3 }[attack];
      if ("hvda".includes(letter)) { x = "hvda".indexOf(letter) >> 1; a = "hvda".indexOf(letter) & 1; }
      if ("zx".includes(letter)) y = "zx".indexOf(letter);
      if ("PZXB".includes(letter)) k = "PZXB".indexOf(letter);
      const value = photon(), turn = sample(), guess = coin();
      let cell = 0, total = 0;
      while (cell < 3 && value >= edge(total += get(`p.${k}.${x}${a}${y}.${cell}`))) cell += 1;
      const e = cell >> 1, b = cell & 1, kept = get(`sift.${x}${y}`);
      return { x, a, k, e, y, b, kept, error: Number(kept && a !== b), test: 0, know: get(`know.${k}.${x}${e}`),
        turn, guess: k ? e : Number(guess < 2147483648) };
    });
    const order = rounds.map((_, i) => i).filter((i) => rounds[i].kept).sort((i, j) => rounds[i].turn - rounds[j].turn || i - j);
    const published = PHASES.indexOf(state.phase) > 3 ? order.slice(0, Number(state.compared)) : [];
    for (const i of published) rounds[i].test = 1;
    const key = rounds.filter((r) => r.kept && !r.test), made = { rounds, published, key, attack };
    runs.set(state, made);
    return made;
  }

  const over = (state) => PHASES.indexOf(state.phase) > 4;    // then everything is told
  // What the reader may see of one round.
  function sees(state, r) {
    const { role } = state, phase = PHASES.indexOf(state.phase), show = state.show || over(state), tested = r.test;
    const sifted = phase > 2, alice = show || role === "alice", bob = show || role === "bob", eve = show || role === "eve";
    return { x: alice || phase > 1, a: alice || tested, sent: alice, k: eve, e: eve && r.k, found: eve && r.k,
      know: eve && phase > 1, y: bob || phase > 1, b: bob || tested, seen: bob, kept: sifted,
      error: sifted && r.kept && (show || tested), test: phase > 3, tested };
  }
  function at(state, rounds) {
    const first = Math.max(0, rounds.length - SHOWN);
    return { first, number: rounds.length ? Math.max(first + 1, rounds.length - SHOWN + state.look) : 0 };
  }

  const OWN = ["x", "a", "k", "e", "y", "b", "kept", "error", "test", "know"];
  QEduWidgets.numbers("bb84-stepper", (state, get, _, spec) => {
    const { rounds, published, key, attack } = play(state, get), count = (some, test) => some.filter(test).length, { first, number } = at(state, rounds);
    const open = state.show || over(state), places = key.slice(0, spec.views[0].picture.join("").length), kept = count(rounds, (r) => r.kept);
    const wrong = [0];                                         // of the first 0, 1, 2, ... published bits
    for (const i of published) wrong.push(wrong.at(-1) + rounds[i].error);
    const out = { rounds: rounds.length, kept, errors: count(rounds, (r) => r.error), "test.n": published.length, "test.errors": wrong.at(-1),
      sifted: PHASES.indexOf(state.phase) > 2 ? kept : 0, left: PHASES.indexOf(state.phase) > 2 ? key.length : 0, "key.n": key.length, "key.wrong": count(key, (r) => r.error), "key.eve": count(key, (r) => r.guess === r.a),
      "eve.touched": count(rounds, (r) => r.k), there: Number(rounds.some((r) => r.k)), "picture.sent": places.length,
      "picture.bob": count(places, (r) => r.error), "picture.eve": count(places, (r) => r.guess !== r.a),
      expected: get(`exact.${attack}`), published: Number(PHASES.indexOf(state.phase) > 3), open: Number(open),
      bars: Number(Boolean((open && kept) || published.length)) };
    for (let m = 1; m <= MOST / 2; m += 1) out[`wrong@${m}`] = wrong[Math.min(m, published.length)];
    rounds.slice(first).forEach((r, i) => { for (const name of OWN) out[`r${first + i + 1}.${name}`] = r[name]; });
    if (!number) return { ...out, "look.round": 0, "look.alice": 9, "look.eve": 9, "look.bob": 9, "look.end": 0, "look.test": 0 };
    const r = rounds[number - 1], may = sees(state, r);
    return { ...out, "look.round": number,
      "look.alice": may.a ? 2 * r.x + r.a : may.x ? 4 + r.x : 6, "look.bob": may.b ? 2 * r.y + r.b : may.y ? 4 + r.y : 6,
      "look.eve": !may.k ? 7 : r.k ? 2 * (r.k - 1) + r.e : 6,
      "look.end": !may.kept ? 0 : !r.kept ? 1 : !open && !may.tested ? 2 : 3 + r.error, "look.test": r.test };
  });

  // ------------------------------------------------------------ drawing
  const tone = (s) => ["q1", "q1", "q4"][s >> 1];             // Z, X, halfway
  function sign(angle, x, y, r, cls) {                        // a polarisation: an arrow with two heads
    const a = angle * Math.PI / 180, dx = r * Math.cos(a), dy = -r * Math.sin(a);
    const head = (s) => [2.6, -2.6].map((turn) => `M${(x + s * dx).toFixed(1)},${(y + s * dy).toFixed(1)}l${(s * r * 0.5 * Math.cos(a + turn)).toFixed(1)},${(-s * r * 0.5 * Math.sin(a + turn)).toFixed(1)}`).join("");
    return `<path class="q-sign ${cls}" d="M${(x - dx).toFixed(1)},${(y - dy).toFixed(1)}L${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}${head(1)}${head(-1)}"/>`;
  }
  const marked = (key, value, body) => `<g${tag(key, value)}>${body}</g>`;

  // ------------------------------------------------------------ the apparatus, and under it what came of it
  const flown = new Map();                                     // photons that have flown: each flies once
  function apparatus(view, ctx, round, number) {
    const { state, width: w } = ctx, narrow = w < 520, tight = w < 300, size = tight ? 28 : narrow ? 34 : 46, y = narrow ? 44 : 62, key = (name) => `r${number}.${name}`;
    const names = view.names.map((name, i) => (["alice", "eve", "bob"][i] === state.role ? phrase(view.you, { name }) : name));
    const x = tight ? { alice: 16, laser: 48, plate: 71, eve: 0.45 * w, turn: w - 104, split: w - 74, zero: w - 20 } : narrow ? { alice: 20, laser: 62, plate: 93, eve: 0.46 * w, turn: w - 118, split: w - 77, zero: w - 22 }
      : { alice: 30, laser: 92, plate: 148, eve: 0.42 * w, turn: 0.65 * w, split: 0.65 * w + 74, zero: w - 70 };
    const one = { x: x.split, y: y + (narrow ? 52 : 84) }, out = { x: x.zero, y };
    const put = (name, px, py, turn = 0, scale = size) => `<g transform="translate(${px.toFixed(1)} ${py}) rotate(${turn}) scale(${(scale / 48).toFixed(3)})">${view.symbols[name]}</g>`;
    const r = round || {}, may = round ? sees(state, r) : {}, said = [];
    const first = may.sent || may.a ? 2 * r.x + r.a : null, second = may.k ? (r.k ? 2 * (r.k - 1) + r.e : first) : null;
    const box = tight ? 18 : narrow ? 26 : 44;
    let body = line(x.laser + 14, y, out.x - 10, y, "q-flight") + line(one.x, y, one.x, one.y - 10, "q-flight");
    [[first, (x.plate + 6 + x.eve - box) / 2], [second, (x.eve + box + x.turn - 6) / 2]].forEach(([s, px], i) => {
      if (!round) return;
      const c = s === null ? "q0" : tone(s), radius = tight ? 8 : narrow ? 9 : 16;
      body += `<circle cx="${px.toFixed(1)}" cy="${y}" r="${radius}" class="q-mark ${c}"/>` + (s === null ? text(px, y + 5, "?", "", "middle") : sign(view.angles[s], px, y, radius - 3, c))
        + (s === null || narrow ? "" : text(px, y + 36, esc(view.kets[s]), "q-small", "middle"));
    });
    body += put("alice", x.alice, y) + put("laser", x.laser, y) + put("plate", x.plate, y, first !== null && r.x ? 22.5 : 0);
    const there = may.k && r.k;
    body += `<rect x="${(x.eve - box).toFixed(1)}" y="${y - box / 1.25}" width="${2 * box}" height="${1.6 * box}" rx="6" class="q-part q-out"/>`
      + (state.role === "eve" || there ? put("eve", x.eve, y, 0, narrow ? 34 : 50) : text(x.eve, y + 9, may.k ? "\u2013" : "?", "q-who", "middle"));
    body += put("plate", x.turn, y, may.y && r.y ? 22.5 : 0) + put("splitter", x.split, y, 0, narrow ? 36 : 48)
      + put("detector", out.x, out.y) + put("detector", one.x, one.y, 90);
    body += text(out.x + (narrow ? 0 : 30), out.y + (narrow ? -20 : 5), "0", "q-value", "middle") + text(one.x + (narrow ? 26 : 32), one.y + 5, "1", "q-value", "middle");
    // A new photon flies on the stage; paper lies still.
    const game = `${state.seed}/${state.moves}`, fresh = Boolean(ctx.height && round && state.phase === "send" && flown.get(ctx.spec.name) !== game && number === ctx.get("rounds"));
    if (ctx.height) flown.set(ctx.spec.name, game);
    if (fresh) body += `<circle cx="${x.laser + 14}" cy="${y}" r="5" class="q-sails" style="--far:${(one.x - x.laser - 14).toFixed(0)}px;--on:${(may.b && r.b ? 0 : out.x - one.x - 8).toFixed(0)}px;--down:${may.b && r.b ? one.y - y - 8 : 0}px"/>`;
    if (may.b) {                                               // the detector that has clicked
      const place = r.b ? one : out;
      body += `<circle cx="${(place.x - (r.b ? 0 : 2)).toFixed(1)}" cy="${place.y - (r.b ? 2 : 0)}" r="${narrow ? 5 : 7}" class="q-lit q1${fresh ? " q-clicks" : ""}"/>`;
    }
    const mark = (name, value, words) => `<tspan${tag(key(name), value)}>${words}</tspan>`;
    const letter = (name, value, basis = value) => mark(name, value, phrase(esc(view.basis), { letter: `<tspan class="q-word ${tone(2 * basis)}">${view.letters[basis]}</tspan>` }));
    const bit = (name, value) => mark(name, value, phrase(esc(view.bit), { bit: value })), unknown = phrase(esc(view.bit), { bit: "?" });
    const low = y + (narrow ? 36 : 50), step = narrow ? 16 : 19, plain = (markup) => markup.replace(/<[^>]*>/g, "").replace("?", view.unknown);
    const label = (i, px, rows, anchor = "middle") => {
      const at = anchor === "middle" ? Math.max(px, span(names[i], 14, true) / 2 + 2) : px;
      body += text(at, narrow ? 12 : 18, esc(names[i]), "q-value", anchor);
      rows.forEach((row, j) => { body += text(at, low + step * j, row, narrow ? "q-small" : "", anchor); });
      said.push(`${names[i]}: ${rows.length ? rows.map(plain).join(", ") : view.empty}`);
    };
    if (!round) {
      [[0, x.alice, "start"], [1, x.eve], [2, (x.turn + x.split) / 2]].forEach(([i, px, anchor]) => label(i, anchor ? 2 : px, [], anchor));
      return { body: body + text(x.eve, low + 4, esc(view.empty), "q-small", "middle"), high: one.y + 26, said: [view.empty] };
    }
    label(0, 2, [may.x ? letter("x", r.x) : phrase(esc(view.basis), { letter: "?" }), may.a ? bit("a", r.a) : unknown], "start");
    label(1, x.eve, !may.k ? ["?"] : !r.k ? [mark("k", r.k, esc(view.pass))] : [letter("k", r.k, r.k - 1), bit("e", r.e)]);
    label(2, (x.turn + x.split) / 2, []);
    said.pop();
    const bob = [may.y ? letter("y", r.y) : phrase(esc(view.basis), { letter: "?" }), may.b ? bit("b", r.b) : unknown];
    bob.forEach((row, j) => { body += text(x.turn + (tight ? 9 : narrow ? -4 : 0), low + step * j, row, narrow ? "q-small" : "", "middle"); });
    said.push(`${names[2]}: ${bob.map(plain).join(", ")}`);
    if (may.kept) {
      const verdict = !r.kept ? view.dropped : !may.error ? view.kept : r.error ? view.error : view.equal, py = low + 2 * step + (narrow ? 4 : 8);
      body += (may.error ? shape(r.error ? "cross" : "disc", 8, py - 5, 5, `q-glyph ${r.error ? "q2" : "q3"}`) : "") + text(may.error ? 20 : 2, py, esc(verdict), narrow ? "q-small" : "q-value");
      said.push(verdict);
    }
    return { body, high: Math.max(one.y + 26, low + 2 * step + (narrow ? 14 : 18)), said: [`${view.here} ${number}`, ...said] };
  }

  // The last rounds, as far as they are known to the reader's chair.
  function tape(view, ctx, top) {
    const { state, width: w } = ctx, { rounds } = play(state, ctx.get), { first, number } = at(state, rounds), phase = PHASES.indexOf(state.phase);
    const left = 46, per = Math.min(SHOWN, Math.floor((w - left) / 34)), from = Math.max(first, rounds.length - per), step = (w - left) / per;
    let body = ["alice", "bob"].map((_, j) => text(2, top + 38 + 22 * j, esc(view.names[2 * j]), "q-small")).join("");
    rounds.slice(from).forEach((r, j) => {
      const n = from + j + 1, x = left + (j + 0.5) * step, may = sees(state, r), gone = phase > 2 && !r.kept;
      body += `<g class="qedu-column" data-set="${esc(JSON.stringify({ look: n + SHOWN - rounds.length }))}"><rect x="${(x - step / 2 + 1).toFixed(1)}" y="${top}" width="${(step - 2).toFixed(1)}" height="68" rx="5" class="q-column${phase > 2 && r.kept ? " q-kept" : ""}${n === number ? " q-here" : ""}"/>`
        + text(x, top + 15, n, "q-small", "middle") + "</g>";
      [["x", "a"], ["y", "b"]].forEach(([basis, bit], row) => {
        const known = (name, value, cls) => (may[name] ? `<tspan${tag(`r${n}.${name}`, r[name])} class="${cls}">${value}</tspan>` : "?");
        body += text(x, top + 38 + 22 * row, `${known(basis, view.letters[r[basis]], gone ? "" : `q-word ${tone(2 * r[basis])}`)}\u2009${known(bit, r[bit], "")}`, `q-small${gone ? " q-muted" : ""}`, "middle");
      });
      if (may.error) body += `<g${tag(`r${n}.error`, r.error)}>${r.error ? shape("cross", x + step / 2 - 7, top + 62, 3.5, "q-glyph q2") : ""}</g>`;
    });
    return { body: rounds.length ? body : "", high: top + 70, said: [], marks: [] };
  }

  // The error rate of the published bits, one after the other, with its interval and the line above which one stops.
  function rate(view, ctx, top, bottom) {
    const { get, width: w } = ctx, n = get("test.n"), limit = get("limit"), left = 44, right = w - 8, y0 = top + 26, y1 = bottom - 20;
    const most = Math.max(40, Math.ceil(n / 40) * 40), sx = (m) => left + (right - left) * m / most, sy = (p) => y1 - (y1 - y0) * Math.min(0.5, p) / 0.5;
    let body = text(2, top + 14, n ? `<tspan${tag("test.qber", get("test.qber"))}>${esc(fill(view.rate, ctx))}</tspan>` : esc(view.none), w < 300 ? "q-small" : "q-value");
    for (const p of [0, 0.25, 0.5]) body += line(left, sy(p), right, sy(p), p ? "q-grid" : "q-axis") + text(left - 6, sy(p) + 4.5, format(p, "pct0"), "q-small", "end");
    const stop = fill(view.abort, ctx);
    body += line(left, sy(limit), right, sy(limit), "q-ref");
    const places = Array.from({ length: n }, (_, i) => i + 1), path = (name, some = places) => some.map((m) => `${sx(m).toFixed(1)},${sy(get(`run.${name}@${m}`)).toFixed(1)}`).join(" ");
    if (n) body += `<polygon class="q-band" points="${path("low")} ${path("high", [...places].reverse())}"/><polyline class="q-line q2" points="${path("rate")}"/>`
      + `<g${tag("test.low", get("test.low"))}>${line(sx(n), sy(get("test.low")), sx(n), sy(get("test.high")), "q-error")}</g><g${tag("test.high", get("test.high"))}>${shape("disc", sx(n), sy(get("test.qber")), 4, "q-glyph q2")}</g>`;
    body += text(right - 12, sy(limit) - 6, esc(stop), "q-small q-halo", "end") + text(left, y1 + 16, "0", "q-small", "middle") + text(right, y1 + 16, esc(phrase(view.compared, { n: most })), "q-small", "end");
    const marks = n ? Object.entries(view.quantities).map(([name, label]) => ({ key: name, label, text: format(get(name), "pct"), value: get(name) })) : [];
    return { body, high: bottom, said: marks.length ? [stop] : [view.none, stop], marks };
  }

  // The picture, encrypted with Alice's key, as it passes and as Bob and Eve read it with theirs.
  function pictures(view, ctx, top) {
    const { width: w } = ctx, { key } = play(ctx.state, ctx.get), rows = view.picture, wide = rows[0].length, across = w >= 520 ? 4 : 2;
    const gap = 18, unit = Math.min(11, Math.floor((w - gap * (across - 1)) / across / wide)), sent = ctx.get("picture.sent");
    let body = "";
    const marks = [{ key: "picture.sent", label: view.places.label, text: format(sent, "int"), value: sent }];
    Object.entries(view.panels).forEach(([name, words], i) => {
      const x0 = 1 + (i % across) * ((w - 2 + gap) / across), y0 = top + 22 + Math.floor(i / across) * (rows.length * unit + 48);
      body += text(x0, y0 - 8, esc(words), "q-small") + `<rect x="${x0}" y="${y0}" width="${wide * unit}" height="${rows.length * unit}" class="q-part q-frame"/>`;
      let dark = "", wrong = "", open = "";
      rows.forEach((row, py) => [...row].forEach((dot, px) => {
        const r = key[py * wide + px], bit = Number(dot === "#"), place = `M${(x0 + px * unit).toFixed(1)} ${y0 + py * unit}`, square = `${place}h${unit}v${unit}h-${unit}z`;
        if (name === "sent") { if (bit) dark += square; return; }
        if (!r) { open += `${place}l${unit} ${unit}`; return; }
        const seen = bit ^ r.a ^ { air: 0, bob: r.b, eve: r.guess }[name];
        if (seen) dark += square;
        if (name !== "air" && seen !== bit) wrong += `${place}l${unit} ${unit}m0 -${unit}l-${unit} ${unit}`;
      }));
      body += `<path d="${dark}" class="q-ink"/><path d="${wrong}" class="q-wrong"/><path d="${open}" class="q-rest"/>`;
      if (name !== "bob" && name !== "eve") return;
      const value = ctx.get(`picture.${name}`), count = phrase(view.wrong, { n: value, sent });
      body += text(x0, y0 + rows.length * unit + 17, `<tspan${tag(`picture.${name}`, value)}>${esc(count)}</tspan>`, "q-small");
      marks.push({ key: `picture.${name}`, label: `${words}: ${view.places.wrong}`, text: String(value), value });
    });
    const high = top + 22 + (4 / across) * (rows.length * unit + 48) - 10, size = rows.length * wide;
    const words = lines(fill(phrase(view.places.text, { size }), ctx), w - 4, "q-small");
    words.forEach((row, i) => { body += text(2, high + 10 + 16 * i, i ? esc(row) : `<tspan${tag("picture.sent", sent)}>${esc(row)}</tspan>`, "q-small"); });
    return { body, high: high + 2 + 16 * words.length, said: [], marks };
  }

  QEduWidgets.view("bb84-bench", (view, ctx) => {
    const { state, width: w } = ctx, rounds = ctx.veiled ? [] : play(state, ctx.get).rounds, { number } = at(state, rounds), phase = PHASES.indexOf(state.phase);
    // On a phone the photons make room for what came of them.
    const away = w < 520 && phase > 3 && ctx.height, above = away ? { body: "", high: 0, said: [] } : apparatus(view, ctx, rounds[number - 1], number);
    const top = above.high + (away ? 0 : 8), below = ctx.veiled ? { body: "", high: above.high, said: [], marks: [] } : phase < 4 ? tape(view, ctx, top)
      : phase === 4 ? rate(view, ctx, top, Math.max(top + 140, Math.min((ctx.height || 0) - 26, top + 210))) : pictures(view, ctx, top);
    // How far the game is, in four numbers.
    const counted = ctx.veiled ? [] : view.counters.map(([key, label], i) => ({ key, label, value: ctx.get(key), text: format(ctx.get(key), "int"), x: 2 + i * w / 4 }));
    const score = counted.map(({ key, label, value, text: n, x }) => text(x, below.high + 18, `${esc(label)} <tspan class="q-word"${tag(key, value)}>${n}</tspan>`, "q-small")).join("");
    const marks = [...counted.map(({ x, ...mark }) => mark), ...below.marks];
    return { body: svg(w, below.high + (counted.length ? 26 : 0), ctx.label(view, [...above.said, ...below.said, ...marks]), above.body + below.body + score), marks };
  }, true);

  QEduWidgets.view("bb84-moves", (view, { state, get, veiled, width: w }) => {
    if (veiled) return { body: "", high: 0 };
    const { moves, role, phase } = state, n = get("rounds"), rows = [];
    const button = (set, words, more = "") => `<button type="button" data-set="${esc(JSON.stringify(set))}"${more}>${words}</button>`;
    const send = (letter, words, big) => button({ moves: moves + letter, look: SHOWN }, words, ` data-focus="send-${letter}"${n + (big ? 100 : 1) > view.most || moves.length > 239 ? " disabled" : ""}`);
    const small = (s) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${sign(view.angles[s], 10, 10, 8, tone(s))}</svg>`;
    const next = view.next[phase] ? button({ phase: PHASES[PHASES.indexOf(phase) + 1] }, esc(view.next[phase]), ` class="qedu-next" data-focus="next"${n ? "" : " disabled"}`) : "";
    const words = phase === "send" ? phrase(view.prompts[role], { n: n + 1 }) : phrase(view.said[phase], { n, kept: get("kept"), left: get("key.n") });
    if (phase === "send") {
      rows.push(view.moves[role].map(([letter, name], i) => send(letter, name ? esc(name) : `${small(i)} ${esc(view.kets[i])} ${esc(view.words[i])}`)).join("") + send("r", esc(view.coin)) + send("C", esc(view.hundred), true) + next);
    } else if (phase === "test") {
      const kept = get("kept"), done = get("test.n");
      rows.push(view.amounts.map((more) => button({ compared: String(Math.min(kept, done + more)) }, esc(phrase(view.publish, { n: more })), ` data-focus="publish-${more}"${done >= kept ? " disabled" : ""}`)).join("")
        + Object.entries(view.decide).map(([end, name]) => button({ phase: end }, esc(name), ` class="qedu-next" data-focus="${end}"`)).join(""));
    } else if (phase === "key" || phase === "stop") {
      rows.push(button({ seed: (QEduWidgets.start(state.seed, "next") % 999999) + 1 }, esc(view.again), ' class="qedu-next" data-focus="again"'));
    } else rows.push(next);
    // How high it will be: the words and the rows of buttons.
    const plain = rows[0].replace(/<svg.*?<\/svg>/g, "12").split("</button>").map((one) => span(one.replace(/<[^>]*>/g, ""), 14) + 30);
    let used = 0, lines = 1;
    for (const one of plain.slice(0, -1)) { if (used && used + one > w) { lines += 1; used = 0; } used += one + 7; }
    return { body: `<div class="bb84-moves"><p>${esc(words)}</p><div class="qedu-buttons">${rows[0]}</div></div>`, high: 20 * Math.ceil(span(words, 14, true) / w) + 8 + 38 * lines };
  });

  QEduWidgets.view("bb84-rounds", (view, ctx) => {
    const { state, width: w } = ctx, all = play(state, ctx.get).rounds, { first, number } = at(state, all), shown = all.slice(first);
    const phase = PHASES.indexOf(state.phase), { role } = state, show = state.show || over(state), wide = w > 560;
    const eve = show || role === "eve", here = { sent: show || role === "alice", k: eve, found: eve, know: eve && phase > 1,
      seen: show || role === "bob", kept: phase > 2, test: phase > 3, key: phase > 2 };
    const rows = view.rows.filter((row) => here[row.cell] ?? true);
    const left = wide ? 96 : 62, per = [SHOWN, 8].find((n) => w >= left + 30 * n) || 6, step = (w - left) / per;
    const lead = { x: 1, k: 1, y: 1, kept: 1 }, tall = { sent: 1, found: 1, seen: 1 };
    const heights = rows.map((row) => (tall[row.cell] ? 42 : 22) + (lead[row.cell] ? 8 : 0)), high = 24 + heights.reduce((a, b) => a + b, 0) + 6;
    let body = "";
    if (!shown.length) body = text(0, 16, esc(view.empty), "q-small");
    const letters = (value) => `<tspan class="q-word ${tone(2 * value)}">${view.letters[value]}</tspan>`;
    // On a phone the eight rounds of which one is looked at, in one row.
    const all16 = !ctx.narrow, one = Math.floor((number - first - 1) / per);
    for (let block = all16 ? 0 : one; block * per < shown.length && (all16 || block === one); block += 1) {
      const y0 = all16 ? block * (high + 10) : 0, part = shown.slice(block * per, block * per + per), right = left + part.length * step;
      part.forEach((r, j) => {                                // columns: kept, looked at
        const n = first + block * per + j + 1, x = left + j * step;
        body += `<g class="qedu-column" data-set="${esc(JSON.stringify({ look: n + SHOWN - all.length }))}"><rect x="${x + 1}" y="${y0 + 1}" width="${step - 2}" height="${high - 2}" rx="5" class="q-column${phase > 2 && r.kept ? " q-kept" : ""}${n === number ? " q-here" : ""}"/>`
          + (n === number ? marked("look.round", n, text(x + step / 2, y0 + 17, n, "q-value q-small", "middle")) : text(x + step / 2, y0 + 17, n, "q-small", "middle")) + "</g>";
      });
      let y = y0 + 24;
      rows.forEach((row, i) => {
        if (lead[row.cell]) { body += line(0, y + 4, right, y + 4, "q-grid"); y += 8; }
        const tallRow = tall[row.cell], h = tallRow ? 42 : 22;
        body += text(0, y + (tallRow ? 26 : 16), esc(wide ? row.label : row.short), "q-small");
        part.forEach((r, j) => {
          const n = first + block * per + j + 1, x = left + (j + 0.5) * step, may = sees(state, r), gone = phase > 2 && !r.kept;
          const put = (words, cls = "") => text(x, y + 16, words, `${cls} ${gone ? "q-muted" : ""}`, "middle");
          const key = (name) => `r${n}.${name}`, hidden = text(x, y + (tallRow ? 26 : 16), "?", "q-muted", "middle");
          const state2 = (s) => sign(view.angles[s], x, y + 14, 10, gone ? "q0" : tone(s)) + text(x, y + 38, esc(view.kets[s]), `q-small ${gone ? "q-muted" : ""}`, "middle");
          const cells = {
            x: () => marked(key("x"), r.x, put(gone ? view.letters[r.x] : letters(r.x))), y: () => marked(key("y"), r.y, put(gone ? view.letters[r.y] : letters(r.y))),
            a: () => marked(key("a"), r.a, put(r.a)), b: () => marked(key("b"), r.b, put(r.b)),
            k: () => marked(key("k"), r.k, put(r.k ? (gone ? view.letters[r.k - 1] : letters(r.k - 1)) : "\u2013")),
            sent: () => state2(2 * r.x + r.a), seen: () => state2(2 * r.y + r.b),
            found: () => marked(key("e"), r.e, state2(2 * (r.k - 1) + r.e)),
            know: () => marked(key("know"), r.know, put(format(100 * r.know, "f0"))),
            kept: () => marked(key("kept"), r.kept, r.kept ? shape("disc", x, y + 11, 5, "q-glyph q3") : put("\u2013"))
              + (may.error ? marked(key("error"), r.error, r.error ? `<circle cx="${x}" cy="${y + 11}" r="9" class="q-wipe"/>${shape("cross", x, y + 11, 5.5, "q-glyph q2")}` : "") : ""),
            test: () => marked(key("test"), r.test, r.test ? shape("square", x, y + 11, 4.5, "q-glyph q4") : ""),
            key: () => (!r.kept ? "" : may.tested ? put("\u2013") : role === "alice" && !show ? put(r.a, "q-value") : role === "bob" && !show ? put(r.b, "q-value")
              : show ? (r.a === r.b ? put(r.a, "q-value") : put(`${r.a}≠${r.b}`, "q-value q-small")) : hidden),
          };
          const none = row.cell === "found" && may.k && !r.k;
          body += none ? text(x, y + 26, "\u2013", "q-muted", "middle") : row.cell === "key" || may[row.cell] ? cells[row.cell]() : hidden;
        });
        y += h;
      });
    }
    const blocks = all16 ? Math.ceil(shown.length / per) : 1;
    const glyph = (kind, cls) => icon(shape(kind, 7, 7, 4.5, `q-glyph ${cls}`));
    const notes = [phase > 2 && ["disc", "q3", "kept"], phase > 2 && (show || phase > 3) && ["cross", "q2", "error"], phase > 3 && ["square", "q4", "test"]].filter(Boolean)
      .map(([kind, cls, word]) => `<li>${glyph(kind, cls)} ${esc(view.legend[word])}</li>`).join("") + (show ? "" : `<li><b>?</b> ${esc(view.legend.hidden)}</li>`);
    const more = all.length > SHOWN ? `<p class="qedu-remark">${esc(phrase(view.last, { shown: SHOWN, n: format(all.length, "int") }))}</p>` : "";

    // The same, in words.
    const said = (s, b) => `${b} (${phrase(view.bits, { ket: view.kets[s], sign: view.signs[s], words: view.words[s] })})`;
    const yes = (value) => (value ? view.yes : view.no);
    const words = { x: (r) => view.letters[r.x], a: (r) => said(2 * r.x + r.a, r.a),
      k: (r) => (r.k ? view.letters[r.k - 1] : view.pass), e: (r) => said(2 * (r.k - 1) + r.e, r.e), know: (r) => format(r.know, "pct"),
      y: (r) => view.letters[r.y], b: (r) => said(2 * r.y + r.b, r.b), kept: (r) => yes(r.kept), error: (r) => yes(r.error), test: (r) => yes(r.test) };
    const columns = Object.keys(words).filter((cell) => !{ k: !eve, e: !eve, know: !here.know, kept: phase < 3, error: phase < 3, test: phase < 4 }[cell]);
    const table = { caption: fill(view.title, ctx), apart: true, columns: [view.round, ...columns.map((cell) => view.names[cell])],
      rows: shown.map((r, i) => ({ head: first + i + 1, cells: columns.map((cell) => (sees(state, r)[cell] ? { key: `r${first + i + 1}.${cell}`, value: r[cell], text: words[cell](r) } : null)) })) };
    const marks = number ? [{ key: "look.round", label: view.here, text: String(number), value: number }] : [];
    return { body: svg(w, Math.max(24, blocks * (high + 10) - 10), ctx.label(view, number ? marks : [view.empty]), body) + more + `<ul class="qedu-legend">${notes}</ul>`, tables: [table], marks };
  });

  QEduWidgets.view("bb84-log", (view, ctx) => {
    const { state } = ctx, { rounds, published } = play(state, ctx.get), phase = PHASES.indexOf(state.phase), said = [];
    const [alice, bob, both] = view.names, list = (test) => rounds.map((r, i) => (test(r) ? i + 1 : 0)).filter(Boolean).join(" ");
    const bits = (key) => published.map((i) => rounds[i][key]).join(" ");
    const letters = (key) => rounds.map((r) => view.letters[r[key]]).join("").replace(/.{5}(?=.)/g, "$& ");
    const say = (who, words, gaps) => said.push(`<li><b>${esc(who)}:</b> ${esc(phrase(words, gaps))}</li>`);
    if (phase > 0) say(bob, view.ack, { n: rounds.length });
    if (phase > 1) { say(alice, view.bases, { letters: letters("x") }); say(bob, view.bases, { letters: letters("y") }); }
    if (phase > 2) { if (ctx.get("kept")) say(both, view.keep, { list: list((r) => r.kept) }); else say(both, view.none, {}); }
    if (phase > 3 && !ctx.get("test.n")) say(both, view.untested, {});
    else if (phase > 3) {
      say(alice, view.test, { list: published.map((i) => i + 1).join(" "), bits: bits("a") });
      say(bob, view.answer, { bits: bits("b") });
      say(both, view.verdict, { k: ctx.get("test.errors"), n: ctx.get("test.n") });
    }
    return { body: said.length ? `<div class="qedu-log qedu-scroll" tabindex="0" role="group" aria-label="${esc(fill(view.title, ctx))}"><ol>${said.join("")}</ol></div>` : `<p class="qedu-remark">${esc(view.silence)}</p>`, marks: [] };
  });
})();
