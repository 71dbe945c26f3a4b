// A board without cards of its own: fetched anew once a minute.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const refresh = async () => {
    try {
      const answer = await fetch(main.dataset.refresh, { credentials: "same-origin", redirect: "error" });
      if (answer.ok && !main.contains(document.activeElement)) main.innerHTML = await answer.text();
    } catch (lost) { /* the next minute tries again */ }
  };
  setInterval(refresh, 60000);
})();
