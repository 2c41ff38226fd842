/** Shows the page anew as it is put together. Without a script the button does it. */
const form = document.querySelector("[data-live]");
const PAUSE = 600;
let waiting = 0;
let asked = 0;

async function renew() {
  asked += 1;
  const mine = asked;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [now, next] = [document, page].map((each) => each.getElementById("preview"));
  if (!next) return;
  const open = now.querySelector("details")?.open;
  now.replaceChildren(...next.children);
  if (open) now.querySelector("details").open = true;
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(renew, PAUSE);
});
