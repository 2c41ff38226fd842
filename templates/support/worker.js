{% load static %}/** Keeps the page for help, as it is signed out, for when there is no connection. Nothing else. */
const KEPT = "help {% static 'css/base.css' %}";
const HELP = "{% url 'help-now' %}";
const FILES = ["{% static 'css/tokens.css' %}", "{% static 'css/base.css' %}", "{% static 'js/leave.js' %}"];

async function keep(country) {
  const cache = await caches.open(KEPT);
  const asked = country ? `${HELP}?country=${encodeURIComponent(country)}` : HELP;
  const page = await fetch(asked, { credentials: "omit" });
  if (page.ok) await cache.put(HELP, page);
  await cache.addAll(FILES);
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(keep(new URL(location.href).searchParams.get("country")));
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const isHelp = address.pathname === HELP && event.request.mode === "navigate";
  if (event.request.method !== "GET" || !(isHelp || FILES.includes(address.pathname))) return;
  event.respondWith(
    fetch(event.request).catch(async () => {
      const cache = await caches.open(KEPT);
      return (await cache.match(isHelp ? HELP : address.pathname)) ?? Response.error();
    }),
  );
});
