/* The search page: sections, the sentence that was found, chapters before the reference.  The index is made when the page is
   opened, from search-data.js, which is a script so that it loads from a file system too. */
(function () {
  "use strict";
  // What tells comes before what sums up or asks, and the book before the reference.
  var WEIGHT = { "": 1, top: 0.5, practice: 0.35, api: 0.05 };
  // A long section that speaks of nothing else must not lose to a short one that names the word once.
  var BM25 = { k: 4, b: 0.35, d: 0.3 };
  var MOST = 20, field, list, status, ask;

  function plain(text) { return text.toLowerCase().replace(/[\u2018\u2019]/g, "'"); }

  // "PNS" also asks for photon-number splitting.
  function widened(query) {
    var all = plain(query), more = [];
    Object.keys(QEDU_SEARCH.synonyms).forEach(function (word) {
      if ((" " + all.replace(/[^\w']+/g, " ") + " ").indexOf(" " + word.replace(/[^\w']+/g, " ") + " ") >= 0) more.push(QEDU_SEARCH.synonyms[word]);
    });
    return more;
  }

  // Plurals and -ing meet their stem: decoys and decoy, sifting and sift.
  function stem(term) {
    term = plain(term).replace(/i[sz](?=e|ing|ed|er|ation|a)/g, "is").replace(/our$/, "or");
    if (term.length > 5) term = term.replace(/ied$/, "y").replace(/(?:ings?|ed)$/, "").replace(/(.)\1$/, "$1");
    return term.length > 3 ? term.replace(/ies$/, "y").replace(/s$/, "").replace(/e$/, "") : term;
  }

  var IGNORED = new Set("a an and are as at be been by can could did do does for from has have how i in is it its must no not of on one or should than that the there they this to was we were what when where which who why will with would you".split(" "));

  // A text in pieces: every other one is a word.
  function pieces(text) { return text.split(/([\p{L}\p{N}']+)/u); }

  function split(text) {
    return pieces(text).filter(function (piece, i) { return i % 2 && !IGNORED.has(plain(piece)); }).map(stem);
  }

  function engine() {
    var mini = new MiniSearch({
      fields: ["title", "page", "words", "terms"], idField: "id",
      processTerm: function (term) { return IGNORED.has(plain(term)) ? null : stem(term); },
    });
    mini.addAll(QEDU_SEARCH.sections.map(function (one, id) { return { id: id, title: one[1], page: one[2], words: one[3], terms: one[4] }; }));
    var spread = new Map();                 // in how many sections a word stands
    function places(term) {
      if (!spread.has(term)) spread.set(term, mini.search(term, { processTerm: function (one) { return one; } }).length);
      return spread.get(term);
    }
    function known(term) { return places(term) > 0; }
    // A rare word says more about what is meant than a common one.
    function weight(term) { return Math.log(1 + QEDU_SEARCH.sections.length / (1 + places(term))); }
    function sum(terms) { return terms.reduce(function (total, term) { return total + weight(term); }, 0); }
    function search(query) {
      return mini.search(query, {
        boost: { title: 5, terms: 6, page: 0.3 }, bm25: BM25,
        // Only a word that the book does not have may be the beginning of another one, or a slip of the keyboard.
        prefix: function (term) { return term.length > 2 && !known(term); },
        fuzzy: function (term) { return term.length > 4 && !known(term) ? 0.25 : false; },
        // "rates.threshold" can only be a name of the library.
        boostDocument: function (id) { return /\w[._]\w/.test(query) ? 1 : WEIGHT[QEDU_SEARCH.sections[id][5]]; },
      });
    }
    // What holds more of the words comes first, whatever else it repeats.
    function covering(query) {
      var asked = Array.from(new Set(split(query)));
      return search(query).map(function (one) {
        var share = Math.min(1, sum(Array.from(new Set(one.queryTerms))) / sum(asked));
        return { id: one.id, score: one.score * share * share / asked.length };
      });
    }
    return function (query) {
      var found = new Map();
      function add(results, weight) {
        results.forEach(function (one) { found.set(one.id, (found.get(one.id) || 0) + weight * one.score); });
      }
      add(covering(query), 1);
      widened(query).forEach(function (more) { add(covering(more), 1); });
      var whole = plain(query).trim(), wanted = split(query);
      // How much of what is asked stands in a title, and whether the title is all asked for.
      function named(title) {
        var words = split(title), there = wanted.filter(function (word) { return words.indexOf(word) >= 0; });
        return wanted.length ? 2 * sum(there) / sum(wanted) + (words.length && there.length === words.length ? 2 : 0) : 0;
      }
      return Array.from(found).map(function (one) {
        var section = QEDU_SEARCH.sections[one[0]], title = plain(section[1]);
        // The very words, among what is defined or in the text as they stand, are what is meant.
        var very = plain(section[4]).indexOf(whole) >= 0 ? 2.5 : plain(section[3]).indexOf(whole) >= 0 ? 1.7 : 1;
        var bonus = very * (1 + (title === whole ? 4 : named(title)));
        return { section: section, score: one[1] * bonus };
      }).sort(function (a, b) { return b.score - a.score; });
    };
  }

  function terms(query) { return split([query].concat(widened(query)).join(" ")); }

  // The sentence in which most of the words stand.
  function sentence(text, wanted) {
    var best = "", most = 0;
    (text.match(/[^.!?]+(?:[.!?](?!\s)[^.!?]*)*[.!?]?/g) || []).forEach(function (one) {
      var words = new Set(split(one));
      var count = wanted.filter(function (term) { return words.has(term); }).length - one.length / 1000;
      if (count > most) { most = count; best = one.trim(); }
    });
    return (best || text).slice(0, 260);
  }

  function marked(text, wanted) {
    var box = document.createElement("p");
    pieces(text).forEach(function (piece, i) {
      var hit = i % 2 && wanted.indexOf(stem(piece)) >= 0;
      box.append(hit ? Object.assign(document.createElement("mark"), { textContent: piece }) : piece);
    });
    return box;
  }

  function show(query) {
    list.replaceChildren();
    if (!query.trim()) { status.textContent = ""; return; }
    var found = ask(query), wanted = terms(query), root = document.documentElement.dataset.content_root || "./";
    found.slice(0, MOST).forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("span");
      link.href = root + one.section[0];
      link.textContent = one.section[1];
      item.append(link);
      if (one.section[2] !== one.section[1]) {
        where.className = "search-page";
        where.textContent = one.section[2];
        item.append(" ", where);
      }
      item.append(marked(sentence(one.section[3], wanted), wanted));
      list.append(item);
    });
    status.textContent = (found.length ? found.length === 1 ? status.dataset.one : status.dataset.other : status.dataset.none)
      .replace("{n}", Math.min(found.length, MOST)).replace("{total}", found.length);
  }

  document.addEventListener("DOMContentLoaded", function () {
    field = document.getElementById("search-query");
    list = document.getElementById("search-results");
    status = document.getElementById("search-status");
    ask = engine();
    field.value = new URLSearchParams(location.search).get("q") || "";
    show(field.value);
    field.addEventListener("input", function () {
      show(field.value);
      // Going back from a section comes to the same results; some browsers refuse it for files.
      try { history.replaceState(history.state, "", "?q=" + encodeURIComponent(field.value)); } catch (error) { /* the address stays */ }
    });
    field.form.addEventListener("submit", function (event) {
      event.preventDefault();
      var first = list.querySelector("a");
      if (first) first.focus();
    });
    field.focus();
  });
})();
