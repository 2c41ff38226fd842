/** Says in time that signing in is about to end, and lets it go on. Typing is use, too. */
const note = document.querySelector("[data-session]");
const form = note?.querySelector("form");
const soon = note?.querySelector("[data-session-soon]");
const over = note?.querySelector("[data-session-over]");
const MINUTE = 60_000;
const WARN_AFTER = 25 * MINUTE;
const OVER_AFTER = 30 * MINUTE;
const ASK_EVERY = 5 * MINUTE;
let waiting = [];
let asked = Date.now();

function say({ isOver }) {
  soon.hidden = isOver;
  over.hidden = !isOver;
  form.hidden = isOver;
  note.hidden = false;
}

function rest() {
  note.hidden = true;
  waiting.forEach(clearTimeout);
  waiting = [
    setTimeout(() => say({ isOver: false }), WARN_AFTER),
    setTimeout(() => say({ isOver: true }), OVER_AFTER),
  ];
}

async function goOn() {
  asked = Date.now();
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual",
  }).catch(() => null);
  if (answer?.ok) rest();
  else if (answer?.type === "opaqueredirect") say({ isOver: true });
}

if (form) {
  rest();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    goOn();
  });
  addEventListener("input", () => {
    if (Date.now() - asked > ASK_EVERY) goOn();
  });
}
