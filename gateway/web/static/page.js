// Keeps the list of a page as the server has it: rows that are new come in, those that changed are replaced.
"use strict";

const AT_LEAST = 500; // milliseconds between two looks

const rows = document.getElementById("rows");
const pause = document.getElementById("pause");
const news = document.getElementById("news");

if (rows && pause && !new URLSearchParams(location.search).get("before")) {
  let paused = false;
  let waiting = false;
  let looking = false;

  const say = (text) => {
    if (news.textContent !== text) news.textContent = text;
  };

  // The focus stays where it is: a row that has not changed is not touched.
  const reconcile = (fresh) => {
    const known = new Map([...rows.children].map((row) => [row.dataset.key, row]));
    let added = 0;
    let before = rows.firstElementChild;
    for (const row of [...fresh.children]) {
      const old = known.get(row.dataset.key);
      known.delete(row.dataset.key);
      let kept = old;
      if (!old || old.dataset.mark !== row.dataset.mark) {
        kept = document.importNode(row, true);
        if (old) {
          if (old === before) before = kept;
          old.replaceWith(kept);
        } else if (row.dataset.key !== "none") {
          added += 1;
        }
      }
      if (kept === before) before = before.nextElementSibling;
      else rows.insertBefore(kept, before);
    }
    for (const row of known.values()) row.remove();
    return added;
  };

  const look = async () => {
    if (looking || paused) {
      waiting = true;
      if (paused) say("Paused; something has changed.");
      return;
    }
    looking = true;
    waiting = false;
    try {
      const answer = await fetch(location.href, { headers: { "X-Rows": "1" } });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("rows");
        const added = fresh ? reconcile(fresh) : 0;
        if (added) say(`${added} new`);
      }
    } catch {
      say("The gateway does not answer.");
    }
    setTimeout(() => {
      looking = false;
      if (waiting && !paused) look();
    }, AT_LEAST);
  };

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    say(paused ? "Paused." : "");
    if (!paused) look();
  });

  let version = null;
  const events = new EventSource("/events");
  events.addEventListener("change", (event) => {
    // The first one tells where things stand; the page was made a moment before.
    if (event.lastEventId !== version) look();
    version = event.lastEventId;
  });
  events.addEventListener("open", () => say(paused ? "Paused." : ""));
  events.addEventListener("error", () => say("The gateway does not answer; what is shown may be old."));
}

const form = document.getElementById("try");
if (form) {
  const text = document.getElementById("text");
  const example = document.getElementById("example");
  let asked = 0;

  const read = async (fix) => {
    const mine = (asked += 1);
    const values = new URLSearchParams({ text: text.value });
    if (fix !== undefined) values.set("fix", fix);
    try {
      const answer = await fetch("/try", { method: "POST", body: values });
      if (mine !== asked) return; // more has been typed meanwhile
      if (!answer.ok) {
        news.textContent = "This cannot be read; it may be too long.";
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (fix !== undefined) {
        text.value = page.getElementById("text").value;
        text.focus();
      }
      rows.replaceChildren(...page.getElementById("rows").children);
      const findings = rows.querySelectorAll(".finding").length;
      news.textContent = text.value.trim() ? `${findings} finding${findings === 1 ? "" : "s"}` : "";
    } catch {
      news.textContent = "The gateway does not answer.";
    }
  };

  let typing = 0;
  text.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(read, 300);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    read(button && button.name === "fix" ? button.value : undefined);
  });
  document.getElementById("example-of").hidden = false;
  example.addEventListener("change", () => {
    if (example.value) text.value = example.value;
    read();
  });
  const shared = () => {
    if (!location.hash.startsWith("#text=")) return;
    try {
      text.value = decodeURIComponent(location.hash.slice("#text=".length));
    } catch {
      return; // it is no text
    }
    read();
  };
  addEventListener("hashchange", shared);
  shared();
}
