// The room of a session: two sides and who listens in, browser to browser; the socket only carries the signals.
(() => {
  "use strict";
  const box = document.getElementById("room");
  if (!box || !window.RTCPeerConnection) return;
  const PIECE = 20000, AGAIN = 5000, RATE = 600000, SIZE = [640, 360]; // ms, ms, bits per second, pixels
  const side = box.dataset.side, iceServers = JSON.parse(box.dataset.ice);
  const of = (name) => box.querySelector(`[data-${name}]`);
  const videoOf = (name) => box.querySelector(`[data-of=${name}] video`);
  const peers = new Map();
  let socket = null, inside = false, own = null, wait = 500, retry = 0, recorder = null;

  const tell = (words, state) => {
    const place = box.querySelector(".roomstate");
    place.dataset.state = state;
    place.textContent = box.dataset[words];
  };
  const show = () => {
    const others = [...peers.values()].filter((peer) => peer.side !== "supervisor");
    of("listener").hidden = side === "supervisor" || ![...peers.values()].some((peer) => peer.side === "supervisor");
    if (!inside) return;
    if (!others.length) return tell("alone", "wait");
    const states = others.map((peer) => peer.line.connectionState);
    if (states.every((state) => state === "connected")) tell("live", "on");
    else if (states.some((state) => ["failed", "disconnected"].includes(state))) tell("weak", "wait");
    else tell("linking", "wait");
  };
  const send = (message) => socket && socket.readyState === 1 && socket.send(JSON.stringify(message));

  // Lines to the others. Who was there first makes the offer to who comes.
  const meet = (id, who) => {
    const line = new RTCPeerConnection({ iceServers }), peer = { line, side: who, early: [] };
    peers.set(id, peer);
    if (own) own.getTracks().forEach((track) => line.addTrack(track, own));
    const kinds = own ? own.getTracks().map((track) => track.kind) : [];
    peer.listen = () => ["video", "audio"].filter((kind) => !kinds.includes(kind))
      .forEach((kind) => line.addTransceiver(kind, { direction: "recvonly" }));
    line.onicecandidate = (event) => event.candidate && send({ kind: "ice", to: id, data: event.candidate.toJSON() });
    line.ontrack = (event) => {
      if (who === "supervisor") return;
      const video = videoOf(who);
      if (!video.srcObject || !peer.stream) { peer.stream = new MediaStream(); video.srcObject = peer.stream; }
      peer.stream.addTrack(event.track);
      video.play().catch(() => 0);
    };
    line.onconnectionstatechange = () => {
      if (line.connectionState === "failed" && peer.offers) offer(id, true);
      show();
    };
    show();
    return peer;
  };
  const offer = async (id, iceRestart) => {
    const peer = peers.get(id);
    peer.offers = true;
    await peer.line.setLocalDescription(await peer.line.createOffer({ iceRestart }));
    send({ kind: "offer", to: id, data: peer.line.localDescription.toJSON() });
  };
  const take = async (peer, description) => {
    await peer.line.setRemoteDescription(description);
    for (const candidate of peer.early.splice(0)) await peer.line.addIceCandidate(candidate);
  };
  const part = (id) => {
    const peer = peers.get(id);
    if (!peer) return;
    peer.line.onconnectionstatechange = peer.line.ontrack = peer.line.onicecandidate = null;
    peer.line.close();
    peers.delete(id);
    if (peer.stream) videoOf(peer.side).srcObject = null;
    show();
  };
  const deeds = {
    you: () => { wait = 500; refresh(); show(); },
    hello: async ({ from, side: who }) => {
      if (side === "supervisor" && who === "supervisor") return;
      part(from);
      meet(from, who).listen();
      await offer(from, false);
    },
    offer: async ({ from, side: who, data }) => {
      const peer = peers.get(from) || meet(from, who);
      await take(peer, data);
      await peer.line.setLocalDescription(await peer.line.createAnswer());
      send({ kind: "answer", to: from, data: peer.line.localDescription.toJSON() });
    },
    answer: async ({ from, data }) => { if (peers.has(from)) await take(peers.get(from), data); },
    ice: async ({ from, data }) => {
      const peer = peers.get(from);
      if (!peer) return;
      if (peer.line.remoteDescription) await peer.line.addIceCandidate(data);
      else peer.early.push(data);
    },
    bye: ({ from }) => part(from),
    changed: () => refresh(),
  };

  const connect = () => {
    if (!inside) return;
    tell("joining", "wait");
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${box.dataset.socket}`;
    const mine = socket = new WebSocket(address);
    let queue = Promise.resolve(); // one signal after the other
    mine.onmessage = (event) => {
      const message = JSON.parse(event.data), deed = deeds[message.kind];
      if (deed) queue = queue.then(() => mine === socket && deed(message)).catch(() => 0);
    };
    mine.onclose = (event) => {
      if (mine !== socket || !inside) return;
      [...peers.keys()].forEach(part);
      if (event.code === 4409) return leave("replaced");
      if (event.code === 4403 || event.code === 4400) return leave("closed");
      tell("lost", "wait");
      retry = setTimeout(connect, wait);
      wait = Math.min(wait * 2, 10000);
    };
  };
  const devices = async () => {
    if (side === "supervisor") return null;
    for (const wanted of [{ video: true, audio: true }, { audio: true }]) {
      try { return await navigator.mediaDevices.getUserMedia(wanted); } catch (refused) { /* the next wish is smaller */ }
    }
    of("nodevice").hidden = false;
    return null;
  };
  const enter = async () => {
    of("join").hidden = true;
    own = await devices();
    if (own) videoOf(side).srcObject = own;
    inside = true;
    of("leave").hidden = false;
    box.querySelectorAll("[data-mute]").forEach((button) => { button.hidden = !own; });
    connect();
  };
  const leave = (words) => {
    inside = false;
    clearTimeout(retry);
    if (recorder) recorder.end();
    const gone = socket;
    socket = null;
    if (gone) gone.close(1000);
    [...peers.keys()].forEach(part);
    if (own) own.getTracks().forEach((track) => track.stop());
    own = null;
    box.querySelectorAll("video").forEach((video) => { video.srcObject = null; });
    box.querySelectorAll("[data-mute]").forEach((button) => { button.hidden = true; });
    of("leave").hidden = true;
    of("join").hidden = words === "closed";
    tell(words, "off");
  };

  // Recording: the page of the unit mixes both pictures and both voices into pieces that play by themselves.
  const mix = () => {
    const canvas = document.createElement("canvas"), [width, height] = [canvas.width, canvas.height] = SIZE;
    const pen = canvas.getContext("2d"), sound = new AudioContext(), out = sound.createMediaStreamDestination();
    const draw = (video, x, y, w, h) => video.videoWidth && pen.drawImage(video, x, y, w, h);
    const timer = setInterval(() => {
      pen.fillRect(0, 0, width, height);
      draw(videoOf("citizen"), 0, 0, width, height);
      draw(videoOf("unit"), width * 0.7, height * 0.7, width * 0.28, height * 0.28);
    }, 80);
    ["citizen", "unit"].map((name) => videoOf(name).srcObject)
      .filter((stream) => stream && stream.getAudioTracks().length)
      .forEach((stream) => sound.createMediaStreamSource(stream).connect(out));
    const stream = new MediaStream([...canvas.captureStream(12).getTracks(), ...out.stream.getTracks()]);
    return { stream, end: () => { clearInterval(timer); sound.close(); stream.getTracks().forEach((track) => track.stop()); } };
  };
  const upload = async (piece) => {
    const body = new FormData();
    Object.entries(piece).forEach(([name, value]) => body.append(name, value));
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(box.dataset.partUrl, { method: "POST", body, credentials: "same-origin", redirect: "error" });
      if (answer.status === 201) {
        const kept = await answer.json();
        of("parts").textContent = `${kept.number} ${box.dataset.kept} · ${kept.sha256.slice(0, 16)}…`;
        return;
      }
      if (answer.status < 500) return;
    } catch (offline) { /* sent again below */ }
    of("parts").textContent = box.dataset.unsent;
    setTimeout(() => upload(piece), AGAIN);
  };
  const record = (id, since, parts) => {
    const zero = performance.now() - since, mixed = mix();
    const mimeType = ["video/webm;codecs=vp8,opus", "video/webm"].find((type) => MediaRecorder.isTypeSupported(type));
    let number = parts, going = true, current = null, turn = 0;
    const piece = () => {
      const began = performance.now(), chunks = [], mine = current = new MediaRecorder(mixed.stream, { mimeType, videoBitsPerSecond: RATE });
      mine.ondataavailable = (event) => event.data.size && chunks.push(event.data);
      mine.onstop = () => {
        number += 1;
        const file = new File([new Blob(chunks, { type: "video/webm" })], `part-${number}.webm`, { type: "video/webm" });
        const seconds = Math.min(60, Math.round((performance.now() - began) / 1000));
        if (file.size) upload({ file, recording: id, number, after: Math.round(began - zero), seconds });
        if (going) piece(); else mixed.end();
      };
      mine.start();
      turn = setTimeout(() => mine.state === "recording" && mine.stop(), PIECE);
    };
    piece();
    return { id, end: () => { recorder = null; going = false; clearTimeout(turn); current.stop(); } };
  };
  const apply = (state) => {
    const running = state.recording === "running", asked = state.recording === "asked";
    of("recording").hidden = !running;
    if (side === "supervisor") return;
    of("asked").hidden = !asked || state.mine;
    of("waiting").hidden = !asked || !state.mine;
    of("agree").hidden = running || (asked && state.mine);
    of("stop").hidden = !running && !asked;
    of("telephone").hidden = !state.telephone;
    if (side !== "unit") return;
    if (recorder && (!running || recorder.id !== state.id)) recorder.end();
    if (running && !recorder && inside) recorder = record(state.id, state.since, state.parts);
  };
  const refresh = async () => {
    try {
      const answer = await fetch(box.dataset.stateUrl, { credentials: "same-origin", redirect: "error" });
      if (answer.ok) apply(await answer.json());
    } catch (offline) { /* asked again when the socket is back */ }
  };
  const quietly = async (event) => {
    const form = event.target.closest("form[data-quiet]");
    if (!form) return;
    event.preventDefault();
    const body = new FormData(form), headers = { Accept: "application/json" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin", redirect: "error" });
      if (answer.ok) apply(await answer.json());
      form.elements.key.value = newKey();
      send({ kind: "changed" });
    } catch (offline) { form.submit(); }
  };
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const mute = (event) => {
    const button = event.target.closest("[data-mute]");
    if (!button || !own) return;
    const off = button.getAttribute("aria-pressed") !== "true";
    own.getTracks().filter((track) => track.kind === button.dataset.mute).forEach((track) => { track.enabled = !off; });
    button.setAttribute("aria-pressed", off);
    button.textContent = off ? button.dataset.off : button.dataset.on;
  };
  of("join").addEventListener("click", enter);
  of("leave").addEventListener("click", () => leave("left"));
  box.addEventListener("click", mute);
  box.addEventListener("submit", quietly);
  window.addEventListener("pagehide", () => inside && leave("left"));
})();
