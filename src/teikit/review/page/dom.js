// Elements of the page. All that comes from letters is set as text, never as markup.

import { pictureOf, visibleRuns } from "./text.js";

export const find = (id) => document.getElementById(id);

const isGiven = (child) => child !== null && child !== undefined && child !== "";

const PROPERTIES = new Set(["className", "hidden", "disabled", "value", "type", "checked", "tabIndex", "href", "rows",
  "open", "id", "dir", "src", "alt", "max", "rel", "target", "lang", "title", "htmlFor"]);

// An element: properties by their names, "onclick" and the like as listeners, the rest as attributes.
export const make = (name, settings = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (PROPERTIES.has(key)) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter(isGiven));
  return element;
};

export const button = (text, onclick, settings = {}) => make("button", { type: "button", onclick, ...settings }, text);

// Words of a letter in a line of the page's own: isolated, with pictures in place of controls.
export const words = (text) => {
  const element = make("bdi");
  for (const run of visibleRuns(text)) {
    element.append(run.isControl ? make("span", { className: "control" }, pictureOf(run.text)) : run.text);
  }
  return element;
};

export const setChildren = (element, ...children) => {
  element.replaceChildren(...children.filter(isGiven));
};

export const isTyping = (element) =>
  Boolean(element?.closest?.("textarea, select, input:not([type=checkbox], [type=radio])"));

// Draws anew and gives the focus back to the element with the same data-focus.
export const keepFocus = (draw) => {
  const key = document.activeElement?.closest?.("[data-focus]")?.dataset.focus;
  const before = document.activeElement;
  const selection = isTyping(before) && before.selectionStart !== undefined
    ? [before.selectionStart, before.selectionEnd] : null;
  draw();
  if (!key || (before.isConnected && document.activeElement === before)) return;
  const element = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  if (!element) { find("source").focus({ preventScroll: true }); return; }
  element.focus({ preventScroll: true });
  if (selection && isTyping(element)) element.setSelectionRange(...selection);
};
