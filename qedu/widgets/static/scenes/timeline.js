/* Chapter C16: x, y and z on one axis of years, and the share of each year's data that is read in time.
 * timeline  knots (keys of years and probabilities, in turn), names (in the table), words (templates); sweeps by.of and read.of */
QEduWidgets.view("timeline", (view, ctx) => {
  const { esc, fill, phrase, format, svg, text, line, shape, tag, span, noting } = QEduWidgets.tools;
  const { get, veiled, width: w, spec } = ctx, h = Math.max(330, Math.min(ctx.height || 380, 460)), marks = [], { names, words } = view;
  const [first, last] = [spec.sweeps["read.of"][0], spec.sweeps["by.of"].at(-1)], left = 12, right = w - 12;
  const X = (t) => left + (right - left) * (t - first) / (last - first), box = (a, b, y, high, cls, more = "") => `<rect x="${X(a).toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, X(b) - X(a)).toFixed(1)}" height="${high.toFixed(1)}" class="${cls}"${more}/>`;
  const note = noting(marks, ctx, (value, kind = "pct0") => format(value, kind));
  const [x, y, over, end, sure] = [get("life"), get("move"), get("over"), get("z.end"), get("sure")], bar = 17;
  // Three rows of a line of words and a bar, the area of z, and below the years of recording, which share the axis.
  const step = h < 390 ? 40 : 45, row = [24, 24 + step], zTop = row[1] + step + 4, spare = h - 44 - zTop - 26, zLow = zTop + 0.45 * spare, low = h - 44, tall = 0.55 * spare;
  const say = (words_, top) => text(left, top, esc(words_), "q-halo");
  let after = "", body = line(X(0), 6, X(0), low, "q-grid");
  const edge = X(x + y), edge2 = X(x + y + over);
  if (over) body += box(x + y, x + y + over, zTop, zLow - zTop, "q-night");
  body += say(fill(over ? words.over : words.move, ctx), row[0] - 6) + box(0, y, row[0], bar, "q-fill q1", note("move", names.move, "int")) + (over ? box(y, y + over, row[0], bar, "q-entry q1") : "");
  body += say(fill(over ? words.both : words.life, ctx), row[1] - 6) + box(y, y + x, row[1], bar, "q-fill q3", note("life", names.life, "int")) + (over ? box(y + x, y + x + over, row[1], bar, "q-entry q3") : "");
  // The probability of a machine by each year; its dots are what was found, and after the last one there is nothing.
  const Z = (p) => zLow - (zLow - zTop) * p, years = spec.sweeps["by.of"].filter((t) => t <= end);
  body += box(0, last, zTop, zLow - zTop, "q-rest") + text(X(0) - 4, zTop + 10, words.all, "q-small q-muted", "end");
  if (!veiled) {
    body += `<path d="M${X(0).toFixed(1)},${zLow.toFixed(1)}L${years.map((t) => `${X(t).toFixed(1)},${Z(get(`by.of@${t}`)).toFixed(1)}`).join("L")}L${X(end).toFixed(1)},${zLow.toFixed(1)}z" class="q-entry q4"/>`;
    // Away from the words of the mark.
    const beyond = span(words.end, 12.5) < X(last) - X(end) - 10 ? text((X(end) + X(last)) / 2, Z(get("p")) < (zTop + zLow) / 2 ? zLow - 8 : zTop + 15, esc(words.end), "q-small q-muted q-halo", "middle") : "";
    for (let i = 0; i < get("z.knots"); i += 1) {
      const [t, p] = [get(view.knots[2 * i]), get(view.knots[2 * i + 1])];
      body += `<g${note(view.knots[2 * i + 1], phrase(names.knot, { t: format(t, "int") }))}>${shape("disc", X(t), Z(p), 3.5, "q-dot q4")}</g>`;
    }
    after = beyond;
  } else for (let i = 0; i < get("z.knots"); i += 1) note(view.knots[2 * i + 1], "");
  body += line(X(0), zLow, right, zLow, "q-axis") + line(edge, row[1] + bar, edge, zLow, "q-ref") + (over ? line(edge2, row[1] + bar, edge2, zLow, "q-ref") : "") + say(fill(words.z, ctx), zTop - 6) + after;
  if (sure < 3) {
    const at = X(x + y + over / 2), level = Z(get("p")), said = fill(words.sure[sure], ctx), wide = span(said, 14, true), before = at + wide + 14 > right;
    const spot = note("p", names.p);
    if (!veiled) body += `<g${spot}>${over ? line(edge, level, edge2, level, "q-error") : shape("disc", at, level, 6, "q-point q4")}</g>` + text(over ? Math.min(edge2 + 8, right - wide) : before ? at - 10 : at + 10, Math.max(zTop + 15, level - 8), esc(said), "q-value q-halo", !over && before ? "end" : "start");
  }
  if (get("forge.sure") === 0) body += `<g${note("forged", names.forged)}>${veiled || over ? "" : shape("ring", X(y), Z(get("forged")), 4.5, "q-mark q1")}</g>`;
  // Data of each year that can be read in time; where nothing is known of later, at least so many.
  body += say(words.read, low - tall - 5);
  const cells = [];
  for (const t of spec.sweeps["read.of"]) {
    const key = `read.of@${t}`, value = get(key), beyond = t + x > end;
    if (beyond && sure > 1) continue;
    cells.push({ head: format(t, "int"), cells: [{ key, value, text: format(value, "pct0") }] });
    if (!veiled) body += `<rect x="${(X(t) + 0.5).toFixed(1)}" y="${(low - tall * value).toFixed(1)}" width="${(X(t + 1) - X(t) - 1).toFixed(1)}" height="${(tall * value).toFixed(1)}" class="${beyond ? "q-entry" : "q-fill"} q2"${tag(key, value)}/>`;
  }
  body += line(left, low - tall, right, low - tall, "q-grid") + text(right, low - tall + 14, words.all, "q-small q-muted", "end") + line(left, low, right, low, "q-axis");
  for (let t = first; t <= last; t += 10) body += line(X(t), low, X(t), low + 4, "q-axis") + text(X(t), low + 18, t ? format(t, "int") : words.now, "q-small", t === first ? "start" : t === last ? "end" : "middle");
  body += text((left + right) / 2, low + 36, esc(fill(words.axis, ctx)), "q-small", "middle");
  const handles = [{ control: "move", axis: true, direct: true, at: (key) => [X(key("move")), row[0] + bar / 2] },
    { control: "life", axis: true, direct: true, at: (key) => [X(key("life") + key("move")), row[1] + bar / 2] }];
  return { body: svg(w, h, ctx.label(view, marks), body), marks, handles, tables: [{ caption: names.years, apart: true, columns: [names.year, names.read], rows: cells }] };
}, true);
