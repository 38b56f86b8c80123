// Styles that only modules need, fetched when the first of them does.

/** Adds a style sheet of ours once; done when it is there, or could not be fetched. */
export function styled(name) {
  const href = new URL(`../${name}`, import.meta.url).href;
  const known = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (known.some((link) => link.href === href)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const done = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  document.head.append(link);
  return done;
}
