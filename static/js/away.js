/** On the empty page: drops the pages that followed it, then replaces itself by another site. */
const link = document.querySelector("[data-away]");
const secure = location.protocol === "https:" ? "; Secure" : "";
document.cookie = `${link.dataset.away}=; path=/; max-age=0; SameSite=Strict${secure}`;
history.pushState(null, "", link.pathname === location.pathname ? "#" : "/");
addEventListener("popstate", () => location.replace(link.href), { once: true });
history.back();
