// A list that was posted for has no address of its own. Its fields are held for this tab, so that
// "back" and "reload" ask it again, without a question of the browser and without an address.

import { hold, pairsOf } from "./asked.js";

export function start() {
  const form = document.querySelector("form[data-posted]");
  if (!form || history.state?.asked || document.body.hasAttribute("data-discreet")) return;
  const asked = hold(sessionStorage, pairsOf(form), Date.now());
  if (asked) history.replaceState({ asked }, "");
}
