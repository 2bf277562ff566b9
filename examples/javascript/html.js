// The text of an HTML mail as a browser shows it (R-HTMLTEXT). One pass over the markup; nothing is looked at twice.

import { characterOf } from "./characters.js";

const NOTHING = new Set(["style", "script", "title", "template", "textarea", "iframe", "noembed", "noframes", "xmp"]);
const RAW = new Set([...NOTHING].filter((name) => name !== "template")); // without tags within
const BLOCKS = new Set((
  "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure " +
  "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p pre section summary " +
  "table tbody tfoot thead tr ul caption"
).split(" "));

const ENTITY = /&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]{0,30})(;?)/g;
const SPACE = /[ \t\n\f\r]/;

export function textOfHtml(html) {
  const page = new Page();
  for (const token of tokensOf(html)) page.take(token);
  return page.text();
}

class Page {
  #lines = [];
  #line = ""; // the line under way
  #space = false; // a space is due if more text follows
  #preformatted = 0;
  #afterPre = false; // a line feed directly behind <pre> is none
  #hidden = null; // the element whose content is nothing, and how deep it is in itself
  #depth = 0;

  take({ kind, name, text }) {
    if (this.#hidden !== null) {
      if (name === this.#hidden) this.#depth += kind === "open" ? 1 : -1;
      if (this.#depth === 0) this.#hidden = null;
      return;
    }
    if (kind === "text") {
      if (this.#preformatted > 0) this.#keep(text);
      else this.#flow(text);
      this.#afterPre = false;
      return;
    }
    this.#afterPre = false;
    if (kind === "open" && NOTHING.has(name)) [this.#hidden, this.#depth] = [name, 1];
    else if (name === "br") this.#break();
    else if (name === "td" || name === "th") this.#space = this.#line !== "";
    else if (BLOCKS.has(name)) {
      if (this.#line !== "") this.#break();
      if (name === "pre" || name === "listing") {
        this.#preformatted = Math.max(0, this.#preformatted + (kind === "open" ? 1 : -1));
        this.#afterPre = kind === "open";
      }
    }
  }

  text() {
    return [...this.#lines, this.#line].join("\n");
  }

  /** Text in which a run of white space is one space, and none at the ends of lines. */
  #flow(text) {
    for (const word of text.split(/([ \t\n\f\r]+)/)) {
      if (word === "") continue;
      if (SPACE.test(word[0])) this.#space = true;
      else this.#append(word.replaceAll("\u00A0", " "));
    }
  }

  #keep(text) {
    const lines = text.replace(/\r\n?/g, "\n").replaceAll("\u00A0", " ").split("\n");
    if (this.#afterPre && lines.length > 1 && lines[0] === "") lines.shift();
    lines.forEach((line, index) => {
      if (index > 0) this.#break();
      this.#line += line;
    });
  }

  #append(word) {
    if (this.#space && this.#line !== "") this.#line += " ";
    this.#space = false;
    this.#line += word;
  }

  #break() {
    this.#lines.push(this.#line);
    this.#line = "";
    this.#space = false;
  }
}

/** Tags and the text between them, entities already replaced. */
function* tokensOf(html) {
  let start = 0;
  let text = "";
  while (start < html.length) {
    const less = html.indexOf("<", start);
    text += html.slice(start, less < 0 ? html.length : less);
    if (less < 0) break;
    const next = html[less + 1] ?? "";
    if (!/[A-Za-z/!?]/.test(next) || (next === "/" && less + 2 === html.length)) {
      text += "<";
      start = less + 1;
      continue;
    }
    if (text !== "") yield { kind: "text", text: withCharacters(text) };
    text = "";
    if (next === "!" || next === "?" || (next === "/" && !/[A-Za-z]/.test(html[less + 2]))) {
      start = endOfComment(html, less);
      continue;
    }
    const kind = next === "/" ? "close" : "open";
    const tag = readTag(html, less + (kind === "close" ? 2 : 1));
    if (tag === null) return; // a tag that does not end is nothing
    start = tag.end;
    yield { kind, name: tag.name };
    if (kind === "open" && RAW.has(tag.name)) {
      const close = new RegExp(`</${tag.name}(?=[\\s/>])`, "gi");
      close.lastIndex = start;
      const found = close.exec(html);
      if (found === null) return;
      start = found.index;
    }
  }
  if (text !== "") yield { kind: "text", text: withCharacters(text) };
}

/** A comment ends with --> or --!>, and <!--> and <!---> are whole ones; what else is no tag ends with its first >. */
function endOfComment(html, less) {
  const isComment = html.startsWith("<!--", less);
  const short = isComment ? /^-?>/.exec(html.slice(less + 4, less + 6)) : null;
  if (short) return less + 4 + short[0].length;
  const end = isComment ? /--!?>/g : />/g;
  end.lastIndex = less + (isComment ? 4 : 1);
  return end.exec(html) ? end.lastIndex : html.length;
}

/** The name of a tag and where it ends; a > in a quoted value ends nothing. */
function readTag(html, start) {
  let end = start;
  while (end < html.length && !/[\s/>]/.test(html[end])) end += 1;
  const name = html.slice(start, end).toLowerCase();
  let quote = "";
  let isValue = false;
  for (let index = end; index < html.length; index += 1) {
    const character = html[index];
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") return { name, end: index + 1 };
    else if ((character === '"' || character === "'") && isValue) quote = character;
    if (!SPACE.test(character)) isValue = character === "=";
  }
  return null;
}

/** Entities are the characters that they stand for. */
const withCharacters = (text) => text.replace(ENTITY, characterOf);
