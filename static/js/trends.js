/**
 * Puts Plotly over the pictures that the page was painted with: points, lines, and what is told of
 * a day. Grid, changes and lanes stay in the pictures under it, so nothing moves; all of it stays
 * for print, for screen readers, and wherever Plotly does not load.
 */
const stage = document.querySelector("[data-chart]");
const figure = JSON.parse(document.getElementById("figure").textContent);
const FEWEST_DAYS = 7;
const DAY_IN_MS = 24 * 3600 * 1000;

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

/** Make marks smaller and lines of text shorter, for a narrow screen. */
function narrowed(trace) {
  if (trace.marker?.size) trace.marker.size = Math.min(5, trace.marker.size);
  if (trace.text) trace.text = trace.text.map((words) => words.replace(/([^<>]{14,32}) /g, "$1<br>"));
}

/** Lay each subplot exactly over the picture it replaces. */
function placed(layout) {
  const whole = stage.getBoundingClientRect();
  const panels = [...stage.querySelectorAll("[data-panel]")].map((each) =>
    each.getBoundingClientRect(),
  );
  const top = panels[0].top - whole.top;
  const bottom = Math.max(...panels.map((each) => each.bottom)) - whole.top;
  const span = bottom - top;
  const rows = Object.keys(layout).filter((key) => /^yaxis\d*$/.test(key)).length;
  const result = structuredClone(layout);
  for (let row = 1; row <= rows; row += 1) {
    const panel = panels[row - 1];
    result[`yaxis${row === 1 ? "" : row}`].domain = panel
      ? [1 - (panel.bottom - whole.top - top) / span, 1 - (panel.top - whole.top - top) / span]
      : [0, 0.0001];
  }
  result.width = whole.width;
  result.height = bottom + 8;
  result.margin = { l: panels[0].left - whole.left, r: whole.right - panels[0].right, t: top, b: 8, pad: 0 };
  return result;
}

/** A piece of the chart that was drawn out with a mouse becomes the days of the page. */
function zoom(change) {
  const [first, last] = [change["xaxis.range[0]"], change["xaxis.range[1]"]];
  if (!first || !last) return;
  const from = new Date(`${first.slice(0, 10)}T00:00Z`);
  let to = new Date(`${last.slice(0, 10)}T00:00Z`);
  if ((to - from) / DAY_IN_MS + 1 < FEWEST_DAYS) to = new Date(+from + (FEWEST_DAYS - 1) * DAY_IN_MS);
  const address = new URL(location.href);
  address.searchParams.delete("range");
  address.searchParams.set("from", from.toISOString().slice(0, 10));
  address.searchParams.set("to", to.toISOString().slice(0, 10));
  address.hash = "four";
  location.assign(address);
}

/** Arrow keys go from day to day; what is told of a day is told to a screen reader too. */
function walk(target) {
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  stage.append(told);
  const places = [...new Set(figure.data.filter((each) => each.text).flatMap((each) => each.x))].sort();
  let at = places.length;
  const show = () => {
    const points = figure.data.flatMap((each, curveNumber) => {
      const pointNumber = each.text ? each.x.indexOf(places[at]) : -1;
      return pointNumber < 0 ? [] : [{ curveNumber, pointNumber }];
    });
    const [day, hour] = places[at].split(" ");
    window.Plotly.Fx.hover(target, { xval: Date.parse(`${day}T${hour ?? "00:00"}Z`) }, "xy");
    const words = points.map((each) => figure.data[each.curveNumber].text[each.pointNumber]);
    const title = new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const html = words.join("; ").replaceAll("<br>", "; ");
    const plain = new DOMParser().parseFromString(html, "text/html").body.textContent;
    told.textContent = `${title}: ${plain}`;
  };
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity };
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", "Chart. Arrow keys go from day to day.");
  stage.addEventListener("keydown", (event) => {
    if (event.target !== stage || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") window.Plotly.Fx.unhover(target);
    if (!(event.key in steps)) return;
    event.preventDefault();
    at = Math.max(0, Math.min(places.length - 1, at + steps[event.key]));
    show();
  });
  stage.addEventListener("blur", () => window.Plotly.Fx.unhover(target));
}

async function draw() {
  await load(stage.dataset.plotly);
  const target = document.createElement("div");
  target.className = "chart-plotly";
  target.setAttribute("aria-hidden", "true");
  stage.append(target);
  const mouse = matchMedia("(pointer: fine)");
  let pending = false;
  const render = async () => {
    pending = false;
    const style = getComputedStyle(document.documentElement);
    const data = themed(figure.data, style);
    if (stage.clientWidth < 560) data.forEach(narrowed);
    const layout = placed(themed(figure.layout, style));
    layout.dragmode = mouse.matches ? "zoom" : false;
    layout.xaxis.fixedrange = !mouse.matches;
    await window.Plotly.react(target, data, layout, CONFIG);
    stage.dataset.drawn = "plotly";
  };
  const again = () => {
    if (!pending) requestAnimationFrame(render);
    pending = true;
  };
  await render();
  target.on("plotly_relayout", zoom);
  walk(target);
  new ResizeObserver(again).observe(stage);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

/** A page that was left open asks whether anything was written since, and shows it. */
async function refresh() {
  if (document.visibilityState !== "visible") return;
  const asked = { headers: { "If-None-Match": stage.dataset.version }, cache: "no-store" };
  const answer = await fetch(location.href, asked).catch(() => null);
  if (answer && answer.status !== 304) location.reload();
}
document.addEventListener("visibilitychange", refresh);

/** Where Plotly does not load the pictures simply stay. */
const begin = () => draw().catch(() => {});
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
