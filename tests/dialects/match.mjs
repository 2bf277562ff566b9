// Each line has an expression, a text and the names of its groups; what the groups took is written, or "no".
import { readFileSync } from "node:fs";

const read = (hex) => Buffer.from(hex, "hex").toString("utf8");
const write = (text) => (text === undefined ? "-" : Buffer.from(text, "utf8").toString("hex"));

for (const line of readFileSync(0, "latin1").split("\n").slice(0, -1)) {
  const [expression, text, names] = line.split("\t").map(read);
  const found = new RegExp(`^(?:${expression})$`, "u").exec(text);
  const taken = names === "" ? [] : names.split(",").map((name) => write(found?.groups[name]));
  console.log(found ? `yes ${taken.join(",")}` : "no");
}
