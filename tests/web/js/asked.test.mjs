import assert from "node:assert/strict";
import { test } from "node:test";

import { held, hold } from "../../../app/web/static/js/asked.js";

/** A Storage as browsers have it: its keys are its own. */
class Pocket {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    this[key] = value;
  }
  removeItem(key) {
    delete this[key];
  }
}
const PAIRS = [
  ["lat", "52.2152"],
  ["lon", "6.8748"],
];

test("what was posted is found again by its number", () => {
  const pocket = new Pocket();
  assert.equal(hold(pocket, PAIRS, 1764000000000), 1764000000000);
  assert.deepEqual(held(pocket, 1764000000000), PAIRS);
});

test("what is gone is not made up", () => {
  assert.equal(held(new Pocket(), 1), null);
});

test("only the last twenty are held", () => {
  const pocket = new Pocket();
  for (let number = 100; number < 140; number += 1) hold(pocket, PAIRS, number);
  assert.equal(Object.keys(pocket).length, 20);
  assert.equal(held(pocket, 119), null);
  assert.deepEqual(held(pocket, 139), PAIRS);
});

test("a closed store holds nothing and breaks nothing", () => {
  const closed = new Pocket();
  closed.setItem = () => {
    throw new Error("SecurityError");
  };
  assert.equal(hold(closed, PAIRS, 1), null);
});
