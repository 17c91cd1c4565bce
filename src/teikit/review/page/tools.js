// What acts on the selected part: a button for each label, to join and cut, and to mark names; and why it is what it is.

import { button, find, make, setChildren, words } from "./dom.js";
import * as say from "./strings.js";

const tool = (text, key, onclick, settings = {}) => {
  const element = button("", onclick, { "aria-keyshortcuts": key, ...settings });
  element.append(text, " ", make("kbd", { "aria-hidden": "true" }, key));
  return element;
};

// Arrow keys move within a toolbar, so that it is one stop of the tab key.
const rove = (bar) => {
  const buttons = [...bar.querySelectorAll("button")];
  const stop = (chosen) => { for (const one of buttons) one.tabIndex = one === chosen ? 0 : -1; };
  stop(buttons[0]);
  bar.addEventListener("focusin", (event) => stop(event.target.closest("button")));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length].focus();
  });
};

const bar = (name, ...buttons) => make("div", { className: "toolbar", role: "toolbar", "aria-label": name }, ...buttons);

export const drawTools = (acts) => {
  const labels = Object.entries(say.LABELS).map(([name, [text, key]]) =>
    tool(text, key, () => acts.label(name), { className: `chip label-${name}`, "data-label": name, "aria-pressed": "false" }));
  const names = Object.entries(say.NAMES).map(([kind, [text, key]]) => tool(text, key, () => acts.name(kind), { "data-name": kind }));
  const bars = [
    bar("The selected part is", ...labels),
    bar("Change parts and mark words", tool("Join above", "m", acts.joinAbove), tool("Join below", "M", acts.joinBelow), tool("Cut", "c", acts.cut), ...names),
  ];
  bars.forEach(rove);
  setChildren(find("tools"), make("div", { id: "why", className: "why", tabIndex: 0, role: "group", "aria-label": "Why the part has this label" }), ...bars);
};

export const showTools = (part) => {
  for (const one of find("tools").querySelectorAll("[data-label]")) {
    one.setAttribute("aria-pressed", `${part?.label === one.dataset.label}`);
  }
  const evidence = part?.evidence ?? [];
  const why = part?.decided ? "You decided." : evidence.length ? "" : "Its place among the other parts.";
  setChildren(find("why"), part ? make("b", {}, `Why ${say.label(part.label)}? `) : null, part ? why : null,
    ...(part?.decided ? [] : evidence.slice(0, 4).flatMap((one, index) => [index ? " · " : "", words(one)])));
};
