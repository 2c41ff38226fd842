/**
 * Says in time that signing in is about to end, and lets it go on. Typing is use, too. After twelve
 * hours it cannot go on: that is said as well.
 */
const note = document.querySelector("[data-session]");
const form = note?.querySelector("form");
const words = Object.fromEntries(
  ["soon", "last", "over"].map((name) => [name, note?.querySelector(`[data-session-${name}]`)]),
);
const MINUTE = 60_000;
const IDLE = 30 * MINUTE;
const NOTICE = 5 * MINUTE;
const ASK_EVERY = 5 * MINUTE;
let waiting = [];
let asked = Date.now();

function say(which) {
  for (const [name, each] of Object.entries(words)) each.hidden = name !== which;
  form.hidden = which !== "soon";
  note.hidden = false;
}

function rest(left) {
  note.hidden = true;
  waiting.forEach(clearTimeout);
  const ends = Math.min(IDLE, left);
  waiting = [
    setTimeout(() => say(left > IDLE ? "soon" : "last"), Math.max(0, ends - NOTICE)),
    setTimeout(() => say("over"), ends),
  ];
}

async function goOn() {
  asked = Date.now();
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    redirect: "manual",
  }).catch(() => null);
  if (answer?.ok) rest(Number(answer.headers.get("Session-Left")) * 1000);
  else if (answer?.type === "opaqueredirect") say("over");
}

if (form) {
  rest(Number(note.dataset.session) * 1000);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    goOn();
  });
  addEventListener("input", () => {
    if (Date.now() - asked > ASK_EVERY) goOn();
  });
}
