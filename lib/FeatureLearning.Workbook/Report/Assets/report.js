"use strict";

// Formulas: the TeX stays readable where KaTeX could not be loaded.
if (window.katex && typeof katex.render === "function") {
  for (const element of document.querySelectorAll(".math")) {
    const tex = element.textContent.replace(/^\s*\\[([]/, "").replace(/\\[\])]\s*$/, "");
    katex.render(tex, element, { displayMode: element.tagName === "DIV" || element.classList.contains("display"), throwOnError: false });
  }
}

// Foreign HTML tells its height from inside its frame. Only the frame that speaks is resized.
window.addEventListener("message", event => {
  const height = event.data && event.data.workbookFrameHeight;
  if (typeof height !== "number" || !(height >= 0)) return;
  for (const frame of document.querySelectorAll("iframe.foreign")) {
    if (frame.contentWindow === event.source) frame.style.height = Math.min(height + 4, 3000) + "px";
  }
});
// A frame may have told its height before anyone listened.
for (const frame of document.querySelectorAll("iframe.foreign")) {
  if (frame.contentWindow) frame.contentWindow.postMessage({ workbookAskHeight: true }, "*");
}
