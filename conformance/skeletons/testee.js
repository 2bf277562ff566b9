// A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
//
// It knows one operation. Put a call of your own code in its place, add the others, and run
//
//     smsmail conformance --testee 'node testee.js'

const OK = /^[ \t\r\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - ([A-Za-z0-9._-]{1,40})[ \t\r\n]*$/;
const ERROR = /^[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - ([A-Za-z0-9._-]{1,40}))?[ \t\r\n]*$/;

// The input is wrong. `code` is the error number that the server would answer, if there is one.
class Refused extends Error {
  constructor(message, code = null) {
    super(message);
    this.code = code;
  }
}

function decodeReply({ text }) {
  const ok = OK.exec(text);
  if (ok) return { kind: "accepted", sms: Number(ok[1]), id: ok[2] };
  const error = ERROR.exec(text);
  if (error) return { kind: "rejected", error: Number(error[1]), description: error[2], id: error[3] ?? null };
  throw new Refused("this is no reply of the server");
}

// Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
// segment, sms_count, send_at, decode_mail, encode_mail, serve.
const operations = { decode_reply: decodeReply };

function answer({ op, id, input }) {
  if (op === "hello") {
    const about = { implementation: "my-codec", version: "0.1.0", language: "JavaScript" };
    return { protocol: 1, ...about, ops: Object.keys(operations) };
  }
  if (!Object.hasOwn(operations, op)) return { id, skip: "not there yet" };
  try {
    return { id, ok: operations[op](input) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { id, error: { code: error.code, message: error.message } };
  }
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
