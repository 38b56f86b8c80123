// What lies under the pins: tiles when the installation has them, else the buurten around.

import { baseMap, words } from "./words.js";

const LETTER_PX = 6.5;
const LONGEST_NAME_PX = 110;
const LINE_PX = 34;
const MOST_PAGES = 3;

/** Draws the ground of the map; without it the pins still stand. */
export async function ground(L, map, place) {
  const tiles = baseMap();
  if (tiles) {
    place.classList.add("map--tiles");
    L.tileLayer(tiles, { attribution: words("map.tiles_by"), maxZoom: 19 }).addTo(map);
  }
  await Promise.all([outline(L, map, place), tiles ? null : surroundings(L, map, place)]);
}

async function asked(address) {
  const response = await fetch(address, { headers: { Accept: "application/geo+json" } });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

/** The area that the page is about. */
async function outline(L, map, place) {
  const { area } = place.dataset;
  if (!area) return;
  const shape = await asked(`/v1/areas/${encodeURIComponent(area)}`);
  const layer = L.geoJSON(shape, { className: "map__area", interactive: false }).addTo(map);
  credit(map, [shape]);
  if (document.querySelectorAll("main .card[data-pin]").length === 0) map.fitBounds(layer.getBounds());
}

/** The buurten of the gemeente in view, with the names for which there is room. */
async function surroundings(L, map, place) {
  const gemeente = await gemeenteOf(map, place);
  if (!gemeente) return;
  const shapes = await buurtenOf(gemeente);
  const layer = L.geoJSON(shapes, { className: "map__buurt", interactive: false }).addTo(map);
  layer.bringToBack();
  const names = layer.getLayers().map((shape) => nameOf(L, shape));
  const show = () => {
    for (const { name, bounds, marker } of names) {
      if (fits(map, name, bounds)) marker.addTo(map);
      else marker.remove();
    }
  };
  map.on("zoomend", show);
  show();
  credit(map, shapes);
}

function nameOf(L, shape) {
  const { name } = shape.feature.properties;
  const bounds = shape.getBounds();
  const icon = L.divIcon({ className: "map__buurt-name", html: text(name) });
  const marker = L.marker(bounds.getCenter(), { icon, interactive: false, keyboard: false, zIndexOffset: -5000 });
  return { name, bounds, marker };
}

function fits(map, name, bounds) {
  const room = map
    .latLngToLayerPoint(bounds.getSouthEast())
    .subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
  return room.x >= Math.min(LONGEST_NAME_PX, name.length * LETTER_PX) && room.y >= LINE_PX;
}

function text(name) {
  const element = document.createElement("span");
  element.textContent = name;
  element.setAttribute("aria-hidden", "true");
  return element;
}

async function buurtenOf(gemeente) {
  const shapes = [];
  let cursor = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ gemeente, level: "buurt", limit: "100" });
    if (cursor) query.set("cursor", cursor);
    const answer = await asked(`/v1/areas?${query}`);
    shapes.push(...answer.features);
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return shapes;
}

/** The gemeente of the area, or of the first place in the list: never of where somebody is. */
async function gemeenteOf(map, place) {
  const found = /^(?:GM|WK|BU)(\d{4})/i.exec(place.dataset.area ?? "");
  if (found) return `GM${found[1]}`;
  const card = document.querySelector("main .card[data-lat]");
  if (!card) return null;
  const { lat, lon } = card.dataset;
  const answer = await asked(`/v1/areas?${new URLSearchParams({ lat, lon, level: "gemeente" })}`);
  return answer.features[0]?.properties.code ?? null;
}

/** Whose borders these are; of schematic ones, that they are. */
function credit(map, shapes) {
  const official = shapes.some((shape) => shape.properties.boundary === "official");
  map.attributionControl.addAttribution(words(official ? "map.borders_by" : "map.schematic"));
}
