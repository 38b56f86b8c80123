// The first script of every page: looks what the page has, and fetches only the modules for that.
// A module that fails leaves the page as it was: everything also works without them.

const MODULES = [
  ["[data-act=leave]", "./leave.js"],
  ["[data-live]", "./live.js"],
  ["form[data-posted]", "./posted.js"],
  ["[data-act=locate]", "./locate.js"],
  ["[data-map]", "./map_opening.js"],
  ["[data-act=save], body[data-discreet][data-page=entry]", "./save.js"],
  ["[data-act=share]", "./share.js"],
  ["[data-act=print]", "./print.js"],
  ["[data-act=read-aloud]", "./read_aloud.js"],
  ["[data-act=wipe]", "./wipe.js"],
  ["[data-last-buurt], body[data-page=buurt]", "./last_buurt.js"],
  ["[data-saved]", "./saved.js"],
  ["body:not([data-discreet])", "./worker_start.js"],
];

/** Starts what the page wants, for what is new under `root`: all of it, or a part that was replaced. */
export function begin(root) {
  for (const [selector, path] of MODULES) {
    if (document.querySelector(selector)) bring(path, root);
  }
}

async function bring(path, root) {
  try {
    (await import(path)).start(root);
  } catch (error) {
    console.warn(path, error);
  }
}

begin(document);
