// Telling somebody what happened: in sight, and to a screen reader.

/** Only to a screen reader: what can be seen already. */
export function announce(text) {
  const region = document.getElementById("melding");
  if (!region) return;
  region.textContent = "";
  // A moment later, so that the same words are said a second time.
  setTimeout(() => (region.textContent = text), 50);
}

/** A notice directly after `beside`, in the place of the last one that stood there. */
export function tell(text, { beside, kind = "info" }) {
  silence(beside);
  beside.after(noticeOf(text, kind));
  announce(text);
}

/** The same above all else in a region; answers the notice, for what somebody can do about it. */
export function tellAbove(text, { region, kind }) {
  region.querySelector(":scope > [data-told]")?.remove();
  const notice = noticeOf(text, kind);
  region.prepend(notice);
  announce(text);
  return notice;
}

function noticeOf(text, kind) {
  const notice = document.createElement("div");
  notice.className = `notice notice--${kind}`;
  notice.dataset.told = "";
  notice.append(Object.assign(document.createElement("p"), { textContent: text }));
  return notice;
}

/** Takes away what was told beside it. */
export function silence(beside) {
  const next = beside.nextElementSibling;
  if (next?.matches("[data-told]")) next.remove();
}
