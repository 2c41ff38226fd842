/**
 * Arrow keys move between the days of the calendar; at its edge, and with Page Up and Page Down,
 * they turn the page and stay on the same weekday. One day at a time is a stop for Tab.
 */
const calendar = document.querySelector("[data-calendar]");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function turn(selector, place) {
  const link = document.querySelector(selector);
  if (link) location.assign(`${link.href}#cell-${place}`);
}

if (calendar) {
  document.documentElement.dataset.script = "";
  const cells = [...calendar.querySelectorAll("td")];
  const links = cells.map((cell) => cell.querySelector("a"));
  const stop = (link, focused) => {
    for (const each of links) if (each) each.tabIndex = each === link ? 0 : -1;
    if (focused) link.focus();
  };

  const wanted = Number(/^#cell-(\d+)$/.exec(location.hash)?.[1] ?? NaN);
  const nearest = (place) => links.slice(0, place + 1).findLast(Boolean) ?? links.find(Boolean);
  if (Number.isNaN(wanted)) {
    stop(links.find((each) => each?.hasAttribute("aria-current")) ?? links.findLast(Boolean), false);
  } else stop(nearest(wanted), true);

  calendar.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = cells.indexOf(event.target.closest("td"));
    if (here < 0) return;
    if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      turn(event.key === "PageUp" ? "[data-earlier]" : "[data-later]", here);
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const there = here + step;
    if (there < 0) turn("[data-earlier]", there + cells.length);
    else if (there >= cells.length) turn("[data-later]", there - cells.length);
    else if (links[there]) stop(links[there], true);
  });
}
