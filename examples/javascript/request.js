// Requests: login:psw:id:time,tz:translit,format,sender,test:phones:mes (C-SINGLE), with empty phones a list (C-LIST).

import { contentOf, isSubject, isVoice, kindOf } from "./content.js";
import {
  checkCredential, checkId, checkIdToWrite, checkRecipients, checkRecipientsToWrite, checkSender, decodeId,
  decodeRecipients,
} from "./fields.js";
import { decodeList, encodeList, isTailOf } from "./list.js";
import { DATE, PARAMETERS, PHONE, refuse } from "./refusal.js";
import { checkTime, checkZone, decodeTime, decodeZone, encodeTime } from "./schedule.js";
import { isWhole, needMembers, needText, trim, trimStart, withLineFeeds } from "./text.js";

const MULTILINE = 2;
const MEMBERS = ["login", "psw", "id", "time", "tz", "translit", "format", "sender", "test", "body"];

const TRANSLIT = ["0", "1", "2"];
const FORMAT = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
const TEST = ["0", "1", "2"];

/** The request that a text is. */
export function decodeRequest(text) {
  const [login, psw, id, schedule, composite, phones, mes] = splitFields(
    withLineFeeds(needText(text, "text")).replace(/^\uFEFF/, ""), // R-BOM
  );
  checkCredential(login, "login");
  checkCredential(psw, "psw");
  if (psw === "") refuse(PARAMETERS, "psw must not be empty", "C-ORDER");
  const head = { login, psw, id: decodeId(id), ...decodeSchedule(schedule), ...decodeOptions(composite) };
  const body = decodeBody(phones, mes, head);
  const request = { ...head, body };
  checkMessages(request);
  return request;
}

/** Six fields without the white space around them, and the message as it is (R-COLON, R-OWS). */
function splitFields(text) {
  const fields = [];
  let start = 0;
  for (let colons = 0; colons < 6; colons += 1) {
    const end = text.indexOf(":", start);
    if (end < 0) {
      refuse(PARAMETERS, "a request has six colons: login:psw:id:time,tz:options:phones:mes", "C-SINGLE", "R-COLON");
    }
    fields.push(trim(text.slice(start, end)));
    start = end + 1;
  }
  return [...fields, text.slice(start)];
}

function decodeSchedule(field) {
  const items = field.split(",").map(trim);
  if (items.length > 2) refuse(DATE, "there are two items here: time and tz", "C-TZ");
  return { time: decodeTime(items[0]), tz: decodeZone(items[1] ?? "") };
}

/** translit,format,sender,test, of which any may be left out (C-OPTIONS, R-OPTZERO). */
function decodeOptions(field) {
  const items = field.split(",").map(trim);
  if (items.length > 4) refuse(PARAMETERS, "there are four options; a sender cannot hold a comma", "R-OPT5");
  const [translit, format, sender, test] = items;
  return {
    translit: decodeChoice(translit, TRANSLIT, "translit"),
    format: decodeChoice(format, FORMAT, "format"),
    sender: sender || null,
    test: decodeChoice(test, TEST, "test"),
  };
}

function decodeChoice(text, choices, name) {
  if (!text) return 0;
  const value = choices.indexOf(text);
  if (value < 0) {
    refuse(PARAMETERS, `${name} must be a number from 0 to ${choices.length - 1}`, `C-${name.toUpperCase()}`);
  }
  return value;
}

function decodeBody(phones, mes, { format, sender, test }) {
  if (phones === "") return decodeList(mes, format, test); // R-LISTFORM
  checkSender(sender, kindOf(mes, format).kind); // it stands in front of the phones, so its error is answered first
  return { kind: "single", phones: decodeRecipients(phones, /[,;]/), mes };
}

/** The messages of a body, each with its recipients, and the tail that holds for them. */
export function messagesOf(body) {
  return body.kind === "single" ? [{ phones: body.phones, mes: body.mes }] : body.rows;
}

export const tailOf = (body) => (body.kind === "single" ? null : body.tail);

/** Refuse messages that do not agree with the other fields. */
function checkMessages({ format, sender, body }) {
  for (const { phones, mes } of messagesOf(body)) {
    const { kind } = kindOf(mes, format);
    checkSender(sender, kind);
    checkRecipients(phones, kind);
    contentOf(mes, format, sender, tailOf(body));
  }
}

/** The canonical text of a request (grammar: canonical). */
export function encodeRequest(value) {
  const request = checkRequest(value);
  if (request.id !== null) checkIdToWrite(request.id);
  const { login, psw, id, time, tz, translit, format, sender, test, body } = request;
  const schedule = [encodeTime(time), ...(tz === null ? [] : [`${tz + 0}`])].join(",");
  const options = [translit || "", format || "", sender ?? "", test || ""];
  while (options.at(-1) === "") options.pop();
  const head = [login, psw, id ?? "", schedule, options.join(",")].join(":");
  if (body.kind === "list") return checkBlocks(`${head}::${encodeList(body)}`, request);
  return `${head}:${body.phones.join(",")}:${body.mes}`;
}

/** With test = 2, what begins a row depends on what stands around it: the line must read as the request (R-ROWSTART). */
function checkBlocks(text, request) {
  if (request.test === MULTILINE && JSON.stringify(decodeRequest(text).body.rows) !== JSON.stringify(request.body.rows)) {
    refuse(
      PARAMETERS, "with test 2 a row begins with a full number, or with an address in a list of e-mails",
      "R-ROWSTART",
    );
  }
  return text;
}

/** A request with every member, where the value is one; an absent member has its default. */
export function checkRequest(value) {
  needMembers(value, MEMBERS, PARAMETERS, "the request");
  const { login, psw, id = null, time = null, tz = null, translit = 0, format = 0, sender = null, test = 0 } = value;
  checkCredential(login, "login");
  checkCredential(psw, "psw");
  if (psw === "") refuse(PARAMETERS, "psw must not be empty", "C-ORDER");
  if (id !== null) checkId(id);
  checkTime(time);
  if (tz !== null) checkZone(tz, "tz");
  if (!isWhole(translit, 0, 2)) refuse(PARAMETERS, "translit must be 0, 1 or 2", "C-TRANSLIT");
  if (!isWhole(format, 0, 12)) refuse(PARAMETERS, "format must be a number from 0 to 12", "C-FORMAT");
  if (sender !== null) needText(sender, "sender");
  if (!isWhole(test, 0, 2)) refuse(PARAMETERS, "test must be 0, 1 or 2", "C-TEST");
  const request = { login, psw, id, time, tz, translit, format, sender, test, body: checkBody(value.body, format) };
  checkMessages(request);
  return request;
}

function checkBody(body, format) {
  if (body?.kind === "single") return { kind: "single", ...checkMessage(body, ["kind", "phones", "mes"]) };
  if (body?.kind !== "list") refuse(PARAMETERS, "body is an object of the kind single or list", "C-SINGLE", "C-LIST");
  needMembers(body, ["kind", "rows", "tail"], PARAMETERS, "body");
  if (!Array.isArray(body.rows) || body.rows.length === 0) refuse(PARAMETERS, "a list needs a row", "C-LIST");
  const rows = body.rows.map((row) => checkMessage(row, ["phones", "mes"]));
  const tail = body.tail ?? null;
  if (tail !== null) checkTail(tail, rows, format);
  return { kind: "list", rows, tail };
}

function checkMessage(value, members) {
  needMembers(value, members, PARAMETERS, "a message");
  checkRecipientsToWrite(value.phones);
  needText(value.mes, "mes");
  if (value.mes.includes("\r")) refuse(PARAMETERS, "mes cannot hold a carriage return", "R-CR");
  return { phones: value.phones, mes: value.mes };
}

function checkTail(tail, rows, format) {
  needText(tail, "tail");
  if (/[\r\n]/.test(tail)) refuse(PARAMETERS, "a tail is one line", "C-LIST-TAIL");
  // The line would be read as a row without a number (R-ERRMAP).
  if (!isTailOf(tail, rows, format)) {
    refuse(PHONE, "a tail is subj: with e-mails, voice: with calls", "C-LIST-TAIL", "R-LISTTAIL");
  }
}
