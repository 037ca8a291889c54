/* The widgets of qedu: one script for the static page, the live notebook and paper.
 *
 * No physics here. Numbers come from Python: as frames (a grid of results), as formulas
 * (expression trees) or as probabilities from which dice are rolled. Every number
 * goes one way: numbers -> marks -> drawing, text line and table.
 *
 * Views. A view is {view, title, ...}; fields common to all: wide (full width), tab (the tab
 * that it stands on), screen_only (not on paper), when (condition). A condition is {key: value} or {key: [comparison, value]}. Numbers are named by
 * key; "label" is a template (and "name", if given, the words in the table) such as "{a1:deg}". Formats: pct, pct0, pct2, int, deg, hm (minutes of a day, as a clock shows them), bits,
 * f0 ... f6, sci, ten (sci, but 10⁻⁵ for 1.0 × 10⁻⁵); of a number that is kept as its log10 (−300 is nothing) pow, as a power
 * of ten, and log, written out where it is from 1 to 100,000.
 *   bars    items [{key, label, name, low, high, mark, mark_label, when, tone, format}], format,
 *           max, refs [{key, label, name}]; low, high: ends of an interval; mark: a tick
 *   curves  x {low, high, label, ticks, format, log}, y {low, high, label, ticks, format, log, ends} (ends: a curve ends where it
 *           leaves the axis downwards),
 *           series [{sweep, label, name, line, tone, every, when, format}] (format: in the table, if other than the axis; line: solid dashed dotted dashdot; every: mark every
 *           so many points, or a list of x),
 *           points [{x, y, label, below, when, format, drag}], refs [{x | y, label, name, level, when}] (level: of an x, how high
 *           its label stands on the y axis), ratio (height : width)
 *   bloch   mode circle | sphere, first (from where a sphere is seen at first), vectors [{x, y, z, label, tone, when, drag}] (drag: a slider, or on a sphere the two of its angles), axis {x, y, z},
 *           dots [{x, z}], poles {top, bottom, right, left}
 *   ket     rows [{label, name, amplitudes: [[key, ket], ...], note, empty: {when, text}, when}]
 *   text    rows [{label, name, key, format, when}]
 *   strip   dice, symbols [{outcome, label, shape, tone}], show (how many of the last)
 * A drawing of one widget's own is added by QEduWidgets.view(name, draw, free) (free: it can be as high as there is room), with draw(view, ctx)
 * -> {body, marks, tables, handles}; ctx.width and, on a stage, ctx.height are its room, ctx.veiled says that no numbers may be
 * shown, a handle {control, at(get) -> [x, y]} can be taken hold of and moves that slider or choice, and
 * with {other, free([x, y]) -> values} two sliders at once; a sphere {x, y, r} can be turned (its
 * view then gets ctx.turn, azimuth and elevation in degrees); numbers that only count what the dice gave (a running error rate)
 * are added by QEduWidgets.numbers(widget, make). Examples: scenes/. A table {caption, columns,
 * rows, apart} with apart stands on paper once for each state, not side by side.
 */
var QEduWidgets = (() => {
  "use strict";

  // ------------------------------------------------------------ text
  const esc = (text) => String(text).replace(/[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

  const fixed = (value, places) => {
    const text = value.toFixed(places);
    return (/^-[0.]*$/.test(text) ? text.slice(1) : text).replace("-", "\u2212");
  };
  const SUPERS = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074",
    5: "\u2075", 6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079" };
  function format(value, kind = "f3") {
    if (typeof value !== "number") return String(value);
    if (kind.startsWith("pct")) {
      const places = kind === "pct" ? 1 : +kind.slice(3), least = 0.01 * 10 ** -places;
      // What is small but not nothing is not shown as nothing.
      if (value > 1e-15 && value < least / 2) return `<\u00a0${fixed(100 * least, places)}\u00a0%`;
      if (1 - value > 1e-15 && 1 - value < least / 2) return `>\u00a0${fixed(100 - 100 * least, places)}\u00a0%`;
      return `${fixed(100 * value, places)}\u00a0%`;
    }
    if (kind === "int") return fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, ",");
    if (kind === "deg") return `${fixed(+value.toFixed(1), value.toFixed(1).endsWith(".0") ? 0 : 1)}\u00b0`;
    if (kind === "hm") return [value / 60, value % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
    if (kind === "bits") return `${fixed(value, 3)}\u00a0bit`;
    if (kind === "sci") {
      if (value === 0) return "0";
      const [head, power] = value.toExponential(1).split("e");
      return `${head.replace("-", "\u2212")} \u00d7 10${[...String(+power)].map((d) => SUPERS[d]).join("")}`;
    }
    if (kind === "ten") return format(value, "sci").replace(/^1\.0 × /, "").replace(/ /g, "\u00a0");
    if (kind === "pow") return format(10 ** value, "ten");
    if (kind === "log") {
      const plain = value < -99 ? 0 : 10 ** value;
      return format(plain, plain < 1 || plain >= 1e5 ? "ten" : plain < 10 ? "f1" : "int");
    }
    return fixed(value, +kind.slice(1));
  }
  // Texts of the interface: "{n} of {total}" with ready-made words in the gaps.
  const phrase = (template, gaps) => template.replace(/\{(\w+)\}/g, (_, gap) => gaps[gap]);
  // Keys can come from an address or a message: "constructor" is no key of ours.
  const has = (thing, key) => Object.prototype.hasOwnProperty.call(thing, key);
  // No line ends between a number of a template and its unit; numbers that are filled in bring their own space.
  const tied = (words) => words.replace(/(\d|\}) (?=(?:%|km|dB|nm)(?![\w/]))/g, "$1\u00a0");
  // "{p.click:pct} of {n:int}" -> text
  const fill = (template, ctx) => tied(template).replace(/\{([^}:]+)(?::(\w+))?\}/g, (_, key, kind) => {
    const control = ctx.spec.controls.find((c) => c.key === key);
    if (control && control.kind === "choice" && !kind) return control.options[ctx.state[key]];
    if (ctx.veiled && !control) return "?";
    const value = ctx.get(key);
    return format(typeof value === "boolean" ? Number(value) : value, kind);
  });
  function holds(condition, ctx) {
    return !condition || Object.entries(condition).every(([key, want]) => {
      const have = ctx.get(key);
      if (!Array.isArray(want)) return have === want || Number(have) === want;
      const [sign, limit] = want;
      return { "<": have < limit, "<=": have <= limit, ">": have > limit, ">=": have >= limit,
        "!=": have !== limit && Number(have) !== limit, in: [].concat(limit).includes(have) }[sign];
    });
  }

  // ------------------------------------------------------------ dice: mulberry32, as in dice.py
  function start(seed, name) {
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(`${seed}/${name}`)) {
      value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    }
    return value;
  }
  function mulberry32(begin) {
    let a = begin >>> 0;
    return () => {
      a = (a + 0x6d2b79f5) | 0;
      let t = Math.imul(a ^ (a >>> 15), a | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return (t ^ (t >>> 14)) >>> 0;
    };
  }
  function roll(weights, n, seed, name) {
    let total = 0;
    const edges = weights.slice(0, -1).map((w) => Math.floor((total += w) * 4294967296 + 0.5));
    const draw = mulberry32(start(seed, name));
    return Array.from({ length: n }, () => {
      const value = draw();
      let outcome = 0;
      while (outcome < edges.length && value >= edges[outcome]) outcome += 1;
      return outcome;
    });
  }

  // ------------------------------------------------------------ numbers of a static page
  const OPERATIONS = {
    "+": (...a) => a.reduce((x, y) => x + y), "*": (...a) => a.reduce((x, y) => x * y),
    "-": (x, y) => x - y, "/": (x, y) => x / y, expm1: Math.expm1, floor: Math.floor,
    "^": Math.pow, cos: Math.cos, sin: Math.sin, asin: Math.asin, acos: Math.acos, atan2: Math.atan2, exp: Math.exp, log: Math.log, sqrt: Math.sqrt,
    abs: Math.abs, min: Math.min, max: Math.max, "<": (x, y) => x < y, "<=": (x, y) => x <= y,
    ">": (x, y) => x > y, ">=": (x, y) => x >= y, "==": (x, y) => x === y, "!=": (x, y) => x !== y,
  };
  function evaluate(node, get) {
    if (typeof node === "number") return node;
    if (typeof node === "string") return Number(get(node));
    if (node[0] === "is") return node.slice(2).includes(get(node[1]));
    if (node[0] === "if") return evaluate(evaluate(node[1], get) ? node[2] : node[3], get);
    return OPERATIONS[node[0]](...node.slice(1).map((part) => evaluate(part, get)));
  }
  const unpacked = new WeakMap();
  function unpack(frame) {
    if (!unpacked.has(frame)) {
      const data = frame.data.slice();
      for (let d = 0; d < frame.diff; d += 1) for (let i = 1; i < data.length; i += 1) data[i] += data[i - 1];
      unpacked.set(frame, { data, place: new Map(frame.keys.map((key, i) => [key, i])) });
    }
    return unpacked.get(frame);
  }
  function lookUp(frame, key, get) {
    const { data, place } = unpack(frame);
    let row = 0, rows = 1;
    for (const [name, values] of frame.axes) {
      const have = get(name);
      const at = values.findIndex((v) => (typeof v === "number" ? Math.abs(v - have) < 1e-9 : v === have));
      row = row * values.length + at;
      rows *= values.length;
    }
    const column = place.get(key);
    return data[frame.columns ? column * rows + row : row * frame.keys.length + column] / frame.scale;
  }
  // Numbers by key, each computed when first asked for.
  function numbersOf(spec, state) {
    const { page } = spec, cache = new Map(), samples = {}, extra = numberMakers[spec.name];
    const makers = new Map();
    for (const frame of page.frames) for (const key of frame.keys) makers.set(key, () => lookUp(frame, key, get));
    for (const [key, node] of Object.entries(page.formulas)) {
      if (spec.sweeps[key]) continue;
      makers.set(key, () => evaluate(node, get));
    }
    for (const [name, values] of Object.entries(spec.sweeps)) {
      if (!page.formulas[name]) continue;
      for (const x of values) {
        // A curve may build on another one, at the same x.
        makers.set(`${name}@${x}`, () => evaluate(page.formulas[name], (key) => (key === "x" ? x : get(makers.has(`${key}@${x}`) ? `${key}@${x}` : key))));
      }
    }
    // Curves that are a number of a frame, read along a control.
    for (const [name, [key, control]] of Object.entries(page.along || {})) {
      const frame = page.frames.find((one) => one.keys.includes(key));
      for (const x of spec.sweeps[name]) makers.set(`${name}@${x}`, () => lookUp(frame, key, (k) => (k === control ? x : get(k))));
    }
    const draw = (die) => {
      if (!samples[die.name]) {
        const n = typeof die.n === "string" ? get(die.n) : die.n;
        samples[die.name] = roll(die.weights.map((w) => (typeof w === "string" ? get(w) : w)), n, get(die.seed), die.name);
      }
      return samples[die.name];
    };
    for (const die of page.dice) {
      makers.set(`${die.name}.n`, () => draw(die).length);
      die.outcomes.forEach((outcome, i) => makers.set(`${die.name}.count.${outcome}`,
        () => draw(die).reduce((k, found) => k + (found === i), 0)));
    }
    function get(key) {
      if (has(state, key)) return state[key];
      if (!cache.has(key)) {
        if (!makers.has(key)) throw new Error(`${spec.name}: no number ${key}`);
        cache.set(key, makers.get(key)());
      }
      return cache.get(key);
    }
    const sample = (name) => draw(page.dice.find((die) => die.name === name));
    if (extra) for (const [key, value] of Object.entries(extra(state, get, sample, spec))) makers.set(key, () => value);
    return { get, sample, keys: () => [...makers.keys()] };
  }
  const fromPython = (state, reply) => ({
    get: (key) => {
      if (has(state, key)) return state[key];
      if (!has(reply.numbers, key)) throw new Error(`no number ${key}`);
      return reply.numbers[key];
    },
    sample: (name) => reply.samples[name],
  });

  // ------------------------------------------------------------ drawing
  const r1 = (value) => +value.toFixed(2);
  const text = (x, y, body, cls = "", anchor = "start") =>
    `<text x="${r1(x)}" y="${r1(y)}" text-anchor="${anchor}"${cls ? ` class="${cls}"` : ""}>${body}</text>`;
  const line = (x1, y1, x2, y2, cls, more = "") =>
    `<line x1="${r1(x1)}" y1="${r1(y1)}" x2="${r1(x2)}" y2="${r1(y2)}" class="${cls}"${more}/>`;
  const tag = (key, value) => ` data-key="${esc(key)}" data-value="${value}"`;
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const edge = (p) => Math.floor(p * 4294967296 + 0.5);        // below it a draw is one of probability p
  const rect = (x, y, w, h, cls, more = "") =>
    `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, w).toFixed(1)}" height="${Math.max(0, h).toFixed(1)}" class="${cls}"${more}/>`;
  // Notes a number for names and table, and gives the tag of its drawing, which it has not behind the veil.
  const noting = (marks, ctx, words = (value, said) => said) => (key, label, said, value = ctx.get(key)) => {
    marks.push({ key, label, text: words(value, said), value });
    return ctx.veiled ? "" : tag(key, value);
  };
  // What is new in a scene on the stage: what there was before (nothing at first), and for how many seconds it has been new. A drawing
  // made again on the way, since the room has changed, lets fly on what flies.
  const latest = new Map();
  function news({ spec, narrow, veiled }, now) {
    if (narrow === undefined || veiled) return {};
    const time = performance.now() / 1000, one = latest.get(spec.name);
    if (one?.now !== now) latest.set(spec.name, { now, was: one?.now, at: time });
    const { was, at } = latest.get(spec.name);
    return { was, ago: time - at };
  }
  // What a click on a part sets; a button that does so, of the main kind if it is what one goes on with.
  const set = (values) => ` data-set="${esc(JSON.stringify(values))}"`;
  const button = (values, words, focus, off, main = true) =>
    `<button type="button"${main ? ' class="qedu-next"' : ""}${set(values)} data-focus="${focus}"${off ? " disabled" : ""}>${esc(words)}</button>`;
  // A list that scrolls where it is higher than its place.
  const scroll = (name, style, body) => `<div class="qedu-log qedu-scroll" tabindex="0" role="group" aria-label="${esc(name)}"${style}>${body}</div>`;
  // A drawing's name: its title, filled, and its own numbers (marks, or words). What is common to all drawings of a
  // widget is said once, in the live line; where there are many numbers, the table has them.
  const SPOKEN = 12;
  // A label that ends in its own figure, "abort: 11 %", has said 11.0 % already: both are one number, to as many places as both have.
  const figure = (words) => /(?:^|[:=]\s*)([\u2212-]?[\d,]*\.?\d+)\s?(\S*)$/.exec(words);
  function tells(label, words) {
    const [one, other] = [figure(label), figure(words)];
    if (!one || !other || one[2] !== other[2]) return label.includes(words);
    const [a, b] = [one, other].map((found) => +found[1].replace("\u2212", "-").replace(/,/g, ""));
    const places = Math.min(...[one, other].map((found) => (found[1].split(".")[1] || "").length));
    return a.toFixed(places) === b.toFixed(places);
  }
  function spoken(title, said, strings) {
    const all = said.map((one) => (typeof one === "string" || tells(one.label, one.text) ? one.label || one : `${one.label} ${one.text}`));
    const told = all.length > SPOKEN ? [...all.slice(0, SPOKEN), phrase(strings.further, { n: all.length - SPOKEN })] : all;
    const name = told.length ? `${title}${/[.:?!\u2026]$/.test(title) ? "" : ":"} ${told.join("; ")}` : title;
    return /[.?!\u2026]$/.test(name) ? name : `${name}.`;
  }
  const svg = (w, h, label, body) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${r1(w)} ${r1(h)}" width="${r1(w)}" height="${r1(h)}" role="img" aria-label="${esc(label)}">${body}</svg>`;
  // What stands before a word of a legend: 14 by 14.
  const icon = (body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">${body}</svg>`;
  const PATHS = {
    square: (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
    triangle: (r) => `M0,${-1.2 * r}L${1.1 * r},${0.9 * r}H${-1.1 * r}z`,
    diamond: (r) => `M0,${-1.3 * r}L${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0z`,
    cross: (r) => `M${-r},${-r}L${r},${r}M${-r},${r}L${r},${-r}`,
    dash: (r) => `M${-r},0H${r}`,
  };
  function shape(kind, x, y, r, cls, more = "") {
    const path = PATHS[kind] && PATHS[kind](r);
    return path
      ? `<path d="${path}" transform="translate(${r1(x)} ${r1(y)})" class="${cls}${kind === "cross" || kind === "dash" ? " q-open" : ""}"${more}/>`
      : `<circle cx="${r1(x)}" cy="${r1(y)}" r="${kind === "ring" ? r - 0.5 : r}" class="${cls}${kind === "ring" ? " q-open" : ""}"${more}/>`;
  }
  const SHAPES = ["disc", "square", "triangle", "diamond"];
  function arrow(x1, y1, x2, y2, cls, more = "") {
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 1) return shape("disc", x1, y1, 4, cls, more);
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length], [bx, by] = [x2 - 9 * ux, y2 - 9 * uy];
    return line(x1, y1, bx, by, cls, more)
      + `<path class="${cls} q-solid" d="M${r1(x2)},${r1(y2)}L${r1(bx - 4.5 * uy)},${r1(by + 4.5 * ux)}L${r1(bx + 4.5 * uy)},${r1(by - 4.5 * ux)}z"/>`;
  }
  // How wide words are: an ordinary sans face, rather too wide than too narrow. The script also runs where there is
  // nothing to measure with.
  const ratios = new Map();                                    // of each sign that was asked for
  const ratio = (sign) => {
    if (!ratios.has(sign)) ratios.set(sign, /[ .,:;'|!ijl()\u00a0]/.test(sign) ? 0.38 : /[mwMW%@\u2192]/.test(sign) ? 0.98 : /[A-Z]/.test(sign) ? 0.74 : 0.63);
    return ratios.get(sign);
  };
  const span = (words, size = 14, bold = false) => {
    let sum = 0;
    for (const sign of words) sum += ratio(sign);
    return sum * size * (bold ? 1.1 : 1);
  };
  const widthOf = (words, cls = "") => span(words, cls.includes("q-small") ? 12.5 : 14, cls.includes("q-value"));
  // The middle of a label, moved so that it stays on a drawing of width w.
  const within = (x, words, w, cls) => Math.min(Math.max(x, widthOf(words, cls) / 2), w - widthOf(words, cls) / 2);
  // Words in lines that fit a width.
  const lines = (words, w, cls) => {
    const out = [""];
    for (const word of words.split(" ")) {
      if (out.at(-1) && widthOf(`${out.at(-1)} ${word}`, cls) > w) out.push("");
      out.push(`${out.pop()} ${word}`.trim());
    }
    return out;
  };
  // The room of a drawing. A label takes the first of its places [x, y, anchor] that is inside and off all that stands
  // there already, else the one where least is covered.
  function room(left, top, right, bottom) {
    const taken = [];
    const keep = (x, y, w, h) => taken.push([x, y, x + w, y + h]);
    function covered([a, b, c, d]) {
      let sum = 0;
      for (const [x, y, u, v] of taken) sum += Math.max(0, Math.min(c, u) - Math.max(a, x)) * Math.max(0, Math.min(d, v) - Math.max(b, y));
      return sum;
    }
    // A place may have a fourth number, what it costs to be so far away; words may lie over a few of the strokes.
    function put(words, wanted, places, strokes = []) {
      const cls = widthOf(words, wanted) > right - left ? `${wanted} q-small` : wanted;      // too long for a phone
      const size = cls.includes("q-small") ? 12.5 : 14, w = widthOf(words, cls);
      let best = null;
      for (const [x, y, anchor, far = 0] of places) {
        const a = anchor === "end" ? x - w : anchor === "middle" ? x - w / 2 : x;
        const move = Math.min(Math.max(a, left), right - w) - a, low = Math.min(bottom - 0.27 * size, Math.max(top + 0.95 * size, y));
        const box = [a + move, low - 0.95 * size, a + move + w, low + 0.27 * size];
        // What is counted next can only cost more, so that most places are out before it is.
        let cost = 3 * (Math.abs(move) + Math.abs(low - y)) + far;
        if (best && cost >= best.cost - 1) continue;
        cost += 10 * covered(box);
        if (best && cost >= best.cost - 1) continue;
        for (const [u, v] of strokes) if (u > box[0] && u < box[2] && v > box[1] && v < box[3]) cost += 2;
        if (!best || cost < best.cost - 1) best = { x: x + move, y: low, anchor, box, cost };
      }
      taken.push(best.box);
      return text(best.x, best.y, esc(words), cls, best.anchor);
    }
    return { keep, put };
  }

  // Behind the veil a line whose number is told is not shown: it may be what is asked.
  const seen = (ref, ctx) => !ctx.veiled || !fill(ref.label || "", ctx).includes("?");
  // How high a legend is whose items are so wide, under a drawing of width w.
  function legendHeight(items, w) {
    let rows = 0, used = Infinity;
    for (const item of items) {
      if (used + item > w) { rows += 1; used = 0; }
      used += item + 18;
    }
    return rows && 21 * rows + 8;
  }

  const views = {
    bars(view, ctx) {
      const w = ctx.width, kind = view.format || "pct", top = view.max ?? 1, marks = [], said = [];
      const at = (value) => 1 + (w - 2) * Math.min(1, Math.max(0, value / top));
      let y = 4, body = "";
      const refs = (view.refs || []).filter((ref) => holds(ref.when, ctx) && seen(ref, ctx)), items = view.items.filter((item) => holds(item.when, ctx)).map((item) => {
        const value = ctx.get(item.key), shown = format(value, item.format || kind);
        // Room for the largest value, whatever stands there: two drawings side by side break their lines alike.
        return { item, value, shown, written: lines(fill(item.label, ctx), w - 8 - Math.max(widthOf(shown, "q-value"), widthOf(format(top, item.format || kind), "q-value"))) };
      });
      // Bars as thick, and as far from each other, as there is room for; on paper, where room is dear, as on the smallest phone.
      const spare = ctx.height ? Math.min(20, Math.max(-8, (ctx.height - 4 - 20 * refs.length - items.reduce((sum, one) => sum + 17 * one.written.length + 28, 0)) / items.length)) : -8;
      const thick = 15 + Math.round(0.5 * spare), step = 24 + Math.round(spare);
      items.forEach(({ item, value, shown, written }, i) => {
        const label = fill(item.label, ctx);
        const name = item.name ? fill(item.name, ctx) : label, hidden = ctx.veiled, add = (key, label, value) => marks.push({ key, label, text: format(value, item.format || kind), value });
        written.forEach((words, j) => { body += text(0, y + 14 + 17 * j, esc(words)); });
        if (!hidden) body += text(w, y + 14, esc(shown), "q-value", "end");
        y += 17 * written.length + 4;
        body += `<rect x="0.5" y="${y + 0.5}" width="${w - 1}" height="${thick}" class="q-track"/>`;
        if (!hidden) body += `<rect x="1" y="${y + 1}" width="${r1(at(value) - 1)}" height="${thick - 1}" class="q-fill ${item.tone || "q1"}"${tag(item.key, value)}/>`;
        add(item.key, name, value);
        said.push(item.low ? phrase(ctx.spec.strings.with_interval, { label: name, value: shown, low: format(ctx.get(item.low), item.format || kind), high: format(ctx.get(item.high), item.format || kind) }) : marks.at(-1));
        if (item.low && !hidden) {
          const [low, high] = [ctx.get(item.low), ctx.get(item.high)], [a, b] = [at(low), at(high)];
          const middle = y + (thick + 1) / 2, path = `M${r1(a)},${middle - 5}v10m0,-5H${r1(b)}m0,-5v10`;
          body += `<path class="q-halo-line" d="${path}"/><path class="q-error" d="${path}"/>`
            + line(a, middle - 5, a, middle + 5, "q-error", tag(item.low, low)) + line(b, middle - 5, b, middle + 5, "q-error", tag(item.high, high));
          add(item.low, phrase(ctx.spec.strings.interval_low, { label: name }), low);
          add(item.high, phrase(ctx.spec.strings.interval_high, { label: name }), high);
        }
        if (item.mark && !hidden) {
          const exact = ctx.get(item.mark);
          body += `<path class="q-tick" d="M${r1(at(exact))},${y - 2}v${thick + 5}"${tag(item.mark, exact)}/>`;
          add(item.mark, fill(item.mark_label || item.mark, ctx), exact);
          said.push(marks.at(-1));
        }
        for (const ref of refs) {
          const x = at(ctx.get(ref.key));
          body += line(x, y - 3, x, y + thick + 4, "q-halo-line") + line(x, y - 3, x, y + thick + 4, "q-ref", i || ctx.veiled ? "" : tag(ref.key, ctx.get(ref.key)));
        }
        y += step;
      });
      refs.forEach((ref) => {
        const value = ctx.get(ref.key), x = at(value), label = fill(ref.label, ctx), written = lines(label, w, "q-small");
        body += line(x, y - 5, x, y + 1, "q-ref") + written.map((words, i) => text(within(x, words, w, "q-small"), y + 14 + 15 * i, esc(words), "q-small", "middle")).join("");
        y += 15 * (written.length - 1);
        marks.push({ key: ref.key, label: ref.name ? fill(ref.name, ctx) : label, text: format(value, kind), value });
        said.push(marks.at(-1));
        y += 20;
      });
      return { body: svg(w, y, ctx.label(view, said), body), marks };
    },

    curves(view, ctx) {
      const w = ctx.width, { x: X, y: Y } = view, marks = [];
      const across = lines(fill(X.label, ctx), w, "q-small"), upwards = lines(fill(Y.label, ctx), w - 4, "q-small");
      const shown = (view.series || []).filter((s) => holds(s.when, ctx)), words = shown.length > 1 || view.legend ? shown.map((s) => fill(s.label, ctx)) : [];
      // As high as there is room for with its legend; on paper 4 cm and what the words of the axes need.
      const h = ctx.height ? Math.round(Math.max(230, ctx.height - legendHeight(words.map((one) => 46 + span(one, 13)), w)))
        : Math.round(Math.min((view.ratio || 0.72) * w, 205)) + 15 * (across.length + upwards.length - 2);
      const left = 50, right = w - 14, top = 26 + 15 * (upwards.length - 1), bottom = h - 42 - 15 * (across.length - 1);
      const scale = (axis, a, b) => {
        const f = axis.log ? Math.log10 : (v) => v, low = f(axis.low), high = f(axis.high);
        return (v) => a + (b - a) * Math.min(1, Math.max(0, (f(axis.log ? Math.max(v, axis.low) : v) - low) / (high - low)));
      };
      const sx = scale(X, left, right), sy = scale(Y, bottom, top);
      let body = "";
      for (const v of Y.ticks) body += line(left, sy(v), right, sy(v), "q-grid") + text(left - 6, sy(v) + 4.5, format(v, Y.format || "pct0"), "q-small", "end");
      let written = -Infinity;                // where the last label of the axis ends: one that would touch it is left out
      for (const v of X.ticks) {
        const shown = format(v, X.format || "f0"), half = span(shown, 12.5) / 2, x = Math.min(sx(v), w - half);
        body += line(sx(v), bottom, sx(v), bottom + 4, "q-axis");
        if (x - half > written + 4) { body += text(x, bottom + 20, shown, "q-small", "middle"); written = x + half; }
      }
      body += `<path class="q-axis" d="M${left},${top - 6}V${bottom}H${right}"/>`
        + across.map((words, i) => text(within((left + right) / 2, words, w, "q-small"), bottom + 38 + 15 * i, esc(words), "q-small", "middle")).join("")
        + upwards.map((words, i) => text(2, 12 + 15 * i, esc(words), "q-small")).join("");
      const tables = [], handles = [];
      const columns = new Map(), ends = [], strokes = [];
      shown.forEach((series, i) => {
        const values = ctx.spec.sweeps[series.sweep], tone = series.tone || `q${i + 1}`, every = series.every || 1;
        const ys = values.map((v) => ctx.get(`${series.sweep}@${v}`)), off = (j) => Y.ends && !(ys[j] >= Y.low);
        const path = values.map((v, j) => (off(j) && off(j - 1) ? "" : `${r1(sx(v))},${r1(sy(ys[j]))}`)).filter(Boolean).join("L");
        if (path && !ctx.veiled) body += `<path class="q-line ${tone} q-${series.line || ["solid", "dashed", "dotted", "dashdot"][i % 4]}" d="M${path}"/>`;
        // Every few pixels of the line: a minus sign is what a line through the words of a point would look like.
        values.slice(1).forEach((v, k) => {
          if (off(k) || off(k + 1)) return;
          const [x, y] = [sx(values[k]), sy(ys[k])], [dx, dy] = [sx(v) - x, sy(ys[k + 1]) - y], n = Math.ceil(Math.hypot(dx, dy) / 5);
          for (let j = 0; j < n; j += 1) strokes.push([x + dx * j / n, y + dy * j / n]);
        });
        values.forEach((v, j) => {
          if (Array.isArray(every) ? !every.includes(v) : j % every) return;
          if (!columns.has(v)) columns.set(v, []);
          if (off(j)) return;
          const key = `${series.sweep}@${v}`;
          if (!ctx.veiled) body += shape(SHAPES[i % 4], sx(v), sy(ys[j]), 2.6, `q-dot ${tone}`, tag(key, ys[j]));
          columns.get(v)[i] = { key, value: ys[j], text: format(ys[j], series.format || Y.format_table || "pct") };
        });
        const drawn = [...columns].sort((a, b) => a[0] - b[0]).map(([, cells]) => cells[i]).filter(Boolean);
        if (!drawn.length) return;
        const kind = series.format || Y.format_table || "pct", seen = values.map((_, j) => j).filter((j) => !off(j));
        const { strings } = ctx.spec, told = [phrase(strings.curve, { label: fill(series.label, ctx), first: drawn[0].text, last: drawn.at(-1).text })];
        // A curve that rises and falls again: its ends alone would hide that.
        for (const [words, sign] of [[strings.curve_highest, 1], [strings.curve_lowest, -1]]) {
          const best = seen.reduce((a, b) => (sign * (ys[b] - ys[a]) > 1e-9 ? b : a)), value = format(ys[best], kind);
          if ([seen[0], seen.at(-1)].every((end) => sign * (ys[best] - ys[end]) > 1e-6)) told.push(phrase(words, { value, x: format(values[best], X.format || "f0") }));
        }
        ends.push(told.join(", "));
      });
      if (shown.length) {
        tables.push({ caption: fill(view.title, ctx), apart: view.apart, columns: [fill(X.label, ctx), ...shown.map((s) => fill(s.name || s.label, ctx))],
          rows: [...columns].sort((a, b) => a[0] - b[0]).map(([v, cells]) => ({ head: format(v, X.format || "f0"), cells: shown.map((_, i) => cells[i] || null) })) });
      }
      // Lines first: their labels keep off the points and the curves, and the labels of points off theirs.
      const free = room(left + 2, 0, w, bottom), beside = [], after = [];
      free.keep(0, 0, 4 + Math.max(...upwards.map((words) => span(words, 12.5))), top - 10);
      const points = (view.points || []).filter((point) => holds(point.when, ctx));
      // Straight lines are in the way of words as curves are, but for the words of the line itself.
      const straight = (x1, y1, x2, y2) => {
        const n = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 5);
        for (let j = 0; j <= n; j += 1) strokes.push([x1 + (x2 - x1) * j / Math.max(n, 1), y1 + (y2 - y1) * j / Math.max(n, 1)]);
      };
      points.forEach((point) => {
        const [x, y] = [sx(ctx.get(point.x)), sy(ctx.get(point.y))];
        free.keep(x - 7, y - 7, 14, 14);
        if (!ctx.veiled) straight(x, bottom, x, y + 12);
      });
      (view.refs || []).filter((ref) => holds(ref.when, ctx) && seen(ref, ctx)).forEach((ref) => {
        const up = "x" in ref, key = ref.x ?? ref.y, value = typeof key === "number" ? key : ctx.get(key), label = fill(ref.label, ctx);
        const mark = typeof key === "number" || ctx.veiled ? "" : tag(key, value), rows = Array.from({ length: 16 }, (_, row) => row);
        let places;
        if (up) {
          const x = sx(value), end = x > (left + right) / 2, y = (ref.level === undefined ? top : Math.max(top, sy(ref.level))) + 11;
          body += line(x, top, x, bottom, "q-ref", mark);
          places = rows.flatMap((row) => [end, !end].map((before) => [x + (before ? -5 : 5), y + 16 * row, before ? "end" : "start"]));
        } else {
          const y = sy(value);
          body += line(left, y, right, y, "q-ref", mark);
          places = [0, 6, 12].flatMap((more) => [y - 5 - more, y + 15 + more].flatMap((level) => [[right, level, "end"], [left + 5, level, "start"],
            ...rows.map((row) => [left + 5 + row * (right - left) / 16, level, "start"])]));
        }
        body += free.put(label, "q-small q-halo", places, strokes);
        if (up) straight(sx(value), top, sx(value), bottom);
        else straight(left, sy(value), right, sy(value));
        if (mark) marks.push({ key, label: ref.name ? fill(ref.name, ctx) : label, text: format(value, up ? X.format_table || X.format || "f1" : Y.format_table || "pct"), value });
      });
      // What a point stands for can be taken hold of: on the axis where it is a control, else in its place.
      points.forEach((point) => {
        const control = point.drag || point.x;
        if (handles.some((one) => one.control === control) || !ctx.spec.controls.some((c) => c.key === control && c.kind === "range")) return;
        handles.push(point.drag ? { control, at: (get) => [sx(get(point.x)), sy(get(point.y))] } : { control, axis: true, direct: true, at: (get) => [sx(get(control)), bottom] });
        // Where a control stands may be shown behind the veil; what comes of it may not.
        if (ctx.veiled) { if (!point.drag) body += line(sx(ctx.get(point.x)), bottom, sx(ctx.get(point.x)), top, "q-drop"); }
        else if (!point.drag) free.keep(sx(ctx.get(point.x)) - 10, bottom - 10, 20, 20);
      });
      points.filter(() => !ctx.veiled).forEach((point) => {
        const [vx, vy] = [ctx.get(point.x), ctx.get(point.y)], [x, y] = [sx(vx), sy(vy)];
        // Away from the next point of its column, or a label would seem to be that one's.
        const gaps = points.filter((other) => other !== point && other.x === point.x).map((other) => vy - ctx.get(other.y)).filter((gap) => Math.abs(gap) > 1e-9);
        const below = gaps.length ? gaps.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)) < 0 : point.below;
        const label = fill(point.label, ctx), end = x > (left + right) / 2, under = y < top + 24 || (below && y + 26 < bottom);
        after.push(line(x, bottom, x, y, "q-drop"), shape("disc", x, y, 6, `q-point ${point.tone || ""}`, tag(point.y, vy)));
        const places = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((row) => [...(row ? [under, !under] : below ? [true] : [under]), ...(row ? [] : [null])].flatMap((down) => [end, !end].map((before) => {
          const high = down === null ? y + 4.5 : down ? y + 20 + 16 * row : y - 9 - 16 * row;
          return [x + (before ? -10 : 10), high, before ? "end" : "start", 20 * row + (gaps.some((gap) => Math.abs(high - 4.5 - sy(vy - gap)) < Math.abs(high - 4.5 - y)) ? 90 : 0)];
        })));
        if (label) after.push(free.put(label, "q-value q-halo", places, strokes));
        beside.push({ key: point.y, label: point.name ? fill(point.name, ctx) : label, text: format(vy, point.format || Y.format_table || "pct"), value: vy });
      });
      body += after.join("");
      marks.push(...beside);
      let out = svg(w, h, ctx.label(view, [...marks, ...ends]), body);
      if (words.length) {
        out += `<ul class="qedu-legend">${shown.map((s, i) => `<li><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 12" width="40" height="12" aria-hidden="true"><path class="q-line ${s.tone || `q${i + 1}`} q-${s.line || ["solid", "dashed", "dotted", "dashdot"][i % 4]}" d="M2,6H38"/>${shape(SHAPES[i % 4], 20, 6, 3.2, `q-dot ${s.tone || `q${i + 1}`}`)}</svg> ${esc(words[i])}</li>`).join("")}</ul>`;
      }
      return { body: out, marks, tables, handles };
    },

    bloch(view, ctx) {
      const w = Math.min(ctx.width, ctx.height ? Math.max(210, Math.min(ctx.height + 50, 420)) : 340), sphere = view.mode === "sphere", cx = w / 2, R = w / 2 - 56, cy = R + 30, marks = [];
      // Orthographic, z up. A sphere is seen from where the reader has turned it; at first x comes to the lower left.
      const [turned, lifted] = (ctx.turn || view.first || [22, 18]).map((degrees) => degrees * Math.PI / 180);
      const [ca, sa, ce, se] = [Math.cos(turned), Math.sin(turned), Math.cos(lifted), Math.sin(lifted)];
      const at = (x, y, z) => (sphere ? [cx + R * (ca * y - sa * x), cy + R * (se * (ca * x + sa * y) - ce * z)] : [cx + R * x, cy - R * z]);
      const behind = ([x, y, z]) => sphere && ce * (ca * x + sa * y) + se * z < -1e-9;
      const poles = { top: "|0⟩", bottom: "|1⟩", right: sphere ? "|+i⟩" : "|+⟩", left: sphere ? "" : "|−⟩", front: "|+⟩", ...view.poles };
      let body = `<circle cx="${cx}" cy="${cy}" r="${R}" class="q-sphere"/>`;
      // The equator: its near half as a line, the far one dotted.
      if (sphere) for (const far of [0, 1]) body += `<path class="q-equator${far ? " q-dotted" : ""}" d="${Array.from({ length: 31 }, (_, i) => { const a = turned + Math.PI * (far + i / 30 - 0.5), [x, y] = at(Math.cos(a), Math.sin(a), 0); return `${i ? "L" : "M"}${r1(x)},${r1(y)}`; }).join("")}"/>`;
      for (const [x, y, z] of sphere ? [[0, 0, 1], [1, 0, 0], [0, 1, 0]] : [[0, 0, 1], [1, 0, 0]]) {
        const [a, b] = [at(-x, -y, -z), at(x, y, z)];
        body += line(a[0], a[1], b[0], b[1], "q-grid");
      }
      if (ctx.inside) body += ctx.inside({ at, R, ca, sa, ce, se });
      const free = room(0, 0, w, 2 * R + 62);
      const pole = (words, x, y, anchor) => { body += free.put(words, "", [[x, y, anchor]]); };
      if (sphere) {
        // Each pole's name stands outside of its point, wherever that has been turned to.
        for (const [words, point] of [[poles.top, [0, 0, 1]], [poles.bottom, [0, 0, -1]], [poles.front, [1, 0, 0]], [poles.right, [0, 1, 0]]]) {
          const [x, y] = at(...point), far = Math.hypot(x - cx, y - cy), [ux, uy] = far < 8 ? [0.7, 0.7] : [(x - cx) / far, (y - cy) / far];
          pole(words, x + 12 * ux, y + 15 * uy + 5, Math.abs(ux) < 0.35 ? "middle" : ux > 0 ? "start" : "end");
        }
      } else {
        // Far enough for what can be taken hold of on the circle, 12 pixels.
        pole(poles.top, cx, cy - R - 15, "middle");
        pole(poles.bottom, cx, cy + R + 26, "middle");
        pole(poles.right, cx + R + 14, cy + 5, "start");
        pole(poles.left, cx - R - 14, cy + 5, "end");
      }
      const put = (v) => [v.x, v.y, v.z].map((key) => (key === undefined ? 0 : typeof key === "number" ? key : ctx.get(key)));
      if (view.axis && holds(view.axis.when, ctx)) {
        const [x, y, z] = put(view.axis), [a, b] = [at(-x, -y, -z), at(x, y, z)];
        body += line(a[0], a[1], b[0], b[1], "q-basis");
      }
      (view.dots || []).filter((dot) => !ctx.veiled && holds(dot.when, ctx)).forEach((dot) => {
        const [x, y] = at(...put(dot));
        body += shape("ring", x, y, 5, `q-mark ${dot.tone || ""}`);
        if (dot.label) {
          const label = fill(dot.label, ctx), far = Math.hypot(x - cx, y - cy), half = widthOf(label, "q-small") / 2;
          body += free.put(label, "q-small", [0, 8, 16, 24].map((more) => {
            const out = 1 + (15 + more + half * Math.abs(x - cx) / far) / far;
            return [cx + (x - cx) * out, cy + (y - cy) * out + 4.5, "middle"];
          }));
        }
      });
      const taken = [], shafts = [];
      // From the screen back to the half of the sphere that faces the reader; at a pole every angle round the equator will do.
      const facing = ([across, round], get) => ([px, py]) => {
        const u = (px - cx) / R, v = (py - cy) / R, far = Math.max(1, Math.hypot(u, v)), depth = Math.sqrt(Math.max(0, 1 - (u * u + v * v) / far ** 2));
        const out = se * v / far + ce * depth, [x, y, z] = [ca * out - sa * u / far, sa * out + ca * u / far, se * depth - ce * v / far];
        const { step = 1 } = ctx.spec.controls.find((c) => c.key === round), degrees = (angle) => angle * 180 / Math.PI;
        return { [across]: degrees(Math.acos(Math.max(-1, Math.min(1, z)))), [round]: Math.hypot(x, y) < 0.05 ? get(round) : Math.round((degrees(Math.atan2(y, x)) + 360) / step) * step % 360 };
      };
      const handles = view.vectors.filter((v) => v.drag && holds(v.when, ctx)).map((v) => ({ ...(typeof v.drag === "string" ? { control: v.drag } : { control: v.drag[0], other: v.drag[1], free: facing(v.drag, ctx.get) }),
        at: (get) => at(...[v.x, v.y, v.z].map((key) => (key === undefined ? 0 : typeof key === "number" ? key : get(key)))) }));
      // What can be taken hold of ends in its grip; a head would stick out behind it.
      view.vectors.filter((v) => !ctx.veiled && holds(v.when, ctx)).forEach((v, i) => {
        const values = put(v), [x, y] = at(...values), tone = v.tone || `q${i + 1}`, label = fill(v.label, ctx);
        const keys = ["x", "y", "z"].filter((axis) => typeof v[axis] === "string");
        body += `<g${behind(values) ? ' class="q-behind"' : ""}${keys[1] ? tag(v[keys[1]], ctx.get(v[keys[1]])) : ""}>${(v.drag && ctx.narrow !== undefined ? line : arrow)(cx, cy, x, y, `q-arrow ${tone} q-${v.line || "solid"}`, keys[0] ? tag(v[keys[0]], ctx.get(v[keys[0]])) : "")}</g>`;
        if (keys[2]) body += shape("disc", x, y, 1, `q-glyph ${tone}`, tag(v[keys[2]], ctx.get(v[keys[2]])));
        for (const axis of keys) marks.push({ key: v[axis], label: `${label}: ⟨${axis.toUpperCase()}⟩`, text: format(ctx.get(v[axis]), "f3"), value: ctx.get(v[axis]) });
        for (let part = 0; part <= 1; part += 0.05) shafts.push([cx + part * (x - cx), cy + part * (y - cy)]);
        // Labels of arrows that point the same way stand side by side.
        const same = taken.find((t) => Math.hypot(t.x - x, t.y - y) < 3);
        if (same) same.labels.push(v.short || label); else taken.push({ x, y, labels: [v.short || label] });
      });
      for (const t of taken) free.keep(t.x - 5, t.y - 5, 10, 10);
      for (const t of taken) {                 // labels beside the tip, inside the circle, off the shaft
        const length = Math.hypot(t.x - cx, t.y - cy), near = length < 4, words = t.labels.join(", ");
        const ux = near ? 0.7 : (t.x - cx) / length, uy = near ? -0.7 : (t.y - cy) / length;
        const off = 9 + widthOf(words, "q-value") / 2 * Math.abs(uy);
        const spot = (back, side) => [t.x - back * ux - side * off * uy, t.y - back * uy + side * off * ux + 4.5, "middle"];
        const round = [0, 1, 2, 3].flatMap((row) => [[t.x + 9, t.y - 5 - 16 * row, "start"], [t.x - 9, t.y - 5 - 16 * row, "end"], [t.x + 9, t.y + 15 + 16 * row, "start"], [t.x - 9, t.y + 15 + 16 * row, "end"]]);
        body += free.put(words, "q-value q-halo", near ? round : [...[24, 40, 56].flatMap((back) => [spot(back, 1), spot(back, -1)]), ...round], shafts);
      }
      return { body: svg(w, 2 * R + 62, ctx.label(view, marks), body), inner: body, wide: w, high: 2 * R + 62, marks, handles, sphere: sphere ? { x: cx, y: cy, r: R } : null };
    },

    ket(view, ctx) {
      const marks = [];
      const rows = view.rows.filter((row) => holds(row.when, ctx)).map((row) => {
        const label = fill(row.label, ctx);
        if (row.empty && holds(row.empty.when, ctx)) return `<div class="qedu-ket"><span>${esc(label)}</span><span>${esc(fill(row.empty.text, ctx))}</span></div>`;
        let sum = "";
        for (const [key, ket] of row.amplitudes) {
          const value = ctx.get(key), shown = format(Math.abs(value), view.format || "f3");
          const minus = value < 0 && +Math.abs(value).toFixed(3) > 0;
          if (ctx.veiled) { sum += `${sum && " + "}?\u2009${esc(ket)}`; continue; }
          sum += `${sum ? (minus ? " \u2212 " : " + ") : minus ? "\u2212" : ""}<span${tag(key, value)}>${shown}</span>\u2009${esc(ket)}`;
          marks.push({ key, label: `${row.name ? fill(row.name, ctx) : label}: ${ket}`, text: format(value, view.format || "f3"), value });
        }
        return `<div class="qedu-ket"><span>${esc(label)}</span><span class="qedu-amplitudes">${sum}</span>${row.note ? `<span class="qedu-remark">${esc(fill(row.note, ctx))}</span>` : ""}</div>`;
      });
      return { body: rows.join(""), marks };
    },

    // Plain facts: rows [{label, name, key, format, when}].
    text(view, ctx) {
      const marks = view.rows.filter((row) => holds(row.when, ctx)).map((row) => {
        const value = ctx.get(row.key);
        return { key: row.key, words: fill(row.label, ctx), label: fill(row.name || row.label, ctx), text: format(value, row.format), value };
      });
      return { body: `<dl class="qedu-facts">${marks.map((m) => `<div><dt>${esc(m.words)}</dt>${ctx.veiled ? "<dd>?</dd>" : `<dd${tag(m.key, m.value)}>${esc(m.text)}</dd>`}</div>`).join("")}</dl>`, marks };
    },
  };
  const numberMakers = {}, flexible = new Set(["bars", "curves", "bloch"]);      // drawings that can choose how high they are

  const labels = (ctx, setting) => (view, said = []) =>
    spoken(`${setting ? `${setting} ` : ""}${fill(view.title || ctx.spec.title, ctx)}`, ctx.veiled ? [] : said, ctx.spec.strings);
  // One picture: every view's body, the marks behind the table, the text line. Of `only` some views, each as wide and, where its
  // drawing can choose, as high as it may be (or already drawn: made); behind the veil, without the numbers that the reader is to predict.
  function picture(spec, state, numbers, { size, only, veiled, setting }) {
    const ctx = { spec, state, veiled, get: numbers.get, sample: numbers.sample };
    const sentence = veiled ? spec.strings.veiled : spec.line.map((part) => (typeof part === "string" ? part : holds(part[0], ctx) ? part[1] : ""))
      .filter(Boolean).map((part) => fill(part, ctx)).join(" ");
    ctx.label = labels(ctx, setting);
    const drawn = [], marks = [], tables = [], seen = new Set();
    spec.views.forEach((view, i) => {
      if ((only && !only.includes(i)) || !holds(view.when, ctx)) { drawn.push(null); return; }
      const room = size(i, view), made = room.made || views[view.view](view, { ...ctx, ...room, view });
      drawn.push({ title: fill(view.title, ctx), body: made.body, handles: made.handles || [], sphere: made.sphere });
      for (const mark of made.marks || []) if (!seen.has(mark.key)) { seen.add(mark.key); marks.push(mark); }
      tables.push(...(made.tables || []));
    });
    return { drawn, marks, tables, sentence };
  }
  const cellOf = (cell, bare) => (cell ? `<td${bare ? "" : tag(cell.key, cell.value)}>${esc(cell.text)}</td>` : "<td>\u2013</td>");
  function tableHtml({ caption, columns, rows }) {
    return `<div class="qedu-scroll" tabindex="0" role="group" aria-label="${esc(caption)}"><table><caption>${esc(caption)}</caption><thead><tr>${columns.map((c) => `<th scope="col">${esc(c)}</th>`).join("")}</tr></thead>`
      + `<tbody>${rows.map((row) => `<tr><th scope="row">${esc(row.head)}</th>${row.cells.map((cell) => cellOf(cell)).join("")}</tr>`).join("")}</tbody></table></div>`;
  }
  const markTable = (spec, marks) => ({ caption: spec.title, columns: [spec.strings.quantity, spec.strings.value],
    rows: marks.map((mark) => ({ head: mark.label, cells: [mark] })) });

  // ------------------------------------------------------------ state and address
  const defaults = (spec) => Object.fromEntries(spec.controls.map((c) => [c.key, c.default]));
  // At the beginning of a visit: dice that are to be fresh are thrown, since this game is solved once.
  const opening = (spec) => Object.fromEntries(spec.controls.map((c) => [c.key, c.fresh ? Math.floor(Math.random() * 1e6) : c.default]));
  function legal(control, raw) {              // a value from the address bar, or undefined
    if (control.kind === "choice") return has(control.options, raw) ? raw : undefined;
    if (control.kind === "hidden") return new RegExp(`^(?:${control.pattern})$`).test(raw) ? raw : undefined;
    if (control.kind === "switch") return raw === "1" ? true : raw === "0" ? false : undefined;
    if (control.kind === "range" && control.options) {
      return raw === "" || !Number.isFinite(Number(raw)) ? undefined : control.options.reduce((a, b) => (Math.abs(b - raw) < Math.abs(a - raw) ? b : a));
    }
    const value = Number(raw), low = control.low ?? 0, high = control.high ?? 999999, step = control.step ?? 1;
    if (raw === "" || !Number.isFinite(value)) return undefined;
    return +(low + Math.round((Math.min(high, Math.max(low, value)) - low) / step) * step).toFixed(9);
  }
  // The parts of the address, such as "bits-in-bits-out?bits=3". What is no widget's on this page is somebody else's: it stays
  // as it is written. A link that a mail has encoded as a whole has no "?".
  const known = new Set();                                     // the widgets of this page
  const decoded = (words) => { try { return decodeURIComponent(words); } catch { return words; } };
  const inAddress = () => {
    const raw = location.hash.slice(1);
    return (raw.includes("?") ? raw : decoded(raw)).split(";").filter(Boolean)
      .map((part) => ({ part, id: part.includes("?") ? decoded(part.slice(0, part.indexOf("?"))) : "", query: decoded(part.slice(part.indexOf("?") + 1)) }));
  };
  function fromAddress(spec, id) {
    const mine = inAddress().filter((one) => one.id === id).pop();
    if (!mine) return null;
    const state = defaults(spec);
    for (const [key, raw] of new URLSearchParams(mine.query)) {
      const control = spec.controls.find((c) => c.key === key), value = control && legal(control, raw);
      if (value !== undefined) state[key] = value;
    }
    return state;
  }
  const changes = (spec, state) => spec.controls.filter((c) => state[c.key] !== c.default)
    .map((c) => `${c.key}=${encodeURIComponent(typeof state[c.key] === "boolean" ? Number(state[c.key]) : state[c.key])}`);
  const query = (spec, id, state) => `${id}?${changes(spec, state).join("&")}`;
  function toAddress(spec, id, state) {
    const changed = changes(spec, state);
    const all = inAddress(), ours = all.filter((one) => known.has(one.id) && one.id !== id).map((one) => one.part);
    // The address of a heading leads away from the widget: it makes room.
    const theirs = all.filter((one) => !known.has(one.id) && !document.getElementById(decoded(one.part))).map((one) => one.part);
    const at = all.filter((one) => known.has(one.id)).findIndex((one) => one.id === id);
    if (changed.length) ours.splice(at < 0 ? ours.length : at, 0, query(spec, id, state));
    const hash = [...ours, ...theirs].join(";");
    const heading = !hash && !location.hash.includes("?");     // its address is kept
    remember(id, state, heading ? undefined : hash ? `#${hash}` : location.pathname + location.search);
  }
  // What each widget shows at this place of the history. Who goes back finds it again, also where the address says nothing of it:
  // with no state in it, or that of a heading.
  function remember(id, state, address) {
    try { history.replaceState({ ...history.state, qedu: { ...history.state?.qedu, [id]: state } }, "", address); } catch { /* the page works without */ }
  }
  function remembered(spec, id) {
    const kept = history.state?.qedu?.[id];                    // the page may be another one by now
    return kept && spec.controls.every((c) => legal(c, String(typeof kept[c.key] === "boolean" ? Number(kept[c.key]) : kept[c.key])) === kept[c.key]) ? kept : null;
  }

  // ------------------------------------------------------------ one live widget, in either host
  // Whether a control does something with a key; all others belong to the page or the notebook around.
  const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
  function uses({ target, key, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return false;
    const kind = target.tagName === "INPUT" ? target.type : target.tagName.toLowerCase(), letter = key.length === 1 && key !== " ";
    if (kind === "textarea") return true;
    if (kind === "range" || kind === "radio") return MOVES.includes(key) || (kind === "radio" && key === " ");
    if (kind === "number") return MOVES.includes(key) || letter || key === "Backspace" || key === "Delete";
    if (kind === "select") return MOVES.includes(key) || letter || key === " " || key === "Enter";
    if (kind === "checkbox") return key === " ";
    if (target.getAttribute("role") === "tab") return MOVES.includes(key) || key === " " || key === "Enter";
    if (kind === "button" || kind === "summary") return key === " " || key === "Enter";
    return MOVES.includes(key) || key === " ";                 // a box that scrolls
  }

  // One level below the heading that a widget stands under.
  function levelAt(element) {
    const above = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
      .filter((heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    return Math.min(6, above ? Number(above.tagName[1]) + 1 : 2);
  }
  // ------------------------------------------------------------ host 1: the static page
  function upgrade(element) {
    const block = element.querySelector(":scope > script[type='application/json']");
    if (!block || element.querySelector(":scope > .qedu-live")) return;
    const spec = JSON.parse(block.textContent);
    const twins = [...document.querySelectorAll(`qedu-widget[name="${spec.name}"]`)].indexOf(element);
    const id = twins > 0 ? `${spec.name}~${twins + 1}` : spec.name;
    const old = element.querySelector(":scope > .qedu-paper");
    // The paper form stays for print; its marks no longer count as the page's.
    old?.querySelectorAll("[data-key]").forEach((mark) => { mark.removeAttribute("data-key"); mark.removeAttribute("data-value"); });
    old?.querySelectorAll("[data-state]").forEach((panel) => panel.removeAttribute("data-state"));
    let timer = 0, last = 0, now = fromAddress(spec, id) || opening(spec);      // browsers allow few address changes a second
    element.classList.add("qedu-alive");
    known.add(id);
    const mounted = QEduWidgets.mount(element, spec, {
      live: false,
      level: levelAt(element),
      asked: twins > 0 || inAddress().some((one) => one.id === id) ? null : document.getElementById(`prediction-${spec.name}`),
      address: (state) => `#${query(spec, id, state)}`,
      state: () => now,
      numbers: (state) => numbersOf(spec, state),
      changed: (state) => {
        now = state;
        const write = () => { last = Date.now(); toAddress(spec, id, state); };
        clearTimeout(timer);
        if (Date.now() - last > 400) write(); else timer = setTimeout(write, 400);
      },
    });
    // A link to a state of this widget goes to the widget; a reload stays where the reader was.
    const goThere = () => inAddress()[0]?.id === id && element.scrollIntoView();
    remember(id, now);
    addEventListener("hashchange", () => {
      clearTimeout(timer);                                     // what is not written yet belongs to the place that was left
      const linked = fromAddress(spec, id), next = linked || remembered(spec, id);
      if (next) mounted.set(now = next);
      if (linked) goThere();
      remember(id, now);
    });
    const [visit] = performance.getEntriesByType("navigation");
    if (visit && visit.type === "navigate") goThere();
  }

  // ------------------------------------------------------------ host 2: a live notebook (anywidget)
  const PATIENCE = 1000;                                       // milliseconds
  function render({ model, el }) {
    el.classList.add("qedu-widget", "qedu-alive");
    const spec = model.get("spec"), same = (a, b) => JSON.stringify(a, Object.keys(b).sort()) === JSON.stringify(b, Object.keys(b).sort());
    // The form for readers without a kernel, shown beside this one: here it is not needed.
    const twins = spec.twin ? [...document.querySelectorAll(`[data-qedu-twin="${spec.twin}"]`)] : [];
    twins.forEach((twin) => { twin.hidden = true; });
    // A kernel that is busy, restarted or gone does not answer: the page's own numbers are the same ones.
    let alone = false, timer = 0;
    const mounted = QEduWidgets.mount(el, spec, {
      live: true,
      level: levelAt(el),
      state: () => model.get("state"),
      numbers: (state) => {
        const reply = model.get("reply");
        if (same(reply.state, state)) return fromPython(state, reply);
        return alone && spec.page ? numbersOf(spec, state) : null;
      },
      waiting: () => (alone ? spec.strings.kernel_gone : ""),
      changed: (state) => {
        model.set("state", state);
        try { model.save_changes(); } catch { alone = true; }  // no way to the kernel at all
        clearTimeout(timer);
        timer = setTimeout(() => { alone = true; mounted.draw(); }, PATIENCE);
      },
    });
    const answered = () => { clearTimeout(timer); alone = false; mounted.draw(); };
    model.on("change:reply", answered);
    return () => { clearTimeout(timer); model.off("change:reply", answered); twins.forEach((twin) => { twin.hidden = false; }); };
  }

  return {
    render, upgrade, numbersOf, fromPython, roll, mulberry32, start, evaluate,
    view: (name, draw, free) => { views[name] = draw; if (free) flexible.add(name); },
    numbers: (name, make) => { numberMakers[name] = make; },
    flexible, picture, labels, markTable, tableHtml, defaults, legal, has, uses,
    tools: { esc, spoken, format, fill, phrase, holds, svg, icon, text, line, arrow, shape, tag, span, widthOf, within, lines, room, legendHeight, views,
      clamp, edge, rect, noting, news, set, button, scroll },
  };
})();
