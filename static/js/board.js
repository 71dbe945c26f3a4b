// The live board. The server sends cards as ready HTML and figures as text; this file only places them.
(() => {
  const stream = document.getElementById("stream");
  const limit = Number(stream.dataset.limit);
  let cursor = Number(stream.dataset.cursor);
  let socket, wait = 1000;

  const place = (item) => {
    if (stream.querySelector(`[data-id="${item.id}"]`)) return;
    const holder = document.createElement("template");
    holder.innerHTML = item.html.trim();
    const card = holder.content.firstElementChild;
    card.classList.add("new");
    const empty = stream.querySelector(".none");
    if (empty) empty.remove();
    const newer = [...stream.children].filter((known) => Number(known.dataset.id) > item.id);
    newer.length ? newer[newer.length - 1].after(card) : stream.prepend(card);
    while (stream.children.length > limit) stream.lastChild.remove();
  };

  const show = (frame) => {
    if (frame.resync) return ask();
    frame.items.forEach(place);
    cursor = Math.max(cursor, frame.cursor);
    for (const [name, text] of Object.entries(frame.figures)) {
      const spot = document.querySelector(`[data-figure="${name}"]`);
      if (spot && spot.textContent !== text) spot.textContent = text;
    }
    if (frame.items.length) refresh();
  };

  const ask = () => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ after: cursor }));

  const light = (on) => {
    const lamp = document.getElementById("conn");
    lamp.classList.toggle("on", on);
    lamp.lastElementChild.textContent = on ? lamp.dataset.on : lamp.dataset.off;
  };

  const connect = () => {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/board/`);
    socket.onopen = () => { wait = 1000; light(true); ask(); };
    socket.onmessage = (event) => show(JSON.parse(event.data));
    socket.onclose = () => { light(false); setTimeout(connect, wait); wait = Math.min(wait * 2, 15000); };
  };

  let refreshing = false;
  const refresh = async () => {
    if (refreshing || document.hidden) return;
    refreshing = true;
    const panels = document.getElementById("panels");
    try {
      const answer = await fetch(panels.dataset.refresh, { credentials: "same-origin", redirect: "error" });
      if (answer.ok) panels.innerHTML = await answer.text();
    } catch (lost) { /* the lamp already says that the connection is lost */ }
    refreshing = false;
  };

  const pad = (number) => String(number).padStart(2, "0");
  setInterval(() => {
    const now = new Date();
    document.getElementById("clock").textContent = [now.getHours(), now.getMinutes(), now.getSeconds()].map(pad).join(":");
  }, 1000);
  setInterval(ask, 15000);
  setInterval(refresh, 60000);
  connect();
})();
