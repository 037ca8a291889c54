/* The questions, predictions and cards of a chapter.
   One classic script: no module, no inline handler, no eval, no network; works from file://.
   Without it every answer can still be read, behind a click. */
(function () {
  "use strict";

  var block = document.getElementById("qedu-book");
  if (!block) return;
  var page = JSON.parse(block.textContent);

  /* ---- texts ---------------------------------------------------------------------------------------- */

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

  /* A copy for another place on the page: an id may be there only once. */
  function copy(node) {
    var twin = node.cloneNode(true);
    twin.removeAttribute("id");
    twin.querySelectorAll("[id]").forEach(function (inner) { inner.removeAttribute("id"); });
    return twin;
  }

  /* A text with copies of the nodes in `parent` (which may hold maths) in place of its gap {choice}. */
  function quote(key, parent) {
    var line = make("p"), halves = text(key).split("{choice}");
    line.appendChild(document.createTextNode(halves[0]));
    Array.prototype.forEach.call(parent.childNodes, function (node) {
      line.appendChild(node.nodeType === 1 ? copy(node) : node.cloneNode());
    });
    line.appendChild(document.createTextNode(halves[1] || ""));
    return line;
  }

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function plain(node) {
    return node.textContent.replace(/\s+/g, " ").trim();
  }

  /* ---- progress: in memory, and on the device only if the reader asks for it -------------------------- */

  var KEY = "qedu-progress";
  var progress = empty();
  var kept = false;

  function empty() {
    return { format: "qedu-progress", version: 1, quizzes: {}, predictions: {}, cards: {} };
  }

  function valid(data) {
    return data && data.format === "qedu-progress" && data.version === 1 &&
      ["quizzes", "predictions", "cards"].every(function (part) {
        return data[part] && typeof data[part] === "object" && !Array.isArray(data[part]);
      });
  }

  try {
    var stored = JSON.parse(window.localStorage.getItem(KEY));
    if (valid(stored)) { progress = stored; kept = true; }
  } catch (error) { /* no storage here: the page works without it */ }

  function remember() {
    if (!kept) return;
    try { window.localStorage.setItem(KEY, JSON.stringify(progress)); } catch (error) { kept = false; }
  }

  /* ---- questions -------------------------------------------------------------------------------------- */

  var refreshers = [];          /* what to redraw when progress was loaded or forgotten */

  function Quiz(root) {
    var id = root.dataset.quiz;
    var pre = root.dataset.stage === "pre";
    var form = root.querySelector("form");
    var status = root.querySelector(".qedu-status");
    var answers = root.querySelector(".qedu-answers");
    var tiers = all("fieldset", form);
    var lists = all(".qedu-whys", answers);

    form.querySelector("button").hidden = false;

    function chosen() {
      return tiers.map(function (tier) { return tier.querySelector("input:checked"); });
    }

    function labelOf(input) {
      return form.querySelector('label[for="' + input.id + '"]');
    }

    function label(input) { return plain(labelOf(input)); }

    function named(tier, choice) {
      return all("input", tier).filter(function (input) { return label(input) === choice; })[0];
    }

    function say() {
      status.textContent = "";
      for (var i = 0; i < arguments.length; i++) if (arguments[i]) status.appendChild(arguments[i]);
    }

    /* The explanation of each chosen option, as a copy of the list item that holds it. */
    function explained(inputs) {
      return inputs.map(function (input, tier) {
        return lists[tier].querySelector('[data-choice="' + input.value + '"]');
      });
    }

    function show(inputs) {
      root.dataset.done = "";
      answers.hidden = false;
      if (pre) {
        return say(make("p", "", text("quiz.kept")));
      }
      var items = explained(inputs);
      var right = items.map(function (item) { return item.classList.contains("qedu-right"); });
      var verdict = null;
      if (items.length === 2 && right[0] !== right[1]) {
        verdict = make("p", "qedu-both", text(right[0] ? "quiz.half" : "quiz.half_other"));
      }
      var before = null, earlier = progress.quizzes[root.dataset.repeat];
      var first = earlier && named(tiers[0], earlier[0]);
      if (first) {
        before = quote("quiz.before", labelOf(first));
        before.className = "qedu-before";
      }
      var list = make("ul", "qedu-whys");
      items.forEach(function (item) { list.appendChild(copy(item)); });
      say(verdict, list, before);
    }

    function restore() {
      var saved = progress.quizzes[id];
      if (!saved) {
        delete root.dataset.done;
        form.reset();
        answers.hidden = !pre;
        return say();
      }
      var inputs = tiers.map(function (tier, number) { return named(tier, saved[number]); });
      if (!inputs.every(Boolean)) return;             /* the question has changed since */
      inputs.forEach(function (input) { input.checked = true; });
      show(inputs);
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var inputs = chosen();
      if (!inputs.every(Boolean)) {
        return say(make("p", "", text(tiers.length > 1 ? "quiz.choose_reason" : "quiz.choose")));
      }
      progress.quizzes[id] = inputs.map(label);
      remember();
      show(inputs);
      tally();
    });

    /* A changed choice is a new answer: what stood there no longer belongs to it. */
    form.addEventListener("change", function () {
      if ("done" in root.dataset) {
        delete root.dataset.done;
        answers.hidden = !pre;
        say();
      }
    });

    this.items = function () { return "done" in root.dataset ? explained(chosen()) : []; };
    this.end = !pre;
    refreshers.push(restore);
  }

  var quizzes = all(".qedu-quiz").map(function (root) { return new Quiz(root); });

  /* ---- looking back: which misconceptions the answers fit ----------------------------------------------- */

  var last = all('.qedu-quiz[data-stage="end"]').pop();
  var summary = null;
  if (last) {
    summary = make("div", "qedu-box qedu-tally");
    summary.hidden = true;
    last.after(summary);
  }

  function link(href, label) {
    var node = make("a", "", label);
    node.href = href;
    return node;
  }

  function tally() {
    if (!summary) return;
    var done = quizzes.filter(function (quiz) { return quiz.end && quiz.items().length; });
    var ends = quizzes.filter(function (quiz) { return quiz.end; });
    var fits = {}, right = 0;
    done.forEach(function (quiz) {
      var items = quiz.items();
      if (items.every(function (item) { return item.classList.contains("qedu-right"); })) right += 1;
      var ids = {};                  /* an answer and its reason that fit the same one count once */
      items.forEach(function (item) {
        if (item.dataset.misconception) ids[item.dataset.misconception] = item;
      });
      Object.keys(ids).forEach(function (id) {
        fits[id] = { n: (fits[id] ? fits[id].n : 0) + 1, item: ids[id] };
      });
    });
    summary.hidden = done.length === 0;
    summary.textContent = "";
    summary.appendChild(make("p", "qedu-kicker", text("tally.title")));
    summary.appendChild(make("p", "", text("tally.score", { right: right, done: done.length, total: ends.length })));
    var ids = Object.keys(fits).sort();
    if (!ids.length) summary.appendChild(make("p", "", text("tally.none")));
    var list = make("ul");
    ids.forEach(function (id) {
      var line = make("li", "", plural("tally.fits", fits[id].n, { id: id }) + " " +
        plain(fits[id].item.querySelector(".qedu-fits a, .qedu-fits .xref, .qedu-fits span") || make("span")) + " ");
      var places = page.boxes[id] || ["", ""];
      if (places[0]) line.appendChild(link(places[0], text("tally.box")));
      if (places[0] && places[1]) line.appendChild(document.createTextNode(" · "));
      if (places[1]) line.appendChild(link(places[1], text("tally.widget")));
      list.appendChild(line);
    });
    if (ids.length) summary.appendChild(list);
  }

  refreshers.push(tally);

  /* ---- predictions -------------------------------------------------------------------------------------- */

  all(".qedu-prediction").forEach(function (root) {
    var status = root.querySelector(".qedu-status");
    var outcome = root.querySelector(".qedu-outcome");
    var buttons = all(".qedu-options > li", root).map(function (item) {
      var node = button("", function () { choose(node, true); });
      while (item.firstChild) node.appendChild(item.firstChild);
      node.setAttribute("aria-pressed", "false");
      item.appendChild(node);
      return node;
    });
    root.classList.add("qedu-live");

    function choose(node, tell) {
      buttons.forEach(function (other) { other.setAttribute("aria-pressed", String(other === node)); });
      status.textContent = "";
      outcome.hidden = Boolean(node);
      if (!node) return;
      progress.predictions[root.id] = plain(node);
      if (tell) remember();
      status.appendChild(quote("prediction.yours", node));
      status.appendChild(make("p", "qedu-subtitle", text("prediction.outcome")));
      status.appendChild(copy(outcome.querySelector(".qedu-inside")));
    }

    refreshers.push(function () {
      var saved = progress.predictions[root.id];
      choose(buttons.filter(function (node) { return plain(node) === saved; })[0], false);
    });
  });

  /* ---- recall cards ------------------------------------------------------------------------------------- */

  all(".qedu-cards").forEach(function (root) {
    var list = root.querySelector("ol");
    var status = root.querySelector(".qedu-status");
    var cards = all("li", list).filter(function (item) { return item.parentNode === list; });
    var known = progress.cards;
    var again = button(text("cards.restart"), function () {
      cards.forEach(function (card) { delete known[name(card)]; list.appendChild(card); });
      remember();
      draw();
      focus(cards[0]);
    });

    function name(card) { return page.page + ": " + plain(card.querySelector(".qedu-front")); }
    function focus(card) { card.querySelector("summary").focus(); }

    function draw() {
      var left = cards.filter(function (card) { return !known[name(card)]; });
      cards.forEach(function (card) {
        var done = Boolean(known[name(card)]);
        card.classList.toggle("qedu-known", done);
        card.querySelector(".qedu-mark").hidden = !done;
        card.querySelector("details").open = false;
      });
      status.textContent = "";
      status.appendChild(make("p", "", left.length ? plural("cards.left", left.length) : text("cards.done")));
      if (left.length < cards.length) status.appendChild(again);
    }

    /* The next card that is not known yet, in the order of the list; the list turns round. */
    function next(card) {
      var order = Array.prototype.slice.call(list.children);
      var turned = order.slice(order.indexOf(card) + 1).concat(order);
      return turned.filter(function (other) { return !known[name(other)]; })[0];
    }

    cards.forEach(function (card) {
      var head = card.querySelector("summary");
      var front = make("span", "qedu-front");
      while (head.firstChild) front.appendChild(head.firstChild);
      head.appendChild(front);
      var mark = make("span", "qedu-mark", text("quiz.right_symbol") + " " + text("cards.known"));
      head.appendChild(mark);
      var row = make("p", "qedu-row");
      row.appendChild(button(text("cards.knew"), function () {
        known[name(card)] = 1;
        remember();
        draw();
        var following = next(card);
        if (following) focus(following); else again.focus();
      }));
      row.appendChild(document.createTextNode(" "));
      row.appendChild(button(text("cards.again"), function () {
        delete known[name(card)];
        remember();
        list.appendChild(card);                        /* it comes again at the end of this sitting */
        draw();
        focus(next(card) || card);
      }));
      card.querySelector(".qedu-inside").appendChild(row);
    });

    refreshers.push(function () { known = progress.cards; draw(); });
  });

  /* ---- keep, save, load, forget -------------------------------------------------------------------------- */

  function panel(after) {
    var root = make("details", "qedu-details qedu-progress");
    root.appendChild(make("summary", "", text("progress.title")));
    var inside = make("div", "qedu-inside");
    var status = make("p");
    status.setAttribute("role", "status");
    inside.appendChild(make("p", "", text("progress.about")));

    var keep = make("label", "qedu-keep");
    var box = make("input");
    box.type = "checkbox";
    box.checked = kept;
    keep.appendChild(box);
    keep.appendChild(document.createTextNode(" " + text("progress.keep")));
    box.addEventListener("change", function () {
      try {
        if (box.checked) window.localStorage.setItem(KEY, JSON.stringify(progress));
        else window.localStorage.removeItem(KEY);
        kept = box.checked;
        status.textContent = "";
      } catch (error) {
        kept = box.checked = false;
        status.textContent = text("progress.unavailable");
      }
    });
    inside.appendChild(keep);

    var row = make("p", "qedu-row");
    row.appendChild(button(text("progress.save"), function () {
      var url = URL.createObjectURL(new Blob([JSON.stringify(progress, null, 1)], { type: "application/json" }));
      var anchor = link(url, "");
      anchor.download = "qedu-progress.json";
      anchor.click();
      setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
    }));

    var picker = make("input");
    picker.type = "file";
    picker.accept = ".json,application/json";
    picker.hidden = true;
    picker.addEventListener("change", function () {
      if (!picker.files.length) return;
      var reader = new FileReader();
      reader.onload = function () {
        var data = null;
        try { data = JSON.parse(reader.result); } catch (error) { /* told below */ }
        if (valid(data)) {
          progress = data;
          remember();
          refresh();
        }
        status.textContent = text(valid(data) ? "progress.loaded" : "progress.bad_file");
        picker.value = "";
      };
      reader.readAsText(picker.files[0]);
    });
    row.appendChild(document.createTextNode(" "));
    row.appendChild(button(text("progress.load"), function () { picker.click(); }));
    row.appendChild(picker);
    row.appendChild(document.createTextNode(" "));
    row.appendChild(button(text("progress.forget"), function () {
      progress = empty();
      try { window.localStorage.removeItem(KEY); } catch (error) { /* nothing was kept */ }
      kept = box.checked = false;
      refresh();
      status.textContent = text("progress.forgotten");
    }));
    inside.appendChild(row);
    inside.appendChild(status);
    root.appendChild(inside);
    after.after(root);
  }

  function refresh() { refreshers.forEach(function (redraw) { redraw(); }); }

  refresh();
  var place = summary || all(".qedu-cards").pop();
  if (place) panel(place);

  /* On paper nothing is behind a click. */
  window.addEventListener("beforeprint", function () {
    all(".qedu-details:not([open])").forEach(function (node) { node.open = true; node.dataset.printed = ""; });
  });
  window.addEventListener("afterprint", function () {
    all(".qedu-details[data-printed]").forEach(function (node) { node.open = false; delete node.dataset.printed; });
  });
})();
