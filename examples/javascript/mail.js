// The mail around a request: which part counts, its charset, the tags (C-PLAIN, C-TAGS, C-SIZE).

import { charsetOf, decodeCharset, encodeCharset } from "./charsets.js";
import { headerOf, leavesOf } from "./entity.js";
import { joinFlowed } from "./flowed.js";
import { textOfHtml } from "./html.js";
import { PARAMETERS, Refusal, refuse } from "./refusal.js";
import { encodeRequest } from "./request.js";
import { isBlankText, trim, trimLineBreaks } from "./text.js";
import { decodeTransfer, encodeBase64, encodeQuotedPrintable, fromLatin1, toLatin1 } from "./transfer.js";

const MOST_READ = 102_400; // R-KB
const MOST_WRITTEN = 100_000;
const DEFAULT = "koi8-r";
const PICKED = ["koi8-r", "windows-1251", "utf-8"]; // R-CHARPICK
const LONGEST_LINE = 998;
const TEXT_TYPE = /^text\/[a-z0-9][a-z0-9!#$&^_.+-]*$/; // RFC 6838, 4.2
const OPEN = "[text]";
const CLOSE = "[/text]";

/** The text of the request in a mail, and the charset that it was in. */
export function decodeMail(octets) {
  if (octets.length > MOST_READ) refuse(PARAMETERS, "a mail has at most 100 KB", "C-SIZE", "R-KB");
  if (octets.includes(0)) refuse(PARAMETERS, "a mail cannot hold NUL octets", "R-NUL");
  const leaves = leavesOf(toLatin1(octets)).filter(({ isAttachment }) => !isAttachment);
  const part = chosenOf(leaves);
  if (!part) refuse(PARAMETERS, "the mail has no text", "C-PLAIN", "R-PART");
  const charset = charsetOfPart(part);
  const found = part.type === "text/plain" ? requestInPlain(part, charset) : betweenTags(shownText(part, charset));
  const text = trimLineBreaks(found);
  if (text === "") refuse(PARAMETERS, "the text of the mail is empty", "R-NOREQUEST");
  return { text, charset };
}

/** Plain text that is not blank, else another part of text (R-PART). */
function chosenOf(leaves) {
  const isPlain = ({ type }) => type === "text/plain";
  return (
    leaves.find((leaf) => isPlain(leaf) && !isBlankText(textOfPart(leaf, charsetOfPart(leaf)))) ??
    leaves.find((leaf) => !isPlain(leaf) && TEXT_TYPE.test(leaf.type))
  );
}

const charsetOfPart = ({ parameters }) => charsetOf(trim(parameters.get("charset") ?? "") || DEFAULT);

function textOfPart({ headers, body }, charset) {
  const encoding = headerOf(headers, "content-transfer-encoding").toLowerCase();
  const text = decodeCharset(decodeTransfer(body, encoding), charset);
  return (text.startsWith("\uFEFF") ? text.slice(1) : text).replaceAll("\r\n", "\n"); // R-BOM, R-TRAILNL
}

function requestInPlain(part, charset) {
  let text = textOfPart(part, charset);
  if (part.parameters.get("format")?.toLowerCase() === "flowed") {
    text = joinFlowed(text, part.parameters.get("delsp")?.toLowerCase() === "yes");
  }
  text = trimLineBreaks(text);
  return /^[ \t\r\n]*\[text\]/.test(text) ? betweenTags(text) : text; // R-TAGS
}

/** What other text shows: markup as HTML does, anything else as it stands. */
function shownText(part, charset) {
  const text = textOfPart(part, charset);
  return part.type === "text/html" ? textOfHtml(text) : text;
}

/** From the first [text] to the first [/text] behind it (R-TAGPAIR). */
function betweenTags(text) {
  const open = text.indexOf(OPEN);
  if (open < 0) refuse(PARAMETERS, "the request must stand between [text] and [/text]", "C-TAGS", "R-TAGS");
  const start = open + OPEN.length;
  const close = text.indexOf(CLOSE, start);
  if (close < 0) refuse(PARAMETERS, "there is no [/text] behind [text]", "R-TAGPAIR");
  return text.slice(start, close);
}

/** A mail with the request, as octets. Whoever sends it adds From and Date. */
export function encodeMail({ request, charset }) {
  const text = encodeRequest(request);
  if (text.endsWith("\n")) refuse(PARAMETERS, "a mail cannot carry a line break at the end of a text", "R-TRAILNL");
  if (charset !== null && typeof charset !== "string") {
    refuse(PARAMETERS, "charset must be a name or null", "R-CHARNAME");
  }
  const carried = protect(text);
  const [name, octets] = charset === null ? pick(carried) : write(carried, charsetOf(charset));
  for (const [encoding, body] of bodiesOf(octets, name)) {
    const mail = fromLatin1(`${headOf(name, encoding)}\r\n${body}\r\n`);
    if (mail.length <= MOST_WRITTEN) return mail;
  }
  return refuse(PARAMETERS, "the mail would have more than 100,000 octets", "C-SIZE");
}

const write = (text, charset) => [charset, encodeCharset(text, charset)];

function pick(text) {
  for (const charset of PICKED) {
    try {
      return write(text, charset);
    } catch (error) {
      if (!(error instanceof Refusal) || charset === PICKED.at(-1)) throw error;
    }
  }
}

/** What a reader would take for a tag is put between tags once more. */
function protect(text) {
  if (!text.startsWith(OPEN)) return text;
  if (text.includes(CLOSE)) refuse(PARAMETERS, "a text that begins with [text] cannot hold [/text]", "R-TAGS");
  return `${OPEN}${text}${CLOSE}`;
}

/** The body in the encodings that can carry it, the most readable one first. */
function* bodiesOf(octets, charset) {
  if (charset.startsWith("utf-16")) {
    yield ["base64", encodeBase64(octets)];
    return;
  }
  const raw = toLatin1(octets).replaceAll("\n", "\r\n");
  const lines = raw.split("\r\n");
  const isPlain = lines.every((line) => line.length <= LONGEST_LINE) && !/[\0\r]/.test(raw.replaceAll("\r\n", ""));
  const isSafe = (line) => line.length <= 76 && /^[\t -~]*$/.test(line) && !/[ \t]$|^\.|^From /.test(line);
  if (isPlain && lines.every(isSafe)) yield ["7bit", raw];
  const [quoted, based] = [encodeQuotedPrintable(octets), encodeBase64(octets)];
  yield quoted.length <= based.length ? ["quoted-printable", quoted] : ["base64", based];
  if (isPlain) yield [/^[\0-\x7F]*$/.test(raw) ? "7bit" : "8bit", raw];
}

function headOf(charset, encoding) {
  return [
    "To: send@send.smscentre.com",
    "MIME-Version: 1.0",
    `Content-Type: text/plain; charset="${charset}"`,
    `Content-Transfer-Encoding: ${encoding}`,
    "",
  ].join("\r\n");
}
