// The list of letters, worst doubt first, with search and filter.

import { find, keepFocus, make, setChildren, words } from "./dom.js";
import { notice } from "./notices.js";
import * as say from "./strings.js";
import { plain } from "./text.js";

const AT_ONCE = 100;
const PAUSE = 120;
const READING_PAUSE = 1500;
const START_PAUSE = 150;
const LONGEST_START = 2500;
const list = { api: null, onopen: null, letters: [], current: null, asked: 0, timer: 0 };

const drawLetter = (letter) => {
  const facts = [say.state(letter.state)];
  if (letter.state === "failed") facts.push(plain(letter.failure ?? ""));
  else facts.push(letter.is_read ? say.doubts(letter.doubts) : say.TEXTS.unread);
  if (letter.problems) facts.push(say.problems(letter.problems));
  const [folder, name] = say.pathOf(letter.name);
  const isCurrent = letter.id === list.current;
  return make("li", {}, make("button", { type: "button", className: `letter ${letter.state}`, onclick: () => list.onopen(letter.id),
    "aria-current": isCurrent ? "true" : undefined, "data-focus": `letter-${letter.id}` },
  make("span", { className: "doubt", "aria-hidden": "true" }, letter.state === "failed" || !letter.is_read ? "–" : say.percent(letter.doubt)),
  make("span", { className: "value" }, make("span", { className: "soft" }, words(folder)), words(name)), make("span", { className: "soft" }, facts.join(" · "))));
};

const draw = (found) => {
  setChildren(find("letter-list"), ...(list.letters.length ? list.letters.map(drawLetter) : [make("li", { className: "soft" }, say.TEXTS.noLetters)]));
  find("matching").textContent = say.matching(found);
  find("more-letters").hidden = list.letters.length >= found.matching;
};

export const showProgress = (done) => {
  find("progress").max = Math.max(1, done.total);
  find("progress").value = done.reviewed;
  find("progress-text").textContent = say.progress(done);
};

const load = async (offset) => {
  list.asked += 1;
  const asked = list.asked;
  const found = await list.api.letters({ query: find("search").value.trim(), state: find("filter").value, offset, limit: AT_ONCE });
  // An older question that is answered later is of no use.
  if (asked !== list.asked) return;
  list.letters = offset ? [...list.letters, ...found.letters] : found.letters;
  keepFocus(() => draw(found));
  showProgress(found);
  if (found.failure) notice("failure", found.failure, [], { isAlert: true });
  // Letters get their places while the server reads them.
  clearTimeout(list.timer);
  if (!offset && list.letters.length <= AT_ONCE && (found.read ?? found.total) < found.total) {
    list.timer = setTimeout(() => { if (isOpen()) load(0); }, READING_PAUSE);
  }
};

export const isOpen = () => !find("letters").hidden;

export const toggle = (open) => {
  find("letters").hidden = !open;
  find("toggle-letters").setAttribute("aria-expanded", `${open}`);
  if (open) load(0);
};

export const setCurrent = (id) => {
  list.current = id;
  if (isOpen()) load(0);
};

const first = async (state) => {
  const found = await list.api.letters({ query: "", state, offset: 0, limit: 1 });
  showProgress(found);
  return found.letters[0]?.id ?? null;
};

// The worst letter that is still to be reviewed.
export const firstOpen = () => first("open");

// The letter to begin with: the worst of those that the server has read in the first moments.
export const firstLetter = async () => {
  for (let waited = 0; waited < LONGEST_START; waited += START_PAUSE) {
    const { total, read = total } = await list.api.letters({ query: "", state: "open", offset: 0, limit: 1 });
    if (read === total) break;
    await new Promise((resolve) => { setTimeout(resolve, START_PAUSE); });
  }
  return (await first("open")) ?? first("all");
};

export const listen = (api, onopen) => {
  Object.assign(list, { api, onopen });
  let waiting = 0;
  find("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => load(0), PAUSE); });
  find("filter").addEventListener("change", () => load(0));
  find("search-form").addEventListener("submit", (event) => { event.preventDefault(); find("letter-list").querySelector("button")?.click(); });
  find("more-letters").addEventListener("click", () => load(list.letters.length));
  find("toggle-letters").addEventListener("click", () => toggle(!isOpen()));
  find("letters").addEventListener("keydown", (event) => {
    const buttons = [...find("letter-list").querySelectorAll("button")];
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { toggle(false); find("source").focus(); event.preventDefault(); }
    if (!by || event.target === find("filter")) return;
    event.preventDefault();
    event.stopPropagation();
    const next = buttons.indexOf(document.activeElement) + by;
    if (next < 0) find("search").focus(); else buttons[next]?.focus();
  });
};
