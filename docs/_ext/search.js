// How the results of the search are ordered, and a mend of their excerpts. Sphinx puts this behind its own script.

{
  const asked = (new URLSearchParams(window.location.search).get("q") ?? "").toLowerCase().trim();

  // What is higher stands first.
  const WORTH = [
    [/^spec\/readings$/, 12],
    [/^spec\/answers$/, 26],
    [/^spec\/request$/, 23],
    [/^spec\/(limits|clauses|grammar)$/, 14],
    [/^spec\//, 20],
    [/^rules$/, 8],
    [/^(tutorials\/|sending$|gateway$|testing$)/, 6],
    [/^cases\//, -10],
    [/^(coverage|power|changelog|corpus)$/, -8],
    [/^reference\//, -2],
  ];

  // A section whose title is just what was asked for stands before all others: an id, the code of a rule, a field.
  const EXACT = [
    [/^spec\/grammar$/, 5],
    [/^spec\/answers$/, 20],
    [/^spec\/request$/, 1100],
    [/^(spec\/|rules$)/, 1000],
  ];

  const worth = (list, docname) => list.find(([page]) => page.test(docname))?.[1] ?? 0;

  const exact = ([, title, , , , , kind]) =>
    kind === "title" && (title ?? "").toLowerCase().split(" > ").pop() === asked;

  var Scorer = {
    score: (result) => result[4] + worth(WORTH, result[0]) + (exact(result) ? worth(EXACT, result[0]) : 0),
    objNameMatch: 11,
    objPartialMatch: 6,
    objPrio: { 0: 15, 1: 5, 2: -5 },
    objPrioDefault: 0,
    title: 15,
    partialTitle: 7,
    term: 5,
    partialTerm: 2,
  };

  // What _ext/finding.py writes: clauses, readings, rules, limits and answers, each a result of its own. They are compared
  // with what was typed, not with words: `24-8` and emoji are no words.
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

  const worthOf = ([title, , , text], typed) => {
    const [name, all] = [plain(title), plain(`${title} ${text}`)];
    if (name === typed) return 3000;
    const whole = all.includes(typed) ? 600 : 0;
    const words = typed.split(" ").map((word) => word.replace(/[?!.,;]+$/, "") || word);
    if (!whole && !words.every((word) => all.includes(word))) return 0;
    const inTitle = words.filter((word) => name.includes(word)).length / words.length;
    return whole + 300 * inTitle + 100 / (1 + all.length / 200);
  };

  const statements = (typed) =>
    typed && typeof STATEMENTS !== "undefined"
      ? STATEMENTS.map((entry) => [worthOf(entry, typed), entry])
          .filter(([worth]) => worth)
          .sort(([one], [other]) => one - other)
          .slice(-20)
          .map(([worth, [title, page, anchor, text]]) => [page, title, `#${anchor}`, text, worth, "", "title"])
      : [];

  // At once, since the search begins when the page is there. Results are shown from the last to the first.
  const search = Search._performSearch;
  Search._performSearch = (...given) => [...search(...given), ...statements(plain(given[0]))];

  // An excerpt is cut by UTF-16 code units: half of a character that needs two is no character.
  document.addEventListener("DOMContentLoaded", () => {
    const summary = Search.makeSearchSummary;
    Search.makeSearchSummary = (...given) => {
      const made = summary(...given);
      if (made) made.textContent = made.textContent.replace(/\p{Cs}/gu, "\ufffd");
      return made;
    };
  });
}
