// Copies of pages on this telephone: of saved entries and of the last buurt, and of nothing else.

import { COPIES, KEPT_AT, mayBeKept } from "./keeping.js";

const KEPT_HEADERS = [
  "content-type",
  "content-language",
  "content-security-policy",
  "permissions-policy",
  "referrer-policy",
];

export const canKeep = "caches" in globalThis;

/**
 * Fetches a page and keeps it under `path`. Answers what became of it: "kept", "refused" when it
 * may not be kept, "gone" when the service does not show it any more; null when it could not ask.
 * `html` is what was fetched.
 */
export async function keepCopy(path, { from = path } = {}) {
  let response;
  try {
    response = await fetch(from, { headers: { Accept: "text/html" }, cache: "no-cache" });
  } catch {
    return { became: null, html: "" };
  }
  if (response.status >= 500 || response.status === 429) return { became: null, html: "" };
  const html = await response.text();
  if (response.status === 404 || response.status === 410) {
    await dropCopy(path);
    return { became: "gone", html };
  }
  const { status, redirected, headers } = response;
  if (!mayBeKept({ status, redirected, cacheControl: headers.get("cache-control"), html })) {
    await dropCopy(path);
    return { became: "refused", html };
  }
  await write(path, html, headers);
  return { became: "kept", html };
}

async function write(path, html, headers) {
  if (!canKeep) return;
  const kept = new Headers({ [KEPT_AT]: new Date().toISOString() });
  for (const name of KEPT_HEADERS) {
    if (headers.has(name)) kept.set(name, headers.get(name));
  }
  const cache = await caches.open(COPIES);
  await cache.put(path, new Response(html, { headers: kept }));
}

export async function dropCopy(path) {
  if (!canKeep) return;
  await (await caches.open(COPIES)).delete(path);
}

/** Drops every copy of a page whose path is of the kind and is not `path`. */
export async function dropOthers(kind, path) {
  if (!canKeep) return;
  const cache = await caches.open(COPIES);
  for (const request of await cache.keys()) {
    const known = new URL(request.url).pathname;
    if (kind.test(known) && known !== path) await cache.delete(request);
  }
}
