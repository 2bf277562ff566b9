// The form of a mail (RFC 5322, RFC 2045 to 2047, RFC 2183, RFC 2231): headers, parts, parameters.
// A mail is a string here with one character for each octet, so that offsets are octets.

import { PARAMETERS, refuse } from "./refusal.js";
import { trim } from "./text.js";

const LONGEST_HEADER = 8192; // R-HEADERLEN
const MOST_MULTIPARTS = 100; // R-NESTED

/** All parts of a mail that have none in them, in their order; a mail without parts is one itself. */
export function leavesOf(mail) {
  const leaves = [];
  let multiparts = 0;
  const visit = (entity, isAttachment) => {
    if (!hasParts(entity)) {
      leaves.push({ ...entity, isAttachment });
      return;
    }
    multiparts += 1;
    if (multiparts > MOST_MULTIPARTS) {
      refuse(PARAMETERS, `a mail has at most ${MOST_MULTIPARTS} multiparts`, "R-NESTED");
    }
    const type = entity.type === "multipart/digest" ? "message/rfc822" : "text/plain";
    for (const raw of partsOf(entity)) {
      const part = readEntity(raw, type);
      // What is within an attachment is one (RFC 2183, 2.10).
      visit(part, isAttachment || part.disposition === "attachment");
    }
  };
  visit(readEntity(mail, "text/plain"), false); // the mail as a whole is attached to nothing
  return leaves;
}

const hasParts = ({ type, parameters }) => type.startsWith("multipart/") && Boolean(parameters.get("boundary"));

function readEntity(raw, defaultType) {
  const { headers, body } = readHeaders(raw);
  const { first, parameters } = readParameters(headerOf(headers, "content-type"));
  const { first: disposition } = readParameters(headerOf(headers, "content-disposition"));
  const type = first.split("/").length === 2 ? first : defaultType; // what is no type at all is text (RFC 2045, 5.2)
  return { headers, body, type, parameters, disposition };
}

export function headerOf(headers, name) {
  const { value, length } = headers.get(name) ?? { value: "", length: 0 };
  if (/^content-(type|disposition)$/.test(name) && length > LONGEST_HEADER) {
    refuse(PARAMETERS, `${name} has at most ${LONGEST_HEADER} octets`, "R-HEADERLEN");
  }
  return value;
}

/** The first field of each name, unfolded and with its length as it stands, and what is behind the empty line. */
function readHeaders(raw) {
  const headers = new Map();
  let name = null;
  let value = [];
  let begin = 0;
  let end = 0;
  const keep = () => {
    if (name !== null && !headers.has(name)) headers.set(name, { value: trim(value.join("")), length: end - begin });
  };
  let start = 0;
  for (let number = 1; start < raw.length; number += 1) {
    const feed = raw.indexOf("\n", start);
    const next = feed < 0 ? raw.length : feed + 1;
    const line = raw.slice(start, next).replace(/\r?\n$/, "");
    const at = start;
    start = next;
    if (line === "") break;
    if (/^[ \t]/.test(line) && name !== null) {
      value.push(line);
      end = at + line.length;
      continue;
    }
    if (number === 1 && line.startsWith("From ")) continue; // the line that divides a mailbox
    const found = /^([!-9;-~]+)[ \t]*:/.exec(line);
    if (!found) {
      start = at; // no header, so the text begins here: mail servers put the missing empty line above it
      break;
    }
    keep();
    [name, value] = [found[1].toLowerCase(), [line.slice(found[0].length)]];
    [begin, end] = [at, at + line.length];
  }
  keep();
  return { headers, body: raw.slice(start) };
}

/** The raw parts of a multipart. */
function partsOf({ body, parameters }) {
  const boundary = parameters.get("boundary");
  const parts = [];
  let begin = null;
  let start = 0;
  while (start < body.length) {
    const end = body.indexOf("\n", start);
    const next = end < 0 ? body.length : end + 1;
    if (body.startsWith(`--${boundary}`, start)) {
      const rest = body.slice(start + 2 + boundary.length, next);
      const found = /^(--)?[ \t]*\r?\n?$/.exec(rest);
      if (found) {
        // The line break in front of a border belongs to it.
        if (begin !== null && begin < start) parts.push(body.slice(begin, start).replace(/\r?\n$/, ""));
        begin = found[1] ? null : next;
        if (found[1]) break;
      }
    }
    start = next;
  }
  if (begin !== null) parts.push(body.slice(begin)); // the last border is missing
  return parts;
}

/** A value and the parameters behind it, names and value in small letters. */
export function readParameters(header) {
  const text = withoutComments(header);
  const items = divide(text);
  const found = new Map();
  for (const item of items.slice(1)) {
    const equals = item.indexOf("=");
    if (equals < 0) continue;
    const name = trim(item.slice(0, equals)).toLowerCase();
    if (!found.has(name)) found.set(name, unquoted(trim(item.slice(equals + 1))));
  }
  return { first: trim(items[0]).toLowerCase(), parameters: joinPieces(found) };
}

/** Without comments in parentheses, which may stand in one another; a quoted string is none. */
function withoutComments(text) {
  let depth = 0;
  let isQuoted = false;
  let kept = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "\\" && (isQuoted || depth > 0)) {
      if (depth === 0) kept += text.slice(index, index + 2);
      index += 1;
    } else if (character === '"' && depth === 0) {
      isQuoted = !isQuoted;
      kept += character;
    } else if (character === "(" && !isQuoted) depth += 1;
    else if (character === ")" && depth > 0) depth -= 1;
    else if (depth === 0) kept += character;
  }
  return kept;
}

function divide(text) {
  const items = [""];
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === ";" && !isQuoted) {
      items.push("");
      continue;
    }
    if (text[index] === '"') isQuoted = !isQuoted;
    items[items.length - 1] += text[index];
    if (text[index] === "\\" && isQuoted && index + 1 < text.length) items[items.length - 1] += text[(index += 1)];
  }
  return items;
}

function unquoted(value) {
  if (!value.startsWith('"')) return value;
  let text = "";
  let index = 1;
  for (; index < value.length && value[index] !== '"'; index += 1) {
    if (value[index] === "\\") index += 1;
    text += value[index] ?? "";
  }
  return index + 1 === value.length ? text : value; // no end of the quotes, or more behind them: left as it is
}

/** Parameters in pieces (name*0, name*1) and with a charset (name*), as RFC 2231 has them. */
function joinPieces(found) {
  const joined = new Map();
  const pieces = new Map();
  for (const [name, value] of found) {
    const [, base, number, encoded] = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(name) ?? [];
    if (base === undefined) continue;
    if (number === undefined && !encoded) joined.set(base, value);
    else {
      if (!pieces.has(base)) pieces.set(base, []);
      pieces.get(base).push({ number: Number(number ?? 0), value, encoded: Boolean(encoded) });
    }
  }
  for (const [base, list] of pieces) {
    const text = list.sort((one, other) => one.number - other.number).map(({ number, value, encoded }) => {
      if (!encoded) return value;
      const plain = number === 0 ? value.replace(/^[^']*'[^']*'/, "") : value;
      return plain.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    }).join("");
    if (!joined.has(base)) joined.set(base, text);
  }
  return joined;
}
