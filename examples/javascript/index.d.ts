// What index.js offers. The shapes are those of fixtures/schema/case.schema.json.

export type Time =
  | { kind: "at"; at: string }
  | { kind: "window"; from: number; to: number }
  | { kind: "timestamp"; ts: number }
  | { kind: "after"; minutes: number };

export interface Row {
  phones: string[];
  mes: string;
}
export type Body = ({ kind: "single" } & Row) | { kind: "list"; rows: Row[]; tail: string | null };

export interface Request {
  login: string;
  psw: string;
  id: string | null;
  time: Time | null;
  tz: number | null;
  translit: number;
  format: number;
  sender: string | null;
  test: number;
  body: Body;
}

export type Reply =
  | { kind: "accepted"; sms: number; id: string }
  | { kind: "rejected"; error: number; description: string; id: string | null };

export type Content =
  | { kind: "text" | "flash" | "mms" | "viber" | "whatsapp" | "social" | "bot"; text: string }
  | { kind: "wap_push"; url: string; title: string | null }
  | { kind: "email"; text: string; subject: string; from: string }
  | { kind: "voice"; text: string; voice: string | null; param: string | null }
  | { kind: "binary"; hex: string | null; text: string | null; param: string | null }
  | { kind: "hlr" | "ping" };

/** What is not accepted: code is the number that the server would answer, basis the clauses and readings that say so. */
export class Refusal extends Error {
  constructor(code: number, message: string, basis?: string[]);
  code: number;
  basis: string[];
}

export function decodeRequest(text: string): Request;
export function encodeRequest(request: Request): string;
export function decodeReply(text: string): Reply;
export function encodeReply(reply: Reply): string;
export function decodeContent(given: { mes: string; format: number; sender: string | null }): Content;
export function segment(text: string): { encoding: "gsm7" | "ucs2"; units: number; parts: string[] };
export function smsCount(given: { request: Request; groups: Record<string, number> }): { n: number | null };
/** The instants are written as in RFC 3339; null is at once. */
export function sendAt(given: { time: Time | null; tz: number | null; now: string; account_tz: number }): {
  at: string | null;
};
export function decodeMail(octets: Uint8Array): { text: string; charset: string };
export function encodeMail(given: { request: Request; charset: string | null }): Uint8Array;
