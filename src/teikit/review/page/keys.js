// Keys of one letter or digit: what they do, and when they do nothing.

import { find, isTyping, make, setChildren } from "./dom.js";
import * as say from "./strings.js";

const STORED = "teikit-review-keys";
const isApple = /Mac|iPhone|iPad/.test(navigator.platform ?? "");

// Some browsers refuse to store anything for a page; then the choice lasts as long as the page.
const stored = () => { try { return localStorage.getItem(STORED); } catch { return null; } };
const store = (value) => { try { localStorage.setItem(STORED, value); } catch { /* It lasts as long as the page. */ } };

const keys = { areOn: stored() !== "off" };

const isControl = (element) => Boolean(element?.closest?.("button, a[href], summary, input, label"));

const letterKeys = (acts) => {
  const found = new Map([
    ["j", () => acts.go(1)], ["k", () => acts.go(-1)], ["m", acts.joinAbove], ["M", acts.joinBelow], ["c", acts.cut],
    ["u", acts.undo], ["U", acts.redo], ["x", acts.reject], ["y", acts.confirm], ["e", acts.edit],
    ["[", () => acts.goClaim(-1)], ["]", () => acts.goClaim(1)], ["/", acts.search], ["?", acts.help],
  ]);
  for (const [name, [, key]] of Object.entries(say.LABELS)) found.set(key, () => acts.label(name));
  for (const [kind, [, key]] of Object.entries(say.NAMES)) found.set(key, () => acts.name(kind));
  return found;
};

// Arrows and Enter, which act on the source: where the focus is in it, or nowhere.
const sourceKey = (event, acts) => {
  const granularity = event.ctrlKey || (isApple && event.altKey) ? "word" : "character";
  switch (event.key) {
    case "ArrowDown": return () => acts.go(1);
    case "ArrowUp": return () => acts.go(-1);
    case "ArrowLeft": return () => acts.move(-1, granularity, event.shiftKey);
    case "ArrowRight": return () => acts.move(1, granularity, event.shiftKey);
    case "Enter": return acts.accept;
    case "Home": return () => acts.go(-Infinity);
    case "End": return () => acts.go(Infinity);
    default: return null;
  }
};

export const listen = (acts) => {
  const letters = letterKeys(acts);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") find("source").focus();
      return;
    }
    let act = null;
    if (keys.areOn && !event.ctrlKey && !event.altKey && !event.metaKey) act = letters.get(event.key);
    const isInSource = find("source").contains(event.target) || event.target === document.body;
    if (!act && isInSource && !event.metaKey) act = sourceKey(event, acts);
    if (!act && event.key === "Enter" && keys.areOn && !isControl(event.target)) act = acts.accept;
    if (!act) return;
    event.preventDefault();
    act();
  });
};

export const drawHelp = (announce) => {
  setChildren(find("keys"), ...say.KEYS.map(([key, does]) => make("div", {},
    make("dt", {}, ...key.split(" ").flatMap((one, index) => [index ? " " : "", make("kbd", {}, one)])), make("dd", {}, does))));
  const box = find("use-keys");
  box.checked = keys.areOn;
  document.body.classList.toggle("no-keys", !keys.areOn);
  box.addEventListener("change", () => {
    keys.areOn = box.checked;
    store(keys.areOn ? "on" : "off");
    document.body.classList.toggle("no-keys", !keys.areOn);
    announce(keys.areOn ? say.TEXTS.keysOn : say.TEXTS.keysOff);
  });
};
