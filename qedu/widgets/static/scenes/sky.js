/* Chapter C13: what a telescope catches of a beam, and where a satellite passes.
 * spot  beam and mirror (keys of two diameters in metres), share (key), words (templates: beam, telescope, caught), names [beam, share]
 * passes  land (path, quarters of a degree), turns (of the numbers seen@k, rise@k, dark@k, mbit@k), names, words, symbols; the
 *         station is at the controls lat and lon */
(() => {
  const { esc, fill, phrase, format, svg, text, line, shape, room, noting } = QEduWidgets.tools;

  QEduWidgets.view("spot", (view, ctx) => {
    const w = Math.min(ctx.width, 420), high = Math.max(150, Math.min(w, ctx.height || 270)), R = (high - 66) / 2, cx = w / 2, cy = 26 + R, marks = [];
    const r = Math.max(1.5, R * Math.min(1.1, ctx.get(view.mirror) / ctx.get(view.beam)));
    const note = noting(marks, ctx, format);
    let body = "";
    // Brighter towards the middle, as a Gaussian beam is.
    for (const part of [1, 0.83, 0.67, 0.5, 0.33, 0.17]) body += `<circle cx="${cx}" cy="${cy.toFixed(1)}" r="${(R * part).toFixed(1)}" class="q-glow"/>`;
    body += `<circle cx="${cx}" cy="${cy.toFixed(1)}" r="${R.toFixed(1)}" class="q-rest"/><circle cx="${cx}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" class="q-part"${note(view.share, view.names[1], "pct2")}/>`
      + text(cx, 15, `<tspan${note(view.beam, view.names[0], "f1")}>${esc(fill(view.words[0], ctx))}</tspan>`, "q-small", "middle")
      + text(cx, cy + R + 20, esc(fill(view.words[1], ctx)), "q-small", "middle") + (ctx.veiled ? "" : text(cx, cy + R + 37, esc(fill(view.words[2], ctx)), "q-value", "middle"));
    return { body: svg(w, cy + R + 42, ctx.label(view, marks), body), marks };
  }, true);

  // A closed line on the globe, as pieces of a map from 180° W to 180° E; one around a pole runs along the map's edge.
  const beyond = (points, limit, sign) => points.flatMap(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length], a = sign * (x - limit), b = sign * (u - limit);
    return [...(a <= 0 ? [[x, y]] : []), ...((a <= 0) === (b <= 0) ? [] : [[limit, y + (v - y) * a / (a - b)]])];
  });
  function pieces(points, pole) {
    const out = [];
    for (const [lat, lon] of points) out.push([out.length ? lon + 360 * Math.round((out.at(-1)[0] - lon) / 360) : lon, lat]);
    const turns = 360 * Math.round((out.at(-1)[0] - out[0][0]) / 360);
    if (turns) out.push([out[0][0] + turns, out[0][1]], [out[0][0] + turns, pole], [out[0][0], pole]);
    return [-720, -360, 0, 360, 720].map((shift) => beyond(beyond(out.map(([x, y]) => [x + shift, y]), 180, 1), -180, -1)).filter((piece) => piece.length > 2);
  }

  QEduWidgets.view("passes", (view, ctx) => {
    const { get, veiled, width: w } = ctx, high = ctx.height || w / 2 + 104, low = Math.max(104, Math.min(140, high - w / 2)), mh = Math.min(w / 2, high - (veiled ? 0 : low)), mw = 2 * mh, x0 = (w - mw) / 2, marks = [];
    const X = (lon) => x0 + (lon + 180) / 360 * mw, Y = (lat) => (90 - lat) / 180 * mh, round = (lon) => ((lon + 180) % 360 + 360) % 360 - 180;
    const note = noting(marks, ctx);
    const path = (points) => `M${points.map(([lon, lat]) => `${X(lon).toFixed(1)},${Y(lat).toFixed(1)}`).join("L")}`;
    const circle = (name) => ctx.spec.sweeps[`${name}.lat`].map((way) => [get(`${name}.lat@${way}`), get(`${name}.lon@${way}`)]);
    const fills = (name, pole, cls) => pieces(circle(name), pole).map((piece) => `<path d="${path(piece)}z" class="${cls}"/>`).join("");
    const [lat, lon] = [get("sat.lat"), round(get("sat.lon"))], [sx, sy] = [X(lon), Y(lat)], [hx, hy] = [X(get("lon")), Y(get("lat"))], free = room(x0, 0, x0 + mw, mh), dark = round(get("sun.lon") + 180);
    let body = `<rect x="${x0.toFixed(1)}" y="0" width="${mw.toFixed(1)}" height="${mh.toFixed(1)}" class="q-frame"/><path d="${view.land}" transform="translate(${x0.toFixed(1)} 0) scale(${(mw / 1440).toFixed(4)})" class="q-land"/>`
      + `<g${note("sun.lon", view.names["sun.lon"], format(round(get("sun.lon")), "deg"))}>${fills("night", get("sun") > 0 ? -90 : 90, "q-night")}</g>`;
    // The track before and after: a line for each way over the map's edge.
    const track = ctx.spec.sweeps["track.lat"].map((m) => [round(get(`track.lon@${m}`)), get(`track.lat@${m}`)]), ways = [[]];
    track.forEach((one, i) => { if (i && Math.abs(one[0] - track[i - 1][0]) > 180) ways.push([]); ways.at(-1).push(one); });
    body += ways.filter((way) => way.length > 1).map((way) => `<path d="${path(way)}" class="q-flight q-open"/>`).join("") + fills("ring", lat > 0 ? 90 : -90, "q-line q3 q-solid");
    const sees = get("now.up") >= get("mask.deg"), size = Math.max(0.5, mw / 1000);
    if (sees) body += line(sx, sy, hx, hy, "q-line q3 q-dashed");
    body += `<g${note("sat.lat", view.names["sat.lat"], format(lat, "f1"))}><g${note("sat.lon", view.names["sat.lon"], format(lon, "f1"))}><g${note("now.up", view.names["now.up"], format(get("now.up"), "f1"))}>`
      + `<g${note("now.away", view.names["now.away"], format(get("now.away"), "int"))} transform="translate(${sx.toFixed(1)} ${sy.toFixed(1)}) scale(${size.toFixed(3)})">${view.symbols.satellite}</g></g></g></g>`
      + `<g${note("lat", view.names.lat, format(get("lat"), "deg"))}><g${note("lon", view.names.lon, format(get("lon"), "deg"))}>${shape("disc", hx, hy, 6, "q-point")}</g></g>`;
    free.keep(sx - 24 * size, sy - 18 * size, 48 * size, 36 * size);
    free.keep(hx - 12, hy - 12, 24, 24);
    const beside = [[hx + 14, hy + 5, "start"], [hx - 14, hy + 5, "end"], [hx, hy + 28, "middle"], [hx, hy - 18, "middle"]];
    body += free.put(view.words.station, "q-small q-halo", beside) + free.put(view.words.night, "q-small q-muted q-halo", [-40, -55, -70].map((south) => [X(dark), Y(south), "middle"]));
    const handles = [{ control: "lon", other: "lat", direct: true, at: (key) => [X(key("lon")), Y(key("lat"))], free: ([x, y]) => ({ lon: (x - x0) / mw * 360 - 180, lat: 90 - y / mh * 180 }) }];
    if (veiled) return { body: svg(w, mh, ctx.label(view, marks), body), marks, handles };
    // The day: when it is dark at the station, and each pass, as high as its key.
    const top = mh + 26, base = mh + low - 22, left = x0 + 8, right = x0 + mw - 8, tx = (minutes) => left + (right - left) * minutes / 1440, seen = view.turns.filter((k) => get(`seen@${k}`) > 0), most = Math.max(1e-6, ...seen.map((k) => get(`mbit@${k}`)));
    const rest = 720 - get("night.half"), middle = get("night.middle");
    for (const day of [-1440, 0, 1440]) {
      const [a, b] = [middle - rest, middle + rest].map((minutes) => Math.min(1440, Math.max(0, minutes + day)));
      if (b > a) body += `<rect x="${tx(a).toFixed(1)}" y="${top}" width="${(tx(b) - tx(a)).toFixed(1)}" height="${base - top}" class="q-night"/>`;
    }
    body += text(x0 + mw / 2, mh + 17, esc(seen.length ? view.words.day : view.words.none), "q-small", "middle") + line(left, base, right, base, "q-axis");
    for (const hour of [0, 6, 12, 18, 24]) body += line(tx(60 * hour), base, tx(60 * hour), base + 4, "q-axis") + text(tx(60 * hour), base + 19, format(60 * hour, "hm"), "q-small", hour ? hour < 24 ? "middle" : "end" : "start");
    // The largest have their words; those that would stand over them are in the table.
    const worded = [], now = tx(get("t")), tallest = (k) => 4 + (low - 74) * get(`mbit@${k}`) / most;
    for (const k of [...seen].sort((a, b) => get(`mbit@${b}`) - get(`mbit@${a}`))) if (!worded.some((other) => Math.abs(tx(get(`rise@${k}`) / 60) - tx(get(`rise@${other}`) / 60)) < 28)) worded.push(k);
    const middleOf = (k) => tx((get(`rise@${k}`) + get(`set@${k}`)) / 120), wordAt = (k) => Math.min(Math.max(middleOf(k), left + 8), right - 8);
    // The mark of the time leaves room for a number that it would strike through: it goes on below, down to the pass.
    const struck = worded.filter((k) => Math.abs(wordAt(k) - now) < 14).map((k) => base - tallest(k)).sort((a, b) => a - b);
    let from = top;
    for (const y of struck) { if (y - 18 > from + 8) body += line(now, from, now, y - 18, "q-ref"); from = Math.max(from, y); }
    body += line(now, from, now, base, "q-ref");
    seen.forEach((k, i) => {
      const x = middleOf(k), tall = tallest(k), wide = Math.max(4, tx(get(`set@${k}`) / 60) - tx(get(`rise@${k}`) / 60));
      body += `<g${note(`rise@${k}`, phrase(view.names.rise, { n: i + 1 }), format(get(`rise@${k}`) / 60, "hm"))}><rect x="${(x - wide / 2).toFixed(1)}" y="${(base - tall).toFixed(1)}" width="${wide.toFixed(1)}" height="${tall.toFixed(1)}" class="${get(`dark@${k}`) > 0 ? "q-fill q3" : "q-frame"}"${note(`mbit@${k}`, phrase(view.names.mbit, { n: i + 1 }), format(get(`mbit@${k}`), "f2"))}/></g>`
        + (worded.includes(k) ? text(wordAt(k), base - tall - 4, format(get(`mbit@${k}`), "f1"), "q-small q-halo", "middle") : "");
    });
    handles.push({ control: "t", axis: true, direct: true, at: (key) => [tx(key("t")), base] });
    return { body: svg(w, mh + low, ctx.label(view, marks), body), marks, handles };
  }, true);
})();
