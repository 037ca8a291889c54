/* The page frame: colour scheme, menu, how far the reader is, keyboard access to what scrolls, place in the page contents.
   Classic script, loaded in the head so that the scheme is set before anything is drawn. */
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  // Storage can be forbidden (private windows, some file:// settings): the page must still work.
  function remember(value) {
    try { localStorage.setItem("qedu-theme", value); } catch (error) { /* not kept */ }
  }
  function known(theme) { return theme === "dark" || theme === "light" ? theme : null; }
  function remembered() {
    try { return known(localStorage.getItem("qedu-theme")); } catch (error) { return null; }
  }

  function setTheme(theme) {
    root.dataset.theme = theme;
    var button = document.querySelector(".site-theme");
    if (button) button.setAttribute("aria-pressed", String(theme === "dark"));
  }

  root.classList.add("js");
  setTheme(remembered() || (system.matches ? "dark" : "light"));
  system.addEventListener("change", function () {
    if (!remembered()) setTheme(system.matches ? "dark" : "light");
  });

  window.addEventListener("storage", function (event) {        // chosen on another page that is open
    if (event.key === "qedu-theme" && known(event.newValue)) setTheme(event.newValue);
  });

  function setUpTheme() {
    setTheme(root.dataset.theme);
    document.querySelector(".site-theme").addEventListener("click", function () {
      setTheme(root.dataset.theme === "dark" ? "light" : "dark");
      remember(root.dataset.theme);
    });
  }

  function setUpMenu() {
    var button = document.querySelector(".site-menu");
    function open(value) {
      button.setAttribute("aria-expanded", String(value));
      root.classList.toggle("menu-open", value);
    }
    button.addEventListener("click", function () {
      open(button.getAttribute("aria-expanded") !== "true");
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && root.classList.contains("menu-open")) {
        open(false);
        button.focus();
      }
    });
    document.querySelector(".site-nav").addEventListener("click", function (event) {
      if (event.target.closest("a")) open(false);
    });
  }

  // A formula in a line that is wider than the page scrolls by itself; what scrolls must be reachable by keyboard.
  var widthBefore = 0;
  function setUpScrolling() {
    if (root.clientWidth > widthBefore) {                      // a turned phone: what was too wide may fit now
      document.querySelectorAll("span.math.wide").forEach(function (formula) { formula.classList.remove("wide"); });
    }
    widthBefore = root.clientWidth;
    if (root.scrollWidth > root.clientWidth) {
      document.querySelectorAll("span.math:not(.wide)").forEach(function (formula) {
        if (formula.getBoundingClientRect().right > root.clientWidth) formula.classList.add("wide");
      });
    }
    document.querySelectorAll("pre, .table-wrap, .cell_output .output, div.math, .katex-display, .math.wide").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    });
  }

  // Marks beside the road: a page is begun when it was opened, done when its end came into view.  What is known of other
  // pages is there if the reader lets this device keep it (kept.js).  data-pages: the pages that a mark stands for.
  function setUpMarks() {
    var kept = window.qeduKept, main = document.querySelector("main[data-page]"), words = document.querySelector(".site-nav").dataset;
    if (!kept) return;
    function reach(state) {
      if (main && !(kept.get("pages", main.dataset.page) >= state)) {
        kept.note("pages", main.dataset.page, state);
        draw();
      }
    }
    function draw() {
      document.querySelectorAll("[data-pages]").forEach(function (place) {
        var states = place.dataset.pages.split(" ").map(function (name) { return kept.get("pages", name); });
        var done = states.every(function (state) { return state >= 2; });
        var mark = done ? "done" : states.some(function (state) { return state >= 1; }) ? "seen" : "";
        if ((place.dataset.mark || "") === mark) return;
        place.dataset.mark = mark;
        var said = place.querySelector(".site-said") || place.appendChild(document.createElement("span"));
        said.className = "site-said visually-hidden";
        said.textContent = mark ? "(" + words[mark] + ")" : "";
      });
    }
    kept.changed(function () { reach(1); draw(); });
    var end = document.querySelector(".site-end:not([hidden])");
    if (!end) return;
    new IntersectionObserver(function (seen) {
      if (seen.some(function (one) { return one.isIntersecting; })) reach(2);
    }).observe(end);
    end.addEventListener("click", function (event) { if (event.target.closest("a:not(.prev)")) reach(2); });
  }

  // A way through the book goes along in the addresses, ?way=policy: what the page says of it is shown, "Continue" keeps to it,
  // and every link within the book that is followed takes it along.  Whoever leaves it has no way in the address.
  function setUpWay() {
    var way = new URLSearchParams(location.search).get("way");
    if (!/^[a-z]+$/.test(way || "")) way = null;
    var mine = way ? document.querySelectorAll("[data-way='" + way + "']") : [];
    if (document.querySelector("[data-way]") && !mine.length) way = null;
    mine.forEach(function (place) {
      place.hidden = false;
      if (place.matches(".site-end")) document.querySelectorAll(".site-end:not([data-way])").forEach(function (end) { end.hidden = true; });
      if (place.dataset.fold) fold(place.dataset.fold);
    });
    var listed = way && document.querySelector("[data-track='" + way + "'] details");
    if (listed) listed.open = true;
    ["pointerdown", "click"].forEach(function (kind) {
      document.addEventListener(kind, function (event) {
        var link = event.target.closest("a[href]");
        if (!link) return;
        var track = link.closest("[data-track]"), on = track ? track.dataset.track : link.closest(".qedu-ways") ? null : way;
        if (!on || link.search || link.origin !== location.origin || !/\.html$/.test(link.pathname) || "wayOff" in link.dataset) return;
        link.search = "?way=" + on;
      }, true);
    });
  }

  // For readers who do not program: code that stands open is folded, as other code is.
  function fold(words) {
    document.querySelectorAll(".cell_input").forEach(function (code) {
      if (code.closest("details")) return;
      var box = document.createElement("details"), summary = document.createElement("summary");
      box.className = "site-fold";
      summary.textContent = words;
      code.replaceWith(box);
      box.append(summary, code);
    });
  }

  // The entry of the section being read: the last heading that has passed the upper third.
  function setUpContents() {
    var entries = [];
    document.querySelectorAll(".site-toc a").forEach(function (link) {
      var section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) entries.push({ link: link, heading: section.querySelector("h2, h3, h4") || section });
    });
    if (!entries.length) return;
    var current = null, waiting = false;
    // The list of contents scrolls along, and nothing else does.
    function follow(link) {
      var list = link.closest(".site-nav"), at = link.getBoundingClientRect(), box = list.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) list.scrollTop += at.top - box.top - box.height / 3;
    }
    function mark() {
      waiting = false;
      var read = entries.filter(function (entry) {
        return entry.heading.getBoundingClientRect().top < window.innerHeight / 3;
      }).pop() || null;
      if (read === current) return;
      if (current) current.link.removeAttribute("aria-current");
      if (read) {
        read.link.setAttribute("aria-current", "true");
        follow(read.link);
      }
      current = read;
    }
    window.addEventListener("scroll", function () {
      if (!waiting) { waiting = true; requestAnimationFrame(mark); }
    }, { passive: true });
    mark();
  }

  // A click on a link to this page glides there; Tab, find and the history go at once.
  function setUpGliding() {
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      if (link && !event.defaultPrevented) root.classList.add("glides");
    });
    function stop() { root.classList.remove("glides"); }
    ["scrollend", "keydown", "wheel", "touchstart"].forEach(function (kind) {
      window.addEventListener(kind, stop, { passive: true });
    });
  }

  // The browser goes back to a height on the page while the page is still growing: widgets and formulas are drawn after
  // that.  The entry of the history keeps the height, and when all stands the page goes there.
  function setUpReturn() {
    var state = history.state, visit = performance.getEntriesByType("navigation")[0];
    var height = state && typeof state === "object" ? state.height : null;
    if (visit && visit.type !== "navigate" && typeof height === "number" && isFinite(height)) {
      requestAnimationFrame(function () { window.scrollTo({ top: height, behavior: "instant" }); });
    }
    window.addEventListener("pagehide", function () {
      try { history.replaceState(Object.assign({}, history.state, { height: window.scrollY }), ""); } catch (error) { /* the browser's own way is left */ }
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    setUpGliding();
    setUpTheme();
    setUpMenu();
    setUpWay();
    setUpContents();
  });
  window.addEventListener("load", setUpReturn);
  window.addEventListener("load", setUpMarks);          // not before all stands: the end of a page that is not laid out is near
  // Fonts, a turned phone, a reader's own spacing: all change the height of the page.
  window.addEventListener("load", function () {
    setUpScrolling();
    new ResizeObserver(setUpScrolling).observe(document.body);
  });
  window.addEventListener("resize", setUpScrolling);
})();
