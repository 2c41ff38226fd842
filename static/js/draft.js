/** Keeps what is typed in a form on the server, for this device, until it is saved or signed out. */
const form = document.querySelector("[data-draft]");
const QUIET_MS = 600;

if (form) {
  let waiting = 0;
  let changed = false;
  let leaving = false;

  const keep = () => {
    clearTimeout(waiting);
    if (!changed || leaving) return;
    changed = false;
    fetch(form.dataset.draft, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      keepalive: true,
    }).catch(() => {
      changed = true;
    });
  };
  const soon = () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, QUIET_MS);
  };

  form.addEventListener("change", soon);
  form.addEventListener("input", soon);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(waiting);
  });
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
}
