import assert from "node:assert/strict";
import { test } from "node:test";

import {
  assetOf,
  copyPaths,
  dated,
  isPage,
  languageOf,
  mayBeKept,
  oldShells,
} from "../../../app/web/static/js/keeping.js";

const GOOD = {
  status: 200,
  redirected: false,
  cacheControl: "public, no-cache",
  html: '<html lang="nl"><body data-page="entry"><main>Koffie</main></body></html>',
};

test("an ordinary page that was found may be kept", () => {
  assert.ok(mayBeKept(GOOD));
});

for (const [why, changes] of [
  ["it is discreet", { html: '<body data-discreet data-page="entry">' }],
  ["something in it is discreet", { html: '<li class="card" data-discreet>' }],
  ["the service says so", { cacheControl: "no-store" }],
  ["it is somebody's own", { cacheControl: "private, max-age=60" }],
  ["the service does not say that it may be", { cacheControl: null }],
  ["it led elsewhere", { redirected: true }],
  ["it was not found", { status: 404 }],
]) {
  test(`a page is not kept when ${why}`, () => {
    assert.ok(!mayBeKept({ ...GOOD, ...changes }));
  });
}

test("a word in a text makes no page discreet", () => {
  assert.ok(mayBeKept({ ...GOOD, html: "<p>zoek op data-discreet in de bron</p>" }));
});

for (const path of ["/", "/en", "/aanbod/koffie", "/en/buurt/BU01530202", "/bewaard", "/docs"]) {
  test(`a page: ${path}`, () => assert.ok(isPage(path)));
}
for (const path of ["/v1/offerings", "/aanbod/koffie/agenda.ics", "/buurt/BU01530202/afdrukken.pdf", "/sw.js"]) {
  test(`no page: ${path}`, () => assert.ok(!isPage(path)));
}

test("a copy is looked for in the language of the page, then in the other", () => {
  assert.deepEqual(copyPaths("/aanbod/koffie"), ["/aanbod/koffie", "/en/aanbod/koffie"]);
  assert.deepEqual(copyPaths("/en/aanbod/koffie"), ["/en/aanbod/koffie", "/aanbod/koffie"]);
  assert.deepEqual(copyPaths("/"), ["/", "/en"]);
  assert.deepEqual(copyPaths("/en"), ["/en", "/"]);
});

test("a path that begins with the same letters is not English", () => {
  assert.equal(languageOf("/energie"), "nl");
  assert.equal(languageOf("/en/energie"), "en");
});

test("the parts of the address of a style", () => {
  assert.deepEqual(assetOf("/static/abc123/css/app.css"), { build: "abc123", name: "css/app.css" });
  assert.equal(assetOf("/aanbod/koffie"), null);
});

test("of the shells, this one and the one before stay; copies are never touched", () => {
  assert.deepEqual(oldShells(["schil-1", "schil-2", "schil-3", "kopieen"], "3"), ["schil-1"]);
  assert.deepEqual(oldShells(["schil-3"], "3"), []);
});

test("a kept page says how old it is, above all else", () => {
  const page = dated(GOOD.html.replace("<main>", '<main id="inhoud">'), "Van dinsdag & zo <b>");
  assert.match(page, /<html data-kept lang="nl">/);
  assert.match(page, /<main id="inhoud">\s*<p class="notice notice--warm">Van dinsdag &amp; zo &lt;b>/);
});

test("a page that tells its own age is not told it twice", () => {
  const page = dated('<html lang="nl"><main><p data-own-age>Zo was het op dinsdag</p></main>', "Van dinsdag");
  assert.ok(!page.includes("notice"));
  assert.match(page, /data-kept/);
});
