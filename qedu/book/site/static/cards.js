/* A small card with what a citation, the number of an equation or a note refers to: under the pointer, at the focus of the
   keyboard, at a tap; a second tap follows the link.  What stands on another page is in a template of this one (qedu.book.cards). */
(function () {
  "use strict";
  if (!("popover" in HTMLElement.prototype)) return;         // an older browser: the links lead there, as they do without a script
  var root = document.documentElement, sources = new Map(), link = null, card = null, timer = 0, touched = false, before = null, quiet = false;

  function setUp() {
    var templates = new Map();
    document.querySelectorAll("template[data-card]").forEach(function (one) { templates.set(one.dataset.card, one); });
    document.querySelectorAll("main a:is(.reference.internal, .footnote-reference)[href*='#']").forEach(function (one) {
      var href = one.getAttribute("href");
      var there = templates.get(href) || (href[0] === "#" && document.getElementById(decodeURIComponent(href.slice(1))));
      if (!there || !there.matches("template, div.math, aside.footnote")) return;
      sources.set(one, there);
      one.removeAttribute("title");                           // the same words, in the browser's own hint
    });
  }

  function copyOf(there) {
    var copy = there.content ? there.content.cloneNode(true) : document.createDocumentFragment();
    if (!there.content) copy.append(there.cloneNode(true));
    copy.querySelectorAll(".headerlink, .label, .backrefs").forEach(function (one) { one.remove(); });
    copy.querySelectorAll("[id]").forEach(function (one) { one.removeAttribute("id"); });
    return copy;
  }

  function show(one) {
    clearTimeout(timer);
    if (one === link) return;
    hide();
    link = one;
    card = document.createElement("div");
    card.className = "site-card";
    card.id = "site-card";
    card.popover = "manual";
    card.append(copyOf(sources.get(one)));
    link.after(card);                                         // Tab goes from the link to those in its card
    link.setAttribute("aria-describedby", card.id);
    card.showPopover();
    place();
    if (card.scrollWidth > card.clientWidth + 1 || card.scrollHeight > card.clientHeight + 1) card.tabIndex = 0;
  }

  function hide() {
    clearTimeout(timer);
    if (!card) return;
    link.removeAttribute("aria-describedby");
    card.remove();
    link = card = null;
  }

  // Below its link, or above where there is no room; not left of the text, or the note in the margin, that the link stands in.
  function place() {
    var lines = link.getClientRects(), first = lines[0], last = lines[lines.length - 1];
    var left = link.closest(".qedu-note, article, main").getBoundingClientRect().left, right = root.clientWidth - 8;
    card.style.setProperty("--room", right - left + "px");
    var top = last.bottom + 4, above = first.top - 4 - card.offsetHeight;
    if (top + card.offsetHeight > root.clientHeight && above > document.querySelector(".site-header").getBoundingClientRect().bottom) top = above;
    card.style.top = top + window.scrollY + "px";
    card.style.left = Math.max(left, Math.min(first.left, right - card.offsetWidth)) + window.scrollX + "px";
  }

  function of(target) {
    var one = target.closest && target.closest("a[href]");
    return one && sources.has(one) ? one : null;
  }
  function inside(target) { return card && (card.contains(target) || link.contains(target)); }
  function held() { return card && (card.contains(document.activeElement) || link.matches(":focus-visible")); }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch") return;
    var one = of(event.target);
    clearTimeout(timer);
    if (one && one !== link) timer = setTimeout(show, 150, one);                        // not for whoever only passes over it
    else if (card && !inside(event.target) && !held()) timer = setTimeout(hide, 300);   // time to come over to the card
  });
  document.addEventListener("focusin", function (event) {
    var one = of(event.target);
    if (quiet || inside(event.target)) return;
    if (one && one.matches(":focus-visible")) show(one);
    else hide();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !card) return;
    var one = card.contains(document.activeElement) && link;
    hide();
    quiet = true;                                             // back at the link, without its card
    if (one) one.focus();
    quiet = false;
  });
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    before = link;
    if (!inside(event.target)) hide();
  }, true);
  // Before the frame's own listeners see the click.  Without detail it comes from the keyboard.
  window.addEventListener("click", function (event) {
    var one = of(event.target);
    if (!one || !touched || !event.detail || before === one) return;
    event.preventDefault();
    event.stopPropagation();
    show(one);
  }, true);
  window.addEventListener("resize", hide);
  window.addEventListener("pagehide", hide);
  document.addEventListener("DOMContentLoaded", setUp);
})();
