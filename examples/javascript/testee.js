// Answers the questions of the conformance suite, one JSON line each.

import { operations } from "./operations.js";
import { Refusal } from "./refusal.js";

function answer({ op, id, input }) {
  if (op === "hello") {
    const ops = Object.keys(operations);
    return { protocol: 1, implementation: "smsmail-example", version: "1.0.0", language: "JavaScript", ops };
  }
  if (!Object.hasOwn(operations, op)) return { id, skip: `${op} is not offered` };
  try {
    return { id, ok: operations[op](input ?? {}) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, error: { code: error.code, message: error.message } };
  }
}

// Not with readline: it also ends a line at U+2028, which JSON may hold as it is.
async function* lines(stream) {
  let pieces = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString("utf8");
      pieces = [];
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
  }
}

for await (const line of lines(process.stdin)) {
  const question = JSON.parse(line);
  if (question.op === "bye") break;
  process.stdout.write(`${JSON.stringify(answer(question))}\n`);
}
