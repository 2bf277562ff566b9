// The page on which a line is tried. In front of it stand the codec and DATA, see trial.py.

const find = (id) => document.getElementById(`trial-${id}`);
const [text, as, example, found] = ["text", "as", "example", "found"].map(find);

// ---- how things are shown: nothing that is typed becomes markup, and what is not seen is named

const UNSEEN = /([\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff])/;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const typed = (value) =>
  element("bdi", {}, ...value.split(UNSEEN).filter(Boolean).map((piece) => (UNSEEN.test(piece) ? named(piece) : piece)));

const named = (unseen) =>
  element("span", { class: "unseen" }, `U+${unseen.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);

function link(label, shown = label) {
  const place = DATA.places[label];
  return place ? element("a", { href: place }, shown) : element("span", {}, shown);
}

const links = (ids) => ids.flatMap((id, number) => [number ? ", " : "", link(id)]);

const rule = (name) => (name ? link(`grammar-${DATA.rules[name].toLowerCase()}`, DATA.rules[name]) : "none");

const fact = (name, basis, ...says) =>
  [element("dt", {}, name), element("dd", {}, ...says, ...(basis.length ? [" [", ...links(basis), "]"] : []))];

const scrolled = (label, content) => element("div", { class: "scrolled", tabindex: "0", role: "region", "aria-label": label }, content);

const folded = (summary, value) =>
  element("details", {}, element("summary", {}, summary), element("pre", { tabindex: "0", "aria-label": summary }, typed(value)));

// ---- which rule of the grammar a text is

const matchers = new Map();

function ruleOf(value, ...names) {
  return names.find((name) => {
    if (!matchers.has(name)) matchers.set(name, new RegExp(`^(?:${DATA.terminals[name]})$`, "u"));
    return matchers.get(name).test(value);
  });
}

const RECIPIENTS = ["PLUS_NUMBER", "DIGITS", "NUMBER", "GROUP", "TELEGRAM", "EMAIL"];
const MESSAGES = {
  wap_push: "wap_push_message", email: "email_message", voice: "voice_message", hlr: "whole_message", ping: "whole_message",
};

/** The fields that stand between the first six colons, each with the rules that it may be. */
function fieldsOf(line) {
  const pieces = line.replace(/^\uFEFF/, "").split(":");
  const [login = "", psw = "", id = "", schedule = "", options = "", phones = ""] = pieces.map(codec.trim);
  const [time = "", tz = "", ...moreTimes] = schedule.split(",").map(codec.trim);
  const [translit = "", format = "", sender = "", test = "", ...moreOptions] = options.split(",").map(codec.trim);
  return [
    ["login", login, ["LOGIN"]],
    ["psw", psw, ["PSW"]],
    ["id", id, ["ID"]],
    ["time", time, ["DATE_TIME", "WINDOW", "TIMESTAMP", "AFTER", "NOW"]],
    ["tz", tz, ["TZ"]],
    ...moreTimes.map((more) => ["a third item of time,tz", more, []]),
    ["translit", translit, ["TRANSLIT"]],
    ["format", format, ["FORMAT"]],
    ["sender", sender, ["SENDER_NUMBER", "SENDER_NAME", "EMAIL"]],
    ["test", test, ["TEST", "MULTILINE"]],
    ...moreOptions.map((more) => ["a fifth option", more, []]),
    ...(phones === "" ? [] : phones.split(/[,;]/).slice(0, 20).map((phone) => ["phones", codec.trim(phone), RECIPIENTS])),
  ].filter(([, value]) => value !== "");
}

/** A table of the fields. Of a line that is refused only lengths: the password may stand in any field. */
function fields(line, request) {
  const rows = fieldsOf(line).map(([name, value, names]) => {
    const isShown = request && name !== "psw";
    const length = [...value].length;
    const shown = isShown ? typed(value) : `${length} character${length === 1 ? "" : "s"}`;
    return element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, shown), element("td", {}, rule(ruleOf(value, ...names))));
  });
  const head = ["Field", "As typed", "Rule of the grammar"].map((name) => element("th", { scope: "col" }, name));
  return scrolled("The fields", element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)));
}

// ---- what is said

function verdict(isAccepted, kind, ...more) {
  const says = isAccepted ? "accepted" : "refused";
  return element("p", { role: "status" }, element("strong", { class: says }, says), ` as a ${kind}`, ...more);
}

const refused = (kind, refusal) =>
  verdict(false, kind, `, error ${refusal.code}: ${refusal.message} [`, ...links(refusal.basis), "]");

function parts(value) {
  const { encoding, units, parts: pieces } = codec.segment(value);
  const drawn = pieces.map((piece, number) =>
    element("span", { class: "part" }, ...(pieces.length > 1 ? [element("small", {}, `${number + 1}: `)] : []), typed(piece)),
  );
  const size = `${pieces.length} part${pieces.length === 1 ? "" : "s"} of ${encoding === "gsm7" ? "the GSM alphabet" : "UCS-2"}, ${units} units together`;
  return [element("p", {}, size, " [", ...links(["C-SEGMENT"]), "]"), element("p", { class: "parts" }, ...drawn)];
}

function sentAt({ time, tz }) {
  try {
    const { at } = codec.sendAt({ time, tz, now: `${new Date().toISOString().slice(0, 19)}Z`, account_tz: 0 });
    if (at === null) return "at once";
    const moscow = new Date(Date.parse(at) + 3 * 3600000).toISOString().slice(11, 19);
    return `${at.replace("T", " ").replace("Z", "")} UTC, ${moscow} in Moscow`;
  } catch (error) {
    if (!(error instanceof codec.Refusal)) throw error;
    return error.message;
  }
}

function replyTo(request, number) {
  const says = `OK - ${number ?? "n"} SMS, ID - ${request.id ?? "one that the server assigns"}`;
  return request.test === 1 ? says : `${says}, if one were asked for with test = 1`;
}

function mailOf(request) {
  try {
    return new TextDecoder().decode(codec.encodeMail({ request: { ...request, psw: "psw" }, charset: "utf-8" }));
  } catch (error) {
    if (!(error instanceof codec.Refusal)) throw error;
    return `${error.message} [${error.basis.join(", ")}]`;
  }
}

function accepted(line, request) {
  const { body } = request;
  const form = body.kind === "single" ? "single" : request.test === 2 ? "block" : "list";
  const number = codec.smsCount({ request, groups: {} }).n;
  const messages = codec.messagesOf(body);
  const said = element(
    "dl",
    {},
    ...fact("Rule", body.kind === "single" ? ["C-SINGLE"] : ["C-LIST"], rule(form)),
    ...fact("Recipients", ["C-PHONES", "R-COUNTEACH"], `${messages.reduce((sum, { phones }) => sum + phones.length, 0)}, a group counted as one`),
    ...fact("SMS", ["C-OK"], number === null ? "not certain before they are sent" : `${number}`),
    ...fact("Sent", ["C-TIME-ABS", "C-TZ"], sentAt(request), request.tz === null && request.time ? ", if the account is in Moscow time" : ""),
    ...fact("Reply", ["C-OK", "C-TEST", "R-REPLYWHEN"], typed(replyTo(request, number))),
  );
  const contents = messages.slice(0, 20).flatMap(({ phones, mes }) => {
    const content = codec.contentOf(mes, request.format, request.sender, codec.tailOf(body));
    const name = content.kind === "binary" ? (content.hex === null ? "text" : "hex_message") : (MESSAGES[content.kind] ?? "text");
    const to = element("p", {}, typed(phones.slice(0, 3).join(", ")), phones.length > 3 ? ` and ${phones.length - 3} more: ` : ": ",
      `${content.kind}, rule `, rule(name));
    return [to, ...(content.kind === "text" || content.kind === "flash" ? parts(content.text) : [])];
  });
  return [
    fields(line, request), said, ...contents,
    folded("As JSON, with another password", JSON.stringify({ ...request, psw: "psw" }, null, 2)),
    folded("The mail that carries it, with another password", mailOf(request)),
  ];
}

// ---- what a text is

const READERS = {
  request(line, kind = "line") {
    let request = null;
    try {
      request = codec.decodeRequest(line);
    } catch (error) {
      if (!(error instanceof codec.Refusal)) throw error;
      return [refused(kind, error), fields(line, null)];
    }
    return [verdict(true, kind), ...accepted(line, request)];
  },
  reply(line) {
    const reply = codec.decodeReply(line);
    return [verdict(true, "reply"), element("dl", {}, ...fact("Rule", reply.kind === "accepted" ? ["C-OK"] : ["C-ERR", "C-ERR-ID"], rule(reply.kind))),
      folded("As JSON", JSON.stringify(reply, null, 2))];
  },
  mail(mail) {
    const { text: line, charset } = codec.decodeMail(new TextEncoder().encode(mail));
    const told = element("dl", {}, ...fact("Charset", ["C-PLAIN", "R-CHARSET"], charset));
    return [...READERS.request(line, "mail"), told];
  },
  message: (message) => [verdict(true, "text of a message"), ...parts(message)],
};
const CALLED = { request: "line", reply: "reply", mail: "mail", message: "message" };

function looksLike(value) {
  if (/^\s*(?:OK|ERROR)\s*[-=]/.test(value)) return "reply";
  const mail = /^(?:From |[A-Z][A-Z0-9-]*: ).*\n(?:.+\n)*\n|^(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-Type): .*\n/i;
  return mail.test(value) ? "mail" : "request";
}

function read() {
  const kind = as.value || looksLike(text.value);
  // A line break around a line that is pasted is none of it, as in a mail (R-TRAILNL).
  const given = kind === "request" ? codec.trimLineBreaks(text.value) : text.value;
  let told = [];
  try {
    if (given.trim()) told = READERS[kind](given);
  } catch (error) {
    if (!(error instanceof codec.Refusal)) throw error;
    told = [refused(CALLED[kind], error)];
  }
  const chosen = DATA.examples[example.value];
  if (chosen && chosen[1] === text.value) {
    told.push(element("p", {}, "The corpus has it as ", link(`case-${chosen[0]}`, chosen[0]), `: ${chosen[2] ? "accepted" : "refused"}.`));
  }
  found.replaceChildren(...told);
}

const groups = new Map();
DATA.examples.forEach(([id], number) => {
  const [area, topic, name] = id.split("/");
  const label = `${area}/${topic}`;
  if (!groups.has(label)) example.append(groups.set(label, element("optgroup", { label })).get(label));
  groups.get(label).append(element("option", { value: number }, name.replaceAll("-", " ")));
});
example.addEventListener("change", () => {
  if (!example.value) return;
  text.value = DATA.examples[example.value][1];
  as.value = { request: "request", reply: "reply", mail: "mail" }[DATA.examples[example.value][0].split("/")[0]] ?? "";
  read();
});
for (const one of [text, as]) one.addEventListener("input", read);
find("text").form.addEventListener("submit", (event) => event.preventDefault());
read();

// The theme gives its two sidebars no names.
document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "Pages");
document.querySelector(".toc-drawer")?.setAttribute("aria-label", "On this page");
