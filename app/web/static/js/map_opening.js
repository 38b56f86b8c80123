// When the map comes: after a tap, or by itself on a wide screen as soon as it is in view.

import { onAct, relabel } from "./acts.js";
import { words } from "./words.js";
import { tell } from "./telling.js";

const WIDE = "(min-width: 1000px)";
let cameByItself = false;

export function start(root) {
  const place = document.querySelector("[data-map]");
  if (!place) return;
  if (place.hasAttribute("data-drawn")) {
    bindAgain(root, place);
    return;
  }
  const wide = window.matchMedia(WIDE).matches;
  onAct(root, "map", (button) => toggle(place, button));
  // A drawing that stands there already is a map too: it goes only for who asks for more.
  if (!wide || drawingInstead()) return;
  place.hidden = false;
  cameByItself = true;
  hideButtons();
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    open(place);
  });
  watch.observe(place);
}

/** The button of a list that was replaced opens and closes the map that stayed. */
function bindAgain(root, place) {
  onAct(root, "map", (button) => toggle(place, button));
  for (const button of document.querySelectorAll("[data-act=map]")) {
    tellState(button, !place.hidden);
  }
  if (!place.hidden) bringForward(place);
  if (cameByItself) hideButtons();
}

/** Beside a map that came by itself there is nothing to open. */
function hideButtons() {
  for (const button of document.querySelectorAll("[data-act=map]")) button.hidden = true;
}

async function toggle(place, button) {
  const drawn = place.hasAttribute("data-drawn");
  const show = !drawn || place.hidden;
  swap(place, button, show);
  if (!show) return;
  bringForward(place);
  if (!drawn) await open(place, button);
  if (place.hasAttribute("data-drawn")) place.scrollIntoView({ block: "nearest" });
  else swap(place, button, false);
}

/** What stands where the map comes, on pages that draw one themselves. */
function drawingInstead() {
  return document.querySelector("[data-drawing]");
}

/** The map, or what stands there without it. */
function swap(place, button, show) {
  const drawing = drawingInstead();
  if (drawing) drawing.hidden = show;
  place.hidden = !show;
  tellState(button, show);
}

function tellState(button, isOpen) {
  button.setAttribute("aria-expanded", String(isOpen));
  button.dataset.opens ??= button.textContent.trim();
  relabel(button, isOpen ? words("map.hide") : button.dataset.opens);
}

/** Where there is one column the map comes before the list, so that nobody scrolls past all cards. */
function bringForward(place) {
  const side = place.closest(".split__side");
  if (side && !window.matchMedia(WIDE).matches) side.parentElement.prepend(side);
}

async function open(place, button = null) {
  if (place.hasAttribute("data-drawn")) return;
  place.setAttribute("data-drawn", "");
  try {
    const { draw } = await import("./map.js");
    await draw(place);
  } catch (error) {
    console.warn(error);
    place.removeAttribute("data-drawn");
    if (button) tell(words("map.failed"), { beside: button, kind: "warm" });
  }
}
