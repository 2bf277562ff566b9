// The rows of a list: one a line, or with test = 2 over several lines.

import { isSubject, isVoice, kindOf } from "./content.js";
import { decodeRecipients, isPlainly, readRecipient } from "./fields.js";
import { PARAMETERS, PHONE, refuse } from "./refusal.js";
import { isBlankLine, lengthOf, trim } from "./text.js";

const MULTILINE = 2;
const LONGEST_TAIL = 1000;

/** The rows and the tail of a list. */
export function decodeList(text, format, test) {
  const lines = text.split("\n");
  const { rows, tail } = test === MULTILINE ? readBlocks(lines, format) : readRows(lines, format);
  if (tail !== null && lengthOf(tail) > LONGEST_TAIL) {
    refuse(PARAMETERS, "the tail has at most 1000 characters", "R-TAILLEN");
  }
  const expanded = rows.map(({ phones, mes }) => ({ phones, mes: mes.replaceAll("\\n", "\n") })); // R-ROWNL
  return { kind: "list", rows: expanded, tail };
}

/** Whether a line is the tail: of an e-mail list the subject, of calls the voice (R-TAIL, R-LISTTAIL). */
export function isTailOf(line, rows, format) {
  const wanted = isSubject(line) ? "email" : isVoice(line) ? "voice" : null;
  return wanted !== null && rows.some(({ mes }) => kindOf(mes, format).kind === wanted);
}

function readRows(lines, format) {
  const filled = lines.filter((line) => !isBlankLine(line)); // R-ROWBLANK
  if (filled.length === 0) refuse(PARAMETERS, "phones are empty, and no list follows", "R-LISTFORM");
  const last = filled.pop();
  const rows = filled.map(readRow);
  if (isTailOf(last, rows, format)) return { rows, tail: last };
  return { rows: [...rows, readRow(last)], tail: null };
}

/** With test = 2, a line that begins no row belongs to the message above it (R-TEST2). */
function readBlocks(lines, format) {
  const first = lines.findIndex((line) => !isBlankLine(line)); // R-TEST2BLANK
  if (first < 0) refuse(PARAMETERS, "phones are empty, and no list follows", "R-LISTFORM");
  let last = lines.length - 1;
  while (isBlankLine(lines[last])) last -= 1;
  if (last > first && (isSubject(lines[last]) || isVoice(lines[last]))) {
    const rows = joinRows(lines.slice(first, last), format);
    if (eachHasItsOwn(rows, format, lines[last])) {
      rows.at(-1).mes += `\n${lines[last]}`;
      return { rows, tail: null };
    }
    if (isTailOf(lines[last], rows, format)) return { rows, tail: lines[last] };
  }
  return { rows: joinRows(lines.slice(first), format), tail: null };
}

/** Whether the last line is that of the last row, as all rows of its kind above end with one (R-TEST2TAIL). */
function eachHasItsOwn(rows, format, line) {
  const [kind, isOne] = isSubject(line) ? ["email", isSubject] : ["voice", isVoice];
  const ofKind = rows.filter(({ mes }) => kindOf(mes.replaceAll("\\n", "\n"), format).kind === kind);
  if (ofKind.length < 2 || ofKind.at(-1) !== rows.at(-1)) return false;
  const hasOne = ({ mes }) => {
    const text = mes.replaceAll("\\n", "\n");
    const end = text.lastIndexOf("\n");
    return end >= 0 && isOne(text.slice(end + 1));
  };
  return ofKind.slice(0, -1).every(hasOne) && !hasOne(ofKind.at(-1));
}

function joinRows([first, ...others], format) {
  const start = readRow(first);
  const listed = kindOf(start.mes, format).kind;
  const blocks = [{ ...start, more: [] }];
  for (const line of others) {
    if (beginsRow(line, format, listed)) blocks.push({ ...readRow(line), more: [] });
    else blocks.at(-1).more.push(line);
  }
  return blocks.map(({ phones, mes, more }) => ({ phones, mes: [mes, ...more].join("\n") }));
}

/** Its first recipient is plainly one, of the kind that its own prefix or else the list has (R-ROWSTART). */
function beginsRow(line, format, listed) {
  const end = line.search(/[:;]/);
  if (end < 0) return false;
  const own = kindOf(line.slice(end + 1), 0).kind;
  const items = line.slice(0, end).split(",").map(trim);
  return isPlainly(items[0], own === "text" ? listed : own) && items.every((item) => readRecipient(item) !== null);
}

/** The first `:` or `;` ends the phones (R-ROWSEP). */
function readRow(line) {
  const end = line.search(/[:;]/);
  if (end < 0) {
    refuse(PARAMETERS, "a row of a list is phones, a colon or semicolon, and a message", "C-LISTROW", "R-ROWSEP");
  }
  if (trim(line.slice(0, end)) === "") refuse(PHONE, "a row of a list begins with its phones", "C-LISTROW");
  return { phones: decodeRecipients(line.slice(0, end), ","), mes: line.slice(end + 1) };
}

/** The lines of a list that an encoder writes. */
export function encodeList({ rows, tail }) {
  const lines = rows.map(({ phones, mes }) => {
    if (mes.includes("\\n")) refuse(PARAMETERS, "a message of a list cannot hold a backslash and an n", "R-ROWNL");
    return `${phones.join(",")}:${mes.replaceAll("\n", "\\n")}`;
  });
  return [...lines, ...(tail === null ? [] : [tail])].join("\n");
}
