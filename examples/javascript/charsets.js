// The charsets of mails: names, octets to text, text to octets.
//
// TextDecoder is used only where it does what the charset's definition says. By its own standard it takes iso-8859-1
// and us-ascii for windows-1252, iso-8859-9 for windows-1254, iso-8859-11 for windows-874 and koi8-u for a relative of it, and fills the holes of
// windows-1251 with control characters; and Node 20 reads windows-1252 as iso-8859-1. Such charsets have tables here.

import { PARAMETERS, refuse } from "./refusal.js";

const KOI8_R =
  "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00A0⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©" +
  "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";
const KOI8_U = replaced(KOI8_R, {
  0xa4: "є", 0xa6: "і", 0xa7: "ї", 0xad: "ґ",
  0xb4: "Є", 0xb6: "І", 0xb7: "Ї", 0xbd: "Ґ",
});
const HOLE = "\uFFFD";
const WINDOWS_1251 =
  "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї" +
  "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
const WINDOWS_1252 = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ";
const run = (first, last) => String.fromCharCode(...Array.from({ length: last - first + 1 }, (_, index) => first + index));
const LATIN_1 = run(0x80, 0xff);
const THAI = `${run(0x80, 0xa0)}${run(0xe01, 0xe3a)}${HOLE.repeat(4)}${run(0xe3f, 0xe5b)}${HOLE.repeat(4)}`;
const LATIN_10 =
  `${run(0x80, 0x9f)}\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸż` +
  "ÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";
const LATIN_5 = replaced(LATIN_1, { 0xd0: "Ğ", 0xdd: "İ", 0xde: "Ş", 0xf0: "ğ", 0xfd: "ı", 0xfe: "ş" });

/** What the octets 0x80 to 0xFF stand for. */
const TABLES = {
  "us-ascii": HOLE.repeat(128),
  "koi8-r": KOI8_R,
  "koi8-u": KOI8_U,
  "windows-1251": WINDOWS_1251,
  "windows-1252": `${WINDOWS_1252}${LATIN_1.slice(32)}`,
  "iso-8859-1": LATIN_1,
  "iso-8859-9": LATIN_5,
  "iso-8859-11": THAI,
  "iso-8859-16": LATIN_10,
};
// In these TextDecoder is right but for holes, see tableOf.
const BY_PLATFORM = [
  "windows-1250", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
  "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10",
  "iso-8859-13", "iso-8859-14", "iso-8859-15", "ibm866",
];
const LATER = { "windows-1253": "ª", "windows-1255": "\u05BA" };
const UNICODE = ["utf-8", "utf-16", "utf-16be", "utf-16le", "utf-32", "utf-32be", "utf-32le"];

const NAMES = new Map([...Object.keys(TABLES), ...BY_PLATFORM, ...UNICODE].map((name) => [name, name]));
const ALIASES = {
  "us-ascii": "ascii us ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us iso-ir-6 ibm367 cp367 csascii",
  "utf-8": "utf8 csutf8",
  "utf-16": "csutf16",
  "utf-16be": "csutf16be",
  "utf-16le": "csutf16le",
  "utf-32": "csutf32",
  "koi8-r": "cskoi8r",
  "koi8-u": "cskoi8u",
  ibm866: "cp866 866 csibm866",
  "iso-8859-1": "latin1 l1 ibm819 cp819 csisolatin1 iso-ir-100",
  "iso-8859-2": "latin2 l2 csisolatin2 iso-ir-101",
  "iso-8859-5": "cyrillic csisolatincyrillic iso-ir-144",
  "iso-8859-7": "greek greek8 csisolatingreek iso-ir-126",
  "iso-8859-9": "latin5 l5 csisolatin5 iso-ir-148",
  "iso-8859-15": "latin-9 csiso885915",
};
for (const [name, aliases] of Object.entries(ALIASES)) for (const alias of aliases.split(" ")) NAMES.set(alias, name);
for (const name of [...Object.keys(TABLES), ...BY_PLATFORM]) {
  const [, family, number] = /^(windows|iso-8859)-(\d+)$/.exec(name) ?? [];
  if (family === "windows") NAMES.set(`cp${number}`, name).set(`cswindows${number}`, name);
  if (family === "iso-8859") NAMES.set(`iso_8859-${number}`, name).set(`iso8859-${number}`, name);
}
// The first ones are registered with their years.
[1987, 1987, 1988, 1988, 1988, 1987, 1987, 1988, 1989].forEach((year, index) => {
  NAMES.set(`iso_8859-${index + 1}:${year}`, `iso-8859-${index + 1}`);
});

/** The registered name, in small letters, of a charset; an unknown one is refused (R-CHARSET). */
export function charsetOf(label) {
  return NAMES.get(label.toLowerCase()) ?? refuse(PARAMETERS, "the charset is not known", "R-CHARSET");
}

export function decodeCharset(octets, charset) {
  switch (charset) {
    case "utf-8":
      return decodeUtf8(octets);
    case "utf-16":
    case "utf-16be":
    case "utf-16le":
      return decodeUtf16(octets, charset);
    case "utf-32":
    case "utf-32be":
    case "utf-32le":
      return decodeUtf32(octets, charset);
    default: {
      const table = tableOf(charset);
      const characters = Array.from(octets, (octet, offset) => {
        if (octet < 0x80) return String.fromCharCode(octet);
        return table[octet - 0x80] === HOLE ? undecodable(charset, offset) : table[octet - 0x80];
      });
      return characters.join("");
    }
  }
}

/** The octets of a text; a character that the charset lacks is refused (R-CHARFIT). */
export function encodeCharset(text, charset) {
  switch (charset) {
    case "utf-8":
      return new TextEncoder().encode(text);
    case "utf-16":
      return encodeUtf16(`\uFEFF${text}`, false);
    case "utf-16be":
    case "utf-16le":
      return encodeUtf16(text, charset === "utf-16le");
    case "utf-32":
    case "utf-32be":
    case "utf-32le":
      return refuse(PARAMETERS, `${charset} is read, not written`, "R-CHARKNOWN");
    default:
      return encodeOctets(text, charset);
  }
}

function encodeOctets(text, charset) {
  const octetOf = new Map([...tableOf(charset)].map((character, index) => [character, 0x80 + index]));
  octetOf.delete(HOLE);
  const octets = new Uint8Array(text.length);
  const missing = [];
  let offset = 0;
  for (const character of text) {
    const octet = character < "\x80" ? character.charCodeAt(0) : octetOf.get(character);
    if (octet === undefined) missing.push(`${named(character)} at ${offset}`);
    else octets[offset] = octet;
    offset += 1; // every character that fits is one unit and one octet
  }
  if (missing.length) {
    const more = missing.length > 20 ? ` and ${missing.length - 20} more` : "";
    refuse(PARAMETERS, `${charset} has no ${missing.slice(0, 20).join(", ")}${more}`, "R-CHARFIT");
  }
  return octets;
}

const named = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

const tables = new Map(Object.entries(TABLES));

function tableOf(charset) {
  if (!tables.has(charset)) tables.set(charset, readTable(charset));
  return tables.get(charset);
}

function readTable(charset) {
  const decoder = decoderOf(charset);
  const upper = Array.from({ length: 128 }, (_, index) => decoder.decode(Uint8Array.of(0x80 + index)));
  // Where one of this family has nothing, the platform has a control character, or what its later relatives have.
  const isHole = (character) => (character >= "\x80" && character <= "\x9F") || LATER[charset] === character;
  return upper.map((character) => (charset.startsWith("windows") && isHole(character) ? HOLE : character)).join("");
}

/** What runs this may be built without the tables of most charsets. */
function decoderOf(charset) {
  try {
    return new TextDecoder(charset);
  } catch {
    return refuse(PARAMETERS, `what runs this does not know ${charset}`, "R-CHARKNOWN");
  }
}

function decodeUtf8(octets) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undecodable("utf-8", firstBadUtf8(octets));
  }
}

/** The offset of the first octet that begins no character; TextDecoder does not tell it. */
function firstBadUtf8(octets) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let offset = 0;
  while (offset < octets.length) {
    const octet = octets[offset];
    const length = octet < 0x80 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
    try {
      if (length > 1) decoder.decode(octets.subarray(offset, offset + length));
    } catch {
      return offset;
    }
    offset += length;
  }
  return offset;
}

function decodeUtf16(octets, charset) {
  // Without a mark, utf-16 is big-endian (R-ENDIAN).
  const isLittle = charset === "utf-16le" || (charset === "utf-16" && octets[0] === 0xff && octets[1] === 0xfe);
  const units = [];
  for (let offset = 0; offset < octets.length; offset += 2) {
    if (offset + 1 === octets.length) undecodable(charset, offset);
    units.push(isLittle ? octets[offset] | (octets[offset + 1] << 8) : (octets[offset] << 8) | octets[offset + 1]);
  }
  return units.map((unit, index) => {
    const isHigh = (other) => other >= 0xd800 && other < 0xdc00;
    const isLow = (other) => other >= 0xdc00 && other < 0xe000;
    if ((isHigh(unit) && !isLow(units[index + 1])) || (isLow(unit) && !isHigh(units[index - 1]))) {
      undecodable(charset, 2 * index);
    }
    return String.fromCharCode(unit);
  }).join("");
}

function encodeUtf16(text, isLittle) {
  const octets = new DataView(new ArrayBuffer(2 * text.length));
  for (let index = 0; index < text.length; index += 1) octets.setUint16(2 * index, text.charCodeAt(index), isLittle);
  return new Uint8Array(octets.buffer);
}

function decodeUtf32(octets, charset) {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const isMarked = octets.length >= 4 && view.getUint32(0, true) === 0xfeff;
  const isLittle = charset === "utf-32le" || (charset === "utf-32" && isMarked);
  const characters = [];
  for (let offset = 0; offset < octets.length; offset += 4) {
    const code = offset + 4 <= octets.length ? view.getUint32(offset, isLittle) : Infinity;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) undecodable(charset, offset);
    characters.push(String.fromCodePoint(code));
  }
  return characters.join("");
}

function undecodable(charset, offset) {
  return refuse(PARAMETERS, `the octet at offset ${offset} of the text is not ${charset}`, "R-CHARSET");
}

function replaced(table, changes) {
  return [...table].map((character, index) => changes[0x80 + index] ?? character).join("");
}
