// The operations of the testee protocol: what each takes and gives.

import { decodeContent } from "./content.js";
import { smsCount } from "./count.js";
import { decodeMail, encodeMail } from "./mail.js";
import { decodeReply, encodeReply } from "./reply.js";
import { decodeRequest, encodeRequest } from "./request.js";
import { sendAt } from "./schedule.js";
import { segment } from "./segments.js";
import { needText } from "./text.js";
import { decodeBase64 } from "./transfer.js";

export const operations = {
  decode_request: ({ text }) => decodeRequest(text),
  encode_request: ({ request }) => ({ text: encodeRequest(request) }),
  decode_reply: ({ text }) => decodeReply(text),
  encode_reply: ({ reply }) => ({ text: encodeReply(reply) }),
  decode_content: decodeContent,
  segment: ({ text }) => segment(text),
  sms_count: smsCount,
  send_at: sendAt,
  decode_mail: ({ eml }) => decodeMail(decodeBase64(needText(eml, "eml"))),
  encode_mail: (input) => ({ eml: Buffer.from(encodeMail(input)).toString("base64") }),
};
