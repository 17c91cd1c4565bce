// What the page says: announcements for those who hear it, and notices above the letter.

import { button, find, make } from "./dom.js";

let last = 0;

// Says a sentence to screen readers, and shows it for a while; the same sentence twice is said twice.
export const announce = (sentence) => {
  const element = find("announcement");
  element.textContent = "";
  last += 1;
  const mine = last;
  setTimeout(() => { if (mine === last) element.textContent = sentence; }, 30);
};

export const dismiss = (kind) => find(`notice-${kind}`)?.remove();

// A notice of a kind (one of a kind at a time) with buttons [[text, act]]; it stays until it is dismissed.
export const notice = (kind, sentence, acts = [], { isAlert = false, canClose = true } = {}) => {
  const old = find(`notice-${kind}`);
  if (old?.dataset.sentence === sentence && !acts.length) return;
  const element = make("div", { id: `notice-${kind}`, className: `notice ${kind}`, role: isAlert ? "alert" : "status" }, make("span", {}, sentence));
  element.dataset.sentence = sentence;
  for (const [text, act] of acts) element.append(button(text, () => { dismiss(kind); act(); }));
  if (canClose) element.append(button("Close", () => { dismiss(kind); find("source").focus(); }, { className: "quiet" }));
  if (old) old.replaceWith(element); else find("notices").append(element);
};
