// What is not accepted, with the number that the server would answer (C-ERRNO, R-ERRMAP).
// No message repeats a value: with one colon too many, the password stands in any of the fields.

export const PARAMETERS = 1;
export const DATE = 5;
export const PHONE = 7;

export class Refusal extends Error {
  constructor(code, message, basis = []) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.basis = basis; // the clauses and readings that say so
  }
}

export function refuse(code, message, ...basis) {
  throw new Refusal(code, message, basis);
}
