// Strings, as the protocol sees them. What the language offers is near, but not the same:
// `trim` and `\s` know two dozen kinds of white space, here it is the space and the tab (R-OWS);
// `.` and `$` with the flag m end a line at U+2028, here only the line feed does (R-LINEBREAK);
// `length` counts UTF-16 units, a message counts code points (R-MESLEN).

import { PARAMETERS, refuse } from "./refusal.js";

const isBlank = (unit) => unit === 0x20 || unit === 0x09;

// With the flag u, a pair is one character, so this finds the half of one only.
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

export function trimStart(text) {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start += 1;
  return text.slice(start);
}

// A loop, since /[ \t]+$/ tries each blank of a long run as the first one: quadratic.
export function trim(text) {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return trimStart(text.slice(0, end));
}

export const isBlankLine = (line) => trimStart(line) === "";

/** The text without the line breaks at both of its ends (R-TRAILNL, R-CR). */
export function trimLineBreaks(text) {
  const isBreak = (character) => character === "\n" || character === "\r";
  let start = 0;
  let end = text.length;
  while (start < end && isBreak(text[start])) start += 1;
  while (end > start && isBreak(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** CR LF is a line feed, and in a request a lone CR too (R-CR). */
export const withLineFeeds = (text) => text.replace(/\r\n?/g, "\n");

/** Refuse what is no string, or one that no charset can carry (R-SURROGATE). */
export function needText(value, name) {
  if (typeof value !== "string") refuse(PARAMETERS, `${name} must be a string`, "R-INVALID");
  if (LONE_SURROGATE.test(value)) refuse(PARAMETERS, `${name} holds half of a surrogate pair`, "R-SURROGATE");
  return value;
}

/** How many code points a text has. */
export function lengthOf(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Refuse members of other names: one that is spelt wrong would be lost without a word. */
export function needMembers(value, names, code, name) {
  if (!isObject(value)) refuse(code, `${name} must be an object`, "R-INVALID");
  const isKnown = Object.keys(value).every((member) => names.includes(member));
  if (!isKnown) refuse(code, `${name} has a member that there is not`, "R-INVALID");
}

export const isWhole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;

// White space of Unicode, and what has no width (R-BLANK). \s knows U+FEFF and not U+0085 and U+001C to U+001F.
const VISIBLE = /[^\s\x1C-\x1F\x85\u200B-\u200D\u2060]/u;

/** Whether there is nothing in a text that can be seen. */
export const isBlankText = (text) => !VISIBLE.test(text);

/** Characters that no login, password or subject holds: controls and marks of direction (R-CONTROL). */
export const CONTROL = /[\x00-\x08\x0B-\x1F\x7F-\x9F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;
