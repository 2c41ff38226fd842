/**
 * Puts Plotly over the pictures that the page was painted with. The pictures keep their place,
 * so nothing moves; they stay for print, for screen readers, and wherever Plotly does not load.
 */
const stage = document.querySelector("[data-chart]");
const figure = JSON.parse(document.getElementById("figure").textContent);

/** Everything that would send a chart anywhere is off. */
const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  plotlyServerURL: "",
  responsive: false,
  scrollZoom: false,
  showSendToCloud: false,
  showLink: false,
};

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

/** Replace token names in the figure by the colours and fonts of the present theme. */
function themed(value, style) {
  if (typeof value === "string") {
    return value.startsWith("--") ? style.getPropertyValue(value).trim() : value;
  }
  if (Array.isArray(value)) return value.map((each) => themed(each, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, themed(each, style)]),
    );
  }
  return value;
}

/** Lay each subplot exactly over the picture it replaces. */
function placed(layout, narrow) {
  const whole = stage.getBoundingClientRect();
  const panels = [...stage.querySelectorAll("[data-panel]")].map((each) =>
    each.getBoundingClientRect(),
  );
  const left = panels[0].left - whole.left;
  const right = whole.right - panels[0].right;
  const bottom = Math.max(...panels.map((each) => each.bottom)) - whole.top;
  const top = panels[0].top - whole.top;
  const rows = Object.keys(layout).filter((key) => /^yaxis\d*$/.test(key)).length;
  const span = bottom - top;
  const result = structuredClone(layout);
  for (let row = 1; row <= rows; row += 1) {
    const axis = result[`yaxis${row === 1 ? "" : row}`];
    const panel = panels[row - 1];
    axis.domain = panel
      ? [1 - (panel.bottom - whole.top - top) / span, 1 - (panel.top - whole.top - top) / span]
      : [0, 0.0001];
    if (!panel) axis.visible = false;
    const across = result[`xaxis${row === 1 ? "" : row}`];
    across.showticklabels = row === rows && "lanes" in stage.dataset;
    if (narrow && across.tickvals) {
      across.tickvals = across.tickvals.filter((_, n) => n % 2 === 0);
      across.ticktext = across.ticktext.filter((_, n) => n % 2 === 0);
    }
  }
  if (narrow) {
    for (const note of result.annotations.filter((each) => each.yref !== "paper")) {
      Object.assign(note, { xref: "paper", x: 0, xanchor: "left", xshift: 4 });
      note.bgcolor = getComputedStyle(document.documentElement).getPropertyValue("--surface");
    }
  }
  result.width = whole.width;
  result.height = bottom + 28;
  result.margin = { l: left, r: right, t: top, b: 28, pad: 0 };
  return result;
}

async function draw() {
  await load(stage.dataset.plotly);
  const target = document.createElement("div");
  target.className = "chart-plotly";
  target.setAttribute("aria-hidden", "true");
  stage.append(target);
  let pending = false;
  const render = async () => {
    pending = false;
    const style = getComputedStyle(document.documentElement);
    const narrow = stage.clientWidth < 560;
    const data = themed(figure.data, style);
    if (narrow) data.forEach((trace) => trace.marker?.size && (trace.marker.size = Math.min(5, trace.marker.size)));
    await window.Plotly.react(target, data, placed(themed(figure.layout, style), narrow), CONFIG);
    stage.dataset.drawn = "plotly";
  };
  const again = () => {
    if (!pending) requestAnimationFrame(render);
    pending = true;
  };
  await render();
  new ResizeObserver(again).observe(stage);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

/** Where Plotly does not load the pictures simply stay. */
const begin = () => draw().catch(() => {});
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
