import assert from "node:assert/strict";
import { test } from "node:test";

import { Shelf, factsOn } from "../../../app/web/static/js/shelf.js";

class Pocket {
  #kept = new Map();
  getItem = (key) => this.#kept.get(key) ?? null;
  setItem = (key, value) => this.#kept.set(key, value);
}
const MORNING = new Date("2026-11-24T09:12:00Z");
const EVENING = new Date("2026-11-24T19:30:00Z");
const COFFEE = { id: "koffie", title: "Koffie in Pathmos", path: "/aanbod/koffie" };

test("what was saved is there the next time, the newest first", () => {
  const pocket = new Pocket();
  new Shelf(pocket).put(COFFEE, MORNING);
  new Shelf(pocket).put({ ...COFFEE, id: "yoga" }, EVENING);
  assert.deepEqual(new Shelf(pocket).all().map((entry) => entry.id), ["yoga", "koffie"]);
});

test("looking again renews what is known, in its own place", () => {
  const shelf = new Shelf(new Pocket());
  shelf.put(COFFEE, MORNING);
  shelf.put({ ...COFFEE, id: "yoga" }, MORNING);
  shelf.put({ ...COFFEE, title: "Koffie om tien uur" }, EVENING);
  const last = shelf.all().at(-1);
  assert.equal(last.title, "Koffie om tien uur");
  assert.equal(last.seenAt, EVENING.toISOString());
});

test("only the few facts are kept, whatever the page knows", () => {
  const shelf = new Shelf(new Pocket());
  shelf.put({ ...COFFEE, phone: "053 123 45 67" }, MORNING);
  assert.ok(!("phone" in shelf.all()[0]));
});

test("what the service no longer shows stays, and says so, until it comes back", () => {
  const shelf = new Shelf(new Pocket());
  shelf.put(COFFEE, MORNING);
  shelf.lose("koffie");
  assert.equal(shelf.all()[0].gone, true);
  shelf.put(COFFEE, EVENING);
  assert.equal(shelf.all()[0].gone, false);
});

test("removing takes away one and leaves the rest", () => {
  const shelf = new Shelf(new Pocket());
  shelf.put(COFFEE, MORNING);
  shelf.put({ ...COFFEE, id: "yoga" }, MORNING);
  shelf.remove("koffie");
  assert.ok(!shelf.holds("koffie"));
  assert.ok(shelf.holds("yoga"));
});

for (const junk of [
  "",
  "{",
  "null",
  "7",
  '[null, {"titel": 1}, "x"]',
  '[{"id": "x", "path": "javascript:alert(1)"}, {"id": "y", "path": "//kwaad.nl/aanbod/y"}]',
]) {
  test(`junk counts as nothing saved: ${junk}`, () => {
    const pocket = new Pocket();
    pocket.setItem("buurtkaart.bewaard", junk);
    assert.deepEqual(new Shelf(pocket).all(), []);
  });
}

test("a full or closed store says that it could not be saved", () => {
  const closed = {
    getItem: () => null,
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  };
  assert.equal(new Shelf(closed).put(COFFEE, MORNING), false);
});

test("the button carries the facts, the page its path", () => {
  const button = { dataset: { id: "koffie", title: "Koffie", begins: "2026-11-24T09:00:00Z", act: "save" } };
  assert.deepEqual(factsOn(button, "/aanbod/koffie"), {
    id: "koffie",
    title: "Koffie",
    place: "",
    joining: "",
    begins: "2026-11-24T09:00:00Z",
    ends: "",
    path: "/aanbod/koffie",
  });
});
