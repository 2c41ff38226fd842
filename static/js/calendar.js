/** Arrow keys move between the days of the calendar, Page Up and Page Down between its pages. */
const calendar = document.querySelector("[data-calendar]");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const PAGES = { PageUp: "[data-earlier]", PageDown: "[data-later]" };

if (calendar) {
  document.documentElement.dataset.script = "";
  const cells = [...calendar.querySelectorAll("td")];
  calendar.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in PAGES) {
      const link = document.querySelector(PAGES[event.key]);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    const step = STEPS[event.key];
    const here = cells.indexOf(event.target.closest("td"));
    if (!step || here < 0) return;
    event.preventDefault();
    cells[here + step]?.querySelector("a")?.focus();
  });
}
