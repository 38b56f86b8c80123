import assert from "node:assert/strict";
import { test } from "node:test";

import { around, lookOf, nearby, pinsOf } from "../../../app/web/static/js/grouping.js";

const card = (changes) => ({
  id: "koffie",
  place: "pathmoshuis",
  placeName: "Het Pathmoshuis",
  lat: 52.21,
  lon: 6.87,
  group: "samen",
  icon: "coffee",
  ...changes,
});

test("what goes on at one place stands on one pin, in the order of the list", () => {
  const pins = pinsOf([card(), card({ id: "schaken" }), card({ id: "yoga", place: "speeltuin" })]);
  assert.deepEqual(
    pins.map((pin) => pin.cards.map((each) => each.id)),
    [["koffie", "schaken"], ["yoga"]],
  );
});

test("the same spot without a place of ours is one pin too", () => {
  assert.equal(pinsOf([card({ place: "" }), card({ place: "", id: "markt" })]).length, 1);
});

test("what has no point has no pin", () => {
  assert.deepEqual(pinsOf([card({ lat: Number.NaN, lon: Number.NaN })]), []);
});

test("a pin has the colour of what there is most of", () => {
  const cards = [card({ group: "hulp" }), card(), card({ id: "schaken" })];
  assert.equal(lookOf(cards).group, "samen");
});

test("a draw goes to what stands first in the list", () => {
  assert.equal(lookOf([card({ group: "hulp", icon: "wallet" }), card()]).group, "hulp");
});

test("different things of one group have a plain drawing", () => {
  assert.equal(lookOf([card(), card({ icon: "book-open" })]).icon, "map-pin");
});

test("the map is cut around all pins; without pins there is nothing to cut around", () => {
  assert.deepEqual(around([card(), card({ lat: 52.25, lon: 6.8 })]), [
    [52.21, 6.8],
    [52.25, 6.87],
  ]);
  assert.equal(around([]), null);
});

test("one place far away does not make the map too wide to read", () => {
  const street = [0, 1, 2, 3, 4].map((step) => card({ lat: 52.21 + step / 1000 }));
  const far = card({ lat: 52.4 });
  assert.deepEqual(nearby([...street, far]), street);
  assert.deepEqual(nearby(street), street);
  assert.deepEqual(nearby([far]), [far]);
  assert.deepEqual(nearby([]), []);
});
