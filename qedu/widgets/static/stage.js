/* The stage: one widget as it lives on a page or in a notebook, whoever computes its numbers.
 *
 * A frame of one screen: header (title, tabs, buttons), deck (the scene, and a rail of controls beside it or, where it is narrow,
 * under it), a sentence. Below the frame, folded, what is read and not played with. Only the views of one tab are drawn, each
 * composed for the room that it has: one unit of a drawing is one pixel. What is moved is drawn in the next frame, once; sizes
 * are noted when they change, so that drawing never waits for the layout.
 *
 * The veil: where the page asks for a prediction first, the scene shows the apparatus and no numbers until the reader has chosen
 * or said "Just show me".
 */
(() => {
  "use strict";
  const { esc, fill, phrase, holds, span, clamp } = QEduWidgets.tools;
  const { has, legal, defaults, uses } = QEduWidgets;
  const NARROW = 672;                                          // below it, controls stand under the scene
  const UPRIGHT = 560;                                         // on the whole screen: a phone that lies on its side has no height for that
  const GAP = 24, TITLE = 27;                                  // between drawings; the line above one
  const make = (html) => { const t = document.createElement("template"); t.innerHTML = html; return t.content; };
  const STILL = typeof matchMedia === "undefined" ? {} : matchMedia("(prefers-reduced-motion: reduce)");

  // What stands drawn is changed where the next drawing differs: most of it stays, and need not be styled and laid out again.
  // What moves begins anew each time, and so does what the reader types in.
  const ANEW = /\bq-(flies|lands|sails|clicks|moves)\b|<(animate|set|textarea|input)\b/i;
  function redraw(body, html) {
    if (body.firstChild && !ANEW.test(html)) renew(body, make(html)); else body.innerHTML = html;
  }
  function renew(old, fresh) {
    let at = old.firstChild;
    for (const node of [...fresh.childNodes]) {
      const next = at && at.nextSibling;
      if (!at) old.append(node);
      else if (at.nodeName !== node.nodeName) at.replaceWith(node);
      else if (node.nodeType === 1) {
        for (const { name, value } of node.attributes) if (at.getAttribute(name) !== value) at.setAttribute(name, value);
        if (at.attributes.length > node.attributes.length) for (const { name } of [...at.attributes]) if (!node.hasAttribute(name)) at.removeAttribute(name);
        renew(at, node);
      } else if (at.data !== node.data) at.data = node.data;
      at = next;
    }
    while (at) { const next = at.nextSibling; at.remove(); at = next; }
  }

  // Views of one tab, in order: [{name, views: [index]}].
  function tabsOf(spec) {
    const tabs = [];
    spec.views.forEach((view, i) => {
      const name = view.tab ?? view.title;
      if (tabs.length && tabs.at(-1).name === name) tabs.at(-1).views.push(i); else tabs.push({ name, views: [i] });
    });
    return tabs;
  }

  // ------------------------------------------------------------ the parts
  // The values of a choice in the order meant: keys that are whole numbers would come first in an object.
  const waysOf = (c) => c.order || Object.keys(c.options);
  function fieldOf(c, uid, s) {
    const id = `${uid}-${c.key}`, label = esc(c.label || (c.kind === "seed" ? s.seed : ""));
    if (c.kind === "hidden") return "";
    if (c.kind === "switch") return `<div class="qedu-field"><label class="qedu-check"><input type="checkbox" id="${id}" data-control="${c.key}"/> ${label}</label></div>`;
    if (c.kind === "choice" && c.select) return `<div class="qedu-field${Object.values(c.options).every((words) => words.length < 11) ? " qedu-short" : ""}"><label for="${id}">${label}</label><select id="${id}" data-control="${c.key}">${waysOf(c).map((v) => `<option value="${esc(v)}">${esc(c.options[v])}</option>`).join("")}</select></div>`;
    if (c.kind === "choice") {
      // Short words stand side by side, in one bar; long ones below each other.
      const bar = Object.values(c.options).reduce((sum, words) => sum + span(words, 15) + 18, 0) < 248;
      return `<fieldset class="qedu-field qedu-radios${bar ? " qedu-bar" : ""}"><legend>${label}</legend>${waysOf(c).map((v) => `<label class="qedu-check"><input type="radio" name="${id}" value="${esc(v)}" data-control="${c.key}"/> ${esc(c.options[v])}</label>`).join("")}</fieldset>`;
    }
    if (c.kind === "seed") return `<div class="qedu-field qedu-seed"><label for="${id}">${label}</label><input type="number" id="${id}" data-control="${c.key}" min="0" max="999999" step="1"/><button type="button" data-action="seed">${esc(c.button || s.new_numbers)}</button></div>`;
    const range = c.options ? `min="0" max="${c.options.length - 1}" step="1"` : c.kind === "count" ? `min="0" max="${c.high}" step="1"` : `min="${c.low}" max="${c.high}" step="${c.step}"`;
    const run = c.play ? `<button type="button" data-play="${c.key}">${esc(STILL.matches ? s.step : s.play)}</button>` : "";
    const buttons = c.kind === "count" || run ? `<span class="qedu-steps">${run}${(c.steps || []).map((n) => `<button type="button" data-add="${n}" data-to="${c.key}" aria-label="${esc(label)}: ${esc(phrase(s.more, { n }))}">${esc(phrase(s.more, { n }))}</button>`).join("")}</span>` : "";
    return `<div class="qedu-field${c.kind === "count" ? " qedu-count" : (c.label || "").length < 3 ? " qedu-inline" : ""}"><label for="${id}">${label}</label><output for="${id}"></output><input type="range" id="${id}" data-control="${c.key}" ${range}/>${buttons}</div>`;
  }
  // What is folded stands last, so that nothing moves but itself when it is opened; closed, its summary says how it is set.
  function controlsOf(spec, uid, s) {
    const [shown, folded] = [false, true].map((away) => boxesOf(spec, uid, s, away));
    return shown + (folded && `<details class="qedu-group qedu-fold"${spec.unfolded ? " open" : ""}><summary>${esc(s.settings)}<span class="qedu-remark"></span></summary><div class="qedu-group">${folded}</div></details>`);
  }
  function boxesOf(spec, uid, s, away) {
    const groups = [];
    for (const c of spec.controls.filter((one) => one.kind !== "hidden" && spec.folded.includes(one.key) === away)) {
      if (groups.length && c.group && groups.at(-1).name === c.group) groups.at(-1).items.push(c);
      else groups.push({ name: c.group || "", items: [c] });
    }
    return groups.map((g) => {
      const cls = g.items.some((c) => spec.main.includes(c.key)) ? " qedu-main" : "", inside = g.items.map((c) => fieldOf(c, uid, s)).join("");
      return g.name ? `<fieldset class="qedu-group${cls}"><legend>${esc(g.name)}</legend>${inside}</fieldset>` : `<div class="qedu-group${cls}">${inside}</div>`;
    }).join("");
  }
  function stageOf(spec, uid, host, tabs) {
    const s = spec.strings, alone = tabs.length < 2;
    const list = alone ? "" : `<div class="qedu-tabs" role="tablist" aria-labelledby="${uid}-title">${tabs.map((tab, i) => `<button type="button" role="tab" id="${uid}-tab${i}" aria-controls="${uid}-panel${i}" data-tab="${i}">${esc(tab.name)}</button>`).join("")}</div>`;
    const panels = tabs.map((tab, i) => `<div class="qedu-panel" id="${uid}-panel${i}"${alone ? "" : ` role="tabpanel" aria-labelledby="${uid}-tab${i}"`} hidden>${tab.views.map((v) =>
      `<div class="qedu-view" data-view="${v}"><p class="qedu-view-title"></p><div class="qedu-canvas"><div class="qedu-body"></div></div></div>`).join("")}</div>`).join("");
    const tasks = spec.tasks.length ? `<details class="qedu-tasks"><summary>${esc(s.tasks)}</summary><ol>${spec.tasks.map((t, i) => `<li>${esc(t.text)} <button type="button" data-task="${i}">${esc(s.set_up)}</button></li>`).join("")}</ol><p>${esc(s.sandbox)}</p></details>` : "";
    return `<div class="qedu-stage"><div class="qedu-head"><p class="qedu-title" id="${uid}-title" role="heading" aria-level="${host.level}">${esc(spec.title)}</p>${list}`
      + `<span class="qedu-tools"><button type="button" data-action="skip" hidden>${esc(s.skip)}</button><button type="button" data-action="reset">${esc(s.reset)}</button><button type="button" data-action="projector" aria-pressed="false">${esc(s.projector)}</button></span></div>`
      + `<div class="qedu-deck"><div class="qedu-scene"><div class="qedu-drawing">${panels}</div></div><div class="qedu-rail"><div class="qedu-ask" hidden></div><div class="qedu-controls">${controlsOf(spec, uid, s)}</div></div></div>`
      + `<div class="qedu-say"><p class="qedu-line" aria-live="polite"></p><p class="qedu-recall" hidden></p></div></div>`
      + `<div class="qedu-more"><details class="qedu-outcome-told" hidden><summary>${esc(s.outcome)}</summary><div></div></details>${tasks}<details class="qedu-table"><summary>${esc(s.table)}</summary><div></div></details>`
      + `<details class="qedu-leaves-out"><summary>${esc(s.leaves_out.replace(/\.$/, ""))}</summary><p>${esc(spec.leaves_out)}</p></details>${host.address ? `<a class="qedu-link" href="#">${esc(s.link)}</a>` : ""}<p class="qedu-caption">${esc(spec.caption)}</p></div>`;
  }

  // ------------------------------------------------------------ the prediction that the page asks for
  // A copy for another place on the page: an id may be there only once.
  function copies(nodes) {
    const out = document.createDocumentFragment();
    for (const node of nodes) {
      const twin = node.cloneNode(true);
      if (twin.nodeType === 1) for (const one of [twin, ...twin.querySelectorAll("[id]")]) one.removeAttribute("id");
      out.append(twin);
    }
    return out;
  }
  function predictionOf(box) {
    const words = [...box.querySelectorAll(".qedu-options > li")].map((item) => item.querySelector(":scope > button") || item);
    return { box, options: words, question: [...box.querySelectorAll(".qedu-question")], outcome: box.querySelector(".qedu-outcome .qedu-inside") };
  }

  let count = 0;
  function mount(root, spec, host) {
    const s = spec.strings, uid = `q${count += 1}`, tabs = tabsOf(spec);
    let state = host.state(), wanted = 0, active = -1, waiting = 0;
    const asked = host.asked && host.asked.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING ? predictionOf(host.asked) : null;
    let veiled = Boolean(asked);
    const turns = new Map();                                   // from where a sphere is looked at, by the number of its view

    const live = document.createElement("div");
    live.className = "qedu-live";
    live.append(make(stageOf(spec, uid, host, tabs)));
    root.append(live);
    root.setAttribute("role", "group");
    root.setAttribute("aria-labelledby", `${uid}-title`);
    const one = (where) => live.querySelector(where), line = one(".qedu-line"), scene = one(".qedu-scene"), rail = one(".qedu-controls"), table = one(".qedu-table"), fold = one(".qedu-fold");
    const folded = spec.controls.filter((c) => spec.folded.includes(c.key));
    const slots = spec.views.map((_, i) => one(`[data-view="${i}"]`)), buttons = [...live.querySelectorAll("[role=tab]")];
    const inputs = new Map(spec.controls.map((c) => [c.key, [...live.querySelectorAll(`[data-control="${c.key}"]`)]]));
    const full = () => root.classList.contains("qedu-projector");

    // ---- the room: noted when it changes
    const room = { live: 0, scene: 0, rail: 0, deck: 0, scale: 1 };
    const high = () => (fold && rail.offsetHeight ? fold.offsetTop - rail.offsetTop : rail.offsetHeight);      // whether the fold is open or not, the drawing stays as it is
    function measure() {
      room.live = live.clientWidth;
      live.classList.toggle("qedu-narrow", narrow());
      const box = getComputedStyle(scene);
      room.scene = scene.clientWidth - parseFloat(box.paddingLeft) - parseFloat(box.paddingRight);
      room.rail = high();
      room.deck = one(".qedu-deck").clientHeight - parseFloat(box.paddingTop) - parseFloat(box.paddingBottom);
    }
    const narrow = () => room.live < (full() ? UPRIGHT : NARROW);
    const width = () => Math.max(240, Math.floor(room.scene / room.scale));
    function height() {                                        // of all drawings of a tab together
      if (full() && !narrow()) return Math.max(260, Math.floor(room.deck / room.scale));
      return narrow() ? (veiled ? 210 : clamp(Math.round(1.04 * width()), 290, 420)) : clamp(room.rail, 400, 470);
    }
    // How large each of some views is: small ones stand in pairs where there is room, and what can choose its height
    // gets what the others leave.
    function sizes(shown, ctx) {
      const w = width(), half = Math.floor((w - GAP) / 2), pairs = w >= 560, rows = [];
      for (const i of shown) {
        const small = pairs && !spec.views[i].wide, last = rows.at(-1);
        if (small && last && last.small && last.views.length < 2) last.views.push(i); else rows.push({ small, views: [i] });
      }
      const out = new Map(), free = [];
      let used = 0;
      for (const row of rows) {
        const wide = row.small && row.views.length === 2 ? half : w;
        for (const i of row.views) out.set(i, { width: wide, pair: wide < w, narrow: narrow(), turn: turns.get(i) });
        if (row.views.some((i) => QEduWidgets.flexible.has(spec.views[i].view))) { free.push(row); used += row.views.some((i) => spec.views[i].title) ? TITLE : 0; } else {
          used += Math.max(...row.views.map((i) => {
            const view = spec.views[i], room = out.get(i);
            room.made = QEduWidgets.tools.views[view.view](view, { ...ctx, ...room, view });
            return (view.title ? TITLE : 0) + (room.made.high ?? natural(room.made.body));
          }));
        }
        used += 12;
      }
      for (const row of free) for (const i of row.views) out.get(i).height = Math.max(spec.views[i].view === "bars" ? 1 : 160, Math.floor((height() - used + 12) / free.length));
      return out;
    }

    // ---- drawing
    function draw() {
      cancelAnimationFrame(waiting);
      waiting = 0;
      const numbers = host.numbers(state);
      if (!numbers) {                                          // the kernel has not answered yet
        if (host.waiting()) line.textContent = host.waiting();
        return;
      }
      const focus = document.activeElement && live.contains(document.activeElement) && document.activeElement.dataset.focus;
      const ctx = { spec, state, veiled, get: numbers.get, sample: numbers.sample };
      ctx.label = QEduWidgets.labels(ctx);
      const open = tabs.map((tab) => tab.views.some((i) => holds(spec.views[i].when, ctx)));
      select(open[wanted] ? wanted : Math.max(0, open.indexOf(true)), open);
      let shown = tabs[active].views.filter((i) => holds(spec.views[i].when, ctx));
      if (veiled && narrow()) shown = shown.slice(0, 1);      // room for the question
      const size = sizes(shown, ctx);
      const made = QEduWidgets.picture(spec, state, numbers, { only: shown, veiled, size: (i) => size.get(i) });
      for (const i of tabs[active].views) {
        const slot = slots[i], d = made.drawn[i], body = slot.querySelector(".qedu-body");
        slot.hidden = !d;
        if (!d) { body.textContent = ""; continue; }
        slot.classList.toggle("qedu-pair", size.get(i).pair);
        if (slot.firstChild.textContent !== d.title) slot.firstChild.textContent = d.title;
        redraw(body, room.scale === 1 ? d.body : d.body.replace(/(<svg [^>]*?width=")([\d.]+)(" height=")([\d.]+)"/g, (_, a, w, b, h) => `${a}${(w * room.scale).toFixed(1)}${b}${(h * room.scale).toFixed(1)}"`));
        grips(slot, veiled ? [] : d.handles, numbers.get, size.get(i).width, d.body);
        sphere(slot, i, d.sphere, size.get(i).width, d.body);
      }
      if (line.textContent !== made.sentence) line.textContent = made.sentence;
      if (table.open) tabulate(numbers);
      for (const c of spec.controls) {
        for (const input of inputs.get(c.key)) {
          if (c.kind === "switch") input.checked = state[c.key];
          else if (input.type === "radio") input.checked = input.value === state[c.key];
          else if (input !== document.activeElement || input.type !== "number") input.value = input.type === "range" && c.options ? c.options.indexOf(state[c.key]) : state[c.key];
          if (c.enabled) input.disabled = !state[c.enabled];
          if (c.when) { const group = input.closest(".qedu-group"), away = !holds(c.when, ctx); if (group.hidden !== away) group.hidden = away; }
          if (input.type === "range") {
            const words = readout(c, ctx);
            if (input.getAttribute("aria-valuetext") === words) continue;
            input.previousElementSibling.textContent = words;
            input.setAttribute("aria-valuetext", words);
          }
        }
      }
      if (fold) redraw(fold.firstChild.lastChild, told(ctx));
      if (host.address) one(".qedu-link").setAttribute("href", host.address(state));
      root.dataset.state = JSON.stringify(state);
      if (focus) one(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
    }
    const readout = (c, ctx) => fill(c.readout || `{${c.key}${{ choice: "", count: ":int" }[c.kind] ?? ":f0"}}`, { ...ctx, veiled: false });
    // How the folded controls are set, in the words of their summary.
    const told = (ctx) => "<br/>" + folded.filter((c) => holds(c.when, ctx)).map((c, i, all) => `${c.group && c.group !== all[i - 1]?.group ? `${esc(c.group)}: ` : ""}${esc(c.label || s.seed)} <b>${esc(c.kind === "switch" ? state[c.key] ? s.on : s.off : readout(c, ctx))}</b>`).join(" \u00b7 ");
    const later = () => { waiting ||= requestAnimationFrame(draw); };
    function tabulate(numbers) {                               // the numbers of all tabs
      const all = QEduWidgets.picture(spec, state, numbers, { size: () => ({ width: 330 }) });
      table.lastChild.innerHTML = [QEduWidgets.markTable(spec, all.marks), ...all.tables].map(QEduWidgets.tableHtml).join("");
    }
    table.addEventListener("toggle", () => {
      const numbers = table.open && host.numbers(state);
      if (numbers) tabulate(numbers);
    });

    // ---- tabs
    function select(next, open) {
      buttons.forEach((button, i) => { if (button.hidden === open[i]) button.hidden = !open[i]; });
      if (next === active) return;
      for (const i of tabs[active]?.views || []) {             // what is not shown is not kept
        slots[i].querySelector(".qedu-body").textContent = "";
        slots[i].querySelectorAll(".qedu-grip, .qedu-turn").forEach((grip) => grip.remove());
      }
      active = next;
      tabs.forEach((_, i) => { one(`#${uid}-panel${i}`).hidden = i !== active; });
      buttons.forEach((button, i) => {
        button.setAttribute("aria-selected", String(i === active));
        button.tabIndex = i === active ? 0 : -1;
      });
    }
    function pick(button) {
      wanted = Number(button.dataset.tab);
      draw();
      button.focus({ preventScroll: true });
      button.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    // ---- what can be taken hold of in a drawing: a slider like the one in the rail
    const stepsOf = (c) => (c.kind === "choice" ? waysOf(c) : c.options) || Array.from({ length: Math.round((c.high - c.low) / c.step) + 1 }, (_, i) => +(c.low + i * c.step).toFixed(9));
    const margin = (wide, body) => Math.max(0, (wide - Number((/ width="([\d.]+)"/.exec(body) || [0, wide])[1])) / 2);
    function grips(slot, handles, get, wide, body) {
      const canvas = slot.lastChild, kept = new Map([...canvas.querySelectorAll(".qedu-grip")].map((grip) => [grip.dataset.grip, grip]));
      const left = margin(wide, body);
      handles.forEach((handle) => {
        const c = spec.controls.find((other) => other.key === handle.control), old = kept.get(c.key);
        if (c.enabled && !state[c.enabled]) return;
        kept.delete(c.key);
        const grip = old || canvas.appendChild(gripOf(c)), [x, y] = handle.at(get), also = spec.controls.find((other) => other.key === handle.other), words = [c, also].filter(Boolean).map((one) => readout(one, { spec, state, get })).join(", ");
        grip.handle = handle;
        if (also) grip.setAttribute("aria-label", [c, also].map((one) => one.label).join(", "));
        grip.style.transform = `translate(${((x + left) * room.scale).toFixed(1)}px, ${(y * room.scale).toFixed(1)}px)`;
        grip.classList.toggle("qedu-sideways", Boolean(handle.axis));
        grip.setAttribute("aria-valuenow", c.options ? stepsOf(c).indexOf(state[c.key]) : state[c.key]);
        grip.setAttribute("aria-valuetext", words);
      });
      for (const gone of kept.values()) gone.remove();
    }
    // ---- a sphere that can be turned, by hand and with the arrow keys; how it stands is no state of the simulation
    const FIRST = [22, 18];
    function turn(i, across, up) {
      const [a, e] = turns.get(i) || spec.views[i].first || FIRST;
      turns.set(i, [(a - across + 540) % 360 - 180, clamp(e + up, -90, 90)]);
      later();
    }
    function sphere(slot, i, place, wide, body) {
      const old = slot.querySelector(".qedu-turn");
      if (!place) { old?.remove(); return; }
      const button = old || slot.lastChild.insertBefore(turnOf(i), slot.lastChild.querySelector(".qedu-grip")), { x, y, r } = place;
      for (const [key, value] of Object.entries({ left: x + margin(wide, body) - r, top: y - r, width: 2 * r, height: 2 * r })) button.style[key] = `${(value * room.scale).toFixed(1)}px`;
    }
    function turnOf(i) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "qedu-turn";
      button.setAttribute("aria-label", s.turn);
      button.dataset.hint = s.drag;
      let from = null;
      button.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        button.setPointerCapture(event.pointerId);
        from = [event.clientX, event.clientY];
      });
      button.addEventListener("pointermove", (event) => {
        if (!from || !button.hasPointerCapture(event.pointerId)) return;
        turn(i, (event.clientX - from[0]) / 2, (event.clientY - from[1]) / 2);
        from = [event.clientX, event.clientY];
      });
      button.addEventListener("lostpointercapture", () => { from = null; });
      button.addEventListener("dblclick", () => { turns.delete(i); later(); });
      button.addEventListener("keydown", (event) => {
        const way = { ArrowRight: [10, 0], ArrowLeft: [-10, 0], ArrowUp: [0, 10], ArrowDown: [0, -10] }[event.key];
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Home") { turns.delete(i); later(); } else if (way) turn(i, ...way); else return;
        event.preventDefault();
        event.stopPropagation();
      });
      return button;
    }
    function gripOf(c) {
      const grip = document.createElement("span"), steps = stepsOf(c);
      grip.className = "qedu-grip";
      grip.dataset.grip = c.key;
      for (const [key, value] of Object.entries({ role: "slider", tabindex: 0, "aria-label": c.group ? `${c.group}: ${c.label}` : c.label, "aria-valuemin": c.options ? 0 : c.low, "aria-valuemax": c.options ? steps.length - 1 : c.high })) grip.setAttribute(key, value);
      let places = null, frame = null;
      grip.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        grip.focus({ preventScroll: true });
        grip.setPointerCapture(event.pointerId);
        frame = grip.parentNode.querySelector("svg").getBoundingClientRect();
        // Where it would stand at each value: along an axis, a curve or a circle alike.
        places = grip.handle.free ? [] : steps.map((value) => grip.handle.at(grip.handle.direct || !spec.page ? (key) => (key === c.key ? value : host.numbers(state).get(key)) : QEduWidgets.numbersOf(spec, { ...state, [c.key]: value }).get));
      });
      grip.addEventListener("pointermove", (event) => {
        if (!places || !grip.hasPointerCapture(event.pointerId)) return;
        const [x, y] = [(event.clientX - frame.left) / room.scale, (event.clientY - frame.top) / room.scale], { centre, axis, free } = grip.handle;
        if (free) { change(free([x, y]), later); return; }
        const far = ([a, b]) => Math.min(Math.hypot(a - x, axis ? 0 : b - y), centre ? Math.hypot(2 * centre[0] - a - x, 2 * centre[1] - b - y) : Infinity);
        const best = places.reduce((near, place, i) => (far(place) < far(places[near]) - 1e-9 ? i : near), 0);
        if (steps[best] !== state[c.key]) change({ [c.key]: steps[best] }, later);
      });
      grip.addEventListener("lostpointercapture", () => { places = null; });
      grip.addEventListener("keydown", (event) => {
        // Of what moves in both directions, up and down belong to the second slider.
        const to = /Up|Down/.test(event.key) && spec.controls.find((other) => other.key === grip.handle.other) || c, all = to === c ? steps : stepsOf(to);
        const now = all.indexOf(state[to.key]), way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity }[event.key];
        if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        change({ [to.key]: all[clamp(now + way, 0, all.length - 1)] }, later);
      });
      return grip;
    }

    // ---- changes
    function change(changes, then = draw) {
      const next = { ...state };
      for (const c of spec.controls) if (has(changes, c.key)) { const v = legal(c, typeof changes[c.key] === "boolean" ? String(Number(changes[c.key])) : String(changes[c.key])); if (v !== undefined) next[c.key] = v; }
      for (const c of spec.controls) if (c.kind === "seed" && c.resets && next[c.key] !== state[c.key]) {
        for (const other of spec.controls) if (c.resets.includes(other.key) && !has(changes, other.key)) next[other.key] = other.kind === "count" ? 0 : other.default;
        const kept = c.log && !has(changes, c.log[0]) && host.numbers(state)?.get(c.log[1]);
        if (kept) next[c.log[0]] = (state[c.log[0]] + kept).slice(-40);
      }
      state = next;
      host.changed(state);
      then();
    }
    // What somebody else has set is in sight.
    function unfold() { if (folded.some((c) => state[c.key] !== c.default)) fold.open = true; }
    // ---- a slider that runs by itself, until its end or until somebody else moves it
    let playing = null;
    function halt() {
      if (!playing) return;
      clearInterval(playing.timer);
      one(`[data-play="${playing.key}"]`).textContent = s.play;
      line.setAttribute("aria-live", "polite");
      playing = null;
    }
    function advance(c, step) {
      const low = c.low ?? 0, steps = c.options, now = state[c.key], end = now >= c.high;
      change({ [c.key]: end ? low : steps ? steps[Math.min(steps.indexOf(now) + step, steps.length - 1)] : Math.min(c.high, +(now + step * (c.step ?? 1)).toFixed(9)) }, later);
    }
    function play(button) {
      const c = spec.controls.find((other) => other.key === button.dataset.play), was = playing;
      halt();
      if (STILL.matches) advance(c, c.kind === "count" ? 1 : Math.ceil((c.options ? c.options.length : (c.high - c.low) / c.step) / 10));
      if (STILL.matches || was) return;
      advance(c, 1);
      button.textContent = s.pause;
      line.setAttribute("aria-live", "off");                   // a sentence that changes ten times a second is noise
      let at = state[c.key];
      playing = { key: c.key, timer: setInterval(() => {
        if (!live.isConnected || state[c.key] !== at || at >= c.high) { halt(); return; }
        advance(c, 1);
        at = state[c.key];
      }, c.play) };
    }
    live.addEventListener("input", (event) => {
      const { control } = event.target.dataset;
      if (!control || (event.target.type === "number" && event.target.value === "")) return;
      const { options } = spec.controls.find((c) => c.key === control);
      change({ [control]: event.target.type === "checkbox" ? event.target.checked : event.target.type === "range" && options ? options[event.target.value] : event.target.value }, later);
    });
    live.addEventListener("change", (event) => {            // a number field shows what is used once it is left
      if (event.target.type === "number") event.target.value = state[event.target.dataset.control];
    });
    live.addEventListener("click", (event) => {
      const button = event.target.closest("button, [data-set]");
      if (!button) return;
      const { add, to, task, set, tab, option } = button.dataset, seed = spec.controls.find((c) => c.kind === "seed");
      if (tab) pick(button);
      else if (button.dataset.play) play(button);
      else if (option) lift(Number(option), true);
      else if (add) change({ [to]: state[to] + Number(add) });
      else if (set) change(JSON.parse(set));
      else if (task) { change({ ...defaults(spec), ...spec.tasks[task].state }); unfold(); }
      else if (button.dataset.action === "seed") change({ [seed.key]: (QEduWidgets.start(state[seed.key], "next") % 999999) + 1 });
      else if (button.dataset.action === "reset") { turns.clear(); change(defaults(spec)); }
      else if (button.dataset.action === "skip") lift(-1, true);
      else if (button.dataset.action === "projector") project(!full());
    });

    // ---- the veil
    function veil() {
      asked.box.classList.add("qedu-taken");
      const ask = one(".qedu-ask");
      ask.append(make(`<div id="${uid}-ask"></div><div class="qedu-choices" role="group" aria-labelledby="${uid}-ask"></div>`));
      for (const part of asked.question) { const p = document.createElement("p"); p.append(copies(part.childNodes)); ask.firstChild.append(p); }
      asked.options.forEach((option, i) => {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "qedu-choice" });
        button.dataset.option = i;
        button.append(copies(option.childNodes));
        ask.lastChild.append(button);
      });
      asked.box.addEventListener("qedu-choice", (event) => lift(event.detail, false));
      cover(true);
      const before = asked.options.findIndex((option) => option.getAttribute("aria-pressed") === "true");
      if (before >= 0) lift(before, false);
    }
    function cover(on) {
      veiled = on;
      root.classList.toggle("qedu-veiled", on);
      for (const part of live.querySelectorAll(".qedu-ask, [data-action=skip]")) part.hidden = !on;
      for (const part of live.querySelectorAll(".qedu-controls, .qedu-tabs, .qedu-more, [data-action=reset]")) part.hidden = on;
    }
    // Choice number i, or -1: shown without one. Who has just chosen goes on with the main control.
    function lift(i, here) {
      const was = veiled, recall = one(".qedu-recall"), told = one(".qedu-outcome-told");
      cover(false);
      recall.hidden = i < 0;
      if (i >= 0) {
        const [before, after] = s.predicted.split("{choice}"), words = document.createElement("b");
        words.append(copies(asked.options[i].querySelector(":scope > button")?.childNodes || asked.options[i].childNodes));
        recall.replaceChildren(before, words, after);
        // The page notes it with the reader's other answers.
        if (here) asked.box.querySelectorAll(".qedu-options > li")[i].querySelector(":scope > button")?.click();
      }
      if (asked.outcome) {
        told.hidden = false;
        told.open = i >= 0;
        told.lastChild.replaceChildren(copies(asked.outcome.childNodes));
      }
      if (!was) return;
      measure();
      draw();
      if (here) (one(".qedu-main :is(input:checked, input:not([type=radio]), select, button)") || one("[role=tab]") || one("[data-action=reset]")).focus({ preventScroll: true });
    }

    // ---- the whole screen
    function project(on) {
      const button = one("[data-action=projector]");
      root.classList.toggle("qedu-projector", on);
      button.setAttribute("aria-pressed", String(on));
      button.textContent = on ? s.projector_leave : s.projector;
      if (on && root.requestFullscreen) root.requestFullscreen().catch(() => {});
      else if (!on && document.fullscreenElement) document.exitFullscreen().catch(() => {});
      resize();
    }
    // As large as the window lets a stage of ordinary proportions be.
    function resize() {
      room.scale = full() ? clamp(Math.min(innerWidth / 1000, innerHeight / 660), 1, 3) : 1;
      root.style.setProperty("--w-scale", room.scale);
      measure();
      draw();
    }
    let filled = false;                                        // the browser takes a moment to fill the screen, and to leave it
    document.addEventListener("fullscreenchange", () => {
      const was = filled, wish = full();
      filled = document.fullscreenElement === root;
      if (filled && !wish) document.exitFullscreen().catch(() => {});
      else if (was && !filled && wish) project(false);
    });
    live.addEventListener("keydown", (event) => {
      const now = buttons.indexOf(event.target);
      if (now >= 0) {
        const open = buttons.filter((button) => !button.hidden), at = open.indexOf(event.target);
        const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
        if (next !== undefined) { event.preventDefault(); pick(open.at(next % open.length)); }
      }
      if (event.key === "Escape" && full()) {
        project(false);
        if (host.live) event.stopPropagation();
      }
      if (host.live && uses(event)) event.stopPropagation();   // JupyterLab would take the arrow keys
    });

    unfold();
    if (asked) veil();
    measure();
    draw();
    // A drawing changes heights, never the width of the scene; the rail changes when its words break anew.
    let seen = "", busy = 0;
    const watch = new ResizeObserver(() => {
      const now = [live.clientWidth, high(), full() ? innerHeight : 0].join();
      if (now === seen || busy) return;
      seen = now;
      busy = requestAnimationFrame(() => { busy = 0; resize(); });
    });
    seen = [live.clientWidth, high(), 0].join();
    for (const part of [live, rail]) watch.observe(part);
    const set = (next) => {                                    // from an address: a link to a state lifts the veil
      state = next;
      unfold();
      if (veiled && JSON.stringify(next) !== JSON.stringify(defaults(spec))) lift(-1, false); else draw();
    };
    return { draw, set };
  }

  // How high a drawing is that cannot: its largest picture, its legend, its lines.
  function natural(body) {
    const heights = [...body.matchAll(/role="img"/g)].length ? [...body.matchAll(/height="([\d.]+)" role="img"/g)].map((found) => Number(found[1])) : [];
    return heights.reduce((a, b) => a + b, 0) + (body.includes("qedu-legend") ? 30 : 0) + 30 * (body.split("<dt>").length - 1) + 56 * (body.split("qedu-ket").length - 1) + 22 * (body.split('role="row"').length - 1);
  }

  QEduWidgets.mount = mount;
})();

// The page's own script tag wakes its elements. As a module of a notebook the script draws the views it is asked for, and
// the forms without a kernel beside them stay as they are.
if (typeof document !== "undefined" && document.currentScript && !customElements.get("qedu-widget")) {
  for (const scene of self.QEduScenes || []) scene();          // those that this page has loaded before
  const ready = (work) => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", work) : work());
  customElements.define("qedu-widget", class extends HTMLElement {
    connectedCallback() { ready(() => queueMicrotask(() => QEduWidgets.upgrade(this))); }
  });
}
