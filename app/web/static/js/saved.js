// The page with what was saved: drawn from this telephone alone, renewed when there is network.

import { momentParts, nextTold, soonestFirst } from "./ages.js";
import { dropCopy, keepCopy } from "./copies.js";
import { Shelf, factsOn } from "./shelf.js";
import { announce } from "./telling.js";
import { language, words } from "./words.js";

const FRESH_MS = 15 * 60 * 1000;

export function start() {
  const place = document.querySelector("[data-saved]");
  if (place.hasAttribute("data-ready")) return;
  place.dataset.ready = "";
  const shelf = new Shelf(localStorage);
  draw(place, shelf);
  for (const name of ["buurtkaart:wiped", "visibilitychange"]) {
    document.addEventListener(name, () => draw(place, shelf));
  }
  renewAll(place, shelf);
}

function draw(place, shelf) {
  const entries = soonestFirst(shelf.all(), new Date());
  const items = entries.map((entry) => item(place, shelf, entry));
  place.querySelector("[data-list]").replaceChildren(...items);
  place.querySelector("[data-empty]").hidden = entries.length > 0;
  place.hidden = false;
  document.querySelector("[data-needs-script]")?.remove();
}

function item(place, shelf, entry) {
  const made = place.querySelector("template").content.cloneNode(true).firstElementChild;
  const link = made.querySelector("[data-title]");
  link.textContent = entry.title;
  link.href = entry.path;
  const told = nextTold(entry, new Date());
  write(made, "when", told && words(told.name, told.moment ? spoken(told.moment) : {}));
  write(made, "place", [entry.place, entry.joining].filter(Boolean).join(" · "));
  write(made, "seen", words("saved.seen", spoken(entry.seenAt)));
  made.classList.toggle("saved--gone", Boolean(entry.gone) || told?.name === "saved.past");
  const remove = made.querySelector("[data-remove]");
  remove.setAttribute("aria-label", words("saved.remove_named", { title: entry.title }));
  remove.addEventListener("click", () => forget(place, shelf, entry));
  return made;
}

function spoken(iso) {
  return momentParts(iso, language());
}

function write(made, name, text) {
  const element = made.querySelector(`[data-${name}]`);
  element.textContent = text ?? "";
  element.hidden = !text;
}

/** Removes one; the focus goes to the next, so that nobody is lost. */
function forget(place, shelf, entry) {
  const shown = soonestFirst(shelf.all(), new Date());
  const position = shown.findIndex((each) => each.id === entry.id);
  shelf.remove(entry.id);
  dropCopy(entry.path);
  draw(place, shelf);
  const left = place.querySelectorAll("[data-remove]");
  (left[Math.min(position, left.length - 1)] ?? place.querySelector("[data-empty]")).focus();
  announce(words("saved.removed", { title: entry.title }));
}

/** Asks the pages of what is saved again, one after the other, so that what is told here is true. */
async function renewAll(place, shelf) {
  for (const entry of shelf.all()) {
    if (Date.now() - new Date(entry.seenAt) < FRESH_MS) continue;
    const { became, html } = await keepCopy(entry.path);
    if (became === null) return;
    if (!shelf.holds(entry.id)) continue;
    if (became === "gone") shelf.lose(entry.id);
    if (became === "refused") shelf.remove(entry.id);
    if (became === "kept") renew(shelf, entry, html);
    draw(place, shelf);
  }
}

function renew(shelf, entry, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const button = page.querySelector(`[data-act=save][data-id="${CSS.escape(entry.id)}"]`);
  if (button) shelf.put(factsOn(button, entry.path), new Date());
}
