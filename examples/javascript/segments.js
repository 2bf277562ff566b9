// How a text is divided into SMS (C-SEGMENT; 3GPP TS 23.038 and 23.040).

import { needText } from "./text.js";

const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
  "abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = "\f^{}\\[~]|€"; // an escape in front, so two septets

const SEPTETS = new Map();
for (const character of BASIC) SEPTETS.set(character, 1);
for (const character of EXTENSION) SEPTETS.set(character, 2);

/** The parts of a text; no character is cut in two (R-LATIN, R-SPLIT). */
export function segment(value) {
  const characters = [...needText(value, "text")]; // by code points, so a pair stays together
  const isLatin = characters.every((character) => SEPTETS.has(character));
  const [encoding, whole, each] = isLatin ? ["gsm7", 160, 153] : ["ucs2", 70, 67];
  const sizes = characters.map((character) => (isLatin ? SEPTETS.get(character) : character.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= whole) return { encoding, units, parts: [value] }; // an empty text is one part (R-EMPTYSEG)
  const parts = [];
  let part = [];
  let used = 0;
  characters.forEach((character, index) => {
    if (used + sizes[index] > each) {
      parts.push(part.join(""));
      [part, used] = [[], 0];
    }
    part.push(character);
    used += sizes[index];
  });
  parts.push(part.join(""));
  return { encoding, units, parts };
}
