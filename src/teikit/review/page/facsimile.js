// Pictures of the pages of a letter beside its source; pictures elsewhere are links.

import { button, find, make, setChildren } from "./dom.js";

const shown = { id: null, number: 0, isOpen: true };

const isLocal = (address) => address.origin === location.origin;

const drawPicture = (view, api, one, number) => {
  const address = api.address(one.href);
  if (!/^https?:$/.test(address.protocol)) return make("span", {}, one.label);
  if (!isLocal(address)) return make("a", { href: address.href, rel: "noreferrer noopener", target: "_blank" }, `${one.label || address.host} (elsewhere)`);
  return make("img", { src: address.href, alt: `Page ${one.label || number + 1} of the source`, loading: "lazy" });
};

export const drawFacsimile = (view, api) => {
  if (shown.id !== view.id) Object.assign(shown, { id: view.id, number: 0 });
  const element = find("facsimile");
  element.hidden = !view.facsimiles.length;
  find("source-panel").classList.toggle("has-facsimile", Boolean(view.facsimiles.length) && shown.isOpen);
  if (element.hidden) { setChildren(element); return; }
  const again = () => drawFacsimile(view, api);
  const show = (number) => { shown.number = number; again(); };
  const pages = view.facsimiles.map((one, number) => button(one.label || `${number + 1}`, () => show(number),
    { "aria-pressed": `${number === shown.number}`, "data-focus": `page-${number}` }));
  const fold = button(shown.isOpen ? "Hide the facsimile" : "Show the facsimile", () => { shown.isOpen = !shown.isOpen; again(); }, { "data-focus": "fold-facsimile" });
  const picture = shown.isOpen ? make("div", { className: "picture", tabIndex: 0, role: "region", "aria-label": "Facsimile" },
    drawPicture(view, api, view.facsimiles[shown.number], shown.number)) : null;
  setChildren(element, make("div", { className: "pages" }, fold, ...(pages.length > 1 ? pages : [])), picture);
};

// The page that a line is on comes into view.
export const showPageOf = (view, api, line) => {
  const before = view.facsimiles.findLastIndex((one) => one.line <= line);
  if (before < 0 || before === shown.number) return;
  shown.number = before;
  drawFacsimile(view, api);
};
