// "Share": what the telephone has for it, else the link is copied.

import { onAct } from "./acts.js";
import { tell } from "./telling.js";
import { words } from "./words.js";

export function start(root) {
  if (document.body.hasAttribute("data-discreet")) return;
  if (!navigator.share && !navigator.clipboard) return;
  onAct(root, "share", (button) => share(button));
}

async function share(button) {
  const url = location.origin + location.pathname;
  const title = button.dataset.title || document.title;
  try {
    if (navigator.share) {
      await navigator.share({ title, url });
      return;
    }
    await navigator.clipboard.writeText(url);
    tell(words("share.copied"), { beside: button });
  } catch (error) {
    // Who closes the window of the telephone changed his mind.
    if (error.name === "AbortError") return;
    tell(words("share.failed", { url }), { beside: button, kind: "warm" });
  }
}
