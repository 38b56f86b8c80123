// Which pins a list of cards gives: one a place, with all that goes on there. Pure.

const DECIMALS = 5;
const FAR = 3;

/** Cards ({ id, place, placeName, lat, lon, group, icon }) by place, in the order of the list. */
export function pinsOf(cards) {
  const pins = new Map();
  for (const card of cards) {
    if (!Number.isFinite(card.lat) || !Number.isFinite(card.lon)) continue;
    const key = card.place || `${card.lat.toFixed(DECIMALS)} ${card.lon.toFixed(DECIMALS)}`;
    const pin = pins.get(key) ?? { key, lat: card.lat, lon: card.lon, name: card.placeName, cards: [] };
    pin.cards.push(card);
    pins.set(key, pin);
  }
  return [...pins.values()].map((pin) => ({ ...pin, ...lookOf(pin.cards) }));
}

/** The colour and drawing of what there is most of; of the first when it is a draw. */
export function lookOf(cards) {
  const counts = new Map();
  for (const { group } of cards) counts.set(group, (counts.get(group) ?? 0) + 1);
  const [group] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best));
  const icons = new Set(cards.filter((card) => card.group === group).map((card) => card.icon));
  return { group, icon: icons.size === 1 ? [...icons][0] : "map-pin" };
}

/** The points without the few that lie far from all others, which would make the map too wide to read. */
export function nearby(points) {
  const lat = middle(points.map((point) => point.lat));
  const lon = middle(points.map((point) => point.lon));
  const away = (point) => Math.hypot(point.lat - lat, (point.lon - lon) * Math.cos((lat * Math.PI) / 180));
  const usual = middle(points.map(away));
  return points.filter((point) => away(point) <= FAR * usual);
}

function middle(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

/** The corners around all points, [[south, west], [north, east]]; null without any. */
export function around(points) {
  if (points.length === 0) return null;
  const lats = points.map(({ lat }) => lat);
  const lons = points.map(({ lon }) => lon);
  return [
    [Math.min(...lats), Math.min(...lons)],
    [Math.max(...lats), Math.max(...lons)],
  ];
}
