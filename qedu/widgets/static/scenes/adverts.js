/* Chapter C18: what an advert asks for, by a table of words.
 * advert  the text of the control `advert` with its words marked. texts {key: text}, table {pattern, longest, entries [kind, area, level, forms]},
 *         corners, levels, none, signs {area: sign}, words; numbers ask.<area>, count.<area>, titles, words
 * whys    the words of that advert one by one, and where each points to
 * paste   the same of the reader's own text, which stays in this script: it is in no state, no address and no store */
(() => {
  const { esc, svg, text, tag, phrase, format } = QEduWidgets.tools, MOST = 12000;
  const tables = new WeakMap();
  const small = (word) => word.replace(/[A-Z]/g, (sign) => sign.toLowerCase());
  // Words, and the ends of sentences, as adverts.py finds them.
  const partsOf = (pattern, words) => [...words.matchAll(new RegExp(pattern, "g"))];
  function formsOf(table) {
    if (!tables.has(table)) tables.set(table, new Map(table.entries.flatMap(([, , , forms], i) => forms.map((form) => [partsOf(table.pattern, form).map(([word]) => small(word)).join(" "), i]))));
    return tables.get(table);
  }
  function read(table, words) {
    const parts = partsOf(table.pattern, words), forms = formsOf(table), found = [];
    let waiting = [], doing = null, at = 0;
    while (at < parts.length) {
      if (parts[at][2]) { waiting = []; doing = null; at += 1; continue; }
      let many = 1, entry;
      const run = [];
      while (run.length < table.longest && parts[at + run.length]?.[1]) run.push(small(parts[at + run.length][1]));
      for (let n = run.length; n && entry === undefined; n -= 1) if ((entry = forms.get(run.slice(0, n).join(" "))) !== undefined) many = n;
      if (entry !== undefined) {
        const [kind, area, level] = table.entries[entry], last = parts[at + many - 1], end = last.index + last[0].length, thing = kind === "with";
        found.push({ start: parts[at].index, end, words: words.slice(parts[at].index, end), kind, area, level: thing ? (doing === null ? "A1" : found[doing].level) : level, does: thing ? doing : null });
        if (thing && doing === null) waiting.push(found.length - 1);
        if (kind === "does") {
          doing = found.length - 1;
          for (const i of waiting) Object.assign(found[i], { level, does: doing });
          waiting = [];
        }
      }
      at += many;
    }
    return { found, words: parts.filter((part) => part[1]).length };
  }
  // By area the highest level, as its number, and how many words.
  function asked(view, found) {
    const out = {};
    for (const [area] of view.corners) {
      const mine = found.filter((one) => one.area === area);
      out[area] = { count: mine.length, level: Math.max(0, ...mine.map((one) => view.levels.findIndex(([level]) => level === one.level) + 1)) };
    }
    return out;
  }
  QEduWidgets.tools.readAdvert = read;
  QEduWidgets.tools.askedBy = asked;

  const TONES = { I: "q4", II: "q2", III: "q3" };
  // On paper a sign and a level stand behind each word; on a screen there is a line under it as well.
  function marked(view, words, found, live, here) {
    let at = 0, out = "", number = 0;
    for (const one of found) {
      out += esc(words.slice(at, one.start));
      // Where one word is looked at, a press looks at another.
      const pressed = here && one.kind !== "does" ? (number += 1) : 0, look = live && pressed ? ` data-set='{"word":${pressed}}'` : "";
      const under = (kind, tone) => look + (live ? ` class="${tone}" style="border-bottom:${kind} var(--q, currentColor)${pressed ? ";cursor:pointer" : ""}${pressed && pressed === here ? ";outline:2px solid;outline-offset:0" : ""}"` : "");
      out += one.kind === "with" ? `<b${under("3px solid", TONES[one.area])}>${esc(one.words)}</b>\u00a0<span class="qedu-remark">${view.signs[one.area]}\u00a0${one.area}\u00a0${one.level}</span>`
        : one.kind === "does" ? `<i${under("1px solid", "q0")}>${esc(one.words)}</i>` : `<i${under("2px dotted", "q0")}>${esc(one.words)}</i>\u00a0<span class="qedu-remark">${esc(view.words.title)}</span>`;
      at = one.end;
    }
    return (out + esc(words.slice(at))).replace(/\r\n?|\n/g, "<br/>");
  }
  const log = (body, name, high, more = "") => `<div class="qedu-log qedu-scroll" tabindex="0" role="group" aria-label="${esc(name)}"${high ? ` style="max-height:${Math.round(high) - 8}px;margin-bottom:8px"` : ""}${more}>${body}</div>`;
  const PITCH = 27;
  // A row for each area: six cells, filled up to what is asked, and how many words ask.
  function rows(view, w, of, note) {
    let body = "";
    view.corners.forEach(([area, , short], i) => {
      const one = of[area], y = i * PITCH, left = 122, brief = w < 310, said = one && (brief ? format(one.count, "int") : phrase(one.count === 1 ? view.words.one : view.words.many, { n: format(one.count, "int") }));
      body += text(0, y + 15, `${view.signs[area]} ${area} ${esc(short)}`, "q-value q-small") + `<g${note("ask", area)}>${QEduWidgets.tools.cells(view, left, y, w - left - (brief ? 24 : 68), one ? one.level : 0, 0)}</g><g${note("count", area)}>${text(w, y + 15, one ? said : "?", "q-small", "end")}</g>`;
    });
    return [body, 3 * PITCH - 4];
  }

  QEduWidgets.view("advert", (view, ctx) => {
    const { state, veiled, width: w } = ctx, words = view.texts[state.advert], hidden = veiled || !ctx.get("shown"), { found } = hidden ? { found: [] } : read(view.table, words), marks = [], of = {};
    const note = (part, area) => {
      if (hidden) return "";
      const key = `${part}.${area}`, value = ctx.get(key), [, long] = view.corners.find(([one]) => one === area);
      marks.push({ key, label: `${view.words[part]}, ${area} ${long}`, text: part === "count" ? String(value) : value ? view.levels[value - 1][0] : view.none, value });
      return tag(key, value);
    };
    if (!hidden) for (const [area] of view.corners) of[area] = { level: ctx.get(`ask.${area}`), count: ctx.get(`count.${area}`) };
    // On a desk the triangle of the next tab stands beside the text.
    const beside = !veiled && ctx.height && w > 520, wide = beside ? Math.round(0.57 * w) : w, [body, high] = rows(view, wide, of, note), keys = veiled ? [] : hidden ? ["length"] : ["length", "titles"];
    for (const key of keys) marks.push({ key, label: view.words[key], text: String(ctx.get(key)), value: ctx.get(key) });
    let told = keys.map((key) => `${esc(view.words[key])}: <span${tag(key, ctx.get(key))}>${ctx.get(key)}</span>`).join("; ");
    const here = hidden ? 0 : ctx.get("at");
    if (here) {
      marks.push({ key: "at", label: view.words.at, text: String(here), value: here });
      told = `<span${tag("at", here)}>${view.signs.here}</span> ${why(view, found, found.filter((one) => one.kind !== "does")[here - 1])}<br/>${told}`;
    }
    const left = `${log(`<p>${marked(view, words, found, Boolean(ctx.height), here)}</p>`, view.words.advert, ctx.height && Math.max(90, ctx.height - high - (w > 520 ? 86 : 74)))}${svg(wide, high, ctx.label(view, marks), body)}<p class="qedu-remark">${told}</p>`;
    if (!beside) return { body: left, marks };
    const other = triangle(ctx, w - wide - 16, ctx.height, ctx.get);
    return { body: columns(left, other.body, wide), marks: [...marks, ...other.marks] };
  }, true);
  const columns = (left, right, wide) => `<div style="display:flex;gap:16px"><div style="width:${wide}px;flex:none">${left}</div><div>${right}</div></div>`;
  function triangle(ctx, width, height, get) {
    const view = ctx.spec.views.find((other) => other.view === "triangle"), inner = { ...ctx, get, width, height };
    return QEduWidgets.tools.views.triangle(view, { ...inner, label: QEduWidgets.labels(inner) });
  }

  // Each word that counts, with the one that gives it its level.
  function why(view, found, one) {
    const at = `<b>${esc(one.words)}</b>`;
    if (one.kind === "title") return `${at}: ${esc(view.words.titled)}`;
    const [, area] = view.corners.find(([key]) => key === one.area), [, level] = view.levels.find(([key]) => key === one.level), does = one.does === null ? esc(view.words.alone) : phrase(esc(view.words.because), { does: `<i>${esc(found[one.does].words)}</i>` });
    return `${view.signs[one.area]} ${at}: ${one.area} ${esc(area)}; ${does} ${one.level}\u00a0${esc(level)}.`;
  }
  const whys = (view, found) => found.filter((one) => one.kind !== "does").map((one) => `<li>${why(view, found, one)}</li>`).join("");
  const from = (ctx) => ctx.spec.views.find((other) => other.view === "advert");
  QEduWidgets.view("whys", (view, ctx) => {
    const source = from(ctx);
    if (ctx.veiled) return { body: "", marks: [] };
    return { body: log(`<ol>${whys(source, read(source.table, source.texts[ctx.state.advert]).found)}</ol>`, source.words.why, ctx.height), marks: [] };
  }, true);

  // ---- a text of one's own: kept here as long as the page is open, and nowhere else
  let own = "", last = null;
  function result(ctx) {
    const view = from(ctx), { words: say } = view, { found, words } = read(view.table, own), of = asked(view, found), beside = ctx.width > 520, wide = beside ? Math.round(0.57 * ctx.width) : ctx.width;
    const [body, high] = rows(view, wide, of, () => ""), cut = own.length > MOST ? own.slice(0, MOST) : own, many = (n) => format(n, "int"), said = phrase(say.counted, { words: many(words), hits: many(found.length) });
    const lack = view.corners.reduce((sum, [area]) => sum + Math.max(0, of[area].level - ctx.get(`have.${area}`)), 0), { options } = ctx.spec.controls.find((c) => c.key === "person");
    const gap = found.some((one) => one.area) ? ` ${phrase(say.gap[Math.min(2, lack)], { name: options[ctx.state.person], n: lack })}` : "", shown = cut === own ? "" : ` ${phrase(say.cut, { n: many(MOST), all: many(own.length) })}`;
    const left = `${svg(wide, high, `${say.yours}: ${said}${gap}`, body)}<p class="qedu-remark">${esc(`${said}${gap}${shown} ${say.honest}`)}</p>`
      + (own.trim() ? log(`<p>${marked(view, cut, found.filter((one) => one.end <= cut.length), true)}</p><ol>${whys(view, found.slice(0, 400))}</ol>`, say.yours, Math.max(110, ctx.height - 290), ' dir="auto"') : "");
    // None of this is a number of the state, and so none is marked as one.
    const other = beside ? triangle(ctx, ctx.width - wide - 16, ctx.height - 110, (key) => { const [id, area] = key.split("."); return id === "ask" ? of[area].level : id === "shown" ? 1 : ctx.get(key); }).body : "";
    return beside ? columns(left, other.replace(/ data-(?:key|value)="[^"]*"/g, ""), wide) : left;
  }
  QEduWidgets.view("paste", (view, ctx) => {
    if (ctx.veiled || !ctx.height) return { body: "", marks: [] };
    last = ctx;
    return { body: `<label>${esc(from(ctx).words.paste)}<br/><textarea rows="3" data-own="advert" data-focus="own" dir="auto" spellcheck="false" autocomplete="off" style="width:100%;box-sizing:border-box;font:inherit;color:inherit;background:var(--w-page)">\n${esc(own)}</textarea></label><div data-own="found">${result(ctx)}</div>`, marks: [] };
  }, true);
  if (typeof document !== "undefined") document.addEventListener("input", (event) => {
    const field = event.composedPath()[0];
    if (!last || field.dataset?.own !== "advert") return;
    own = field.value;
    field.closest(".qedu-body").querySelector("[data-own=found]").innerHTML = result(last);
  });
})();
