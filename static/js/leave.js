/** Leaving quickly: replaces this page in the history, also after Escape pressed three times. */
const link = document.querySelector("[data-leave]");
let presses = [];

function leave(event) {
  event?.preventDefault();
  document.documentElement.hidden = true;
  location.replace(link.href);
}

if (link) {
  link.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (presses.length >= 3) leave();
  });
}
