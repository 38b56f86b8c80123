// Putting what changed of a fetched page in the place of what stands here.

import { begin } from "./app.js";

const PARTS = ["main", ".helps", ".site-nav"];

/** How an element can be found again in another copy of the page. */
export function traceOf(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const { name, value } = element;
  if (name) return `[name="${CSS.escape(name)}"][value="${CSS.escape(value ?? "")}"]`;
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  return null;
}

/** The words on an element without its counts, which change. */
function wordsOn(element) {
  return element.textContent.replace(/\d+/g, "").replace(/\s+/g, " ").trim();
}

/**
 * The same element after the swap: by its name, else by its words. A chip that was chosen stands
 * elsewhere and says so, after the same words.
 */
function sameIn(main, trace, text) {
  const named = trace && main.querySelector(trace);
  if (named) return named;
  const others = [...main.querySelectorAll("a, button, summary")];
  const begins = (each) => {
    const said = wordsOn(each);
    return each.matches(".chip") && said && (said.startsWith(text) || text.startsWith(said));
  };
  return text && (others.find((each) => wordsOn(each) === text) ?? others.find(begins));
}

/** Shows the fetched page here: the map, the open folds and the focus stay. */
export function swap(page) {
  const main = document.querySelector("main");
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  const trace = traceOf(focused);
  const text = focused && wordsOn(focused);
  const open = [...main.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  keepMap(main, page);
  for (const part of PARTS) {
    const here = document.querySelector(part);
    const there = page.querySelector(part);
    if (here && there) here.replaceChildren(...there.childNodes);
  }
  document.title = page.title;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) (sameIn(main, trace, text) || main).focus({ preventScroll: true });
  begin(main);
  document.dispatchEvent(new CustomEvent("buurtkaart:list"));
}

/** A map that is drawn goes over into the fetched page, with what is new about its place. */
function keepMap(main, page) {
  const here = main.querySelector("[data-map][data-drawn]");
  const there = page.querySelector("[data-map]");
  if (!here || !there) return;
  for (const name of ["area", "lat", "lon"]) {
    if (name in there.dataset) here.dataset[name] = there.dataset[name];
    else delete here.dataset[name];
  }
  there.replaceWith(here);
}
