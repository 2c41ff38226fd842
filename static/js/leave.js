/**
 * Leaving quickly, also after Escape pressed three times. Going back afterwards finds no page of
 * the diary: the browser walks to the first of them, which the server answers with an empty page,
 * and that one is replaced (see away.js). Browsers that cannot tell their pages replace this one.
 */
const link = document.querySelector("[data-leave]");
const secure = location.protocol === "https:" ? "; Secure" : "";
const MOST_MS = 1500;
let presses = [];

function leave(event) {
  event?.preventDefault();
  document.documentElement.hidden = true;
  const pages = window.navigation?.entries() ?? [];
  if (pages.length === 0) {
    location.replace(link.href);
    return;
  }
  document.cookie = `${link.dataset.leave}=1; path=/; max-age=10; SameSite=Strict${secure}`;
  setTimeout(() => location.replace(link.href), MOST_MS);
  if (window.navigation.currentEntry.index === 0) location.reload();
  else window.navigation.traverseTo(pages[0].key).finished.catch(() => {});
}

if (link) {
  link.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (presses.length >= 3) leave();
  });
}
