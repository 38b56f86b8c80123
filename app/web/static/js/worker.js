// The service worker: the shell of the site, and copies of pages that somebody kept, without network.
// It only reads those copies; pages write them, and only what `keeping.js` lets them.
// Served as /sw.js, after its settings and the two pure files that it needs.

const { build, shell, patienceMs, offline, texts } = self.settings;

self.addEventListener("install", (event) => event.waitUntil(fillShell()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (origin !== self.location.origin) return;
  if (mode === "navigate") {
    if (isPage(pathname)) event.respondWith(visited(event.request, method, pathname, search));
  } else if (method === "GET" && assetOf(pathname)) {
    event.respondWith(asset(event.request, pathname));
  }
});

async function fillShell() {
  const cache = await caches.open(shellOf(build));
  // A file under the name of its build never changes: the browser may have it already.
  const wanted = (path) => new Request(path, { cache: assetOf(path) ? "default" : "reload" });
  await cache.addAll(shell.map(wanted));
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of oldShells(await caches.keys(), build)) await caches.delete(name);
  await self.clients.claim();
}

/** From the network; from the telephone when that fails, errs or takes too long and a copy is there. */
async function visited(request, method, path, search) {
  const copy = method === "GET" && !search ? await copyOf(path) : null;
  const answer = fetch(request);
  try {
    if (!copy) return await answer;
    const first = await Promise.race([answer, tooLong()]);
    return first && first.status < 500 ? first : await shown(copy, path);
  } catch {
    if (copy) return shown(copy, path);
    return shown(await caches.match(offline[languageOf(path)]), path);
  }
}

function tooLong() {
  return new Promise((resolve) => setTimeout(resolve, patienceMs, null));
}

async function copyOf(path) {
  const copies = await caches.open(COPIES);
  for (const each of copyPaths(path)) {
    const found = await copies.match(each);
    if (found) return found;
  }
  return (await caches.open(shellOf(build))).match(path);
}

async function shown(copy, path) {
  if (!copy) return Response.error();
  const language = languageOf(path);
  const keptAt = copy.headers.get(KEPT_AT);
  let told = "";
  if (keptAt) {
    const values = momentParts(keptAt, language);
    told = texts[language].kept.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }
  const headers = new Headers(copy.headers);
  for (const name of ["content-length", "content-encoding", "etag"]) headers.delete(name);
  return new Response(dated(await copy.text(), told), { headers });
}

/** Kept for good under the name of its build; a file of another build only when nothing else is there. */
async function asset(request, path) {
  const known = await caches.match(request);
  if (known) return known;
  const { build: asked, name } = assetOf(path);
  const ours = await caches.open(shellOf(build));
  const standIn = () => (asked === build ? undefined : ours.match(`/static/${build}/${name}`));
  try {
    const response = await fetch(request);
    if (response.ok && asked === build) await ours.put(request, response.clone());
    return response.ok ? response : ((await standIn()) ?? response);
  } catch {
    return (await standIn()) ?? Response.error();
  }
}
