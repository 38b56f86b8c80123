// "Near me": asks the browser where somebody is, only after the tap, and posts it.

import { onAct } from "./acts.js";
import { announce, silence, tell } from "./telling.js";
import { words } from "./words.js";

const PATIENCE_MS = 15_000;
const MINUTE_MS = 60_000;

export function start(root) {
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  onAct(root, "locate", (button) => ask(button));
}

function ask(button) {
  silence(button);
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  announce(words("locate.busy"));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      rest(button);
      send(button, coords);
    },
    (error) => {
      rest(button);
      tell(words(reason(error)), { beside: button, kind: "warm" });
      button.form.querySelector("[name=where]")?.focus();
    },
    { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: MINUTE_MS },
  );
}

function rest(button) {
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

/** Which text explains it: somebody said no, or it cannot be found. */
export function reason(error) {
  return error.code === 1 ? "locate.refused" : "locate.unknown";
}

/** About ten metres: enough to walk by, and no more than that. */
export function rounded(degrees) {
  return degrees.toFixed(4);
}

/** Posts the form with the position in the place of what was typed; nothing of it stays in the page. */
function send(button, { latitude, longitude }) {
  const form = button.form;
  const where = form.querySelector("[name=where]");
  const fields = [field("lat", rounded(latitude)), field("lon", rounded(longitude))];
  for (const old of form.querySelectorAll("[name=lat], [name=lon]")) old.remove();
  if (where) where.value = "";
  form.append(...fields);
  form.requestSubmit();
  for (const each of fields) each.remove();
}

function field(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
