// "Read aloud": the speech of the telephone itself reads the page. Voices that send the text to a
// service are not used.

import { onAct, relabel } from "./acts.js";
import { speechPieces, voiceFor } from "./speech_pieces.js";
import { language, words } from "./words.js";

const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, summary";
const SILENT =
  "nav, form, button, .button, svg, [hidden], [data-not-read], [aria-hidden=true], .visually-hidden, script, template";
let left = [];
let state = "silent";

export function start(root) {
  const speech = globalThis.speechSynthesis;
  if (!speech) return;
  const offer = () => {
    if (!voiceFor(speech.getVoices(), language())) return;
    onAct(root, "read-aloud", (button) => press(speech, button));
  };
  offer();
  // Voices come a moment after the page, and in some browsers only then.
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => stop(speech));
}

function press(speech, button) {
  if (state === "speaking") {
    state = "paused";
    speech.cancel();
    relabel(button, words("read.on"));
    return;
  }
  button.dataset.start ??= button.textContent.trim();
  if (state === "silent") left = speechPieces(blocksOf(document.querySelector("main")));
  state = "speaking";
  relabel(button, words("read.pause"));
  offerStop(speech, button);
  next(speech, button);
}

/** One piece after the other: a pause in between is a pause that every browser keeps. */
function next(speech, button) {
  if (state !== "speaking") return;
  const piece = left[0];
  if (!piece) {
    stop(speech, button);
    return;
  }
  const voice = voiceFor(speech.getVoices(), piece.language);
  const spoken = new SpeechSynthesisUtterance(piece.text);
  spoken.lang = piece.language;
  if (voice) spoken.voice = voice;
  spoken.addEventListener("end", () => {
    if (state !== "speaking") return;
    left.shift();
    next(speech, button);
  });
  spoken.addEventListener("error", ({ error }) => {
    if (error !== "canceled" && error !== "interrupted") stop(speech, button);
  });
  speech.speak(spoken);
}

function stop(speech, button = null) {
  state = "silent";
  left = [];
  speech.cancel();
  if (!button) return;
  relabel(button, button.dataset.start);
  button.parentElement.querySelector("[data-stop-reading]")?.remove();
}

function offerStop(speech, button) {
  if (button.parentElement.querySelector("[data-stop-reading]")) return;
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--quiet";
  made.dataset.stopReading = "";
  made.textContent = words("read.stop");
  made.addEventListener("click", () => {
    stop(speech, button);
    button.focus();
  });
  button.after(made);
}

/** The innermost blocks of the page that somebody sees, each in its own language. */
function blocksOf(main) {
  return [...main.querySelectorAll(BLOCKS)]
    .filter((block) => !block.querySelector(BLOCKS) && !block.closest(SILENT) && block.offsetParent)
    .map((block) => ({ text: heard(block), language: block.closest("[lang]").lang.slice(0, 2) }));
}

function heard(block) {
  const copy = block.cloneNode(true);
  for (const each of copy.querySelectorAll(SILENT)) each.remove();
  return copy.textContent;
}
