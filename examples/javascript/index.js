// What the example offers.

export { decodeContent } from "./content.js";
export { smsCount } from "./count.js";
export { decodeMail, encodeMail } from "./mail.js";
export { Refusal } from "./refusal.js";
export { decodeReply, encodeReply } from "./reply.js";
export { decodeRequest, encodeRequest } from "./request.js";
export { sendAt } from "./schedule.js";
export { segment } from "./segments.js";
