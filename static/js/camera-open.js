// On the boards the player is fetched when the first camera is opened.
(() => {
  "use strict";
  const { script, style } = document.currentScript.dataset;
  let fetched = false;
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-look]");
    if (!chosen || fetched || !window.RTCPeerConnection) return;
    event.preventDefault();
    fetched = true;
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
    const player = Object.assign(document.createElement("script"), { src: script });
    player.addEventListener("load", () => chosen.click());
    document.head.append(sheet, player);
  });
})();
