// Copies from node_modules what pages need, and nothing else: node copy.mjs FROM TO
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILES = {
  "leaflet.js": "leaflet/dist/leaflet.js",
  "leaflet.css": "leaflet/dist/leaflet.css",
  "LICENSE-leaflet": "leaflet/LICENSE",
  "noto-sans.woff2": "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2",
  "noto-sans-ext.woff2": "@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2",
  "LICENSE-noto-sans": "@fontsource-variable/noto-sans/LICENSE",
  "LICENSE-lucide": "lucide-static/LICENSE",
};

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: node copy.mjs NODE_MODULES TARGET");

const icons = (await readFile(join(import.meta.dirname, "icons.txt"), "utf8"))
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"));

/** One drawing as a symbol: its own attributes stay, so that it looks as its maker drew it. */
async function symbol(name) {
  const svg = await readFile(join(from, "lucide-static/icons", `${name}.svg`), "utf8");
  const shapes = svg.replace(/<!--[^]*?-->/g, "").match(/<svg[^>]*>([^]*)<\/svg>/)[1];
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

await rm(to, { recursive: true, force: true });
await mkdir(to, { recursive: true });
for (const [name, path] of Object.entries(FILES)) await cp(join(from, path), join(to, name));
const symbols = await Promise.all(icons.map(symbol));
const sprite =
  '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2"' +
  ` stroke-linecap="round" stroke-linejoin="round">${symbols.join("")}</svg>\n`;
await writeFile(join(to, "icons.svg"), sprite);
