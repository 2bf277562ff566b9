// time and tz: how they are written, and which moment they mean (C-TIME-…, C-TZ).
// No Date.parse anywhere: it takes what is no date, and February 30th for March 2nd.

import { DATE, PARAMETERS, refuse } from "./refusal.js";
import { isWhole, needMembers } from "./text.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const MOSCOW = 3; // hours east of UTC, all year (R-MSK)

const DIGITS = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const DOTTED = /^(\d\d)\.(\d\d)\.(\d\d) (\d\d)\.(\d\d)$/; // R-TIMEDOT
const WINDOW = /^(\d\d?)-(\d\d?)$/;
const TIMESTAMP = /^0(\d{1,11})$/; // R-TSLEN
const AFTER = /^\+(\d{1,6})$/; // R-REL
const ZONE = /^[+-]?\d\d?$/;
const LOCAL = /^(20\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

// A Map: an object would also have a constructor.
const MEMBERS = new Map([
  ["at", ["kind", "at"]],
  ["window", ["kind", "from", "to"]],
  ["timestamp", ["kind", "ts"]],
  ["after", ["kind", "minutes"]],
]);

/** The time that a field says, null for none (R-TIMEEMPTY). */
export function decodeTime(text) {
  if (text === "" || text === "0") return null;
  const date = DIGITS.exec(text) ?? DOTTED.exec(text); // ten digits are a date, whatever they begin with (R-TS10)
  if (date) {
    const [, day, month, year, hour, minute] = date;
    return checkTime({ kind: "at", at: `20${year}-${month}-${day}T${hour}:${minute}` });
  }
  const window = WINDOW.exec(text);
  if (window) return checkTime({ kind: "window", from: Number(window[1]), to: Number(window[2]) });
  const timestamp = TIMESTAMP.exec(text);
  if (timestamp) return { kind: "timestamp", ts: Number(timestamp[1]) };
  const after = AFTER.exec(text);
  if (after) return { kind: "after", minutes: Number(after[1]) };
  return refuse(
    DATE, "time must be DDMMYYhhmm, DD.MM.YY hh.mm, h1-h2, 0ts, +m or 0",
    "C-TIME-ABS", "C-TIME-WIN", "C-TIME-TS", "C-TIME-REL", "C-TIME-NOW",
  );
}

/** The zone that a field says, null for none. */
export function decodeZone(text) {
  if (text === "") return null;
  if (!ZONE.test(text)) refuse(DATE, "tz must be whole hours from Moscow time, such as 3 or -2", "C-TZ", "R-TZ");
  return checkZone(Number(text) + 0, "tz");
}

export function encodeTime(time) {
  switch (checkTime(time)?.kind) {
    case undefined:
      return "";
    case "at": {
      const [, year, month, day, hour, minute] = LOCAL.exec(time.at);
      return `${day}${month}${year.slice(2)}${hour}${minute}`;
    }
    case "window":
      return `${time.from}-${time.to}`;
    case "timestamp":
      // `0` and nine digits would be a date, so there is one more 0 (R-TS9).
      return `${time.ts}`.length === 9 ? `00${time.ts}` : `0${time.ts}`;
    default:
      return `+${time.minutes}`;
  }
}

export function checkTime(time) {
  if (time === null) return time;
  needMembers(time, MEMBERS.get(time?.kind) ?? [], DATE, "time");
  switch (time.kind) {
    case "at":
      if (typeof time.at !== "string" || !LOCAL.test(time.at) || localSeconds(time.at) === null) {
        refuse(DATE, "time must be a day and a minute that there are, from 2000 to 2099", "R-TIMECAL");
      }
      return time;
    case "window":
      if (!isWhole(time.from, 0, 23) || !isWhole(time.to, 0, 24)) {
        refuse(DATE, "the hours of a window are 0 to 23", "R-WINDOW");
      }
      if (time.from === time.to) refuse(DATE, "a window must end at another hour than it begins", "R-WINDOW");
      return time;
    case "timestamp":
      if (!isWhole(time.ts, 0, 99_999_999_999)) refuse(DATE, "a timestamp is 1 to 11 digits of seconds", "R-TSLEN");
      return time;
    case "after":
      if (!isWhole(time.minutes, 0, 999_999)) refuse(DATE, "an offset is 1 to 6 digits of minutes", "R-REL");
      return time;
    default:
      return refuse(DATE, "the kind of a time is at, window, timestamp or after", "C-TIME-ABS");
  }
}

export function checkZone(zone, name) {
  if (!isWhole(zone, -15, 11)) refuse(DATE, `${name} must be a whole number from -15 to 11`, "R-TZ");
  return zone;
}

/** The moment at which a message is sent, null for at once (C-TIME-WIN, C-TIME-NOW, R-SENDAT). */
export function sendAt({ time, tz, now, account_tz: account }) {
  checkTime(time);
  checkZone(account, "account_tz");
  const hours = MOSCOW + (tz === null ? account : checkZone(tz, "tz"));
  const instant = readInstant(now);
  if (time === null) return { at: null };
  const moment = momentOf(time, instant.seconds, hours * HOUR);
  if (moment === null || moment <= instant.seconds) return { at: null };
  return { at: writeInstant(moment, time.kind === "after" ? instant.fraction : "") };
}

function momentOf(time, now, east) {
  switch (time.kind) {
    case "at":
      return localSeconds(time.at) - east;
    case "timestamp":
      return time.ts;
    case "after":
      return now + time.minutes * 60;
    default: {
      const midnight = Math.floor((now + east) / DAY) * DAY - east;
      const from = midnight + time.from * HOUR;
      const to = midnight + time.to * HOUR;
      // A window with h1 > h2 goes over midnight (R-WINDOW).
      const isOpen = time.from < time.to ? from <= now && now < to : from <= now || now < to;
      if (isOpen) return null;
      return now < from ? from : from + DAY;
    }
  }
}

function localSeconds(at) {
  const [, year, month, day, hour, minute] = LOCAL.exec(at);
  return secondsOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), 0);
}

/** Seconds since 1970, or null where the calendar or the clock has no such time. */
function secondsOf(year, month, day, hour, minute, second) {
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC takes the years 0 to 99 for 1900 to 1999
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() / 1000 + hour * HOUR + minute * 60 + second;
}

/**
 * Now: whole seconds, and the fraction as it is written. To compare, the seconds are enough, since whatever is compared
 * with now has no fraction, or has that of now, and what is equal is past.
 */
function readInstant(text) {
  const found = typeof text === "string" ? RFC3339.exec(text) : null;
  if (found === null) refuse(PARAMETERS, "now must be an instant as RFC 3339 writes it");
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const seconds = secondsOf(year, month, day, hour, minute, second);
  const [sign, hours, minutes] = [found[8] === "-" ? -1 : 1, Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (seconds === null || hours > 23 || minutes > 59) refuse(PARAMETERS, "now must be an instant that there is");
  return { seconds: seconds - sign * (hours * HOUR + minutes * 60), fraction: found[7] ?? "" };
}

function writeInstant(seconds, fraction) {
  const date = new Date(seconds * 1000);
  if (date.getUTCFullYear() > 9999) refuse(DATE, "the moment is after the year 9999", "R-SENDAT");
  return `${date.toISOString().slice(0, 19)}${fraction}Z`;
}
