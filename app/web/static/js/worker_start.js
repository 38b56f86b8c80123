// Brings the service worker, when the page is done; not on a page that must leave no trace.

import { path } from "./words.js";

export function start() {
  if (!("serviceWorker" in navigator)) return;
  const bring = () => navigator.serviceWorker.register(path("worker")).catch(() => {});
  if (document.readyState === "complete") bring();
  else window.addEventListener("load", bring, { once: true });
}
