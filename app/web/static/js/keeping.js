// What may be kept on a telephone, and under which name. Pure; the service worker holds this text too.

const SHELL = "schil-";
const COPIES = "kopieen";
const KEPT_AT = "x-kept-at";
const SHELLS_KEPT = 2;
const ENGLISH = "/en";

function shellOf(build) {
  return SHELL + build;
}

/** `{ build, name }` of a style, script, drawing or letter; null for anything else. */
export function assetOf(path) {
  const found = /^\/static\/([^/]+)\/(.+)$/.exec(path);
  return found && { build: found[1], name: found[2] };
}

/** Whether a page may be answered from the telephone: no interface, and nothing that is a file. */
export function isPage(path) {
  return !/^\/(v1|static|health|metrics)(\/|$)/.test(path) && !/\.[a-z0-9]{2,12}$/.test(path);
}

/** Under which paths a copy of a page may lie: its own, then the same page in the other language. */
export function copyPaths(path) {
  if (path === ENGLISH) return [path, "/"];
  if (path.startsWith(`${ENGLISH}/`)) return [path, path.slice(ENGLISH.length)];
  return [path, path === "/" ? ENGLISH : ENGLISH + path];
}

export function languageOf(path) {
  return path === ENGLISH || path.startsWith(`${ENGLISH}/`) ? "en" : "nl";
}

/** Whether a page may be kept: found, at its own address, and nothing in it that must be forgotten. */
export function mayBeKept({ status, redirected, cacheControl, html }) {
  return (
    status === 200 &&
    !redirected &&
    !/no-store|private/.test(cacheControl ?? "no-store") &&
    !/<[a-z][^>]*\sdata-discreet[\s>=]/i.test(html)
  );
}

/** Shells that may go: all but this one and the one before, whose pages may still be open. */
export function oldShells(names, build) {
  const others = names.filter((name) => name.startsWith(SHELL) && name !== shellOf(build));
  return others.slice(0, Math.max(0, others.length - (SHELLS_KEPT - 1)));
}

/** A kept page that says so: marked for the style sheet, with its age on top of what it tells. */
export function dated(html, told) {
  const marked = html.replace(/<html\b/, "<html data-kept");
  if (!told || /<[a-z][^>]*\sdata-own-age[\s>=]/i.test(html)) return marked;
  const text = told.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return marked.replace(/<main\b[^>]*>/, (main) => `${main}\n<p class="notice notice--warm">${text}</p>`);
}

export { COPIES, KEPT_AT, shellOf };
