// "Wipe everything from this telephone": what was saved, the copies, and the service worker.

import { onAct } from "./acts.js";
import { styled } from "./styling.js";
import { tell } from "./telling.js";
import { words } from "./words.js";

export function start(root) {
  onAct(root, "wipe", async (button) => {
    await styled("css/modules.css");
    if (!(await confirmed())) return;
    const done = await wiped();
    tell(words(done ? "wipe.done" : "wipe.failed"), { beside: button, kind: done ? "info" : "danger" });
    document.dispatchEvent(new CustomEvent("buurtkaart:wiped"));
  });
}

/** Forgets all that this site ever kept here; answers whether everything could be. */
async function wiped() {
  const acts = [
    () => localStorage.clear(),
    () => sessionStorage.clear(),
    () => history.replaceState(null, ""),
    dropWorkers,
    dropCaches,
  ];
  let done = true;
  for (const act of acts) {
    try {
      await act();
    } catch {
      done = false;
    }
  }
  return done;
}

async function dropWorkers() {
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? []) await each.unregister();
}

async function dropCaches() {
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) await caches.delete(name);
}

/** Asks whether somebody is sure. */
function confirmed() {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog stack";
  dialog.setAttribute("aria-labelledby", "wissen-kop");
  const heading = Object.assign(document.createElement("h2"), {
    id: "wissen-kop",
    textContent: words("wipe.heading"),
  });
  const text = Object.assign(document.createElement("p"), { textContent: words("wipe.text") });
  const choices = document.createElement("form");
  choices.method = "dialog";
  choices.className = "cluster";
  choices.append(choice("yes", "wipe.yes", "button--danger"), choice("no", "wipe.no", "button--quiet"));
  dialog.append(heading, text, choices);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

function choice(value, name, look) {
  return Object.assign(document.createElement("button"), {
    value,
    className: `button ${look}`,
    textContent: words(name),
  });
}
