// What the page needs that its framework leaves out: its language, zooming, the reader's light or dark, and our charts.
(function () {
  document.documentElement.lang = "en-GB";
  document.querySelector('meta[name="viewport"]').content = "width=device-width, initial-scale=1";
  window.theme.variant = "auto";
  changeThemeCSS(inDarkMode() ? "dark" : "light");
  const script = document.createElement("script");
  script.src = (window.solara.rootPath || "") + "/static/assets/draw.js";
  window.kithDraws = new Promise((ready) => { script.onload = ready; });
  document.head.appendChild(script);
})();
