// The page: what is open, and what keys and buttons do with it. Changes go to the server one after the other.

import { makeApi, Refusal } from "./api.js";
import { makeClaimActs } from "./claims.js";
import { button, find, keepFocus, make, setChildren, words } from "./dom.js";
import { drawFacsimile, showPageOf } from "./facsimile.js";
import * as keys from "./keys.js";
import { compare, partAt, proposedDate, startOf, textOfLine, withIndents, wordsAt } from "./layout.js";
import * as learn from "./learn.js";
import * as letters from "./letters.js";
import { announce, dismiss, notice } from "./notices.js";
import * as side from "./side.js";
import * as source from "./source.js";
import * as say from "./strings.js";
import { drawTabs, showPanel } from "./tabs.js";
import { plain } from "./text.js";
import { drawTools, showTools } from "./tools.js";

// `view` is the letter that is open. `queue` ends when all changes so far are made; `waiting` are their descriptions.
const state = { view: null, queue: Promise.resolve(), waiting: [], offeredAt: 0 };

const api = makeApi({
  onaway: () => {
    const sentence = say.away(state.waiting.join("; "));
    notice("away", sentence, [], { isAlert: true, canClose: false });
    // An open dialog covers the notices.
    for (const one of document.querySelectorAll("dialog[open] .fault")) one.textContent = sentence;
  },
  onback: () => {
    dismiss("away");
    for (const one of document.querySelectorAll("dialog[open] .fault")) one.textContent = "";
    announce(say.TEXTS.back);
  },
  onslow: (isSlow) => { if (isSlow) notice("slow", say.TEXTS.slow, [], { canClose: false }); else dismiss("slow"); },
});

const showSelected = () => {
  const part = source.selected();
  showTools(part);
  if (!part) return;
  side.showInTei(part);
  showPageOf(state.view, api, part);
};

const drawBar = (view) => {
  const [, name] = say.pathOf(view.name);
  setChildren(find("name"), words(name));
  find("name").title = plain(view.name);
  document.title = `${plain(name)} – review letters`;
  find("state").textContent = say.state(view.state);
  find("state").className = `state ${view.state}`;
  find("language").textContent = view.language && view.language !== "und" ? `Language: ${view.language}` : "";
  find("previous").disabled = !view.previous;
  find("next").disabled = !view.next;
  find("undo").disabled = !view.can_undo;
  find("redo").disabled = !view.can_redo;
  find("accept").disabled = view.state === "failed";
  letters.showProgress(view.progress);
};

const formerLabels = (view) => {
  const found = new Map();
  for (const one of view.changed ?? []) {
    const part = partAt(view, one);
    if (part && !part.decided) found.set(part.index, one.from);
  }
  return found;
};

const drawChanged = (view) => {
  const element = find("changed");
  const changed = view.changed ?? [];
  element.hidden = !changed.length;
  setChildren(element, make("b", {}, say.changed(changed.length)), make("ul", {}, ...changed.slice(0, 50).map((one) => make("li", {},
    button(say.line(one.line), () => goTo(one), { className: "link" }), " ", say.fromTo(one.from, one.to), " ", words(plain(one.text, 60))))));
};

const offerToLearn = (view) => {
  if (!view.learn) { dismiss("learn"); return; }
  if (state.offeredAt === view.learn.letters) return;
  notice("learn", say.offerToLearn(view.learn.letters), [["See what would change", () => learn.preview(api, reopenAll)]]);
  state.offeredAt = view.learn.letters;
};

const goTo = (at) => {
  showPanel("source-panel");
  source.reselect({ line: at.line, column: at.column || 1 });
  showSelected();
  find("source").focus({ preventScroll: true });
};

// Shows a view; the selected part is the one at the place where the selected one began, or at `at`.
const show = (received, at = null) => {
  const view = side.withKeys(withIndents(received));
  const isNew = state.view?.id !== view.id;
  const before = !isNew && source.selected() ? source.caret() : null;
  state.view = view;
  keepFocus(() => {
    drawBar(view);
    source.draw(view, formerLabels(view));
    drawChanged(view);
    drawFacsimile(view, api);
    if (isNew) side.claims.current = 0;
    side.drawClaims(view, claimActs);
    side.drawNames(view, { go: goTo, notName });
    side.drawRemarks(view, { go: goTo });
    side.drawTei(view);
  });
  if (view.failure) notice("failure", view.failure, [], { isAlert: true }); else dismiss("failure");
  const place = at ?? before;
  if (place) source.reselect(place); else source.select(mostDoubtful(view));
  showSelected();
  offerToLearn(view);
};

const mostDoubtful = (view) => {
  const doubtful = view.parts.filter((part) => !part.decided && say.isDoubtful(part.confidence));
  return doubtful.reduce((least, part) => (part.confidence < least.confidence ? part : least), doubtful[0]) ?? view.parts[0] ?? null;
};

const refuse = (fault, what, again) => {
  if (!(fault instanceof Refusal)) { notice("refused", say.refused(fault.message), [], { isAlert: true }); return; }
  if (fault.isTaken && again?.force) {
    notice("refused", say.refused(fault.message), [["Replace the file", again.force]], { isAlert: true });
    return;
  }
  if (fault.status === 409 && fault.letter) {
    const line = again?.line;
    const before = state.view;
    show(fault.letter);
    const isSame = again && (!line || textOfLine(before, line) === textOfLine(state.view, line));
    const sentence = fault.isLost ? say.perhapsDone(what) : say.conflict(what);
    notice("conflict", sentence, isSame ? [["Do it now", again.act]] : [], { isAlert: true });
    return;
  }
  notice("refused", fault.isMoved ? say.TEXTS.moved : say.refused(fault.message), [], { isAlert: true });
};

// Makes a change after those before it; `send()` returns the view, `then(view)` is called when it is shown.
const change = (what, send, { at = null, again = null, then = null } = {}) => {
  state.waiting.push(what);
  const id = state.view.id;
  dismiss("refused");
  const run = async () => {
    try {
      const view = await send(state.view);
      if (state.view.id === id) show(view, at?.() ?? null);
      then?.(view);
      return true;
    } catch (fault) {
      refuse(fault, what, again);
      return false;
    } finally {
      state.waiting.shift();
    }
  };
  state.queue = state.queue.then(run, run);
  return state.queue;
};

const report = (what) => (view) => {
  const changed = view.changed ?? [];
  announce([what, changed.length ? `${say.changed(changed.length)}: ${changed.slice(0, 3).map((one) => `${say.line(one.line)} ${say.fromTo(one.from, one.to)}`).join("; ")}` : ""].filter(Boolean).join(". "));
};

// The view without the changes that are the decision itself: what else changed is reported.
const withoutOwn = (view, action) => {
  const at = action.start ?? action;
  const own = at.line ? partAt(view, at) : null;
  return { ...view, changed: (view.changed ?? []).filter((one) => !own || partAt(view, one) !== own) };
};

const decide = (action, what, at = null) => {
  if (!state.view || state.view.state === "failed") return Promise.resolve(false);
  dismiss("conflict");
  const id = state.view.id;
  const send = async () => withoutOwn(await api.decide(id, state.view.version, action), action);
  const again = { line: action.line ?? action.start?.line, act: () => decide(action, what, at) };
  return change(what, send, { at: at && (() => at), again, then: report(what) });
};

const placed = (part) => `${say.label(part.label)} in ${say.line(startOf(part).line)}`;

const label = (name) => {
  const part = source.selected();
  if (!part) return;
  const [start, end] = source.stretch();
  if (compare(start, end) < 0) {
    decide({ type: "label", start, end, label: name }, `${say.label(name)} for the selected words in ${say.line(start.line)}`, start);
    return;
  }
  decide({ type: "label", ...startOf(part), label: name }, `${say.label(name)} for ${say.line(startOf(part).line)}`);
};

const join = (lower, reason) => {
  if (!lower) { announce(reason); return; }
  decide({ type: "join", ...startOf(lower) }, `Join ${placed(lower)} with the part above`, source.caret());
};

const cut = () => {
  const part = source.selected();
  const at = source.caret();
  const start = part && startOf(part);
  if (!at || (at.line === start.line && at.column <= start.column)) { notice("refused", say.TEXTS.cutInside); return; }
  decide({ type: "cut", ...at }, `Cut ${say.line(at.line)} at column ${at.column}`, at);
};

const mark = (kind, found, more = {}) => decide({ type: "name", ...found, kind, ...more },
  `${say.nameKind(kind)} “${plain(wordsAt(state.view, found.line, found.column, found.length), 60)}”`, source.caret());

const askDate = (found) => {
  const dialog = find("date-dialog");
  setChildren(find("date-words"), words(plain(wordsAt(state.view, found.line, found.column, found.length), 100)));
  const field = find("date-when");
  field.value = proposedDate(state.view, found.line, found.column, found.length);
  // What the words are as a date comes a moment later, and does not replace what is typed.
  if (!field.value) {
    api.date(state.view.id, found).then(({ when }) => {
      if (when && dialog.open && !field.value) { field.value = when; field.select(); }
    }, () => { /* Without a proposal the field is empty. */ });
  }
  find("date-fault").textContent = "";
  find("date-form").onsubmit = async (event) => {
    event.preventDefault();
    const when = field.value.trim();
    if (await mark("date", found, when ? { when } : {})) dialog.close();
    else find("date-fault").textContent = find("notice-refused")?.dataset.sentence ?? find("notice-conflict")?.dataset.sentence ?? "";
  };
  dialog.showModal();
  field.select();
};

const name = (kind) => {
  const found = source.chosenWords();
  if (!found || found === "lines") { notice("refused", found ? say.TEXTS.oneLine : say.TEXTS.chosen); return; }
  if (kind === "date") askDate(found); else mark(kind, found);
};

const notName = (one) => decide({ type: "not-name", line: one.line, column: one.column, length: one.length, kind: one.kind }, `Not a name: “${plain(one.text, 60)}”`);

const { claimActs, onClaim, goClaim } = makeClaimActs({ state, decide, goTo });

const open = (id) => {
  // After the changes before it, so that none is made to another letter.
  const run = async () => {
    try {
      const view = await api.open(id);
      for (const kind of ["conflict", "refused", "accepted"]) if (view.id !== state.view?.id) dismiss(kind);
      show(view);
      history.replaceState(null, "", `#${encodeURIComponent(id)}`);
      letters.setCurrent(id);
      announce(say.opened(view));
    } catch (fault) { refuse(fault, "open the letter"); }
  };
  state.queue = state.queue.then(run, run);
  return state.queue;
};

const openFromList = async (id) => {
  await open(id);
  letters.toggle(false);
  find("source").focus();
};

// The next letter of the list, or after the last one the worst that is still to be reviewed; else says a sentence.
const goNext = async (view, sentence = "") => {
  const next = view.next ?? await letters.firstOpen();
  if (!next || next === view.id) { notice("accepted", `${sentence} ${say.TEXTS.last}`.trim()); return; }
  await open(next);
  if (sentence) notice("accepted", sentence);
};

const finish = (done) => {
  const name = plain(done.written);
  const unchecked = done.unchecked ? ` ${say.unchecked(done.unchecked)}` : "";
  if (!done.problems.length) { goNext(done, `${say.accepted(name)}${unchecked}`); return; }
  notice("accepted", say.acceptedWithProblems(name, done.problems.length));
  showPanel("tei-panel");
  find("tei").querySelector(".problem")?.scrollIntoView({ block: "center" });
};

const accept = (force = false) => {
  const view = state.view;
  if (!view || view.state === "failed") return;
  // What has problems stays open once, so that they are seen; then Enter goes on.
  if (view.state === "reviewed" && view.problems.length && !state.waiting.length) { goNext(view); return; }
  const what = `Accept ${plain(view.name)}`;
  const send = () => api.accept(view.id, state.view.version, force);
  change(what, send, { again: { act: () => accept(force), force: () => accept(true) }, then: finish });
};

const reopenAll = async () => {
  await open(state.view.id);
  announce(say.TEXTS.applied);
  notice("accepted", say.TEXTS.applied);
};

const go = (by) => {
  const part = source.neighbour(by) ?? (Number.isFinite(by) ? null : state.view?.parts.at(by < 0 ? 0 : -1));
  if (!part) return;
  showPanel("source-panel");
  source.select(part);
  showSelected();
  announce(say.partName(part, startOf(part).line, false));
};

const undo = (type, canDo, none) => () => {
  if (!state.view?.[canDo] && !state.waiting.length) { announce(none); return; }
  decide({ type }, type === "undo" ? "Undo" : "Redo", source.caret());
};

const acts = {
  go, label, cut, name, goClaim,
  accept: () => accept(),
  move: (direction, granularity, isSelecting) => source.move(direction, granularity, isSelecting),
  joinAbove: () => join(source.neighbour(-1) && source.selected(), say.TEXTS.noPartAbove),
  joinBelow: () => join(source.neighbour(1), say.TEXTS.noPartBelow),
  undo: undo("undo", "can_undo", say.TEXTS.nothingToUndo),
  redo: undo("redo", "can_redo", say.TEXTS.nothingToRedo),
  confirm: onClaim(claimActs.confirm), reject: onClaim(claimActs.reject), edit: onClaim(claimActs.edit),
  search: () => { letters.toggle(true); find("search").focus(); },
  help: () => find("keys-dialog").showModal(),
};

const listen = () => {
  keys.listen(acts);
  keys.drawHelp(announce);
  drawTools(acts);
  drawTabs(showSelected);
  source.listen(showSelected);
  letters.listen(api, openFromList);
  for (const [id, act] of [["undo", acts.undo], ["redo", acts.redo], ["accept", () => accept()], ["show-keys", acts.help]]) find(id).addEventListener("click", act);
  find("next").addEventListener("click", () => open(state.view.next));
  find("previous").addEventListener("click", () => open(state.view.previous));
  for (const one of document.querySelectorAll("[data-close]")) one.addEventListener("click", () => one.closest("dialog").close());
  addEventListener("hashchange", () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id && id !== state.view?.id) open(id);
  });
};

const start = async () => {
  listen();
  let id = null;
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { /* No letter has such an address. */ }
  const first = await letters.firstLetter();
  if (id || first) await open(id || first); else notice("refused", say.TEXTS.noLetters);
  if (!state.view && first) await open(first);
  find("source").focus();
};

start().catch((fault) => refuse(fault, "open the page"));
