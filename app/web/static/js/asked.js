// What was posted for a list: held for this tab only, so that back and reload can ask it again.
// The history holds a number, sessionStorage the fields; an address never holds either.

const PREFIX = "buurtkaart.gevraagd.";
const MOST = 20;

/** Holds posted fields; answers the number to find them by, null when nothing can be held. */
export function hold(storage, pairs, number) {
  try {
    const known = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
    for (const key of known.sort().slice(0, Math.max(0, known.length - MOST + 1))) {
      storage.removeItem(key);
    }
    storage.setItem(PREFIX + number, JSON.stringify(pairs));
    return number;
  } catch {
    return null;
  }
}

/** The fields of a number; null when they are gone. */
export function held(storage, number) {
  try {
    const pairs = JSON.parse(storage.getItem(PREFIX + number));
    return Array.isArray(pairs) ? pairs : null;
  } catch {
    return null;
  }
}

/** The fields of a form as pairs of texts, with the button that was pressed. */
export function pairsOf(form, button) {
  return [...new FormData(form, button)].filter(([, value]) => typeof value === "string");
}
