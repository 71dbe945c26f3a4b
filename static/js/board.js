// The live board. The server sends cards as ready HTML and figures as text; this file only places them.
// It has to run for days: what it keeps is bounded by the number of cards shown.
(() => {
  "use strict";
  const stream = document.getElementById("stream");
  const panels = document.getElementById("panels");
  const lamp = document.getElementById("conn");
  const limit = Number(stream.dataset.limit);
  const known = new Map();                       // number of a finding -> the HTML that is shown
  let cursor = Number(stream.dataset.cursor);
  let socket, wait = 1000, lastWord = 0;

  // Cards

  const made = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };

  const place = (item) => {
    const html = item.html.trim();
    if (known.get(item.id) === html) return false;
    const before = stream.querySelector(`[data-id="${item.id}"]`);
    const card = made(html);
    if (before) {
      const held = before.contains(document.activeElement);
      before.replaceWith(card);
      if (held) card.querySelector("a").focus();
    } else {
      const rows = [...stream.children].filter((row) => Number(row.dataset.id) > item.id);
      if (rows.length >= limit) return false;    // older than everything shown
      card.classList.add("new");
      stream.querySelectorAll(".none").forEach((empty) => empty.remove());
      if (rows.length) rows[rows.length - 1].after(card); else stream.prepend(card);
    }
    known.set(item.id, html);
    while (stream.children.length > limit) {
      known.delete(Number(stream.lastElementChild.dataset.id));
      stream.lastElementChild.remove();
    }
    return !before && card;
  };

  const show = (frame) => {
    lastWord = Date.now();
    if (frame.resync) return ask();
    const fresh = frame.items.map(place).filter(Boolean);
    cursor = Math.max(cursor, frame.cursor);
    for (const [name, text] of Object.entries(frame.figures)) {
      document.querySelectorAll(`[data-figure="${name}"]`).forEach((spot) => {
        if (spot.textContent !== text) spot.textContent = text;
      });
    }
    if (frame.figures.faults !== undefined) watch(frame.figures);
    if (fresh.length) {
      announce(fresh);
      refreshSoon();
    }
    return undefined;
  };

  // Connection: the lamp is green only while something was heard within the last half minute.

  const light = (state) => {
    if (lamp.dataset.state === state) return;
    lamp.dataset.state = state;
    lamp.classList.toggle("on", state === "on");
    lamp.lastElementChild.textContent = lamp.dataset[state];
  };

  const ask = () => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ after: cursor }));
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/ws/board/${stream.dataset.query}`);
    socket.onopen = () => { wait = 1000; lastWord = Date.now(); light("on"); ask(); };
    socket.onmessage = (event) => show(JSON.parse(event.data));
    socket.onclose = (event) => {
      light(event.code === 4403 ? "out" : "off");
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 15000);
    };
  };

  const check = () => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (Date.now() - lastWord > 40000) socket.close(); else ask();
  };

  // The platform's own state

  const strip = document.getElementById("strip");
  const watch = (figures) => {
    strip.classList.toggle("late", figures.late !== "");
    const faults = document.getElementById("faults");
    if (faults && faults.dataset.count !== figures.faults) refreshSoon();
  };

  // The slower panels: once a minute, and soon after new cards

  let refreshing = false, planned = 0;
  const refresh = async () => {
    planned = 0;
    if (refreshing) return;
    refreshing = true;
    try {
      const answer = await fetch(panels.dataset.refresh, { credentials: "same-origin", redirect: "error" });
      if (answer.ok) {
        const focused = panels.contains(document.activeElement) && document.activeElement.getAttribute("href");
        panels.innerHTML = await answer.text();
        const again = focused && [...panels.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
        if (again) again.focus();
        copyStrip();
      }
    } catch (lost) { /* the lamp says that the connection is lost */ }
    refreshing = false;
  };
  const refreshSoon = () => { planned = planned || setTimeout(refresh, 2000); };
  const copyStrip = () => {
    const fresh = panels.querySelector("#strip-now");
    if (fresh) strip.replaceChildren(...fresh.content.cloneNode(true).childNodes);
    for (const svg of panels.querySelectorAll("template[data-spark]")) {
      const spot = document.getElementById(svg.dataset.spark);
      if (spot) spot.replaceChildren(svg.content.cloneNode(true));
    }
  };

  // Sound: two falling notes for a red card, again every 20 seconds until somebody takes note; one note for a yellow one

  const button = document.getElementById("sound");
  let audio = null;
  const note = (hertz, start, length) => {
    const tone = audio.createOscillator(), loud = audio.createGain(), from = audio.currentTime + start;
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, from);
    loud.gain.exponentialRampToValueAtTime(0.25, from + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.0001, from + length);
    tone.connect(loud).connect(audio.destination);
    tone.onended = () => { tone.disconnect(); loud.disconnect(); };
    tone.start(from);
    tone.stop(from + length);
  };
  const alarm = () => { if (audio) [0, 0.5].forEach((at) => { note(880, at, 0.22); note(587, at + 0.22, 0.26); }); };
  const announce = (cards) => {
    if (cards.some((card) => "unseen" in card.dataset)) alarm();
    else if (audio) note(660, 0, 0.3);
  };
  const sound = (on) => {
    if (on && !audio) audio = new AudioContext();
    if (!on && audio) { audio.close(); audio = null; }
    button.setAttribute("aria-pressed", String(on));
    button.lastElementChild.textContent = on ? button.dataset.on : button.dataset.off;
  };
  button.hidden = false;
  button.addEventListener("click", () => { sound(!audio); if (audio) note(660, 0, 0.2); });
  setInterval(() => { if (stream.querySelector("[data-unseen]")) alarm(); }, 20000);

  // Taking note of a red card without leaving the board

  const form = document.getElementById("ack");
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    event.preventDefault();
    pressed.disabled = true;
    const about = { method: "POST", body: new FormData(form), headers: { "X-Board": "1" }, redirect: "error" };
    try {
      const answer = await fetch(pressed.getAttribute("formaction"), about);
      pressed.disabled = answer.ok;              // the changed row comes by the socket
    } catch (lost) {
      pressed.disabled = false;
    }
  });

  // The unit of the board changes as soon as it is chosen

  const places = document.getElementById("places");
  if (places) places.addEventListener("change", () => places.requestSubmit());

  // The clock of the county, wherever this screen thinks it is

  const pad = (number) => String(number).padStart(2, "0");
  const clock = document.getElementById("clock");
  const [hours, minutes, seconds] = clock.textContent.split(":").map(Number);
  const midnight = Date.now() - (hours * 3600 + minutes * 60 + seconds) * 1000;
  setInterval(() => {
    const passed = Math.floor((Date.now() - midnight) / 1000) % 86400;
    clock.textContent = [passed / 3600, (passed % 3600) / 60, passed % 60].map(Math.floor).map(pad).join(":");
  }, 1000);
  setInterval(check, 15000);
  setInterval(refresh, 60000);
  connect();
})();
