/** Lets the page for help open without a connection, with the lines of the person's country. */
const link = document.querySelector("[data-worker]");
if (link && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(link.dataset.worker, { scope: link.pathname }).catch(() => {});
}
