// The values of single fields: login, psw, id, sender, recipients. Each expression is one class after another, so that
// there is one way through any text.

import { PARAMETERS, PHONE, refuse } from "./refusal.js";
import { CONTROL, needText, trim } from "./text.js";

const ID = /^[A-Za-z0-9._-]{1,40}$/; // C-ID, R-IDCHAR
const ALL_DIGITS = /^[0-9]+$/;
const NAME = /^[!-+\--9;-~](?:[ -+\--9;-~]{0,9}[!-+\--9;-~])?$/; // printable ASCII without `,` and `:` (R-SENDER)
const NAME_OF_DIGITS = /^[0-9]{1,15}$/;
const PLUS_NUMBER = /^\+[0-9]{3,15}$/;
const NUMBER = /^[0-9]{3,15}$/;
const PUNCTUATED = /^\(?[0-9][0-9 ().-]*$/; // what may stand in a number without `+` (R-NUMBER)
const GROUP = /^G[0-9]+$/;
const TELEGRAM = /^#[A-Za-z0-9_]{1,64}$/;
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;
const LABEL = /^[A-Za-z0-9-]+$/;

/** The id of a field, null for none; 0 is none (R-ID0). */
export function decodeId(text) {
  if (text === "" || text === "0") return null;
  return checkId(text);
}

export function checkId(id) {
  if (typeof id !== "string" || !ID.test(id)) {
    refuse(PARAMETERS, "id must be 1 to 40 Latin letters, digits, dots, hyphens and underscores", "C-ID", "R-IDCHAR");
  }
  return id;
}

/** What looks like a number must be one from 1 to 2147483647, without zeros in front (R-IDNUM). */
export function checkIdToWrite(id) {
  checkId(id);
  if (ALL_DIGITS.test(id) && (id[0] === "0" || Number(id) > 2147483647)) {
    refuse(PARAMETERS, "an id of digits must be a number from 1 to 2147483647", "R-IDNUM");
  }
  return id;
}

/** login or psw: one line without a colon, and no white space at its ends (R-NOESC, R-OWS). */
export function checkCredential(value, name) {
  needText(value, name);
  if (/[:\n\r]/.test(value)) refuse(PARAMETERS, `${name} cannot hold a colon or a line break`, "R-NOESC");
  if (CONTROL.test(value)) refuse(PARAMETERS, `${name} cannot hold control characters`, "R-CONTROL");
  if (trim(value) !== value) refuse(PARAMETERS, `${name} cannot begin or end with white space`, "R-OWS");
  return value;
}

export function isEmail(text) {
  const at = text.indexOf("@");
  if (at < 0) return false;
  const isLabel = (label) => LABEL.test(label) && !label.startsWith("-") && !label.endsWith("-");
  return (
    text.slice(0, at).split(".").every((atom) => LOCAL_PART.test(atom)) &&
    text.slice(at + 1).split(".").every(isLabel)
  );
}

/** The sender of a message of that kind: an e-mail address for e-mails, else a name or digits. */
export function checkSender(sender, kind) {
  if (kind === "email") {
    if (sender === null || !isEmail(sender)) {
      refuse(PARAMETERS, "an e-mail needs the e-mail address of its sender", "R-MAILFROM");
    }
  } else if (sender !== null && !NAME.test(sender) && !NAME_OF_DIGITS.test(sender)) {
    refuse(
      PARAMETERS, "sender must be at most 11 printable ASCII characters, or at most 15 digits",
      "C-SENDER", "R-SENDER",
    );
  }
}

/** A recipient of any form as it is kept, without punctuation; null where it has no form. */
export function readRecipient(text) {
  if (PLUS_NUMBER.test(text) || NUMBER.test(text) || GROUP.test(text) || TELEGRAM.test(text) || isEmail(text)) {
    return text;
  }
  if (!PUNCTUATED.test(text) || !/[0-9]$/.test(text)) return null;
  const digits = text.replace(/[^0-9]/g, "");
  return NUMBER.test(digits) ? digits : null;
}

const FULL_NUMBER = /^(?:\+[0-9]{8,15}|[0-9]{11,15})$/;

/** Whether a recipient is plainly meant as one, in a list of that kind with test = 2 (R-ROWSTART). */
export function isPlainly(text, kind) {
  if (kind === "email") return isEmail(text);
  return FULL_NUMBER.test(text) || (kind === "bot" && TELEGRAM.test(text));
}

/** The recipients between separators, each without white space around it. */
export function decodeRecipients(text, separator) {
  return text.split(separator).map((item) => {
    const recipient = readRecipient(trim(item));
    if (recipient === null) {
      refuse(
        PHONE, "each of the phones must be a number of 3 to 15 digits, G and a group, #ID or an e-mail address",
        "C-PHONES", "R-NUMBER",
      );
    }
    return recipient;
  });
}

/** Which recipients go with which kind of message (R-RECIPIENTKIND). */
export function checkRecipients(recipients, kind) {
  for (const recipient of recipients) {
    if (recipient[0] === "G" && GROUP.test(recipient)) continue;
    const isAddress = recipient.includes("@");
    const fits = kind === "email" ? isAddress : !isAddress && (kind === "bot" || recipient[0] !== "#");
    if (!fits) refuse(PHONE, "a recipient cannot be reached by this kind of message", "R-RECIPIENTKIND");
  }
}

/** Recipients that an encoder writes: those that the decoder would give. */
export function checkRecipientsToWrite(recipients) {
  if (!Array.isArray(recipients) || recipients.length === 0) {
    refuse(PHONE, "phones must be a list of recipients", "C-PHONES");
  }
  for (const recipient of recipients) {
    if (typeof recipient !== "string" || readRecipient(recipient) !== recipient) {
      refuse(
        PHONE, "each of the phones must be a number of digits, G and a group, #ID or an e-mail address",
        "C-PHONES", "R-NUMBER",
      );
    }
  }
}
