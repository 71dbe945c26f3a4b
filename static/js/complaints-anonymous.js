// The price of an anonymous order: a number that, hashed with the puzzle, gives enough zero bits. Nothing is sent.
(() => {
  "use strict";

  const BATCH = 256;
  const form = document.querySelector("form[data-puzzle]");
  const words = document.querySelector("[data-price-words]");
  const subtle = window.crypto && window.crypto.subtle;

  const zeroBits = (hash) => {
    let bits = 0;
    for (const byte of new Uint8Array(hash)) {
      if (byte === 0) { bits += 8; continue; }
      return bits + Math.clz32(byte) - 24;
    }
    return bits;
  };

  const solve = async (puzzle, wanted) => {
    const encoder = new TextEncoder();
    for (let start = 0; ; start += BATCH) {
      const tries = Array.from({ length: BATCH }, (_, step) => start + step);
      const hashes = await Promise.all(tries.map((n) => subtle.digest("SHA-256", encoder.encode(`${puzzle}:${n}`))));
      const found = hashes.findIndex((hash) => zeroBits(hash) >= wanted);
      if (found >= 0) return start + found;
    }
  };

  if (form && subtle) {
    let waiting = null;
    let answer = null;
    words.textContent = words.dataset.working;
    solve(form.dataset.puzzle, Number(form.dataset.bits)).then((number) => {
      answer = number;
      form.elements.answer.value = number;
      words.textContent = words.dataset.ready;
      if (waiting) form.requestSubmit(waiting.isConnected ? waiting : undefined);
    });
    // Sent too early: the form goes as soon as the number is there.
    form.addEventListener("submit", (event) => {
      if (answer !== null) return;
      event.preventDefault();
      waiting = event.submitter || form.querySelector("button[type=submit]");
      words.textContent = words.dataset.working;
    });
  }

  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.copied;
    });
  });
})();
