/* What a page remembers of its reader: which pages were opened and finished, answers, predictions, known cards.
   In memory, and on the device only if the reader asks for it; one choice for all of it, and the one place that stores it.
   Others use it as window.qeduKept. Classic script: no module, no inline handler, no eval, no network; works from file://. */
(function () {
  "use strict";

  var block = document.getElementById("qedu-book");
  if (!block) return;
  var page = JSON.parse(block.textContent);

  /* ---- texts and controls, for this script and for those that use it -------------------------------------- */

  function text(key, gaps) {
    return page.text[key].replace(/\{(\w+)\}/g, function (all, name) {
      return gaps && name in gaps ? gaps[name] : all;
    });
  }

  function plural(key, n, gaps) {
    var form = new Intl.PluralRules(page.language).select(n) === "one" ? ".one" : ".other";
    return text(key + form, Object.assign({ n: n }, gaps));
  }

  function make(tag, className, content) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (content) node.textContent = content;
    return node;
  }

  function button(label, act) {
    var node = make("button", "qedu-button", label);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  /* ---- the record -------------------------------------------------------------------------------------------

     Pages may stand open side by side.  So nothing but the one thing that changed is written, into what is kept at that
     moment, and what another page has written is taken over when it tells (sync, below). */

  var KEY = "qedu-progress", NEEDED = ["quizzes", "predictions", "cards"], PARTS = NEEDED.concat("pages", "visits");
  var kept = false, listeners = [], told = function () { };     /* the panel shows whether it is kept; set when it is made */
  var progress = tidy({});

  function own(part, key) {
    return Object.prototype.hasOwnProperty.call(part, key) ? part[key] : undefined;
  }

  function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }
  function plainObject(value) { return Boolean(value) && typeof value === "object" && !Array.isArray(value); }

  function tidy(data) {
    var tidied = { format: "qedu-progress", version: 1 };
    PARTS.forEach(function (part) { tidied[part] = plainObject(data[part]) ? data[part] : {}; });
    return tidied;
  }

  /* A record that this book wrote, or null: files and storage may hold anything. */
  function read(raw) {
    try {
      var data = JSON.parse(raw);
      var ours = plainObject(data) && data.format === "qedu-progress" && data.version === 1;
      return ours && NEEDED.every(function (part) { return plainObject(data[part]); }) ? tidy(data) : null;
    } catch (error) { return null; }
  }

  function stored() {
    try { return window.localStorage.getItem(KEY); } catch (error) { return null; }   /* no storage here: the page works without it */
  }

  function write(data) {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(data));
      return true;
    } catch (error) { return false; }                 /* forbidden, or full */
  }

  function erase() {
    kept = false;
    try { window.localStorage.removeItem(KEY); } catch (error) { /* nothing was kept */ }
  }

  function set(data, part, key, value) {
    if (value === undefined) delete data[part][key];
    else data[part][key] = value;
  }

  function get(part, key) { return own(progress[part], key); }

  /* Note one thing, or forget it. */
  function note(part, key, value) {
    set(progress, part, key, value);
    if (!kept) return;
    var raw = stored(), now = read(raw);
    if (raw === null) { kept = false; return told(); }   /* another page was asked to forget */
    now = now || progress;
    set(now, part, key, value);
    if (!write(now)) { kept = false; told("progress.unavailable"); }
  }

  /* Two records as one; where both know an answer, the second's.  A page once finished stays so, and visits are not lost. */
  function merged(one, two) {
    if (!one) return two;
    PARTS.forEach(function (part) {
      Object.keys(two[part]).forEach(function (key) {
        var value = two[part][key], older = own(one[part], key);
        set(one, part, key, NEEDED.indexOf(part) < 0 && older > value ? older : value);
      });
    });
    return one;
  }

  function tell(before, forgotten) { listeners.forEach(function (listen) { listen(before, forgotten); }); }

  /* Another page has written, or was asked to forget: take over what changed, leave alone what did not. */
  function sync(raw) {
    var now = read(raw), before = progress, was = kept;
    if (raw === null) { kept = false; return told(); }
    if (!now) return;
    kept = true;
    /* Two pages that write in the same moment do not see each other.  An answer can be taken back, so what stands there holds;
       a page that was read stays read, so it is written again. */
    var mine = was ? Object.assign(tidy({}), { pages: progress.pages }) : progress;
    progress = merged(JSON.parse(JSON.stringify(now)), mine);
    if (!same(progress, now) && !write(progress)) kept = false;
    tell(before);
    told();
  }

  var first = read(stored());
  if (first) { progress = first; kept = true; }

  window.addEventListener("storage", function (event) {
    if (event.key === KEY || event.key === null) sync(event.key === KEY ? event.newValue : null);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) sync(stored());             /* back from the history: nobody has told this page anything */
  });

  /* ---- keep, save, load, forget ------------------------------------------------------------------------------ */

  function choice() {
    var label = make("label", "qedu-keep"), box = make("input");
    box.type = "checkbox";
    label.append(box, " " + text("progress.keep"));
    box.addEventListener("change", function () {
      if (!box.checked) { erase(); return told(); }
      var before = JSON.parse(JSON.stringify(progress));
      progress = merged(read(stored()), progress);
      kept = write(progress);
      tell(before);
      told(kept ? "" : "progress.unavailable");
    });
    return label;
  }

  function save() {
    var url = URL.createObjectURL(new Blob([JSON.stringify(progress, null, 1)], { type: "application/json" }));
    var anchor = make("a");
    anchor.href = url;
    anchor.download = "qedu-progress.json";
    anchor.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  }

  /* What a file knows goes to what the page knows: nothing that was done on either device is lost. */
  function load(picker) {
    if (!picker.files.length) return;
    var reader = new FileReader();
    reader.onload = function () {
      var data = read(reader.result), before = JSON.parse(JSON.stringify(progress));
      if (data) {
        progress = merged(progress, data);
        if (kept && !write(progress)) kept = false;
        tell(before);
      }
      told(data ? "progress.loaded" : "progress.bad_file");
      picker.value = "";
    };
    reader.readAsText(picker.files[0]);
  }

  function forget() {
    progress = tidy({});
    erase();
    tell(undefined, true);
    told("progress.forgotten");
  }

  function makePanel() {
    var root = make("div", "qedu-progress"), details = make("details", "qedu-details"), inside = make("div", "qedu-inside");
    var status = make("p", "qedu-told"), row = make("p", "qedu-row"), picker = make("input"), label = choice();
    status.setAttribute("role", "status");
    picker.type = "file";
    picker.accept = ".json,application/json";
    picker.hidden = true;
    picker.addEventListener("change", function () { load(picker); });
    row.append(button(text("progress.save"), save), " ", button(text("progress.load"), function () { picker.click(); }), picker, " ",
      button(text("progress.forget"), forget));
    inside.append(make("p", "", text("progress.about")), row);
    details.append(make("summary", "", text("progress.title")), inside);
    root.append(label, details, status);
    told = function (key) {
      label.firstChild.checked = kept;
      status.textContent = key ? text(key) : "";
    };
    told();
    return root;
  }

  var panel = null, slot = document.querySelector(".site-kept");
  if (slot) slot.append(panel = makePanel());

  window.qeduKept = {
    page: page, text: text, plural: plural, make: make, button: button, own: own, same: same, get: get, note: note,
    /* listen(before, forgotten) now, and when the record was loaded or forgotten, or changed on another page. */
    changed: function (listen) { listeners.push(listen); listen(); },
    /* The choice stands at the end of our pages; in other frames it stands after this element. */
    panel: function (place) { if (!panel) place.after(panel = makePanel()); }
  };
})();
