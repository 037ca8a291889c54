/* A button on each block of code that copies it: the code alone, without what it prints. */
(function () {
  "use strict";
  function copied(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // A page opened from disk has no clipboard in some browsers.
    var field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var words = document.body.dataset;
    document.querySelectorAll("main div.highlight").forEach(function (block) {
      var code = block.querySelector("pre"), button = document.createElement("button");
      if (!code || block.closest(".cell_output")) return;
      button.type = "button";
      button.className = "site-copy";
      button.textContent = words.copy;
      button.addEventListener("click", function () {
        copied(code.textContent.replace(/\n$/, "")).then(function () {
          button.textContent = words.copied;
          setTimeout(function () { button.textContent = words.copy; }, 2000);
        }, function () { getSelection().selectAllChildren(code); });        // then the reader's own keys copy it
      });
      block.classList.add("site-copies");
      block.append(button);
    });
  });
})();
