import assert from "node:assert/strict";
import { test } from "node:test";

import { momentParts, nextTold, soonestFirst } from "../../../app/web/static/js/ages.js";

test("a moment is told as the clock in Pathmos shows it", () => {
  assert.deepEqual(momentParts("2026-11-24T09:12:00Z", "nl"), { day: "dinsdag 24 november", time: "10.12" });
  assert.deepEqual(momentParts("2026-07-14T09:12:00Z", "nl"), { day: "dinsdag 14 juli", time: "11.12" });
});

test("just after midnight it is the next day", () => {
  assert.deepEqual(momentParts("2026-11-24T23:05:00Z", "nl"), { day: "woensdag 25 november", time: "00.05" });
});

test("in English with a colon", () => {
  assert.deepEqual(momentParts("2026-11-24T09:12:00Z", "en"), { day: "Tuesday 24 November", time: "10:12" });
});

const COFFEE = { begins: "2026-11-24T09:00:00Z", ends: "2026-11-24T11:00:00Z" };
const at = (text) => new Date(text);

test("before it begins, it is the next time", () => {
  assert.equal(nextTold(COFFEE, at("2026-11-23T12:00:00Z")).name, "saved.next");
});

test("while it is on, it is on", () => {
  assert.equal(nextTold(COFFEE, at("2026-11-24T10:00:00Z")).name, "saved.now");
});

test("afterwards it is past, and never still the next time", () => {
  assert.equal(nextTold(COFFEE, at("2026-11-24T11:00:01Z")).name, "saved.past");
});

test("without an end it is past once it has begun", () => {
  assert.equal(nextTold({ ...COFFEE, ends: "" }, at("2026-11-24T09:00:01Z")).name, "saved.past");
});

test("what is not on the map any more has no next time", () => {
  assert.deepEqual(nextTold({ ...COFFEE, gone: true }, at("2026-11-23T12:00:00Z")), {
    name: "saved.gone",
    moment: null,
  });
});

test("what has no hours says nothing about them", () => {
  assert.equal(nextTold({ begins: "", ends: "" }, at("2026-11-23T12:00:00Z")), null);
});

test("what comes first stands first, then what has no time, then what is over", () => {
  const soup = { begins: "2026-11-25T11:00:00Z", ends: "2026-11-25T13:00:00Z" };
  const phone = { begins: null, ends: null };
  const over = { begins: "2026-11-20T09:00:00Z", ends: "2026-11-20T11:00:00Z" };
  const gone = { ...COFFEE, gone: true };
  const shown = soonestFirst([over, phone, soup, gone, COFFEE], at("2026-11-23T12:00:00Z"));
  assert.deepEqual(shown, [COFFEE, soup, phone, over, gone]);
});
