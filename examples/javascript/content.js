// What a message is: its kind by format and prefix, and the parts that its kind has.

import { isEmail } from "./fields.js";
import { PARAMETERS, refuse } from "./refusal.js";
import { CONTROL, isBlankText, isWhole, lengthOf, needText, trimStart, withLineFeeds } from "./text.js";

const LONGEST = 1000;

const KINDS = [
  "text", "flash", "wap_push", "hlr", "binary", "binary", "ping", "mms", "email", "voice", "viber", "whatsapp",
  "social",
];
const BINARY_HEX = 5;

const PREFIXES = {
  "__CALL__:": "voice", "__VIBER__:": "viber", "__SOC__:": "social", "__MAIL__:": "email", "__BOT__:": "bot",
};
const WHOLE = { __PING__: "ping", __HLR__: "hlr" };

const MARK = "~~~";
export const PARAM = `\n${MARK}\n`;
const HEX = /^(?:[0-9A-Fa-f]{2})+$/;

/** The kind of a message, and its text behind the prefix (R-PREFIX, R-PINGALONE). */
export function kindOf(mes, format) {
  for (const [prefix, kind] of Object.entries(PREFIXES)) {
    if (mes.startsWith(prefix)) return { kind, text: trimStart(mes.slice(prefix.length)) };
  }
  for (const [prefix, kind] of Object.entries(WHOLE)) {
    if (mes.startsWith(prefix) && !/[^ \t\n]/.test(mes.slice(prefix.length))) return { kind, text: "" };
  }
  return { kind: KINDS[format], text: mes };
}

/** The operation decode_content. */
export function decodeContent({ mes, format, sender }) {
  if (!isWhole(format, 0, 12)) refuse(PARAMETERS, "format must be a number from 0 to 12", "C-FORMAT");
  if (sender !== null) needText(sender, "sender");
  return contentOf(withLineFeeds(needText(mes, "mes")), format, sender, null);
}

/** The content of a message; tail is that of the list it is in, or null. */
export function contentOf(mes, format, sender, tail) {
  if (lengthOf(mes) > LONGEST) refuse(PARAMETERS, "mes must have at most 1000 characters", "R-MESLEN");
  const { kind, text } = kindOf(mes, format);
  if (kind === "hlr" || kind === "ping") return { kind };
  if (isBlankText(text)) refuse(PARAMETERS, "mes must not be blank", "R-MESEMPTY", "R-NOTEXT", "R-BLANK");
  switch (kind) {
    case "wap_push":
      return wapPush(text);
    case "email":
      return email(text, sender, tail);
    case "voice":
      return voice(text, tail);
    case "binary":
      return binary(text, format);
    default:
      return { kind, text };
  }
}

function wapPush(text) {
  const [url, title] = cut(text, text.indexOf("\n"));
  return { kind: "wap_push", url, title }; // R-WAP
}

function email(text, sender, tail) {
  if (sender === null || !isEmail(sender)) {
    refuse(PARAMETERS, "an e-mail needs the e-mail address of its sender", "R-MAILFROM");
  }
  let [letter, subject] = [text, tail];
  if (!isSubject(tail)) [letter, subject] = lastLine(text); // R-LISTTAIL
  if (!isSubject(subject)) refuse(PARAMETERS, "an e-mail needs a last line subj:Theme", "C-SUBJ");
  if (letter === null || isBlankText(letter)) refuse(PARAMETERS, "an e-mail needs a text", "R-NOTEXT");
  const theme = subject.slice("subj:".length);
  if (isBlankText(theme)) refuse(PARAMETERS, "the subject of an e-mail must not be blank", "R-NOVOICE");
  if (CONTROL.test(theme)) refuse(PARAMETERS, "a subject cannot hold control characters", "R-CONTROL");
  return { kind: "email", text: letter, subject: theme, from: sender };
}

function voice(text, tail) {
  let [spoken, name] = [text, tail];
  if (!isVoice(tail)) {
    const [before, last] = lastLine(text);
    [spoken, name] = isVoice(last) ? [before, last] : [text, null];
  }
  if (spoken === null) refuse(PARAMETERS, "a call needs a text", "R-NOTEXT");
  const [call, param] = withoutParam(spoken, spoken !== text);
  if (isBlankText(call)) refuse(PARAMETERS, "a call needs a text", "R-NOTEXT");
  return { kind: "voice", text: call, voice: name?.slice("voice:".length) || null, param: param || null };
}

/** Text and param: divided at the first line that is the mark and has a line above and below (R-CALLPARAM). */
function withoutParam(text, hasLineBelow) {
  const lines = text.split("\n");
  const mark = lines.indexOf(MARK, 1);
  if (mark < 0 || (mark === lines.length - 1 && !hasLineBelow)) return [text, null];
  return [lines.slice(0, mark).join("\n"), lines.slice(mark + 1).join("\n")];
}

function binary(text, format) {
  const end = text.indexOf(PARAM);
  const octets = end < 0 ? text : text.slice(0, end);
  const param = end < 0 ? null : text.slice(end + PARAM.length) || null; // R-BINPARAM
  if (format !== BINARY_HEX) {
    if (isBlankText(octets)) refuse(PARAMETERS, "a binary message needs octets", "R-NOTEXT");
    return { kind: "binary", hex: null, text: octets, param };
  }
  if (!HEX.test(octets)) refuse(PARAMETERS, "a binary message in hex is pairs of hex digits", "R-BINSEG");
  return { kind: "binary", hex: octets, text: null, param };
}

export const isSubject = (line) => line !== null && line.startsWith("subj:");

export const isVoice = (line) => line !== null && line.startsWith("voice:");

/** What stands in front of the last line, null if nothing does, and the last line. */
function lastLine(text) {
  const end = text.lastIndexOf("\n");
  return end < 0 ? [null, text] : cut(text, end);
}

function cut(text, at) {
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}
