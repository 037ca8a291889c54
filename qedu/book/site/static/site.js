/* The page frame: colour scheme, menu, keyboard access to what scrolls, place in the page contents.
   Classic script, loaded in the head so that the scheme is set before anything is drawn. */
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  // Storage can be forbidden (private windows, some file:// settings): the page must still work.
  function remember(value) {
    try { localStorage.setItem("qedu-theme", value); } catch (error) { /* not kept */ }
  }
  function remembered() {
    try { return localStorage.getItem("qedu-theme"); } catch (error) { return null; }
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

  // What scrolls sideways must be reachable by keyboard.
  function setUpScrolling() {
    document.querySelectorAll("pre, .table-wrap, .cell_output .output, div.math, .katex-display").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    });
  }

  function setUpContents() {
    var links = document.querySelectorAll(".site-toc a");
    if (!links.length || !window.IntersectionObserver) return;
    var linkOf = new Map();
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        links.forEach(function (link) { link.removeAttribute("aria-current"); });
        linkOf.get(entry.target).setAttribute("aria-current", "true");
      });
    }, { rootMargin: "-60px 0px -70% 0px" });
    links.forEach(function (link) {
      var section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      var heading = section && (section.querySelector("h2, h3, h4") || section);
      if (heading) { linkOf.set(heading, link); observer.observe(heading); }
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    setUpTheme();
    setUpMenu();
    setUpContents();
  });
  window.addEventListener("load", setUpScrolling);
  window.addEventListener("resize", setUpScrolling);
})();
