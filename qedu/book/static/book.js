/* The questions, predictions and cards of a chapter.
   One classic script: no module, no inline handler, no eval, no network; works from file://.
   Without it every answer can still be read, behind a click. What the reader answers is kept by kept.js. */
(function () {
  "use strict";

  var keeper = window.qeduKept, block = document.getElementById("qedu-book");
  if (!keeper || !block) return;
  var page = keeper.page, text = keeper.text, plural = keeper.plural, make = keeper.make, button = keeper.button,
    own = keeper.own, same = keeper.same, note = keeper.note;

  /* ---- texts ---------------------------------------------------------------------------------------- */

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

  /* ---- questions -------------------------------------------------------------------------------------- */

  var refreshers = [];          /* what to redraw when progress was loaded or forgotten, or changed on another page */

  /* How often this page was opened: since the window was opened, or since answers are kept. */
  function visits() {
    var seen = {};
    try {
      seen = JSON.parse(window.sessionStorage.getItem("qedu-visits")) || {};
    } catch (error) { /* no storage, or nonsense in it: this is the first time */ }
    var n = Math.max(Number(own(seen, page.page)) || 0, Number(keeper.get("visits", page.page)) || 0) + 1;
    if (!(n >= 1 && n < 1e9)) n = 1;
    n = Math.floor(n);           /* places are counted with it, whatever was kept here */
    try {
      seen[page.page] = n;
      window.sessionStorage.setItem("qedu-visits", JSON.stringify(seen));
    } catch (error) { /* the same */ }
    note("visits", page.page, n);
    return n;
  }

  /* n places for n options, drawn by the question's name; each visit moves every option on by one. */
  function order(n, name, visit) {
    var seed = 2166136261, places = [];
    (page.page + "/" + name).split("").forEach(function (sign) {
      seed = Math.imul(seed ^ sign.charCodeAt(0), 16777619) >>> 0;
    });
    for (var i = 0; i < n; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      places.splice(Math.floor(seed / 4294967296 * (i + 1)), 0, i);
    }
    return places.map(function (place, i) { return places[(i + visit) % n]; });
  }

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

    /* An answer is known by its words: options change their places, and a number read out goes by the place. */
    function label(input) {
      var words = labelOf(input).cloneNode(true);
      all(".qedu-unseen", words).forEach(function (number) { number.remove(); });
      return plain(words);
    }

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
      var before = null, earlier = keeper.get("quizzes", root.dataset.repeat);
      var first = earlier && named(tiers[0], earlier[0]);
      if (first) {
        before = quote("quiz.before", labelOf(first));
        before.className = "qedu-before";
      }
      var list = make("ul", "qedu-whys");
      items.forEach(function (item) { list.appendChild(copy(item)); });
      say(verdict, list, before);
    }

    function restore(before) {
      var saved = keeper.get("quizzes", id);
      if (before && same(saved, own(before.quizzes, id))) return;
      if (!Array.isArray(saved)) {
        if (before && !("done" in root.dataset)) return;      /* a choice that is not checked yet stays */
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
      note("quizzes", id, inputs.map(label));
      show(inputs);
      tally();
    });

    /* The options in another order than in the source and than last time, and in another one again where the question
       comes back.  Without a script they stand as the author wrote them. */
    this.order = function (visit) {
      tiers.forEach(function (tier, number) {
        var inputs = all("input", tier), box = inputs[0].closest(".qedu-choice").parentNode;
        var places = order(inputs.length, (root.dataset.repeat || id) + number, visit + (root.dataset.repeat ? 1 : 0));
        places.forEach(function (from, to) {
          var input = inputs.filter(function (one) { return Number(one.value) === from; })[0];
          box.appendChild(input.closest(".qedu-choice"));
          lists[number].appendChild(lists[number].querySelector('[data-choice="' + from + '"]'));
          var unseen = labelOf(input).querySelector(".qedu-unseen");
          if (unseen) unseen.textContent = text("quiz.option", { n: to + 1 });
        });
      });
    };

    /* A changed choice is a new answer: what stood there no longer belongs to it. */
    form.addEventListener("change", function () {
      if ("done" in root.dataset) {
        delete root.dataset.done;
        answers.hidden = !pre;
        say();
      }
    });

    this.items = function () { return "done" in root.dataset ? explained(chosen()) : []; };
    this.end = root.dataset.stage === "end";
    refreshers.push(restore);
  }

  var quizzes = all(".qedu-quiz").map(function (root) { return new Quiz(root); });
  var visit = quizzes.length ? visits() : 0;

  function shuffle() { quizzes.forEach(function (quiz) { quiz.order(visit); }); }

  shuffle();

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
      var line = make("li", "", plural("tally.fits", fits[id].n) + " " +
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
      root.dispatchEvent(new CustomEvent("qedu-choice", { detail: buttons.indexOf(node) }));   /* for the simulation that took the question in */
      if (tell) note("predictions", root.id, plain(node));
      status.appendChild(quote("prediction.yours", node));
      status.appendChild(make("p", "qedu-subtitle", text("prediction.outcome")));
      status.appendChild(copy(outcome.querySelector(".qedu-inside")));
    }

    refreshers.push(function (before) {
      var saved = keeper.get("predictions", root.id);
      if (before && same(saved, own(before.predictions, root.id))) return;
      choose(buttons.filter(function (node) { return plain(node) === saved; })[0], false);
    });
  });

  /* ---- recall cards ------------------------------------------------------------------------------------- */

  all(".qedu-cards").forEach(function (root) {
    var list = root.querySelector("ol");
    var status = root.querySelector(".qedu-status");
    var cards = all("li", list).filter(function (item) { return item.parentNode === list; });
    var again = button(text("cards.restart"), function () {
      cards.forEach(function (card) { note("cards", name(card)); list.appendChild(card); });
      draw();
      focus(cards[0]);
    });

    function name(card) { return page.page + ": " + plain(card.querySelector(".qedu-front")); }
    function known(card) { return Boolean(keeper.get("cards", name(card))); }
    function focus(card) { card.querySelector("summary").focus(); }

    function draw() {
      var left = cards.filter(function (card) { return !known(card); });
      cards.forEach(function (card) {
        var done = known(card);
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
      return turned.filter(function (other) { return !known(other); })[0];
    }

    cards.forEach(function (card) {
      var head = card.querySelector("summary");
      var front = make("span", "qedu-front");
      while (head.firstChild) front.appendChild(head.firstChild);
      head.appendChild(front);
      head.dataset.show = text("cards.show");
      head.dataset.hide = text("cards.hide");
      var mark = make("span", "qedu-mark", text("quiz.right_symbol") + " " + text("cards.known"));
      head.appendChild(mark);
      var row = make("p", "qedu-row");
      row.appendChild(button(text("cards.knew"), function () {
        note("cards", name(card), 1);
        draw();
        var following = next(card);
        if (following) focus(following); else again.focus();
      }));
      row.appendChild(document.createTextNode(" "));
      row.appendChild(button(text("cards.again"), function () {
        note("cards", name(card));
        list.appendChild(card);                        /* it comes again at the end of this sitting */
        draw();
        focus(next(card) || card);
      }));
      card.querySelector(".qedu-inside").appendChild(row);
    });

    refreshers.push(function (before) {
      var changed = !before || cards.some(function (card) { return known(card) !== Boolean(own(before.cards, name(card))); });
      if (changed) draw();
    });
  });

  keeper.changed(function (before, forgotten) {
    if (forgotten) { visit += 1; shuffle(); }
    refreshers.forEach(function (redraw) { redraw(before); });
  });
  var place = summary || all(".qedu-cards").pop();
  if (place) keeper.panel(place);

  /* On paper nothing is behind a click: answers, hints and missing steps stand at the end. */
  var key = null;

  function print() {
    if (key) return;
    key = make("section", "qedu-key");
    all('.qedu-quiz:not([data-stage="pre"])').forEach(function (quiz) {
      key.appendChild(make("p", "qedu-subtitle", plain(quiz.querySelector(".qedu-kicker"))));
      all(".qedu-answers .qedu-inside > *", quiz).forEach(function (part) { key.appendChild(copy(part)); });
    });
    var last = null;
    all(".qedu-details:not(.qedu-answers, .qedu-before)").forEach(function (node) {
      var box = node.closest(".qedu-exercise, .qedu-box"), title = box && box.querySelector(".admonition-title, .qedu-subtitle");
      if (!title) return;
      if (box !== last) key.appendChild(make("p", "qedu-subtitle", plain(title)));
      last = box;
      /* What is pressed names one of several hints or cards; of one alone it only says "show". */
      if (all(".qedu-details", box).length > 1) key.appendChild(make("p", "qedu-both", plain(node.querySelector(".qedu-front") || node.querySelector("summary"))));
      Array.prototype.forEach.call(node.querySelector(".qedu-inside").children, function (part) {
        if (!part.classList.contains("qedu-row")) key.appendChild(copy(part));
      });
    });
    if (key.children.length) {                      /* a page without questions has no words for them either */
      key.prepend(make("h2", "", text("quiz.key")));
      block.before(key);
    }
    all(".qedu-before:not([open])").forEach(function (node) { node.open = true; node.dataset.printed = ""; });
  }

  function printed() {
    if (!key) return;
    key.remove();
    key = null;
    all(".qedu-before[data-printed]").forEach(function (node) { node.open = false; delete node.dataset.printed; });
  }

  window.addEventListener("beforeprint", print);
  window.addEventListener("afterprint", printed);
  var paper = window.matchMedia("print");
  paper.addEventListener("change", function () { if (paper.matches) print(); else printed(); });
})();
