// Filters without a new page: the list is fetched and shown, the address and "back" stay right.

import { hold, held, pairsOf } from "./asked.js";
import { fetched, wasAborted } from "./fetching.js";
import { swap } from "./swapping.js";
import { announce, tellAbove } from "./telling.js";
import { path, words } from "./words.js";

const SLOW_MS = 300;
let listening = false;
let shown = null;
let questions = 0;

export function start() {
  if (listening) return;
  listening = true;
  shown = here();
  document.addEventListener("click", follow);
  document.addEventListener("submit", send);
  window.addEventListener("popstate", (event) => goBack(event.state));
  if (history.state?.asked && !document.querySelector("form[data-posted]")) goBack(history.state);
}

function here() {
  return location.pathname + location.search + (history.state?.asked ?? "");
}

function isList(address) {
  const { origin, pathname } = new URL(address, location.href);
  return origin === location.origin && pathname === path("results");
}

function follow(event) {
  const link = event.target.closest?.("main a[href]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
  if (!isList(link.href) || !isList(location.href) || link.hasAttribute("download")) return;
  event.preventDefault();
  show(link.href, { retry: () => location.assign(link.href) });
}

function send(event) {
  const form = event.target;
  const button = event.submitter;
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  if (event.defaultPrevented || !form.closest("main") || !isList(action || location.href)) return;
  // Another place or other words are another page, which begins at its top.
  if (form.elements.namedItem("where") || form.elements.namedItem("q")?.type === "text") return;
  const method = (button?.getAttribute("formmethod") ?? form.method).toLowerCase();
  event.preventDefault();
  const pairs = pairsOf(form, button);
  if (method === "post") {
    show(path("results"), { pairs, retry: () => sendPlainly(pairs) });
    return;
  }
  const address = `${path("results")}?${new URLSearchParams(pairs)}`;
  show(address, { retry: () => location.assign(address) });
}

/** As without a script: the browser posts, and tells itself what goes wrong. */
function sendPlainly(pairs) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path("results");
  form.hidden = true;
  for (const [name, value] of pairs) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Fetches a list and shows it; with `pairs` posted. Keeps the old list when that fails. */
async function show(address, { pairs = null, retry, isBack = false }) {
  const question = ++questions;
  const busy = setTimeout(wait, SLOW_MS);
  try {
    const found = await fetched(address, { pairs });
    if (isDiscreet(found.page) !== isDiscreet(document)) {
      retry();
      return;
    }
    if (!isBack) remember(address, found.address, pairs);
    swap(found.page);
    shown = here();
    goOn(new URL(address, location.href).hash);
    announce(document.getElementById("gevonden")?.textContent.trim() ?? document.title);
    if (isBack && history.state?.top) window.scrollTo(0, history.state.top);
  } catch (error) {
    if (wasAborted(error)) return;
    console.warn(error);
    fail(retry);
  } finally {
    clearTimeout(busy);
    if (question === questions) region()?.removeAttribute("aria-busy");
  }
}

/** After "show more": to the first that is new, where the button was. */
function goOn(hash) {
  if (hash) document.getElementById(hash.slice(1))?.querySelector("a")?.focus();
}

function isDiscreet(page) {
  return page.body.hasAttribute("data-discreet");
}

/**
 * A list that was posted has no address: only this tab knows how to ask it again. Of a discreet one
 * nothing is remembered, and "back" leads to what was before it.
 */
function remember(address, redirected, pairs) {
  if (isDiscreet(document)) return;
  history.replaceState({ ...history.state, top: window.scrollY }, "");
  if (redirected) {
    history.pushState(null, "", redirected);
  } else if (pairs) {
    const asked = hold(sessionStorage, pairs, Date.now());
    history.pushState(asked && { asked }, "", path("results"));
  } else {
    history.pushState(null, "", address);
  }
}

function goBack(state) {
  if (!isList(location.href) || (here() === shown && !state?.asked)) return;
  const retry = () => location.reload();
  const pairs = state?.asked ? held(sessionStorage, state.asked) : null;
  show(location.href, { pairs, retry, isBack: true });
}

function region() {
  return document.getElementById("resultaten");
}

function wait() {
  region()?.setAttribute("aria-busy", "true");
  announce(words("live.busy"));
}

/** The old list stays, with what to do now above it. */
function fail(retry) {
  const text = words(navigator.onLine ? "live.failed" : "live.offline");
  const above = region() ?? document.querySelector("main");
  const notice = tellAbove(text, { region: above, kind: "danger" });
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button";
  again.textContent = words("live.again");
  again.addEventListener("click", () => {
    notice.remove();
    retry();
  });
  notice.append(again);
  notice.scrollIntoView({ block: "nearest" });
}
