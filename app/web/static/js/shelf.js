// What somebody saved on this telephone: a few facts an entry, nothing about who.

const KEY = "buurtkaart.bewaard";
const MOST = 200;
const OURS = /^\/(en\/)?aanbod\/[^/?#]+$/;
const FACTS = ["id", "title", "path", "place", "joining", "begins", "ends"];

/** Reads and writes a Storage; junk in it counts as nothing, a full or closed one as not saved. */
export class Shelf {
  constructor(storage) {
    this.storage = storage;
  }

  /** Newest first. */
  all() {
    try {
      const kept = JSON.parse(this.storage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isEntry) : [];
    } catch {
      return [];
    }
  }

  holds(id) {
    return this.all().some((entry) => entry.id === id);
  }

  /** Saves an entry in front, or renews what is known of it where it stands. Answers whether it could. */
  put(entry, now) {
    const facts = Object.fromEntries(FACTS.map((name) => [name, entry[name] ?? ""]));
    const seen = { ...facts, gone: false, seenAt: now.toISOString() };
    const known = this.all();
    const place = known.findIndex((each) => each.id === entry.id);
    if (place >= 0) known[place] = seen;
    else known.unshift(seen);
    return this.#write(known.slice(0, MOST));
  }

  /** Remembers that the service does not show it any more. */
  lose(id) {
    return this.#write(this.all().map((entry) => (entry.id === id ? { ...entry, gone: true } : entry)));
  }

  remove(id) {
    return this.#write(this.all().filter((entry) => entry.id !== id));
  }

  #write(entries) {
    try {
      this.storage.setItem(KEY, JSON.stringify(entries));
      return true;
    } catch {
      return false;
    }
  }
}

function isEntry(entry) {
  return typeof entry?.id === "string" && typeof entry.path === "string" && OURS.test(entry.path);
}

/** The facts that a save button carries. */
export function factsOn(button, path) {
  const { id, title, place = "", joining = "", begins = "", ends = "" } = button.dataset;
  return { id, title, place, joining, begins, ends, path };
}
