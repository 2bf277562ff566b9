// The corpus as it lies in data/.

import { readFileSync } from "node:fs";

/** The text of a file, by its path in the corpus. */
export const text = (path) => readFileSync(new URL(`./data/${path}`, import.meta.url), "utf8");

const json = (path) => JSON.parse(text(path));

/** Version, counts and files. */
export const index = json("index.json");

/** All cases, in the order of their files. */
export const cases = () => index.files.filter((file) => file.cases).flatMap((file) => json(file.path).cases);

/** What the vendor's description says, by its id. */
export const clauses = () => json("clauses.json");

/** How its gaps are read, by their ids. */
export const readings = () => json("readings.json");
