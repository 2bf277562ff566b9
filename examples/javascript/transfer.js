// Transfer encodings: quoted-printable and base64, in both directions (R-TRANSFER).

import { PARAMETERS, refuse } from "./refusal.js";

const LONGEST_LINE = 76;

/** The octets of a part. raw has one character for each octet. */
export function decodeTransfer(raw, encoding) {
  switch (encoding) {
    case "":
    case "7bit":
    case "8bit":
    case "binary":
      return fromLatin1(raw);
    case "base64":
      return decodeBase64(raw);
    case "quoted-printable":
      return decodeQuotedPrintable(raw);
    default:
      return refuse(PARAMETERS, "the transfer encoding is not known", "R-TRANSFER");
  }
}

/** Strict, where others skip what they do not know; only the padding may be missing. */
export function decodeBase64(raw) {
  const text = raw.replace(/[ \t\r\n]+/g, "");
  const padding = text.indexOf("=");
  const digits = padding < 0 ? text : text.slice(0, padding);
  const isPadded = padding < 0 || text.length - padding <= (4 - (digits.length % 4)) % 4;
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || !/^=*$/.test(text.slice(digits.length))) {
    refuse(PARAMETERS, "the base64 has characters that base64 does not have", "R-TRANSFER");
  }
  if (digits.length % 4 === 1 || !isPadded) {
    refuse(PARAMETERS, "the base64 has a length that base64 cannot have", "R-TRANSFER");
  }
  return fromLatin1(atob(digits));
}

function decodeQuotedPrintable(raw) {
  // White space at the end of a line was put there on the way (RFC 2045, 6.7), also behind the = of a soft line break.
  const lines = raw.split("\n").map((line) => trimEnd(line));
  const text = lines.map(({ line, end }) => (line.endsWith("=") ? line.slice(0, -1) : `${line}${end}\n`)).join("");
  const isOpen = lines.at(-1).line.endsWith("=");
  const whole = isOpen ? text : text.slice(0, -1);
  return fromLatin1(whole.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))));
}

function trimEnd(line) {
  const hasReturn = line.endsWith("\r");
  let end = line.length - (hasReturn ? 1 : 0);
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end -= 1;
  return { line: line.slice(0, end), end: hasReturn ? "\r" : "" };
}

export function encodeBase64(octets) {
  return btoa(toLatin1(octets)).replace(/.{76}(?=.)/g, "$&\r\n");
}

/** Line feeds become line ends of the mail; no line is longer than 76. */
export function encodeQuotedPrintable(octets) {
  const lines = [];
  let line = "";
  octets.forEach((octet, index) => {
    if (octet === 0x0a) {
      lines.push(line);
      line = "";
      return;
    }
    const isLast = index + 1 === octets.length || octets[index + 1] === 0x0a;
    const item = mustEscape(octet, line === "", isLast) ? escaped(octet) : String.fromCharCode(octet);
    if (line.length + item.length > LONGEST_LINE - (isLast ? 0 : 1)) {
      lines.push(`${line}=`);
      line = "";
    }
    line += item;
  });
  return [...lines, line].join("\r\n");
}

const escaped = (octet) => `=${octet.toString(16).toUpperCase().padStart(2, "0")}`;

function mustEscape(octet, isFirst, isLast) {
  if (octet === 0x20 || octet === 0x09) return isLast;
  // A dot alone ends the mail in SMTP, and a line with From begins the next one in a mailbox.
  if (isFirst && (octet === 0x2e || octet === 0x46)) return true;
  return octet === 0x3d || octet < 0x21 || octet > 0x7e;
}

/** Octets, and the text that has one character for each of them. */
export const fromLatin1 = (raw) => Uint8Array.from(raw, (character) => character.charCodeAt(0));

export function toLatin1(octets) {
  const pieces = []; // since a call takes so many arguments at most
  for (let at = 0; at < octets.length; at += 4096) pieces.push(String.fromCharCode(...octets.subarray(at, at + 4096)));
  return pieces.join("");
}
