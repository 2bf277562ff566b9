// n of the reply: parts times recipients, added up over all messages; null where it cannot be told (C-OK).

import { PARAM, contentOf } from "./content.js";
import { PARAMETERS, refuse } from "./refusal.js";
import { checkRequest, messagesOf, tailOf } from "./request.js";
import { segment } from "./segments.js";
import { isObject, isWhole } from "./text.js";

/** Sizes are by the names of groups. They must be exact, so what a JSON number cannot hold exactly is refused. */
export function smsCount({ request: value, groups }) {
  const request = checkRequest(value);
  if (!isObject(groups)) refuse(PARAMETERS, "groups must be an object", "R-GROUPSIZE");
  for (const size of Object.values(groups)) {
    if (!isWhole(size, 0, Number.MAX_SAFE_INTEGER)) {
      refuse(PARAMETERS, "the size of a group is a whole number from 0", "R-GROUPSIZE");
    }
  }
  let sum = 0;
  for (const { phones, mes } of messagesOf(request.body)) {
    const content = contentOf(mes, request.format, request.sender, tailOf(request.body));
    const count = countMessage(phones, content, request.translit, groups);
    sum = sum === null || count === null ? null : sum + count;
  }
  if (sum !== null && !Number.isSafeInteger(sum)) {
    refuse(PARAMETERS, "there are too many SMS to count them", "R-GROUPSIZE");
  }
  return { n: sum };
}

function countMessage(phones, content, translit, groups) {
  const recipients = phones.map((phone) => {
    if (phone[0] !== "G" || phone.includes("@")) return 1;
    return Object.hasOwn(groups, phone) ? groups[phone] : null; // R-GROUPN
  });
  if (recipients.includes(null)) return null;
  const people = recipients.reduce((sum, size) => sum + size, 0); // one named twice counts twice (R-COUNTEACH)
  if (people === 0) return 0;
  const parts = countParts(content, translit);
  return parts === null ? null : parts * people;
}

function countParts(content, translit) {
  switch (content.kind) {
    case "text":
    case "flash": {
      if (content.text.includes(PARAM)) return null; // R-COMMENT
      const { encoding, parts } = segment(content.text);
      return translit !== 0 && encoding === "ucs2" ? null : parts.length; // R-TRANSLITSEG
    }
    case "binary": {
      const octets = octetsOf(content);
      if (octets === null) return null;
      return octets <= 140 ? 1 : null; // R-BINSEG
    }
    case "voice":
      return null; // R-KINDSEG
    default:
      return 1; // R-KINDSEG
  }
}

function octetsOf({ hex, text }) {
  if (hex !== null) return hex.length / 2;
  return /^[\0-\x7F]*$/.test(text) ? text.length : null; // R-BINTEXT
}
