// Seals a bid in the bidder's browser. Nothing that is typed here is sent: only the sealed file leaves the page.
// The format is that of procurement/sealing.py, byte for byte.
(() => {
  "use strict";

  const subtle = window.crypto && window.crypto.subtle;
  const encoder = new TextEncoder();
  const MAGIC = new Uint8Array([77, 74, 66, 73, 68, 0, 1, 10]);
  const WORK_BITS = 14, BATCH = 256, MOST_FEN = 1000000000000000n;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const text = (words) => encoder.encode(words);
  const sha256 = async (...parts) => new Uint8Array(await subtle.digest("SHA-256", join(...parts)));
  const number = (value) => {
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setBigUint64(0, BigInt(value));
    return eight;
  };
  const random = (length) => window.crypto.getRandomValues(new Uint8Array(length));
  const fresh = () => ({ key: random(32), salt: random(16), withdrawal: random(16), nonce: random(12) });

  const enough = (hash) => ((hash[0] << 24 | hash[1] << 16 | hash[2] << 8 | hash[3]) >>> (32 - WORK_BITS)) === 0;

  // The smallest number that makes the hash begin with enough zero bits.
  const work = async (body) => {
    const known = await sha256(body);
    for (let start = 0; ; start += BATCH) {
      const tries = Array.from({ length: BATCH }, (_, step) => number(start + step));
      const hashes = await Promise.all(tries.map((one) => sha256(known, one)));
      const found = hashes.findIndex(enough);
      if (found >= 0) return tries[found];
    }
  };

  const seal = async (content, { tender, round, party, size, secrets }) => {
    const mine = secrets || fresh();
    if (content.length + 8 > size) throw new Error("large");
    const box = await sha256(text(`mingjing-box-v1|${tender}|${round}`));
    const bidder = await sha256(text(`mingjing-bidder-v1|${party}|${hex(mine.salt)}`));
    const withdrawal = await sha256(text("mingjing-withdrawal-v1|"), mine.withdrawal);
    const head = join(MAGIC, box, bidder, withdrawal);
    const bound = join(head, await sha256(text("mingjing-key-v1|"), mine.key, head));
    const plain = new Uint8Array(size);
    plain.set(number(content.length), 0);
    plain.set(content, 8);
    const key = await subtle.importKey("raw", mine.key, "AES-GCM", false, ["encrypt"]);
    const about = { name: "AES-GCM", iv: mine.nonce, additionalData: bound };
    const body = join(bound, mine.nonce, new Uint8Array(await subtle.encrypt(about, key, plain)));
    const sealed = join(body, await work(body));
    const kept = { format: "mingjing-bid-key-1", tender, round, party };
    for (const name of ["key", "salt", "withdrawal"]) kept[name] = hex(mine[name]);
    kept.digest = hex(await sha256(sealed));
    return { sealed, kept };
  };

  // A price as people type it in yuan, in fen; throws the name of what is wrong.
  const fen = (typed) => {
    const plain = typed.normalize("NFKC").replace(/[, ]/g, "").replace(/^¥/, "");
    if (/[万萬亿億千百]/.test(plain)) throw new Error("price_unit");
    const found = /^(\d{1,16})(?:\.(\d+))?元?$/.exec(plain);
    if (!found) throw new Error("price_form");
    const rest = found[2] || "";
    if (rest.length > 2) throw new Error("price_fen");
    const amount = BigInt(found[1]) * 100n + BigInt(rest.padEnd(2, "0"));
    if (amount <= 0n || amount > MOST_FEN) throw new Error("price_range");
    return Number(amount);
  };

  const base64 = (file) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Error("content"));
    reader.readAsDataURL(file);
  });

  window.mingjingSeal = { seal, fen, bytes, hex };

  const page = document.getElementById("sealing");
  const withdraw = document.getElementById("withdrawing");

  const say = (where, words, bad) => {
    where.textContent = words;
    where.className = bad ? "note over" : "note ok";
    where.hidden = !words;
  };

  if (page && !subtle) document.getElementById("no-crypto").hidden = false;

  if (page && subtle) {
    const field = (name) => document.getElementById(`bid-${name}`);
    const value = (name) => field(name).value.trim();
    const status = document.getElementById("sealing-status");
    const box = { tender: page.dataset.tender, round: Number(page.dataset.round), size: Number(page.dataset.size) };
    let ready = null;
    page.hidden = false;

    const wrong = (name, words) => {
      say(status, words, true);
      field(name).setAttribute("aria-invalid", "true");
      field(name).focus();
      return null;
    };

    const statement = async () => {
      page.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
      const party = value("party").normalize("NFKC").toUpperCase();
      if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(party)) return wrong("party", page.dataset.partyWrong);
      let price;
      try { price = fen(value("price")); } catch (error) { return wrong("price", status.dataset[error.message]); }
      const days = value("days") ? Number(value("days")) : null;
      if (days !== null && !(Number.isInteger(days) && days > 0 && days <= 20000)) {
        return wrong("days", page.dataset.daysWrong);
      }
      const said = { format: "mingjing-bid-1", tender: box.tender, round: box.round, party, price, days };
      for (const name of ["manager", "author", "handler", "telephone"]) said[name] = value(name);
      said.guarantee = {};
      for (const name of ["number", "payer", "account", "bank"]) said.guarantee[name] = value(`g-${name}`);
      said.devices = {};
      said.files = await Promise.all(Array.from(field("files").files, async (file) => (
        { name: file.name, data: await base64(file) })));
      return said;
    };

    const changed = () => {
      ready = null;
      document.getElementById("step-key").hidden = true;
      document.getElementById("step-send").hidden = true;
    };
    page.addEventListener("input", (event) => { if (event.target.id.startsWith("bid-")) changed(); });

    document.getElementById("seal").addEventListener("click", async () => {
      changed();
      say(status, status.dataset.working);
      const said = await statement();
      if (!said) return;
      try {
        ready = await seal(text(JSON.stringify(said)), { ...box, party: said.party });
      } catch (error) {
        say(status, status.dataset[error.message] || status.dataset.content, true);
        return;
      }
      const link = document.getElementById("key-file");
      const file = new Blob([JSON.stringify(ready.kept, null, 2)], { type: "application/json" });
      link.href = URL.createObjectURL(file);
      link.download = `${box.tender}-${ready.kept.digest.slice(0, 8)}.key.json`;
      document.getElementById("step-key").hidden = false;
      say(status, status.dataset.sealed);
      link.focus();
    });

    document.getElementById("key-file").addEventListener("click", () => {
      document.getElementById("step-send").hidden = false;
    });

    document.getElementById("send").addEventListener("click", async (event) => {
      const button = event.currentTarget;
      if (!ready || button.disabled) return;
      button.disabled = true;
      say(status, status.dataset.sending);
      const form = document.getElementById("upload");
      const sent = new FormData();
      sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      sent.append("sealed", new Blob([ready.sealed]), "bid.sealed");
      try {
        const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
        const told = await answer.json();
        if (!answer.ok) throw new Error(told.error);
        show(told);
      } catch (error) {
        say(status, error instanceof TypeError || error instanceof SyntaxError ? status.dataset.failed : error.message, true);
      } finally {
        button.disabled = false;
      }
    });

    const show = (told) => {
      say(status, status.dataset.received);
      document.getElementById("receipt").hidden = false;
      document.getElementById("receipt-digest").textContent = told.digest;
      document.getElementById("receipt-time").textContent = told.received;
      document.getElementById("receipt-entry").textContent = told.entry;
      const link = document.getElementById("receipt-file");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 2)], { type: "application/json" }));
      link.download = `${box.tender}-${told.digest.slice(0, 8)}.receipt.json`;
      document.getElementById("receipt").scrollIntoView({ block: "nearest" });
    };
  }

  // Withdrawing: the key file is read here, and only the digest and the secret of the withdrawal are sent.
  if (withdraw) {
    const file = document.getElementById("withdraw-file");
    file.closest("[hidden]").hidden = false;
    file.addEventListener("change", async () => {
      try {
        const kept = JSON.parse(await file.files[0].text());
        withdraw.elements.digest.value = kept.digest;
        withdraw.elements.secret.value = kept.withdrawal;
      } catch (_error) {
        file.setAttribute("aria-invalid", "true");
      }
    });
  }
})();
