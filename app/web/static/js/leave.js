// "Leave this website at once": the page is empty before the next one is there, and "back" does not
// return to it.

const ESCAPES = 3;
const WITHIN_MS = 2000;
let listening = false;

export function start(root) {
  for (const link of root.querySelectorAll("[data-act=leave]:not([data-ready])")) {
    link.dataset.ready = "";
    link.hidden = false;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave(link.href);
    });
  }
  if (listening) return;
  listening = true;
  const presses = [];
  document.addEventListener("keydown", (event) => {
    const link = document.querySelector("[data-act=leave]");
    if (event.key !== "Escape" || event.repeat || !link) return;
    presses.push(event.timeStamp);
    if (isHurry(presses)) leave(link.href);
  });
}

/** Whether the last presses came close enough together. */
export function isHurry(presses) {
  const last = presses.slice(-ESCAPES);
  return last.length === ESCAPES && last.at(-1) - last[0] < WITHIN_MS;
}

function leave(address) {
  document.title = "\u2026";
  document.body.replaceChildren();
  try {
    sessionStorage.clear();
  } catch {
    // A browser without storage has nothing to forget.
  }
  location.replace(address);
}
