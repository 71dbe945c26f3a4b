// j and k walk through the cases of a list; Enter opens the one under the ring. The page works without it.
(() => {
  "use strict";
  const links = [...document.querySelectorAll("[data-rows] .c-act a")];
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (!step || typing || !links.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + step));
    links[next].focus();
  });
})();
