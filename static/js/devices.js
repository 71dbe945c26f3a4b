// Trying camera and microphone before a session. Nothing leaves the page.
(() => {
  "use strict";
  const box = document.getElementById("devices");
  if (!box || !navigator.mediaDevices) return;
  const of = (name) => box.querySelector(`[data-${name}]`);
  const video = box.querySelector("video"), level = document.getElementById("level");
  let stream = null, sound = null, timer = 0;
  const tell = (words) => { of("state").textContent = box.dataset[words]; };

  const measure = () => {
    const context = sound = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 256;
    context.createMediaStreamSource(stream).connect(analyser);
    const values = new Uint8Array(analyser.fftSize);
    timer = setInterval(() => {
      analyser.getByteTimeDomainData(values);
      level.value = Math.min(100, Math.max(...values.map((value) => Math.abs(value - 128))) * 1.5);
    }, 100);
  };
  const stop = () => {
    clearInterval(timer);
    if (stream) stream.getTracks().forEach((track) => track.stop());
    if (sound) sound.close();
    stream = sound = video.srcObject = null;
    level.value = 0;
    of("off").hidden = true;
  };
  const start = async () => {
    stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      tell("ready");
    } catch (refused) {
      if (refused.name === "NotAllowedError") return tell("denied");
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        tell("sound");
      } catch (again) { return tell(again.name === "NotAllowedError" ? "denied" : "none"); }
    }
    video.srcObject = stream;
    of("off").hidden = false;
    measure();
  };
  const tone = () => {
    const context = new AudioContext(), source = context.createOscillator(), gain = context.createGain();
    gain.gain.value = 0.15;
    source.connect(gain).connect(context.destination);
    source.onended = () => context.close();
    source.start();
    source.stop(context.currentTime + 0.8);
  };
  of("try").addEventListener("click", start);
  of("off").addEventListener("click", stop);
  of("tone").addEventListener("click", tone);
  window.addEventListener("pagehide", stop);
})();
