// The characters that HTML has names or numbers for: the entities of HTML 4, and those of later versions that the
// protocol's own characters have.

const LATIN_1 = (
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute " +
  "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring " +
  "AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml " +
  "times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil " +
  "egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash " +
  "ugrave uacute ucirc uuml yacute thorn yuml"
).split(" ");
const GREEK =
  "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - " +
  "Sigma Tau Upsilon Phi Chi Psi Omega";
const OTHERS =
  `amp& lt< gt> AMP& LT< GT> quot" QUOT" COPY© REG® apos' OEligŒ oeligœ ScaronŠ scaronš YumlŸ fnofƒ circˆ ` +
  `tilde˜ ensp\u2002 emsp\u2003 thinsp\u2009 zwnj\u200C zwj\u200D lrm\u200E rlm\u200F ndash– mdash— lsquo‘ ` +
  `rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ dagger† Dagger‡ bull• hellip… permil‰ prime′ Prime″ lsaquo‹ rsaquo› ` +
  `oline‾ frasl⁄ euro€ imageℑ weierp℘ realℜ trade™ alefsymℵ larr← uarr↑ rarr→ darr↓ harr↔ crarr↵ lArr⇐ uArr⇑ ` +
  `rArr⇒ dArr⇓ hArr⇔ forall∀ part∂ exist∃ empty∅ nabla∇ isin∈ notin∉ ni∋ prod∏ sum∑ minus− lowast∗ radic√ ` +
  `prop∝ infin∞ ang∠ and∧ or∨ cap∩ cup∪ int∫ there4∴ sim∼ cong≅ asymp≈ ne≠ equiv≡ le≤ ge≥ sub⊂ sup⊃ nsub⊄ ` +
  `sube⊆ supe⊇ oplus⊕ otimes⊗ perp⊥ sdot⋅ lceil⌈ rceil⌉ lfloor⌊ rfloor⌋ lang⟨ rang⟩ loz◊ spades♠ clubs♣ ` +
  `hearts♥ diams♦ thetasymϑ upsihϒ pivϖ sigmafς numero№ Tab\t NewLine\n excl! num# dollar$ percnt% lpar( rpar) ` +
  `ast* plus+ comma, period. sol/ colon: semi; equals= quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ ` +
  `lowbar_ grave\` lcub{ lbrace{ verbar| vert| rcub} rbrace} hyphen‐`;

const NAMED = new Map(LATIN_1.map((name, index) => [name, String.fromCharCode(0xa0 + index)]));
GREEK.split(" ").forEach((name, index) => {
  if (name === "-") return;
  NAMED.set(name, String.fromCharCode(0x391 + index));
  NAMED.set(name.toLowerCase(), String.fromCharCode(0x3b1 + index));
});
// A name is of letters and digits; the one character behind it is what it stands for.
for (const [, name, character] of OTHERS.matchAll(/([A-Za-z]+[0-9]*)([^A-Za-z0-9])(?: |$)/gu)) {
  NAMED.set(name, character);
}

/** Names that old pages write without the semicolon. */
const WITHOUT_SEMICOLON = new Set([...LATIN_1, "amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT", "COPY", "REG"]);

/** Numbers 128 to 159 mean what windows-1252 has there. */
const WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ";

/** What replaces a match of &, a name or number, and perhaps a semicolon. */
export function characterOf(match, name, semicolon) {
  if (name[0] === "#") return numbered(name);
  if (semicolon && NAMED.has(name)) return NAMED.get(name);
  for (let length = Math.min(name.length, 6); length >= 2; length -= 1) {
    const start = name.slice(0, length);
    if (WITHOUT_SEMICOLON.has(start)) return NAMED.get(start) + name.slice(length) + semicolon;
  }
  return match;
}

function numbered(name) {
  const isHex = name[1] === "x" || name[1] === "X";
  const code = parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  if (code >= 0x80 && code <= 0x9f) return WINDOWS[code - 0x80];
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return "\uFFFD";
  return String.fromCodePoint(code);
}
