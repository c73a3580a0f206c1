// Figures: the picture is there from the start; the button loads the plotting bundle and the figure's data, both as plain
// scripts (a page opened from a disk may not fetch), and draws in the colours of the theme.
(() => {
  const root = document.documentElement.dataset.root;
  const loading = new Map();
  const live = [];

  for (const figure of document.querySelectorAll("figure[data-figure]")) {
    const number = figure.querySelector(".number").textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Interactive";
    button.setAttribute("aria-label", `Make ${number} interactive`);
    figure.querySelector("figcaption").append(button);
    button.addEventListener("click", () => toggle(figure, button, number));
  }
  document.addEventListener("lab-theme", () => {
    for (const { plot, figure } of live) {
      const { data, layout } = drawing(figure);
      globalThis.Plotly.react(plot, data, layout);
    }
  });

  async function toggle(figure, button, number) {
    const canvas = figure.querySelector(".canvas");
    const plot = canvas.querySelector(".plot");
    if (plot) {
      live.splice(live.findIndex((one) => one.plot === plot), 1);
      globalThis.Plotly.purge(plot);
      plot.remove();
      canvas.classList.remove("live");
      button.textContent = "Interactive";
      button.setAttribute("aria-label", `Make ${number} interactive`);
      return;
    }
    button.disabled = true;
    button.textContent = "Loading…";
    try {
      await load(`${root}assets/plotly-cartesian.min.js`);
      await load(figure.dataset.figure);
      const original = globalThis.labFigures[figure.dataset.key];
      const drawn = document.createElement("div");
      drawn.className = "plot";
      canvas.classList.add("live");
      canvas.append(drawn);
      const { data, layout } = drawing(original);
      await globalThis.Plotly.newPlot(drawn, data, layout, {
        responsive: true,
        displaylogo: false,
        modeBarButtons: [["zoom2d", "pan2d", "resetScale2d", "toImage"]], // none that would send the figure elsewhere
      });
      live.push({ plot: drawn, figure: original });
      button.textContent = "Picture";
      button.setAttribute("aria-label", `Show ${number} as a picture`);
    } catch (error) {
      button.textContent = "Interactive";
      say(figure, `It could not be loaded: ${error.message}`);
    }
    button.disabled = false;
    button.focus();
  }

  // What the author drew, in the colours of the theme and as wide as the page lets it be: on a phone in its narrow form,
  // whose title and caption stand on the page. The buttons stand below each other at the right edge, beside the plot.
  function drawing(original) {
    const isNarrow = matchMedia("(max-width: 34rem)").matches && original.narrow;
    const { data, layout } = { ...original, ...(isNarrow ? original.narrow : {}) };
    const dark = (document.documentElement.dataset.theme ??
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const partners = dark ? globalThis.labDarkColours : {};
    const paint = (value) => {
      if (typeof value === "string") return partners[value] ?? partners[value.toUpperCase()] ?? value;
      if (Array.isArray(value)) return value.map(paint);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, paint(one)]));
    };
    const { width: _width, height: _height, ...rest } = paint(layout);
    const [ink, rule] = dark ? ["#F2F3F5", "#333940"] : ["#1F2328", "#E3E5E8"];
    rest.paper_bgcolor = rest.plot_bgcolor = "rgba(0,0,0,0)";
    rest.font = { color: ink, ...rest.font };
    rest.modebar = {
      orientation: "v",
      bgcolor: "rgba(0,0,0,0)",
      color: dark ? "#B4BAC2" : "#565D66",
      activecolor: ink,
    };
    if (isNarrow && rest.margin.r > 0) rest.margin = { ...rest.margin, r: 30 };
    for (const key of Object.keys(rest).filter((name) => /^[xy]axis\d*$/.test(name))) {
      rest[key] = { ...rest[key], gridcolor: rule };
    }
    return { data: paint(data), layout: { ...rest, autosize: true } };
  }

  function load(src) {
    if (!loading.has(src)) {
      loading.set(
        src,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = src;
          script.onload = resolve;
          script.onerror = () => {
            loading.delete(src);
            reject(new Error(`${src} is not there`));
          };
          document.head.append(script);
        }),
      );
    }
    return loading.get(src);
  }

  function say(figure, words) {
    const line = figure.querySelector(".said") ?? document.createElement("p");
    line.className = "said";
    line.setAttribute("role", "status");
    line.textContent = words;
    figure.querySelector("figcaption").append(line);
  }
})();
