/* The BB84 stepper: seat and messages, the photon on its way, the rounds, the public log.
 * The odds come from Python's tables; here they are only rolled, and hidden from those who
 * cannot know. */
(() => {
  const { esc, format, phrase, svg, icon, text, line, shape, tag, within } = QEduWidgets.tools;
  const PHASES = ["send", "ack", "bases", "sift", "test"], MOST = 500, SHOWN = 16;
  const edge = (p) => Math.floor(p * 4294967296 + 0.5);
  const runs = new WeakMap();                                 // one run for each state

  function play(state, get) {
    if (runs.has(state)) return runs.get(state);
    const letters = state.moves.replace(/C/g, "r".repeat(100)).slice(0, MOST);
    const dice = (name) => QEduWidgets.mulberry32(QEduWidgets.start(state.seed, name));
    const basis = dice("alice.basis"), bit = dice("alice.bit"), toss = dice("eve.basis"),
      photon = dice("photon"), bob = dice("bob.basis"), sample = dice("test");
    const [px, pa, py, pe] = ["x", "a", "y", "e"].map((key) => edge(get(`coin.${key}`)));
    const rounds = [...letters].map((letter) => {
      let x = Number(basis() >= px), a = Number(bit() >= pa), y = Number(bob() >= py);
      let k = { off: 0, random: 1 + Number(toss() >= pe), z: 1, breidbart: 3 }[state.attack];
      if ("hvda".includes(letter)) { x = "hvda".indexOf(letter) >> 1; a = "hvda".indexOf(letter) & 1; }
      if ("zx".includes(letter)) y = "zx".indexOf(letter);
      if ("PZXB".includes(letter)) k = "PZXB".indexOf(letter);
      const value = photon(), test = sample();
      let cell = 0, total = 0;
      while (cell < 3 && value >= edge(total += get(`p.${k}.${x}${a}${y}.${cell}`))) cell += 1;
      const e = cell >> 1, b = cell & 1, kept = get(`sift.${x}${y}`);
      return { x, a, k, e, y, b, kept, error: Number(kept && a !== b),
        test: Number(kept && test < 2147483648), know: get(`know.${k}.${x}${e}`) };
    });
    runs.set(state, rounds);
    return rounds;
  }

  // What the reader may see of one round.
  function sees(state, r) {
    const { show, role } = state, phase = PHASES.indexOf(state.phase), tested = phase === 4 && r.test;
    const sifted = phase > 2, alice = show || role === "alice", bob = show || role === "bob", eve = show || role === "eve";
    return { x: alice || phase > 1, a: alice || tested, sent: alice, k: eve, e: eve && r.k, found: eve && r.k,
      know: eve && phase > 1, y: bob || phase > 1, b: bob || tested, seen: bob, kept: sifted,
      error: sifted && r.kept && (show || tested), test: phase === 4, tested };
  }
  function at(state, rounds) {
    const first = Math.max(0, rounds.length - SHOWN);
    return { first, number: rounds.length ? Math.max(first + 1, rounds.length - SHOWN + state.look) : 0 };
  }

  QEduWidgets.numbers("bb84-stepper", (state, get) => {
    const rounds = play(state, get), count = (test) => rounds.filter(test).length, { first, number } = at(state, rounds);
    const out = { rounds: rounds.length, by_hand: state.moves.replace(/[rC]/g, "").length, kept: count((r) => r.kept),
      errors: count((r) => r.error), "test.n": count((r) => r.test), "test.errors": count((r) => r.test && r.error),
      "key.n": count((r) => r.kept && !r.test), "eve.kept": count((r) => r.kept && r.k),
      "eve.right": count((r) => r.kept && r.k && r.e === r.a) };
    out.bars = Number(Boolean((state.show && out.kept) || (state.phase === "test" && out["test.n"])));
    rounds.slice(first).forEach((r, i) => { for (const key in r) out[`r${first + i + 1}.${key}`] = r[key]; });
    if (!number) return { ...out, "look.round": 0, "look.alice": 9, "look.eve": 9, "look.bob": 9, "look.end": 0, "look.test": 0 };
    const r = rounds[number - 1], may = sees(state, r), seen = state.show || may.tested;
    return { ...out, "look.round": number,
      "look.alice": may.a ? 2 * r.x + r.a : may.x ? 4 + r.x : 6, "look.bob": may.b ? 2 * r.y + r.b : may.y ? 4 + r.y : 6,
      "look.eve": !may.k ? 7 : r.k ? 2 * (r.k - 1) + r.e : 6,
      "look.end": !may.kept ? 0 : !r.kept ? 1 : !seen ? 2 : 3 + r.error, "look.test": Number(Boolean(may.tested)) };
  });

  // ------------------------------------------------------------ drawing
  const tone = (s) => ["q1", "q1", "q4"][s >> 1];             // Z, X, halfway
  function sign(angle, x, y, r, cls) {                        // a polarisation: an arrow with two heads
    const a = angle * Math.PI / 180, dx = r * Math.cos(a), dy = -r * Math.sin(a);
    const head = (s) => [2.6, -2.6].map((turn) => `M${(x + s * dx).toFixed(1)},${(y + s * dy).toFixed(1)}l${(s * r * 0.5 * Math.cos(a + turn)).toFixed(1)},${(-s * r * 0.5 * Math.sin(a + turn)).toFixed(1)}`).join("");
    return `<path class="q-sign ${cls}" d="M${(x - dx).toFixed(1)},${(y - dy).toFixed(1)}L${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}${head(1)}${head(-1)}"/>`;
  }
  const marked = (key, value, body) => `<g${tag(key, value)}>${body}</g>`;

  QEduWidgets.view("bb84-seat", (view, { state, veiled }) => {
    if (veiled) return { body: "" };
    const button = (key, value, words, more) => `<button type="button" data-set="${esc(JSON.stringify({ [key]: value }))}" data-focus="${key}-${value}"${more}>${words}</button>`;
    const now = PHASES.indexOf(state.phase);
    return { body: `<div class="bb84-seat"><div role="group" aria-label="${esc(view.chair)}"><span aria-hidden="true">${esc(view.chair)}</span>${Object.entries(view.chairs).map(([role, name]) => button("role", role, esc(name), ` aria-pressed="${state.role === role}"`)).join("")}</div>`
      + `<ol class="bb84-steps" aria-label="${esc(view.steps)}">${PHASES.map((phase, i) => `<li class="${i < now ? "bb84-done" : ""}">${button("phase", phase, `<b>${i + 1}</b> ${esc(view.phases[phase])}`, i === now ? ' aria-current="step"' : "")}</li>`).join("")}</ol></div>` };
  });

  QEduWidgets.view("bb84-stage", (view, ctx) => {
    const { state, width: w } = ctx, rounds = ctx.veiled ? [] : play(state, ctx.get), { number } = at(state, rounds);
    const bw = Math.min(150, 0.235 * w), bh = 66, top = 30, mid = top + bh / 2, x = [bw / 2 + 1, w / 2, w - bw / 2 - 1], key = (name) => `r${number}.${name}`;
    const names = view.names.map((name, i) => (["alice", "eve", "bob"][i] === state.role ? phrase(view.you, { name }) : name));
    let body = "";
    const said = [], words = (markup) => markup.replace(/<[^>]*>/g, "").replace("?", view.unknown);
    const box = (i, cls, rows) => {
      said.push(`${names[i]}: ${rows.map(words).join(", ")}`);
      body += `<rect x="${x[i] - bw / 2}" y="${top}" width="${bw}" height="${bh}" rx="9" class="q-part ${cls}"/>` + text(within(x[i], names[i], w, "q-value"), top - 10, esc(names[i]), "q-value", "middle");
      rows.forEach((row, j) => { body += text(x[i], mid + (rows.length > 1 ? 23 * j - 5 : 5), row, "", "middle"); });
    };
    const mark = (name, value, words) => `<tspan${tag(key(name), value)}>${words}</tspan>`;
    const letter = (name, value, basis = value) => mark(name, value, phrase(esc(view.basis), { letter: `<tspan class="q-word ${tone(2 * basis)}">${view.letters[basis]}</tspan>` }));
    const bit = (name, value) => mark(name, value, phrase(esc(view.bit), { bit: value })), unknown = phrase(esc(view.bit), { bit: "?" });
    if (!number) {
      [0, 1, 2].forEach((i) => box(i, "q-out", ["?"]));
      return { body: svg(w, top + bh + 34, ctx.label(view, [view.empty]), body + text(w / 2, top + bh + 26, esc(view.empty), "", "middle")), marks: [] };
    }
    const r = rounds[number - 1], may = sees(state, r);
    box(0, "", [may.x ? letter("x", r.x) : "?", may.a ? bit("a", r.a) : unknown]);
    if (!may.k) box(1, "q-out", ["?"]);
    else if (!r.k) box(1, "q-out", [mark("k", r.k, esc(view.pass))]);
    else box(1, "", [letter("k", r.k, r.k - 1), bit("e", r.e)]);
    box(2, "", [may.y ? letter("y", r.y) : "?", may.b ? bit("b", r.b) : unknown]);
    const first = may.sent || may.a ? 2 * r.x + r.a : null, second = state.show || state.role === "eve" ? (r.k ? 2 * (r.k - 1) + r.e : first) : null;
    [first, second].forEach((s, i) => {
      const a = x[i] + bw / 2 + 3, b = x[i + 1] - bw / 2 - 3, m = (a + b) / 2, c = s === null ? "q0" : tone(s);
      body += line(a, mid, b, mid, "q-flight") + `<circle cx="${m}" cy="${mid}" r="19" class="q-mark ${c}"/>`
        + (s === null ? text(m, mid + 5, "?", "", "middle") : sign(view.angles[s], m, mid, 13, c))
        + (s === null ? "" : text(m, mid + 39, esc(view.kets[s]), "q-value", "middle"));
    });
    if (may.kept) {
      const y = top + bh + 26, verdict = !r.kept ? view.dropped : !may.error ? view.kept : r.error ? view.error : view.equal;
      body += (may.error ? shape(r.error ? "cross" : "disc", w / 2 - 8 - 3.8 * verdict.length, y - 5, 5, `q-glyph ${r.error ? "q2" : "q3"}`) : "") + text(w / 2 + 4, y, esc(verdict), "q-value", "middle");
      said.push(verdict);
    }
    return { body: svg(w, top + bh + 34, ctx.label(view, [`${view.here} ${number}`, ...said]), body), marks: [] };
  });

  QEduWidgets.view("bb84-moves", (view, { state, get, veiled }) => {
    if (veiled) return { body: "" };
    const { moves, role, phase } = state, n = get("rounds");
    const button = (set, words, more = "") => `<button type="button" data-set="${esc(JSON.stringify(set))}"${more}>${words}</button>`;
    const send = (letter, words, big) => button({ moves: moves + letter, look: SHOWN }, words, ` data-focus="send-${letter}"${n + (big ? 100 : 1) > view.most || moves.length > 239 ? " disabled" : ""}`);
    const small = (s) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${sign(view.angles[s], 10, 10, 8, tone(s))}</svg>`;
    let body;
    if (phase === "send") {
      body = `<p>${esc(phrase(view.prompts[role], { n: n + 1 }))}</p><div class="bb84-buttons">${view.moves[role].map(([letter, words], i) =>
        send(letter, words ? esc(words) : `${small(i)} ${esc(view.kets[i])} ${esc(view.words[i])}`)).join("")}${send("r", esc(view.coin))}${send("C", esc(view.hundred), true)}</div>`;
    } else body = `<p>${esc(view.gone)}</p>`;
    const next = view.next[phase] ? button({ phase: PHASES[PHASES.indexOf(phase) + 1] }, esc(view.next[phase]), ` class="bb84-next" data-focus="next"${n ? "" : " disabled"}`) : "";
    const seed = (QEduWidgets.start(state.seed, "next") % 999999) + 1;
    return { body: `<div class="bb84-moves">${body}<div class="bb84-buttons">${next}${button({ moves: "", phase: "send", show: false, look: SHOWN, seed }, esc(view.again), ' data-focus="again"')}</div></div>` };
  });

  QEduWidgets.view("bb84-rounds", (view, ctx) => {
    const { state, width: w } = ctx, all = play(state, ctx.get), { first, number } = at(state, all), shown = all.slice(first);
    const phase = PHASES.indexOf(state.phase), { show, role } = state, wide = w > 560;
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
        body += `<g class="bb84-column" data-set="${esc(JSON.stringify({ look: n + SHOWN - all.length }))}"><rect x="${x + 1}" y="${y0 + 1}" width="${step - 2}" height="${high - 2}" rx="5" class="q-column${phase > 2 && r.kept ? " q-kept" : ""}${n === number ? " q-here" : ""}"/>`
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
    const more = all.length > SHOWN ? `<p class="qedu-note">${esc(phrase(view.last, { shown: SHOWN, n: format(all.length, "int") }))}</p>` : "";

    // The same, in words.
    const fill = (s, b) => `${b} (${phrase(view.bits, { ket: view.kets[s], sign: view.signs[s], words: view.words[s] })})`;
    const yes = (value) => (value ? view.yes : view.no);
    const words = { x: (r) => view.letters[r.x], a: (r) => fill(2 * r.x + r.a, r.a),
      k: (r) => (r.k ? view.letters[r.k - 1] : view.pass), e: (r) => fill(2 * (r.k - 1) + r.e, r.e), know: (r) => format(r.know, "pct"),
      y: (r) => view.letters[r.y], b: (r) => fill(2 * r.y + r.b, r.b), kept: (r) => yes(r.kept), error: (r) => yes(r.error), test: (r) => yes(r.test) };
    const columns = Object.keys(words).filter((cell) => !{ k: !eve, e: !eve, know: !here.know, kept: phase < 3, error: phase < 3, test: phase < 4 }[cell]);
    const table = { caption: QEduWidgets.tools.fill(view.title, ctx), apart: true, columns: [view.round, ...columns.map((cell) => view.names[cell])],
      rows: shown.map((r, i) => ({ head: first + i + 1, cells: columns.map((cell) => (sees(state, r)[cell] ? { key: `r${first + i + 1}.${cell}`, value: r[cell], text: words[cell](r) } : null)) })) };
    const marks = number ? [{ key: "look.round", label: view.here, text: String(number), value: number }] : [];
    return { body: svg(w, Math.max(24, blocks * (high + 10) - 10), ctx.label(view, number ? marks : [view.empty]), body) + more + `<ul class="qedu-legend">${notes}</ul>`, tables: [table], marks };
  });

  QEduWidgets.view("bb84-log", (view, ctx) => {
    const { state } = ctx, rounds = play(state, ctx.get), phase = PHASES.indexOf(state.phase), said = [];
    const [alice, bob, both] = view.names, list = (test) => rounds.map((r, i) => (test(r) ? i + 1 : 0)).filter(Boolean).join(" ");
    const bits = (key) => rounds.filter((r) => r.test).map((r) => r[key]).join(" ");
    const letters = (key) => rounds.map((r) => view.letters[r[key]]).join("").replace(/.{5}(?=.)/g, "$& ");
    const say = (who, words, gaps) => said.push(`<li><b>${esc(who)}:</b> ${esc(phrase(words, gaps))}</li>`);
    if (phase > 0) say(bob, view.ack, { n: rounds.length });
    if (phase > 1) { say(alice, view.bases, { letters: letters("x") }); say(bob, view.bases, { letters: letters("y") }); }
    if (phase > 2) { if (ctx.get("kept")) say(both, view.keep, { list: list((r) => r.kept) }); else say(both, view.none, {}); }
    if (phase > 3 && !ctx.get("test.n")) say(both, view.untested, {});
    else if (phase > 3) {
      say(alice, view.test, { list: list((r) => r.test), bits: bits("a") });
      say(bob, view.answer, { bits: bits("b") });
      say(both, view.verdict, { k: ctx.get("test.errors"), n: ctx.get("test.n") });
    }
    return { body: said.length ? `<div class="bb84-log qedu-scroll" tabindex="0" role="group" aria-label="${esc(QEduWidgets.tools.fill(view.title, ctx))}"><ol>${said.join("")}</ol></div>` : `<p class="qedu-note">${esc(view.silence)}</p>`, marks: [] };
  });
})();
