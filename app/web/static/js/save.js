// "Save": an entry on this telephone, with a copy of its page that can be read without network.

import { onAct, relabel } from "./acts.js";
import { dropCopy, keepCopy } from "./copies.js";
import { Shelf, factsOn } from "./shelf.js";
import { announce, tell } from "./telling.js";
import { words } from "./words.js";

export function start(root) {
  const shelf = new Shelf(localStorage);
  if (document.body.hasAttribute("data-discreet")) {
    forgetThis(shelf);
    return;
  }
  onAct(root, "save", (button) => toggle(shelf, button));
  for (const button of root.querySelectorAll("[data-act=save]")) {
    const saved = shelf.holds(button.dataset.id);
    show(button, saved);
    if (saved) renew(shelf, button);
  }
}

/** What became discreet after somebody saved it leaves the telephone as soon as it is seen. */
function forgetThis(shelf) {
  const id = location.pathname.split("/").at(-1);
  for (const entry of shelf.all().filter((each) => each.id === id)) {
    shelf.remove(id);
    dropCopy(entry.path);
  }
}

function show(button, saved) {
  button.setAttribute("aria-pressed", String(saved));
  relabel(button, words(saved ? "save.saved" : "save.save"));
}

/** What is known of it is renewed while somebody looks at it; a kept copy is not asked from itself. */
function renew(shelf, button) {
  if (document.documentElement.hasAttribute("data-kept")) return;
  shelf.put(factsOn(button, location.pathname), new Date());
  keepCopy(location.pathname);
}

function toggle(shelf, button) {
  const { id } = button.dataset;
  if (shelf.holds(id)) {
    shelf.remove(id);
    dropCopy(location.pathname);
    show(button, false);
    announce(words("save.removed"));
    return;
  }
  if (!shelf.put(factsOn(button, location.pathname), new Date())) {
    tell(words("save.failed"), { beside: button, kind: "warm" });
    return;
  }
  keepCopy(location.pathname);
  show(button, true);
  announce(words("save.done"));
}
