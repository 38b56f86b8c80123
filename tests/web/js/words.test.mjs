import assert from "node:assert/strict";
import { test } from "node:test";

import { buurtIn } from "../../../app/web/static/js/last_buurt.js";
import { isHurry } from "../../../app/web/static/js/leave.js";
import { reason, rounded } from "../../../app/web/static/js/locate.js";
import { speechPieces, voiceFor } from "../../../app/web/static/js/speech_pieces.js";
import { filled } from "../../../app/web/static/js/words.js";

test("values come in the place of their marks, and nothing else does", () => {
  assert.equal(filled("Haal weg: {title}", { title: "{day} koffie $&" }), "Haal weg: {day} koffie $&");
  assert.equal(filled("Op {day}", {}), "Op {day}");
});

test("a position is rounded to about ten metres", () => {
  assert.equal(rounded(52.215_234_567), "52.2152");
});

test("who says no hears something else than whose telephone does not know", () => {
  assert.equal(reason({ code: 1 }), "locate.refused");
  assert.equal(reason({ code: 3 }), "locate.unknown");
});

test("three presses in two seconds are a hurry; slower or fewer are not", () => {
  assert.ok(isHurry([0, 500, 900]));
  assert.ok(!isHurry([0, 500]));
  assert.ok(!isHurry([0, 1500, 3000]));
  assert.ok(isHurry([0, 5000, 5300, 5600]));
});

test("the last buurt is a name and a path of our own, else it is none", () => {
  assert.deepEqual(buurtIn('{"name": "Pathmos", "path": "/buurt/BU01530202"}'), {
    name: "Pathmos",
    path: "/buurt/BU01530202",
  });
  for (const junk of [null, "", "{", "7", '{"name": "", "path": "/buurt/BU1"}', '{"name": "x", "path": "//kwaad.nl/buurt/x"}']) {
    assert.equal(buurtIn(junk), null);
  }
});

test("a page is read in sentences, each in its own language", () => {
  const pieces = speechPieces([
    { text: "  Koffie om 10.30 uur.\n Loop   zo binnen! ", language: "nl" },
    { text: "Free", language: "en" },
    { text: "   ", language: "en" },
  ]);
  assert.deepEqual(pieces, [
    { text: "Koffie om 10.30 uur.", language: "nl" },
    { text: "Loop zo binnen!", language: "nl" },
    { text: "Free", language: "en" },
  ]);
});

test("a long sentence is cut at words, and nothing of it is lost", () => {
  const text = Array.from({ length: 80 }, (_, number) => `woord${number}`).join(" ");
  const pieces = speechPieces([{ text, language: "nl" }]).map((piece) => piece.text);
  assert.ok(pieces.every((piece) => piece.length <= 200));
  assert.equal(pieces.join(" "), text);
});

test("only a voice of the telephone itself reads, never one of a service", () => {
  const away = { lang: "nl-NL", localService: false };
  const here = { lang: "nl-BE", localService: true };
  assert.equal(voiceFor([away, here], "nl"), here);
  assert.equal(voiceFor([away], "nl"), null);
});
