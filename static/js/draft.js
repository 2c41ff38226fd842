/**
 * Keeps what is typed in a form on the server, for this device, until it is saved or signed out.
 * One request at a time: an older state never arrives after a newer one.
 */
const form = document.querySelector("[data-draft]");
const QUIET_MS = 600;
const AGAIN_MS = 5000;

if (form) {
  let waiting = 0;
  let changed = false;
  let asking = null;

  const later = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, wait);
  };

  async function keep() {
    if (!changed || asking) return;
    changed = false;
    asking = new AbortController();
    let kept = false;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        keepalive: true,
        redirect: "error",
        signal: asking.signal,
      });
      kept = answer.ok;
    } catch (error) {
      if (error.name === "AbortError") return;
    } finally {
      asking = null;
    }
    if (!kept) changed = true;
    if (changed) later(kept ? QUIET_MS : AGAIN_MS);
  }

  const typed = () => {
    changed = true;
    later(QUIET_MS);
  };

  form.addEventListener("change", typed);
  form.addEventListener("input", typed);
  /** Saving, or starting empty, ends the draft: nothing may arrive after it. */
  document.addEventListener("submit", () => {
    clearTimeout(waiting);
    changed = false;
    asking?.abort();
  });
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
}
