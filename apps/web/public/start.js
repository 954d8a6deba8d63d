/* Plain ES5, a file of its own: it must run in Internet Explorer and under a content security policy without inline scripts. */
(() => {
  var html = document.documentElement;
  var agent = navigator.userAgent;
  var obsolete =
    /MSIE |Trident\//.test(agent) ||
    typeof Promise === "undefined" ||
    !("noModule" in document.createElement("script"));

  // The chosen theme, before the first paint.
  var scheme = null;
  try {
    scheme = localStorage.getItem("mantine-color-scheme-value");
  } catch (_) {
    /* storage may be refused: the theme then follows the system */
  }
  if (scheme !== "light" && scheme !== "dark") {
    scheme = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  html.setAttribute("data-mantine-color-scheme", scheme);

  if (obsolete) {
    html.className += " obsolete";
    document.addEventListener("DOMContentLoaded", () => {
      var notice = document.getElementById("obsolete");
      if (notice) notice.removeAttribute("hidden");
    });
  }
})();
