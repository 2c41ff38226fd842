/** On the empty page: drops the pages that followed it, then replaces itself by another site. */
const link = document.querySelector("[data-away]");
document.cookie = "away=; path=/; max-age=0; SameSite=Strict";
history.pushState(null, "", link.pathname === location.pathname ? "#" : "/");
addEventListener("popstate", () => location.replace(link.href), { once: true });
history.back();
