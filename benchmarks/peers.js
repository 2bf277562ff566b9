// Times npm packages that cut a text into parts: node peers.js DIRECTORY <texts >times
//
// DIRECTORY is where the packages are installed. Standard input is {text name: text}, standard output
// {"node": version, "found": {package: {text name: {"parts": count, "seconds": of one call}}}}.
//
// As in measure.py the contenders take turns, and of the slices of one the fastest counts; node cannot leave out its
// garbage collection, so that the fastest slice is one without. All parts are counted before anything is timed.

"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

// Seconds.
const SLICE = 0.001;
const WARM_UP = 0.5;
const SHARE = 1;
// Slices.
const LEAST = 7;

const installed = createRequire(join(process.argv[2], "index.js"));
const { SegmentedMessage } = installed("sms-segments-calculator");
const { split } = installed("split-sms");

const COUNTS = {
  "sms-segments-calculator": (text) => new SegmentedMessage(text).segmentsCount,
  "split-sms": (text) => split(text).parts.length,
};

/** The seconds that so many calls take. */
function slice({ count, text }, calls) {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) count(text);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** How many calls fill a slice, once the function is warm. */
function callsInASlice(task) {
  let spent = 0;
  let fastest = Infinity;
  while (spent < WARM_UP) {
    const seconds = slice(task, 1);
    spent += seconds;
    fastest = Math.min(fastest, seconds);
  }
  return Math.max(1, Math.round(SLICE / fastest));
}

/** Gives each task the seconds that one call takes. */
function time(tasks) {
  const turns = tasks.map((task) => ({ task, calls: callsInASlice(task), spent: 0, slices: 0 }));
  let order = turns;
  while (order.length) {
    for (const turn of order) {
      const seconds = slice(turn.task, turn.calls);
      turn.spent += seconds;
      turn.slices += 1;
      turn.task.seconds = Math.min(turn.task.seconds, seconds / turn.calls);
    }
    order = order.filter((turn) => turn.spent < SHARE || turn.slices < LEAST).reverse();
  }
}

const texts = Object.entries(JSON.parse(readFileSync(0, "utf-8")));
const tasks = Object.entries(COUNTS).flatMap(([name, count]) =>
  texts.map(([key, text]) => ({ name, key, count, text, parts: count(text), seconds: Infinity })),
);
time(tasks);
const found = Object.fromEntries(Object.keys(COUNTS).map((name) => [name, {}]));
for (const { name, key, parts, seconds } of tasks) found[name][key] = { parts, seconds };
process.stdout.write(JSON.stringify({ node: process.version, found }));
