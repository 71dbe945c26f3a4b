// A camera through WHEP: play, take a snapshot, record a stretch, say when the picture is left. One on a page.
(() => {
  "use strict";
  const RETRY = 5000, GATHER = 1500, LONGEST = 60000, RATE = 1000000; // ms, ms, ms, bits per second
  let box, video, line = null, recorder = null;
  const of = (name) => box.querySelector(`[data-${name}]`);
  const tell = (words, state) => {
    const place = of("state");
    if (state) place.dataset.state = state;
    place.textContent = box.dataset[words] || words;
  };
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = (address, values) => {
    const body = new FormData();
    Object.entries(values).forEach(([name, value]) => body.append(name, value));
    body.append("csrfmiddlewaretoken", token());
    return fetch(address, { method: "POST", body, credentials: "same-origin", redirect: "error" });
  };
  const gathered = (peer) => new Promise((done) => {
    if (peer.iceGatheringState === "complete") return done();
    peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "complete" && done());
    setTimeout(done, GATHER);
  });

  // The media server answers an offer with its own description and the address of the session.
  const connect = async (mine, told) => {
    const peer = mine.peer = new RTCPeerConnection();
    peer.addTransceiver("video", { direction: "recvonly" });
    peer.addTransceiver("audio", { direction: "recvonly" });
    const stream = new MediaStream();
    peer.ontrack = (event) => { stream.addTrack(event.track); if (mine === line) video.srcObject = stream; };
    peer.onconnectionstatechange = () => ["failed", "disconnected"].includes(peer.connectionState) && lost(mine);
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    const headers = { "Content-Type": "application/sdp" };
    if (told.token) headers.Authorization = `Bearer ${told.token}`;
    const answer = await fetch(told.address, {
      method: "POST", headers, body: peer.localDescription.sdp, credentials: "omit", referrerPolicy: "no-referrer",
    });
    if (!answer.ok) throw new Error(answer.status);
    const session = new URL(answer.headers.get("Location") || told.address, told.address);
    if (answer.headers.has("Location") && session.origin === new URL(told.address).origin) {
      mine.end = () => fetch(session, { method: "DELETE", headers, credentials: "omit", keepalive: true }).catch(() => 0);
    }
    await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  };

  const start = async (mine) => {
    if (mine !== line) return;
    tell("connecting", "wait");
    try {
      const answer = await post(mine.look, { patrol: mine.patrol || "" });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (!mine.patrol) mine.began = performance.now();
      mine.patrol = told.patrol;
      document.querySelectorAll("[name=patrol]").forEach((field) => { field.value = told.patrol; });
      if (mine === line) await connect(mine, told);
    } catch (unreachable) { lost(mine); }
  };
  const lost = (mine) => {
    if (mine !== line || mine.waits) return;
    tell("lost", "off");
    enable(false);
    hangUp(mine);
    mine.waits = setTimeout(() => { mine.waits = 0; start(mine); }, RETRY);
  };
  const hangUp = (mine) => {
    if (mine.end) mine.end();
    mine.end = null;
    if (mine.peer) { mine.peer.onconnectionstatechange = mine.peer.ontrack = null; mine.peer.close(); }
    mine.peer = null;
  };
  const stop = () => {
    const mine = line;
    line = null;
    if (!mine) return;
    clearTimeout(mine.waits);
    if (recorder) recorder.stop();
    hangUp(mine);
    video.srcObject = null;
    enable(false);
    tell("stopped", "off");
    if (!mine.patrol) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token());
    navigator.sendBeacon(box.dataset.leave.replace("/0/", `/${mine.patrol}/`), body);
  };
  const play = (look) => { stop(); line = { look }; start(line); };
  const enable = (on) => box.querySelectorAll("[data-needs]").forEach((button) => { button.disabled = !on; });

  // Pictures: the server adds the offset to the moment at which it gave the address; this clock is not asked.
  const keep = async (mine, blob, kind, name, after, seconds) => {
    tell("keeping");
    const file = new File([blob], name, { type: blob.type });
    try {
      const address = box.dataset.keep.replace("/0/", `/${mine.patrol}/`);
      const answer = await post(address, { file, kind, after: Math.round(after), seconds });
      const text = await answer.text();
      if (answer.status === 201) {
        document.getElementById("shots").insertAdjacentHTML("afterbegin", text);
        tell("kept");
      } else tell(answer.status === 422 ? text : "failed");
    } catch (unreachable) { tell("failed"); }
  };
  const snap = () => {
    const mine = line, canvas = document.createElement("canvas");
    const scale = Math.min(1, 1920 / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const after = performance.now() - mine.began;
    canvas.toBlob((blob) => keep(mine, blob, "picture", "snapshot.png", after, 0), "image/png");
  };
  const record = () => {
    if (recorder) return recorder.stop();
    const mine = line, parts = [], button = of("record"), began = performance.now();
    const mimeType = ["video/webm;codecs=vp8,opus", "video/webm"].find((type) => MediaRecorder.isTypeSupported(type));
    recorder = new MediaRecorder(video.srcObject, { mimeType, videoBitsPerSecond: RATE });
    const limit = setTimeout(() => recorder && recorder.stop(), LONGEST - 500);
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearTimeout(limit);
      recorder = null;
      button.setAttribute("aria-pressed", "false");
      button.textContent = button.dataset.off;
      const seconds = Math.min(60, Math.round((performance.now() - began) / 1000));
      keep(mine, new Blob(parts, { type: "video/webm" }), "clip", "clip.webm", began - mine.began, seconds);
    };
    recorder.start();
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.on;
    tell("recording");
  };

  const mount = () => {
    box = document.getElementById("player");
    if (!box) return;
    video = box.querySelector("video");
    video.addEventListener("playing", () => { tell("live", "on"); enable(true); });
    document.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-look]");
      if (!chosen || !window.RTCPeerConnection) return;
      event.preventDefault();
      const dialog = box.closest("dialog");
      const title = of("title");
      if (title) title.textContent = chosen.dataset.place;
      if (dialog && !dialog.open) dialog.showModal();
      document.querySelectorAll("[data-look]").forEach((other) => other.removeAttribute("aria-current"));
      chosen.setAttribute("aria-current", "true");
      play(chosen.dataset.look);
    });
    if (of("snap")) of("snap").addEventListener("click", snap);
    if (of("record")) of("record").addEventListener("click", record);
    if (of("stop")) of("stop").addEventListener("click", stop);
    const dialog = box.closest("dialog");
    if (dialog) {
      dialog.addEventListener("close", stop);
      of("close").addEventListener("click", () => dialog.close());
    }
    window.addEventListener("pagehide", stop);
    if (box.dataset.first) play(box.dataset.first);
  };
  mount();
})();
