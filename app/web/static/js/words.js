// What modules say: from the catalogues, by way of the data block of the page.

let read = null;

function block() {
  read ??= JSON.parse(document.getElementById("teksten").textContent);
  return read;
}

/** Puts values in the places that are marked with braces; an unknown mark stays as it is. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (mark, name) => (name in values ? String(values[name]) : mark));
}

/** A text by its name. */
export function words(name, values = {}) {
  const text = block().texts[name];
  if (text === undefined) throw new Error(`no text is called ${name}`);
  return filled(text, values);
}

/** Every text of the page, for rules that choose one of them. */
export function texts() {
  return block().texts;
}

/** A path of the service, in the language of the page. */
export function path(name) {
  return block().paths[name];
}

/** Raster tiles under the map, when the installation has them. */
export function baseMap() {
  return block().baseMap;
}

export function language() {
  return document.documentElement.lang;
}
