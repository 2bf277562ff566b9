// Whether an export of the corpus is what its index.json says, and can be used, with nothing but JavaScript.
//
//     node verify_export.mjs DIR

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const root = process.argv[2];
const wrong = [];
const index = JSON.parse(readFileSync(join(root, "index.json"), "utf8"));

const there = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
  .filter((path) => path !== "index.json");
const listed = index.files.map((file) => file.path);
for (const path of there) if (!listed.includes(path)) wrong.push(`${path} is not in the index`);

const count = (counts, name) => (counts[name] = (counts[name] ?? 0) + 1);
const ops = {};
const levels = {};
const rules = new Set();
for (const name of ["clauses", "readings"]) {
  for (const entry of JSON.parse(readFileSync(join(root, `${name}.json`), "utf8"))[name]) rules.add(entry.id);
}
let cases = 0;
for (const file of index.files) {
  const octets = readFileSync(join(root, file.path));
  if (octets.length !== file.octets) wrong.push(`${file.path} has ${octets.length} octets`);
  if (createHash("sha256").update(octets).digest("hex") !== file.sha256) wrong.push(`${file.path} has another SHA-256`);
  if (!file.path.startsWith("cases/") || !file.path.endsWith(".json")) continue;
  const found = JSON.parse(octets.toString("utf8")).cases;
  if (found.length !== file.cases) wrong.push(`${file.path} has ${found.length} cases`);
  for (const one of found) {
    cases += 1;
    count(ops, one.op);
    count(levels, one.level);
    for (const rule of [...one.clauses, ...one.readings]) if (!rules.has(rule)) wrong.push(`${one.id} names ${rule}`);
    const mails = [one.input.file, ...(one.input.events ?? []).map((event) => event.mail?.file)];
    for (const mail of mails.filter(Boolean)) readFileSync(join(root, dirname(file.path), mail));
  }
}
if (cases !== index.cases) wrong.push(`there are ${cases} cases`);
const same = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
if (!same(ops, index.ops)) wrong.push("the counts of the operations differ");
if (!same(levels, index.levels)) wrong.push("the counts of the levels differ");

for (const line of wrong) console.error(line);
console.log(`${cases} cases in ${index.files.length} files`);
process.exitCode = wrong.length ? 1 : 0;
