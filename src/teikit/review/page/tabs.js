// In a narrow window the columns become tabs.

import { find, make, setChildren } from "./dom.js";

const NARROW = matchMedia("(max-width: 60rem)");
const PANELS = [["source-panel", "Source"], ["header-panel", "Header"], ["tei-panel", "TEI"]];
let chosen = "source-panel";
let onshow = () => {};

const draw = () => {
  const isNarrow = NARROW.matches;
  const tabs = find("tabs");
  tabs.hidden = !isNarrow;
  if (isNarrow) { tabs.setAttribute("role", "tablist"); tabs.setAttribute("aria-label", "Views of the letter"); }
  else { tabs.removeAttribute("role"); tabs.removeAttribute("aria-label"); }
  for (const [id] of PANELS) {
    const panel = find(id);
    panel.classList.toggle("put-away", isNarrow && id !== chosen);
    if (isNarrow) { panel.setAttribute("role", "tabpanel"); panel.setAttribute("aria-labelledby", `tab-${id}`); }
    else { panel.removeAttribute("role"); panel.setAttribute("aria-labelledby", panel.querySelector("h2").id); }
  }
  document.querySelector(".side").classList.toggle("put-away", isNarrow && chosen === "source-panel");
  for (const tab of tabs.children) {
    const isChosen = tab.id === `tab-${chosen}`;
    tab.setAttribute("aria-selected", `${isChosen}`);
    tab.tabIndex = isChosen ? 0 : -1;
  }
};

export const showPanel = (id) => {
  if (!NARROW.matches || chosen === id) return;
  chosen = id;
  draw();
  onshow();
};

// `onshown()` is called after another panel is shown.
export const drawTabs = (onshown) => {
  onshow = onshown;
  const tabs = PANELS.map(([id, name]) => make("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": id,
    onclick: () => { showPanel(id); } }, name));
  setChildren(find("tabs"), ...tabs);
  find("tabs").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
  NARROW.addEventListener("change", draw);
  draw();
};
