// An auction as it runs: the countdown, and the offers as soon as the socket says "look" (or every 5 seconds).
(() => {
  "use strict";

  const page = document.getElementById("auction");
  if (!page) return;
  const find = (name) => page.querySelector(`[data-${name}]`);
  const words = page.dataset;
  const phase = page.querySelector("[data-phase]");
  const ASK_EVERY = 5000, AGAIN = 3000;
  let is = phase.dataset.is;
  let goal = Date.now() + Number(phase.dataset.left) * 1000;
  let asking = false;

  const clock = (seconds) => {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part) => String(part).padStart(2, "0")).join(":");
  };

  const tick = () => {
    const left = Math.max(0, Math.round((goal - Date.now()) / 1000));
    if (is === "waiting" || is === "running") phase.textContent = `${words[is]} ${clock(left)}`;
    if (is === "ended") phase.textContent = words.ended;
    if (!left && (is === "waiting" || is === "running")) look();
  };

  const rows = (offers) => offers.map((offer) => {
    const line = document.createElement("tr");
    for (const [value, look] of [[`${offer.number} ${offer.firm}`.trim(), ""], [offer.amount, "n"], [offer.at, "num nowrap"]]) {
      const cell = document.createElement("td");
      cell.textContent = value;
      cell.className = look;
      line.append(cell);
    }
    return line;
  });

  const show = (now) => {
    if (now.phase !== is && ["sold", "unsold", "running"].includes(now.phase)) { window.location.reload(); return; }
    is = now.phase;
    goal = Date.now() + now.left * 1000;
    find("highest").textContent = now.highest || now.least;
    find("by").textContent = now.mine ? words.mine : now.by ? `${words.other} ${now.by}` : words.nobody;
    if (find("least")) find("least").textContent = now.least;
    if (now.offers.length) find("offers").replaceChildren(...rows(now.offers));
    tick();
  };

  const look = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(words.state, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch (_error) {
      // the next look asks again
    } finally {
      asking = false;
    }
  };

  const follow = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${words.socket}`);
    socket.addEventListener("message", look);
    socket.addEventListener("close", (event) => { if (event.code !== 4403) setTimeout(follow, AGAIN); });
  };

  if (["waiting", "running", "ended"].includes(is)) {
    setInterval(tick, 1000);
    setInterval(look, ASK_EVERY);
    if (words.follows) follow();
    tick();
  }
})();
