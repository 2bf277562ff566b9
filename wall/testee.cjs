// A testee of one package of npm: `node testee.cjs HELLO`, with its introduction as JSON and NODE_PATH set.
// Each adapter calls its package as that package's own documentation does, and changes no answer of it.
"use strict";

const gsm7 = (is) => (is ? "gsm7" : "ucs2");

const ADAPTERS = {
  "sms-segments-calculator": ({ SegmentedMessage }) => (text) => {
    const { encodingName, segments } = new SegmentedMessage(text);
    // A segment holds characters, and before them what stands for its header, which has no text.
    const parts = segments.map((part) => Array.from(part, ({ raw }) => raw ?? "").join(""));
    return { encoding: gsm7(encodingName === "GSM-7"), parts };
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
  "sms-counter-npm": counted,
  "sms-length": counted,
  // Its charCount has what is left free before a pair that is moved as well, so that it is no number of units.
  "@trt2/gsm-charset-utils": ({ getCharCount }) => (text) => {
    const { msgCount, encoding } = getCharCount(text);
    return { encoding: gsm7(encoding === "GSM"), count: msgCount };
  },
  "node-sms-pdu": (generator) => (text) => {
    if (!text) return "it takes no empty text";
    const pdus = generator.generateSubmit("79991234567", text);
    return { encoding: gsm7(pdus[0]?.encoding === "gsm"), count: pdus.length };
  },
  smpp: ({ encodings }) => (text) => {
    const encoding = encodings.detect(text);
    if (encoding === "LATIN1") return "it has Latin-1 as a third encoding, and takes it for this text";
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

const hello = JSON.parse(process.argv[2]);
const segment = ADAPTERS[hello.implementation](require(hello.implementation));

function answer({ op, id, input }) {
  if (op === "hello") return hello;
  const found = segment(input.text);
  return typeof found === "string" ? { id, skip: found } : { id, ok: found };
}

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
