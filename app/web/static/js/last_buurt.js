// The buurt that was looked at last: a link on the first page, and a copy to read without network.

import { dropOthers, keepCopy } from "./copies.js";

const KEY = "buurtkaart.buurt";
const BUURT = /\/buurt\/[^/]+$/;

export function start() {
  if (document.body.dataset.page === "buurt") remember();
  const place = document.querySelector("[data-last-buurt]");
  if (place) show(place);
}

async function remember() {
  if (document.documentElement.hasAttribute("data-kept")) return;
  if (document.body.hasAttribute("data-discreet")) return;
  const { pathname } = location;
  const named = document.querySelector("[data-area-name]");
  const name = named?.dataset.areaName ?? document.querySelector("h1").textContent.trim();
  localStorage.setItem(KEY, JSON.stringify({ name, path: pathname }));
  await dropOthers(BUURT, pathname);
  await keepCopy(pathname, { from: `${pathname}/bewaren` });
}

/** The buurt of a stored text; null for what is none. */
export function buurtIn(stored) {
  try {
    const { name, path } = JSON.parse(stored);
    return typeof name === "string" && name && BUURT.test(path) && path.startsWith("/") && !path.startsWith("//")
      ? { name, path }
      : null;
  } catch {
    return null;
  }
}

function show(place) {
  const buurt = buurtIn(localStorage.getItem(KEY));
  if (!buurt) return;
  const link = document.createElement("a");
  link.href = buurt.path;
  link.lang = "nl";
  link.textContent = buurt.name;
  (place.querySelector("p") ?? place).append(" ", link);
  place.hidden = false;
  document.addEventListener("buurtkaart:wiped", () => (place.hidden = true));
}
