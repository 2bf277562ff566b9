// Testees of `segment`: what packages of npm make of a text, `node adapters.cjs PACKAGE VERSION`, with NODE_PATH set.
// Each adapter calls its package as that package's own documentation does, and changes no answer of it.
"use strict";

const [name, version] = process.argv.slice(2);
const gsm7 = (is) => (is ? "gsm7" : "ucs2");

const ADAPTERS = {
  "sms-segments-calculator": ({ SegmentedMessage }) => (text) => {
    const message = new SegmentedMessage(text);
    const parts = message.segments.map((part) =>
      Array.from(part).filter((one) => one.raw !== undefined).map((one) => one.raw).join(""));
    return { encoding: gsm7(message.encodingName === "GSM-7"), parts };
  },
  "split-sms": ({ split }) => (text) => {
    const { characterSet, parts } = split(text);
    return { encoding: gsm7(characterSet === "GSM"), parts: parts.map(({ content }) => content) };
  },
  gsm: (count) => (text) => {
    const { char_set: set, parts } = count(text);
    return { encoding: gsm7(set === "GSM 03.38"), parts };
  },
  "node-pdu": ({ Submit }) => (text) => {
    const { data } = new Submit("79991234567", text);
    return { encoding: gsm7(!data.isUnicode), parts: data.parts.map((part) => part.text) };
  },
  "sms-counter": ({ default: counter }) => counted(counter),
  "sms-counter-npm": (counter) => counted(counter),
  "sms-length": ({ count }) => counted({ count }),
  "@trt2/gsm-charset-utils": ({ getCharCount }) => (text) => {
    const { charCount, msgCount, encoding } = getCharCount(text);
    return { encoding: gsm7(encoding === "GSM"), units: charCount, count: msgCount };
  },
  "node-sms-pdu": (pdus) => (text) => ({ count: pdus.generateSubmit("79991234567", text).length }),
  smpp: ({ encodings }) => (text) => {
    const encoding = encodings.detect(text);
    const { length } = encodings[encoding].encode(text);
    return { encoding: gsm7(encoding === "ASCII"), units: encoding === "UCS2" ? length / 2 : length };
  },
};

function counted({ count }) {
  return (text) => {
    const { encoding, length, messages } = count(text);
    return { encoding: gsm7(encoding !== "UTF16"), units: length, count: messages };
  };
}

const segment = ADAPTERS[name](require(name));
const answer = ({ op, id, input }) => {
  if (op === "hello")
    return { protocol: 1, implementation: name, version, language: "JavaScript", ops: ["segment"] };
  return { id, ok: segment(input.text) };
};

let begun = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  const lines = (begun + chunk).split("\n");
  begun = lines.pop();
  for (const line of lines) {
    const question = JSON.parse(line);
    if (question.op === "bye") return process.stdin.destroy();
    process.stdout.write(JSON.stringify(answer(question)) + "\n");
  }
});
