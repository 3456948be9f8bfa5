// Draw: one chart from an ECharts option whose colours and formats are names, in the colours of a light or a dark page.
(function () {
  const LIGHT = {
    "@ink": "#17212b", "@muted": "#566472", "@line": "#e3e8ee", "@card": "#ffffff",
    "@blue": "#0072b2", "@vermilion": "#d55e00", "@green": "#009e73",
    "@pink": "#cc79a7", "@amber": "#e69f00", "@sky": "#56b4e9", "@shade": 0.18, "@bar": 0.4,
  };
  const DARK = {
    ...LIGHT, "@ink": "#e9eef4", "@muted": "#a7b4c2", "@line": "#2b3441", "@card": "#1b232e",
    "@blue": "#56b4e9", "@sky": "#0072b2", "@shade": 0.32, "@bar": 0.6,
  };
  const short = (value) => String(Number(value.toPrecision(3)));
  const number = (value) => {
    const size = Math.abs(value);
    if (size >= 999500) return short(value / 1e6) + "m";
    return size >= 1000 ? Math.round(value).toLocaleString("en-GB") : short(value);
  };
  const pounds = (value) => {
    const size = Math.abs(value), sign = value < 0 ? "-" : "";
    if (size >= 999500) return sign + "£" + short(size / 1e6) + "m";
    return size >= 1000 ? sign + "£" + short(size / 1e3) + "k" : sign + "£" + short(size);
  };
  const percent = (value) => short(value * 100) + "%";
  const size = (value) => number(Math.abs(value));
  const stream = (one) => {
    const ends = one.data && one.data.source ? one.data.source + " to " + one.data.target : one.name;
    return ends + ": " + number(one.value);
  };
  const FORMATS = { "@size": size, "@stream": stream, "@number": number, "@pounds": pounds, "@percent": percent };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const look = document.documentElement.dataset;
  // The reader's own choice, where a page offers one, goes before the system's.
  const isDark = () => (look.look ? look.look === "dark" : dark.matches);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  // Functions cannot travel as JSON, so a name such as "@number" stands for one.
  function resolved(value, names) {
    if (Array.isArray(value)) return value.map((one) => resolved(one, names));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, names)]));
    }
    return typeof value === "string" && value in names ? names[value] : value;
  }

  function draw(echarts, element, option) {
    const chart = echarts.init(element, null, { renderer: "svg" });
    let current = option, onPaper = false, drawn = "";
    const show = (merge) => {
      const names = { ...(isDark() && !onPaper ? DARK : LIGHT), ...FORMATS };
      const plain = { backgroundColor: "transparent", animation: merge && !still.matches && !onPaper };
      const type = { textStyle: { fontFamily: getComputedStyle(element).fontFamily } };
      // A series that is not there any more would stay, so only the same ones, in the same order, are moved on.
      const made = JSON.stringify([].concat(current.series || []).map((one) => [one.name, one.type]));
      chart.setOption({ ...plain, ...type, ...resolved(current, names) }, !(merge && made === drawn));
      drawn = made;
      element.dataset.rendered = String(Number(element.dataset.rendered || 0) + 1);
    };
    const redraw = () => show(false);
    const toPaper = () => { onPaper = true; redraw(); };
    const toScreen = () => { onPaper = false; redraw(); };
    // An observer also tells of the size that the chart was drawn at, and to draw that again takes as long as the first time.
    const sized = new ResizeObserver(() => {
      if (element.clientWidth !== chart.getWidth() || element.clientHeight !== chart.getHeight()) chart.resize();
    });
    sized.observe(element);
    dark.addEventListener("change", redraw);
    window.addEventListener("kith-look", redraw);
    window.addEventListener("beforeprint", toPaper);
    window.addEventListener("afterprint", toScreen);
    redraw();
    return {
      on(event, told) { chart.on(event, told); },
      update(next) { current = next; show(true); },
      dispose() {
        sized.disconnect();
        dark.removeEventListener("change", redraw);
        window.removeEventListener("kith-look", redraw);
        window.removeEventListener("beforeprint", toPaper);
        window.removeEventListener("afterprint", toScreen);
        chart.dispose();
      },
    };
  }
  window.kith = { ...(window.kith || {}), draw };
})();
