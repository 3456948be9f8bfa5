// What the page needs that its framework leaves out: its language, zooming, the reader's light or dark, and our charts.
(function () {
  const KEY = "kith-look", root = document.documentElement;
  root.lang = "en-GB";
  document.querySelector('meta[name="viewport"]').content = "width=device-width, initial-scale=1";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem(KEY) || "auto"; } catch (refused) { return "auto"; } };
  let chosen = kept();
  const dark = () => (chosen === "auto" ? system.matches : chosen === "dark");
  const show = () => {
    if (chosen === "auto") delete root.dataset.look; else root.dataset.look = chosen;
    window.theme.variant = chosen;
    changeThemeCSS(dark() ? "dark" : "light");
    window.dispatchEvent(new Event("kith-look"));
  };
  window.kithLook = {
    get: () => chosen,
    dark,
    set(next) {
      chosen = next;
      try { localStorage.setItem(KEY, next); } catch (refused) { /* it holds until the page is closed */ }
      show();
    },
  };
  system.addEventListener("change", show);
  show();
  // On a phone the levers are folded away until they are asked for.
  const folded = new WeakSet();
  new MutationObserver(() => {
    for (const rail of document.querySelectorAll("details.rail")) {
      if (folded.has(rail)) continue;
      folded.add(rail);
      if (window.innerWidth <= 860) rail.removeAttribute("open");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  // While the server is away one sentence says so, in place of what Solara lays over the page; once it is back the page
  // is joined to it again or, if the server has been started anew, loaded again: the address brings back the choices.
  const away = document.createElement("div");
  away.className = "kith shell away";
  away.setAttribute("role", "status");
  const pause = 1000, joining = 8000;
  let asking = false, leaving = false;
  const answers = () => fetch(`${window.solara.rootPath || ""}/readyz`, { cache: "no-store" }).then((told) => told.ok, () => false);
  const gone = () => app.wasConnected && (app.needsRefresh || app.remounting || app.connectionStatus !== "connected");
  const ask = async () => {
    let since = 0;
    for (asking = true; gone(); await new Promise((ready) => setTimeout(ready, pause))) {
      if (!(await answers())) since = 0;
      else if (app.needsRefresh || (since && Date.now() - since > joining)) return location.reload();
      else if (!since) { since = Date.now(); window.solara.debug.kernel().reconnect().catch(() => {}); }
    }
    asking = false;
    watch();
  };
  const watch = () => {
    if (leaving) return;
    away.textContent = gone() ? "Reconnecting to Kith ..." : "";
    if (gone() && !asking) ask();
  };
  window.addEventListener("pagehide", () => { leaving = true; });
  window.addEventListener("load", () => {
    document.body.appendChild(away);
    for (const what of ["connectionStatus", "needsRefresh", "remounting"]) app.$watch(what, watch);
  });
  const script = document.createElement("script");
  script.src = (window.solara.rootPath || "") + "/static/assets/draw.js";
  const draws = new Promise((ready) => { script.onload = ready; });
  document.head.appendChild(script);
  // What draws charts is loaded while the server still makes the page; a chart waits for this promise of it.
  const source = `${window.solara.cdn}/echarts@5.4.0/dist/echarts.min.js`;
  const loaded = new Promise((ready) => window.addEventListener("load", () => requirejs([source], ready)));
  window.kithDraws = Promise.all([loaded, draws]).then(([echarts]) => echarts);
})();
