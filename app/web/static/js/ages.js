// Moments in words. Pure; the service worker holds this text too.

const ZONE = "Europe/Amsterdam";

/** The day and the time on a Dutch clock: { day: "dinsdag 24 november", time: "10.12" }. */
export function momentParts(iso, language) {
  const moment = new Date(iso);
  const locale = language === "nl" ? "nl-NL" : "en-GB";
  const day = new Intl.DateTimeFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: ZONE,
  }).format(moment);
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: ZONE,
  }).format(moment);
  return { day, time: language === "nl" ? time.replace(":", ".") : time };
}

/** What was kept, as people look for it: what comes first, then what has no time, then what is over. */
export function soonestFirst(entries, now) {
  const rank = (entry) => {
    if (entry.gone || nextTold(entry, now)?.name === "saved.past") return 2;
    return entry.begins ? 0 : 1;
  };
  const begin = (entry) => (entry.begins ? new Date(entry.begins).getTime() : 0);
  return [...entries].sort((one, other) => rank(one) - rank(other) || begin(one) - begin(other));
}

/** Which text tells when something kept comes next, and the moment in it; null: nothing to tell. */
export function nextTold(entry, now) {
  if (entry.gone) return { name: "saved.gone", moment: null };
  if (!entry.begins) return null;
  const end = new Date(entry.ends || entry.begins);
  if (new Date(entry.begins) > now) return { name: "saved.next", moment: entry.begins };
  return { name: end > now ? "saved.now" : "saved.past", moment: entry.begins };
}
