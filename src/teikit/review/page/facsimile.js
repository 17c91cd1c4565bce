// Pictures of the pages of a letter beside its source; pictures elsewhere are links.

import { button, find, make, setChildren, words } from "./dom.js";
import { plain } from "./text.js";

const MOST_ZONES = 2000;

const shown = { id: null, number: 0, isOpen: true };

const SVG = "http://www.w3.org/2000/svg";

const svg = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  return element;
};

// Outlines over a picture: one for each line that the source has a zone of.
const drawZones = (one) => {
  if (!one.zones?.length || !(one.width > 0) || !(one.height > 0)) return null;
  const element = svg("svg", { viewBox: `0 0 ${Number(one.width)} ${Number(one.height)}`, "aria-hidden": "true" });
  for (const zone of one.zones.slice(0, MOST_ZONES)) {
    element.append(svg("polygon", { points: zone.points.map(([x, y]) => `${Number(x)},${Number(y)}`).join(" "), "data-line": zone.line, "vector-effect": "non-scaling-stroke" }));
  }
  return element;
};

const drawPicture = (view, api, one, number) => {
  const name = one.label || `Page ${number + 1}`;
  if (!one.href) return make("p", { className: "soft" }, words(name));
  const address = api.address(one.href);
  if (address.origin === location.origin) {
    return make("div", { className: "sheet" }, make("img", { src: address.href, alt: `Picture of the source: ${plain(name)}` }), drawZones(one));
  }
  if (!/^https?:$/.test(address.protocol)) return make("p", { className: "soft" }, words(name));
  return make("p", {}, make("a", { href: address.href, rel: "noreferrer noopener", target: "_blank" }, words(name), " (elsewhere)"));
};

export const drawFacsimile = (view, api) => {
  if (shown.id !== view.id) Object.assign(shown, { id: view.id, number: 0 });
  const element = find("facsimile");
  element.hidden = !view.facsimiles.length;
  find("source-panel").classList.toggle("has-facsimile", Boolean(view.facsimiles.length) && shown.isOpen);
  if (element.hidden) { setChildren(element); return; }
  const again = () => drawFacsimile(view, api);
  const show = (number) => { shown.number = number; again(); };
  const pages = view.facsimiles.map((one, number) => button(`${number + 1}`, () => show(number),
    { "aria-label": `Page ${number + 1}`, "aria-pressed": `${number === shown.number}`, "data-focus": `page-${number}` }));
  const fold = button(shown.isOpen ? "Hide the facsimile" : "Show the facsimile", () => { shown.isOpen = !shown.isOpen; again(); }, { "data-focus": "fold-facsimile" });
  const picture = shown.isOpen ? make("div", { className: "picture", tabIndex: 0, role: "region", "aria-label": "Facsimile" },
    drawPicture(view, api, view.facsimiles[shown.number], shown.number)) : null;
  setChildren(element, make("div", { className: "pages" }, fold, ...(pages.length > 1 ? pages : [])), picture);
};

// The page that a part is on comes into view, with the zones of its lines outlined.
export const showPageOf = (view, api, part) => {
  if (!view.facsimiles.length) return;
  const lines = new Set(part.pieces.map((piece) => piece.line));
  const page = view.facsimiles.findLastIndex((one) => one.line <= part.pieces[0]?.line);
  if (page >= 0 && page !== shown.number) { shown.number = page; drawFacsimile(view, api); }
  let first = null;
  for (const zone of find("facsimile").querySelectorAll("polygon")) {
    const isHere = lines.has(Number(zone.dataset.line));
    zone.classList.toggle("here", isHere);
    if (isHere) first ??= zone;
  }
  first?.scrollIntoView({ block: "nearest" });
};
