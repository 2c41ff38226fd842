/** Digits pick a rating inside a question, and the page follows the browser's time zone. */
const form = document.querySelector("[data-check-in]");
const TEN_WITHIN_MS = 600;

/** A traveller's day can differ from the one at home: ask for the page of the day here. */
function followZone() {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here || !("zone" in form.dataset) || form.dataset.zone === here) return;
  if (form.querySelector(".error-summary")) return;
  const address = new URL(location.href);
  if ("today" in form.dataset && !address.searchParams.has("zone")) {
    address.searchParams.set("zone", here);
    location.replace(address);
  }
}

function digitKeys(question) {
  let oneAt = -Infinity;
  const pick = (value) => {
    const radio = question.querySelector(`input[type="radio"][value="${value}"]`);
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };
  question.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
    event.preventDefault();
    if (event.key === "0" && event.timeStamp - oneAt < TEN_WITHIN_MS) pick("10");
    else pick(event.key);
    oneAt = event.key === "1" ? event.timeStamp : -Infinity;
  });
}

/** The panel of help opens above the question: bring it into view, as it may be above the edge. */
function showSupport(event) {
  if (!event.target.classList.contains("opens-support")) return;
  form.querySelector("[data-support]")?.scrollIntoView({ block: "nearest" });
}

if (form) {
  followZone();
  form.addEventListener("change", showSupport);
  form.querySelectorAll(".rating:has(.rating-scale)").forEach(digitKeys);
}
