// Fetching a page to show a part of it: one at a time, the newest question wins.

let running = null;

/** Fetches a page; aborts the one before. Throws when it is no page that can be shown. */
export async function fetched(address, { pairs = null } = {}) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const response = await fetch(address, {
    method: pairs ? "POST" : "GET",
    body: pairs && new URLSearchParams(pairs),
    headers: { Accept: "text/html" },
    signal: mine.signal,
  });
  const html = await response.text();
  const type = response.headers.get("content-type") ?? "";
  if (response.status >= 400 || !type.startsWith("text/html")) {
    throw new Error(`${response.status} ${type}`);
  }
  return {
    page: new DOMParser().parseFromString(html, "text/html"),
    address: response.redirected ? response.url : null,
  };
}

export function wasAborted(error) {
  return error.name === "AbortError";
}
