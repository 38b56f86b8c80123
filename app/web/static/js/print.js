// "Print": the browser's own window for it.

import { onAct } from "./acts.js";

export function start(root) {
  onAct(root, "print", () => window.print());
}
