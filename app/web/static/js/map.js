// The map beside the list: one pin a place, drawn from the cards that the page shows.

import { around, nearby, pinsOf } from "./grouping.js";
import { ground } from "./map_ground.js";
import { bubble, drawing } from "./map_pieces.js";
import { styled } from "./styling.js";
import { words } from "./words.js";

const CLOSEST = 17;
/** What of the page belongs to a pin: cards, and the places of an area. */
const LISTED = "[data-pin]:not(.map-pin)";
const NETHERLANDS = [
  [50.7, 3.3],
  [53.6, 7.3],
];

/** Draws the map in `place`; it follows the list from then on. */
export async function draw(place) {
  await Promise.all([
    import("../parts/leaflet.js"),
    styled("parts/leaflet.css").then(() => styled("css/modules.css")),
  ]);
  const L = globalThis.L;
  place.replaceChildren();
  place.hidden = false;
  place.classList.add("map");
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", words("map.label"));
  const map = makeMap(L, place);
  const pins = L.layerGroup().addTo(map);
  const draws = () => drawPins(L, map, pins, place);
  draws();
  document.addEventListener("buurtkaart:list", draws);
  keepInStep(place);
  new ResizeObserver(() => map.invalidateSize()).observe(place);
  await ground(L, map, place);
}

function makeMap(L, place) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, {
    zoomControl: false,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    maxZoom: CLOSEST,
    zoomSnap: 0.5,
  });
  L.control
    .zoom({ position: "bottomright", zoomInTitle: words("map.closer"), zoomOutTitle: words("map.further") })
    .addTo(map);
  map.attributionControl.setPrefix(false);
  map.fitBounds(NETHERLANDS);
  // Scrolling goes through the page; only who works in the map zooms by the wheel.
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  // Leaflet hears Escape only while the map itself has the focus, not what is in a bubble.
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  return map;
}

/** What the cards of the page say of themselves. */
function cardsOnPage() {
  return [...document.querySelectorAll("main .card[data-lat]")].map((element) => ({
    element,
    id: element.dataset.id,
    lat: Number(element.dataset.lat),
    lon: Number(element.dataset.lon),
    place: element.dataset.place ?? "",
    placeName: element.dataset.placeName ?? "",
    icon: element.dataset.icon ?? "map-pin",
    group: element.dataset.group ?? "samen",
  }));
}

function drawPins(L, map, layer, place) {
  layer.clearLayers();
  const pins = pinsOf(cardsOnPage());
  for (const pin of pins) addPin(L, layer, { ...pin, number: numberOf(pin) });
  const here = hereOf(place);
  if (here) {
    const icon = L.divIcon({ className: "map__here", iconSize: [22, 22] });
    L.marker(here, { icon, interactive: false, keyboard: false }).addTo(layer);
  }
  const corners = around(here ? [...nearby(pins), here] : nearby(pins));
  if (corners) map.fitBounds(corners, { padding: [48, 48], maxZoom: 16 });
}

/** The number of a place in the list of an area; none where places have no numbers. */
function numberOf(pin) {
  return document.querySelector(`main [data-number][data-pin="${CSS.escape(pin.key)}"]`)?.dataset.number;
}

function hereOf(place) {
  const { area, lat, lon } = place.dataset;
  // The middle of an area is where nobody is; its outline says enough.
  const isMiddle = area && document.querySelector("main .card[data-lat]");
  return lat && lon && !isMiddle ? { lat: Number(lat), lon: Number(lon) } : null;
}

function addPin(L, layer, pin) {
  const icon = L.divIcon({
    className: `map-pin group--${pin.group}`,
    html: drawing(pin),
    iconSize: [44, 44],
    iconAnchor: [22, 44],
    popupAnchor: [0, -40],
  });
  const count = pin.cards.length;
  const name = pin.name || words("map.place");
  const marker = L.marker(pin, { icon, riseOnHover: true }).addTo(layer);
  const element = marker.getElement();
  element.setAttribute(
    "aria-label",
    words(count === 1 ? "map.pin.one" : "map.pin.many", { name, count }),
  );
  element.dataset.pin = pin.key;
  for (const card of pin.cards) card.element.dataset.pin = pin.key;
  marker.bindPopup(() => bubble(pin), { maxWidth: 300, minWidth: 220, autoPanPadding: [16, 16] });
  marker.on("popupopen", ({ popup }) => opened(popup, pin, element));
  marker.on("popupclose", ({ popup }) => {
    mark(pin, false);
    if (popup.getElement()?.contains(document.activeElement)) element.focus();
  });
}

function opened(popup, pin, element) {
  const bubbleElement = popup.getElement();
  bubbleElement
    .querySelector(".leaflet-popup-close-button")
    ?.setAttribute("aria-label", words("map.close"));
  mark(pin, true);
  scrollList(pin.cards[0].element);
  if (document.activeElement === element) bubbleElement.querySelector("a")?.focus();
}

/** The list beside the map follows it; under the map it stays, so that the map stays in view. */
function scrollList(card) {
  if (!card.closest(".split") || !window.matchMedia("(min-width: 1000px)").matches) return;
  card.scrollIntoView({ block: "center", behavior: "auto" });
}

function mark(pin, on) {
  for (const element of document.querySelectorAll(`main ${LISTED}`)) {
    if (element.dataset.pin === pin.key) element.classList.toggle("card--on", on);
  }
}

/** Who points at a card or a place of the list sees its pin. */
function keepInStep(place) {
  const light = (event, on) => {
    const key = event.target.closest?.(LISTED)?.dataset.pin;
    if (!key) return;
    const pin = place.querySelector(`.map-pin[data-pin="${CSS.escape(key)}"]`);
    pin?.classList.toggle("map-pin--lit", on);
  };
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (event) => light(event, true));
  }
  for (const name of ["pointerout", "focusout"]) {
    document.addEventListener(name, (event) => light(event, false));
  }
}
