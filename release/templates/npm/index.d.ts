export type Op =
  | "decode_request" | "encode_request" | "decode_reply" | "encode_reply" | "decode_content" | "segment"
  | "sms_count" | "send_at" | "decode_mail" | "encode_mail" | "serve";

export interface Case {
  /** Area, topic and name. */
  id: string;
  op: Op;
  level: "must" | "should" | "may";
  clauses: string[];
  readings: string[];
  /** The mistake that the case exposes. */
  catches: string;
  input: Record<string, unknown>;
  expect: Record<string, unknown>;
  since: string;
  aliases?: string[];
  findings?: string[];
  documented?: boolean;
}

export interface Index {
  name: string;
  version: string;
  license: string;
  protocol: number;
  cases: number;
  ops: Record<Op, number>;
  levels: Record<Case["level"], number>;
  files: { path: string; octets: number; sha256: string; cases?: number }[];
}

/** The text of a file, by its path in the corpus. */
export function text(path: string): string;
/** Version, counts and files. */
export const index: Index;
/** All cases, in the order of their files. */
export function cases(): Case[];
/** What the vendor's description says. */
export function clauses(): Record<string, unknown>;
/** How its gaps are read. */
export function readings(): Record<string, unknown>;
