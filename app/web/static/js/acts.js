// The buttons that only work with a script: hidden until their module is there.

/** Shows every button for `act` under `root` that is still hidden, and hears it. */
export function onAct(root, act, does) {
  for (const button of root.querySelectorAll(`[data-act="${act}"]:not([data-ready])`)) {
    button.dataset.ready = "";
    button.hidden = false;
    button.addEventListener("click", (event) => does(button, event));
  }
}

/** Changes the words on a button, not its drawing. */
export function relabel(button, text) {
  (button.querySelector("[data-label]") ?? button).textContent = text;
}
