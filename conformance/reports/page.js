"use strict";
// Filters for a table of cases. Without it the page is a plain table with every case in it.
(() => {
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const cases = Array.from(document.querySelectorAll("[data-outcome]"));
  const texts = new Map();

  const textOf = (entry) => {
    if (!texts.has(entry)) texts.set(entry, entry.textContent.toLowerCase());
    return texts.get(entry);
  };

  const filter = () => {
    const chosen = new FormData(form);
    const outcomes = new Set(chosen.getAll("outcome"));
    const words = chosen.get("search").toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of cases) {
      const { outcome } = entry.dataset;
      const { op, level } = entry.closest("[data-op]").dataset;
      const fits =
        outcomes.has(outcome) &&
        [op, ""].includes(chosen.get("op")) &&
        [level, ""].includes(chosen.get("level")) &&
        words.every((word) => textOf(entry).includes(word));
      entry.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${cases.length} cases shown`;
  };

  const reveal = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named) return;
    for (let place = named; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
    if (named.closest("[data-outcome]")?.hidden) form.reset();
    setTimeout(() => named.scrollIntoView());
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields have their first values again only after this event.
  form.addEventListener("reset", () => setTimeout(filter));
  addEventListener("hashchange", reveal);
  form.hidden = false;
  filter();
  reveal();
})();
