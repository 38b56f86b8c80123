// What a pin and its bubble look like. Made from elements, so that no text of an entry becomes HTML.

const SPRITE = new URL("../parts/icons.svg", import.meta.url).href;
const SVG = "http://www.w3.org/2000/svg";

function made(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

/** The inside of a pin: its number in the list, else a drawing and how much there is. */
export function drawing(pin) {
  if (pin.number) return made("span", "", made("span", "map-pin__drop", made("strong", "", pin.number)));
  const inside = made("span", "map-pin__drop", icon(pin.icon));
  const whole = made("span", "", inside);
  if (pin.cards.length > 1) whole.append(made("span", "map-pin__count", String(pin.cards.length)));
  return whole;
}

/** What goes on at a place: each thing with when, and a link. */
export function bubble(pin) {
  const list = made("ul", "map__list");
  for (const { element } of pin.cards) {
    const title = element.querySelector(".card__title a");
    if (!title) continue;
    const link = made("a", "", title.textContent.trim());
    link.href = title.href;
    link.lang = title.lang;
    const lead = element.querySelector(".card__when");
    const when = made("span", "map__when", lead?.textContent.replace(/[\s·]+/g, " ").trim() ?? "");
    list.append(made("li", "", link, when));
  }
  const name = made("strong", "map__name", pin.name);
  name.lang = "nl";
  return made("div", "map__bubble", ...(pin.name ? [name] : []), list);
}
