// The line that answers a request (C-OK, C-ERR, C-ERR-ID).

import { checkId } from "./fields.js";
import { PARAMETERS, refuse } from "./refusal.js";
import { isWhole, needMembers, needText } from "./text.js";

const ACCEPTED = /^OK - ([1-9][0-9]{0,8}) SMS, ID - ([A-Za-z0-9._-]{1,40})$/; // R-REPLYCOUNT
const REJECTED = /^ERROR = ([1-9]) \(/;
const ITS_ID = /^, ID - ([A-Za-z0-9._-]{1,40})$/;
const WITH_ID = [3, 6, 7, 8];

export function decodeReply(value) {
  const text = trimEdges(needText(value, "text"));
  const accepted = ACCEPTED.exec(text);
  if (accepted) return { kind: "accepted", sms: Number(accepted[1]), id: accepted[2] };
  const rejected = REJECTED.exec(text);
  if (!rejected || /[\r\n]/.test(text)) {
    refuse(PARAMETERS, "a reply is OK - n SMS, ID - id or ERROR = N (description)", "C-OK", "C-ERR");
  }
  // No id has a parenthesis, so the last one closes the description (R-REPLYDESC).
  const start = rejected[0].length;
  const end = text.lastIndexOf(")");
  if (end < start) refuse(PARAMETERS, "the description of an error stands in parentheses", "C-ERR", "R-REPLYDESC");
  const rest = text.slice(end + 1);
  const id = ITS_ID.exec(rest);
  if (rest !== "" && !id) {
    refuse(PARAMETERS, "behind the description there is nothing, or an id", "C-ERR-ID", "R-REPLYDESC");
  }
  return { kind: "rejected", error: Number(rejected[1]), description: text.slice(start, end), id: id?.[1] ?? null };
}

export function encodeReply(reply) {
  if (reply?.kind === "accepted") {
    needMembers(reply, ["kind", "sms", "id"], PARAMETERS, "the reply");
    if (!isWhole(reply.sms, 1, 999_999_999)) refuse(PARAMETERS, "sms must be a number from 1 to 999999999", "R-REPLYN");
    return `OK - ${reply.sms} SMS, ID - ${checkId(reply.id)}`;
  }
  if (reply?.kind !== "rejected") {
    refuse(PARAMETERS, "a reply is an object of the kind accepted or rejected", "C-OK", "C-ERR");
  }
  needMembers(reply, ["kind", "error", "description", "id"], PARAMETERS, "the reply");
  const { error, description, id = null } = reply;
  if (!isWhole(error, 1, 9)) refuse(PARAMETERS, "error must be a number from 1 to 9", "R-REPLYN");
  needText(description, "description");
  if (/[\r\n]/.test(description)) refuse(PARAMETERS, "a description is one line", "R-REPLYDESC");
  if (WITH_ID.includes(error) !== (id !== null)) {
    refuse(PARAMETERS, "errors 3, 6, 7, 8 have an id, no other has", "C-ERR-ID", "R-REPLYID");
  }
  return `ERROR = ${error} (${description})${id === null ? "" : `, ID - ${checkId(id)}`}`;
}

/** Without spaces, tabs and line ends around it (R-REPLYWS). */
function trimEdges(text) {
  const isEdge = (character) => character === " " || character === "\t" || character === "\r" || character === "\n";
  let start = 0;
  let end = text.length;
  while (start < end && isEdge(text[start])) start += 1;
  while (end > start && isEdge(text[end - 1])) end -= 1;
  return text.slice(start, end);
}
