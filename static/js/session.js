/** Says in time that signing in is about to end, and lets it go on. Typing is use, too. */
const note = document.querySelector("[data-session]");
const form = note?.querySelector("form");
const MINUTE = 60_000;
const WARN_AFTER = 25 * MINUTE;
const ASK_EVERY = 5 * MINUTE;
let waiting = 0;
let asked = Date.now();

function rest() {
  note.hidden = true;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    note.hidden = false;
  }, WARN_AFTER);
}

async function goOn() {
  asked = Date.now();
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    redirect: "error",
  }).catch(() => null);
  if (answer?.ok) rest();
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
