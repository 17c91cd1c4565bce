// The source of a letter as a list of its parts, with a cursor and a selection in code points.

import { find, make, setChildren } from "./dom.js";
import { compare, layOut, partAt, startOf } from "./layout.js";
import * as say from "./strings.js";
import { countPoints, MOST_IN_ROW, pictureOf, slice, step, toPoints, toUnits, visibleRuns, wordAt } from "./text.js";

const MOST_ROWS = 10000;
const list = find("source");
const caretMark = find("caret");
const scroller = find("scroller");

// What is shown: `view`, its rows `byLine`, blocks as drawn (`entries`), elements of parts (`options`), the `selected` part; `caret` and `anchor` are places.
const shown = { view: null, byLine: new Map(), options: new Map(), selected: null, caret: null, anchor: null, most: MOST_ROWS, changed: new Map(), entries: [], made: 0 };

const key = (part) => `${part.index}`;

const runsOf = (row, names) => {
  const stops = new Set([row.from, Math.min(row.to, row.from + MOST_IN_ROW)]);
  const last = Math.min(row.to, row.from + MOST_IN_ROW);
  for (const name of names) {
    for (const stop of [name.column, name.column + name.length]) if (stop > row.from && stop < last) stops.add(stop);
  }
  const sorted = [...stops].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, index) => [from, sorted[index + 1]]);
};

const drawRow = (row, names) => {
  const text = make("span", { className: "text", dir: "auto" });
  for (const [from, to] of runsOf(row, names)) {
    const name = names.find((one) => one.column <= from && to <= one.column + one.length);
    let column = from;
    for (const run of visibleRuns(slice(row.text, from - row.from + 1, to - row.from + 1))) {
      const words = run.isControl ? pictureOf(run.text) : run.text;
      const kind = `${run.isControl ? "control" : ""} ${name ? `name of-${name.kind}` : ""}`.trim();
      text.append(make("span", { className: kind, "data-column": column, "data-points": run.points, title: name ? say.nameKind(name.kind) : undefined }, words));
      column += run.points;
    }
  }
  if (!text.firstChild) text.append(make("span", { "data-column": row.from, "data-points": 0 }));
  const more = row.to - row.from - MOST_IN_ROW;
  if (more > 0) text.append(make("span", { className: "more" }, say.hidden(more)));
  const element = make("span", { className: row.isRunIn ? "row run-in" : "row" },
    make("span", { className: "number", "aria-hidden": "true" }, `${row.line}`), text);
  row.element = text;
  text.row = row;
  return element;
};

const tagOf = ({ part, isFirst }) => {
  if (!part) return make("span", { className: "tag" }, make("b", {}, say.TEXTS.noPart));
  const sure = part.decided ? "✓ your decision" : `${say.percent(part.confidence)} ${say.certainty(part.confidence)}`;
  const from = shown.changed.get(part.index);
  return make("span", { className: "tag" }, make("b", {}, say.label(part.label)),
    make("span", { className: "sure" }, isFirst ? sure : "continued"),
    part.join_confidence < 0.7 && isFirst ? make("span", { className: "sure" }, `lines joined: ${say.percent(part.join_confidence)}`) : null,
    from !== undefined && isFirst ? make("span", { className: "was" }, `changed, was ${say.label(from) || "no part"}`) : null);
};

const classesOf = ({ part, isFirst }) => {
  if (!part) return "part none";
  const names = ["part", `label-${part.label}`];
  if (!part.decided && say.isDoubtful(part.confidence)) names.push("doubtful");
  if (part.decided) names.push("decided");
  if (shown.changed.has(part.index)) names.push("is-changed");
  if (!isFirst) names.push("goes-on");
  return names.join(" ");
};

const drawBlock = (block, names) => {
  const rows = block.rows.map((row) => drawRow(row, names.get(row.line) ?? []));
  if (block.isBlank) return make("div", { className: "blank", role: "presentation" }, ...rows);
  shown.made += 1;
  const element = make("div", { className: classesOf(block), role: "option", id: `block-${shown.made}`, "aria-selected": "false",
    "aria-disabled": block.part ? undefined : "true" }, tagOf(block), make("span", { className: "rows" }, ...rows));
  element.style.setProperty("--rows", `${block.rows.length}`);
  return element;
};

// What the drawing of a block depends on.
const signature = ({ part, rows, isFirst, isBlank }, names) => JSON.stringify([isBlank, isFirst,
  part && [part.label, part.confidence, part.join_confidence, part.decided, shown.changed.get(part.index)],
  rows.map((row) => [row.line, row.from, row.to, row.start, row.end, row.text.length > MOST_IN_ROW ? slice(row.text, 1, MOST_IN_ROW) : row.text, names.get(row.line)])]);

// Draws blocks: those at the beginning and the end that are as before stay, since long letters take long to lay out.
const drawBlocks = (blocks, names) => {
  const before = shown.entries;
  const after = blocks.map((block) => ({ block, signature: signature(block, names), element: null }));
  const most = Math.min(before.length, after.length);
  let top = 0;
  while (top < most && before[top].signature === after[top].signature) top += 1;
  let bottom = 0;
  while (bottom < most - top && before.at(-1 - bottom).signature === after.at(-1 - bottom).signature) bottom += 1;
  for (const entry of before.slice(top, before.length - bottom)) entry.element.remove();
  after.forEach((entry, index) => {
    const kept = index < top ? before[index] : index >= after.length - bottom ? before[index - after.length + before.length] : null;
    entry.element = kept ? kept.element : drawBlock(entry.block, names);
    if (kept) rebind(entry);
  });
  const middle = document.createDocumentFragment();
  for (const entry of after.slice(top, after.length - bottom)) middle.append(entry.element);
  list.insertBefore(middle, bottom ? before.at(-bottom).element : null);
  shown.entries = after;
};

const rebind = ({ block, element }) => {
  element.querySelectorAll(".text").forEach((text, index) => { text.row = block.rows[index]; block.rows[index].element = text; });
};

const collectOptions = () => {
  shown.options = new Map();
  for (const { block, element } of shown.entries) {
    if (!block.part) continue;
    const found = shown.options.get(key(block.part));
    if (found) found.push(element); else shown.options.set(key(block.part), [element]);
  }
};

const register = (blocks) => {
  shown.byLine = new Map();
  for (const row of blocks.flatMap((block) => block.rows)) {
    if (!shown.byLine.has(row.line)) shown.byLine.set(row.line, []);
    shown.byLine.get(row.line).push(row);
  }
};

const namesByLine = (view) => {
  const found = new Map();
  for (const name of view.names) {
    if (!found.has(name.line)) found.set(name.line, []);
    found.get(name.line).push(name);
  }
  return found;
};

const withinMost = (blocks) => {
  let left = shown.most;
  return blocks.filter((block) => { left -= block.rows.length; return left + block.rows.length > 0; });
};

const drawRest = (blocks, drawn) => {
  const hidden = blocks.slice(drawn.length).reduce((sum, block) => sum + block.rows.length, 0);
  const rest = find("rest");
  rest.hidden = !hidden;
  if (!hidden) return;
  const more = make("button", { type: "button", onclick: () => { shown.most += MOST_ROWS; draw(shown.view, shown.changed); } }, "Show more lines");
  setChildren(rest, say.hiddenRows(hidden), " ", more);
};

// Draws a view; the selected part stays the one at the same place. `changed` maps indexes of parts to former labels.
export const draw = (view, changed = new Map()) => {
  if (shown.view?.id !== view.id) Object.assign(shown, { selected: null, caret: null, anchor: null, most: MOST_ROWS });
  Object.assign(shown, { view, changed });
  const blocks = layOut(view);
  const drawn = withinMost(blocks);
  const names = namesByLine(view);
  drawBlocks(drawn, names);
  collectOptions();
  register(drawn);
  drawRest(blocks, drawn);
};

const clamp = (place) => {
  const pieces = shown.selected.pieces;
  const piece = pieces.find((one) => one.line === place.line && one.column <= place.column && place.column <= one.column + one.length);
  return piece ? place : startOf(shown.selected);
};

const mark = () => {
  for (const [index, elements] of shown.options) {
    const isSelected = shown.selected !== null && index === key(shown.selected);
    for (const element of elements) {
      if (element.getAttribute("aria-selected") !== `${isSelected}`) element.setAttribute("aria-selected", `${isSelected}`);
    }
  }
  const first = shown.selected && shown.options.get(key(shown.selected))?.[0];
  if (first) list.setAttribute("aria-activedescendant", first.id);
  else list.removeAttribute("aria-activedescendant");
};

const rowAt = ({ line, column }) => {
  const rows = shown.byLine.get(line) ?? [];
  return rows.find((row) => row.part === shown.selected && row.start <= column && column <= row.end)
    ?? rows.find((row) => row.from <= column && column <= row.to);
};

// The text node of the page and the offset in it of a place; null where it is not drawn.
export const nodeAt = (place) => {
  const row = rowAt(place);
  if (!row?.element) return null;
  const runs = [...row.element.querySelectorAll("[data-column]")];
  const run = runs.findLast((one) => Number(one.dataset.column) <= place.column) ?? runs[0];
  const points = place.column - Number(run.dataset.column);
  if (points > Number(run.dataset.points)) return null;
  if (!run.firstChild) return { node: run, offset: 0 };
  const text = run.firstChild.data;
  return { node: run.firstChild, offset: run.classList.contains("control") ? (points ? text.length : 0) : toUnits(text, points) };
};

// The place of a point in the page: of a node and an offset in it; null outside the source.
export const placeOf = (node, offset) => {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const text = element?.closest(".text") ?? element?.closest(".row")?.querySelector(".text");
  if (!text?.row) return null;
  const run = element.closest("[data-column]");
  const row = text.row;
  if (!run) {
    // In the number before the text, or after all of it.
    const isAfter = element === text && offset > 0;
    return { line: row.line, column: isAfter ? row.end : row.start };
  }
  const column = Number(run.dataset.column);
  if (node.nodeType !== Node.TEXT_NODE) return { line: row.line, column: column + (offset ? Number(run.dataset.points) : 0) };
  const points = run.classList.contains("control") ? (offset ? 1 : 0) : toPoints(node.data, offset);
  return { line: row.line, column: Math.min(row.end, Math.max(row.start, column + points)) };
};

const showCaret = () => {
  const at = shown.caret && nodeAt(shown.caret);
  caretMark.hidden = !at;
  if (!at) return;
  const range = document.createRange();
  range.setStart(at.node, at.offset);
  const box = range.getClientRects()[0] ?? at.node.parentElement?.getBoundingClientRect() ?? range.getBoundingClientRect();
  const around = scroller.getBoundingClientRect();
  caretMark.style.setProperty("left", `${box.left - around.left + scroller.scrollLeft}px`);
  caretMark.style.setProperty("top", `${box.top - around.top + scroller.scrollTop}px`);
  caretMark.style.setProperty("height", `${box.height}px`);
};

const showSelection = () => {
  const selection = document.getSelection();
  const one = shown.anchor && nodeAt(shown.anchor);
  const other = shown.caret && nodeAt(shown.caret);
  if (one && other && compare(shown.anchor, shown.caret) !== 0) selection.setBaseAndExtent(one.node, one.offset, other.node, other.offset);
  else if (!selection.isCollapsed && list.contains(selection.anchorNode)) selection.removeAllRanges();
};

export const place = (caret, anchor = caret) => {
  Object.assign(shown, { caret, anchor });
  showSelection();
  showCaret();
};

const bringIntoView = (part) => {
  const show = () => {
    const [first] = (shown.selected === part && shown.options.get(key(part))) || [];
    first?.scrollIntoView({ block: "nearest" });
    showCaret();
  };
  show();
  // Parts that were out of view or are new get their height only when they are drawn, in the next frame.
  requestAnimationFrame(() => requestAnimationFrame(show));
};

// Selects a part; the cursor is at its beginning unless a place in it is given.
export const select = (part, at = null, { scroll = true } = {}) => {
  shown.selected = part;
  if (!part) { place(null); mark(); return; }
  mark();
  place(clamp(at ?? startOf(part)));
  if (scroll) bringIntoView(part);
};

export const reselect = (at) => {
  const part = partAt(shown.view, at);
  select(part, part && at);
};

// From where to where words are selected; two equal places for none.
export const stretch = () => (compare(shown.anchor, shown.caret) <= 0 ? [shown.anchor, shown.caret] : [shown.caret, shown.anchor]);

export const selected = () => shown.selected;
export const caret = () => shown.caret;

const partOf = (index) => shown.view.parts.find((part) => key(part) === index) ?? null;

const ordered = () => [...shown.options.keys()];

// The part a number of parts below (or above) the selected one in the source; null at the ends.
export const neighbour = (by) => {
  const indexes = ordered();
  const at = shown.selected ? indexes.indexOf(key(shown.selected)) : -1;
  return partOf(at < 0 ? indexes[0] : indexes[at + by]);
};

const pieceIndex = () => shown.selected.pieces.findIndex((one) => one.line === shown.caret.line
  && one.column <= shown.caret.column && shown.caret.column <= one.column + one.length);

// Moves the cursor in the selected part by a character or word.
export const move = (direction, granularity, isSelecting) => {
  if (!shown.selected || !shown.caret) return;
  const pieces = shown.selected.pieces;
  const index = pieceIndex();
  const piece = pieces[index];
  if (!piece) return;
  const line = shown.view.lines.find((one) => one.number === piece.line);
  const text = slice(line.text, piece.column, piece.column + piece.length);
  const points = shown.caret.column - piece.column;
  let next = { line: piece.line, column: piece.column + step(text, points, direction, granularity) };
  if (direction > 0 && points === piece.length && pieces[index + 1]) next = { line: pieces[index + 1].line, column: pieces[index + 1].column };
  if (direction < 0 && points === 0 && pieces[index - 1]) next = { line: pieces[index - 1].line, column: pieces[index - 1].column + pieces[index - 1].length };
  place(next, isSelecting ? shown.anchor : next);
};

// The selected words, or the word at the cursor: { line, column, length }; null where there is none, "lines" for several.
export const chosenWords = () => {
  if (!shown.caret) return null;
  const [from, to] = stretch();
  if (from.line !== to.line) return "lines";
  const text = shown.view.lines.find((one) => one.number === from.line)?.text ?? "";
  if (from.column === to.column) {
    const [start, end] = wordAt(text, from.column - 1);
    return start === end ? null : { line: from.line, column: start + 1, length: end - start };
  }
  const words = slice(text, from.column, to.column);
  const trimmed = words.trim();
  if (!trimmed) return null;
  return { line: from.line, column: from.column + countPoints(words.slice(0, words.indexOf(trimmed))), length: countPoints(trimmed) };
};

// Reads what the mouse selected or clicked on; returns whether it was in the source.
const readSelection = () => {
  const selection = document.getSelection();
  if (!selection.focusNode || !list.contains(selection.focusNode)) return false;
  const focus = placeOf(selection.focusNode, selection.focusOffset);
  const anchor = placeOf(selection.anchorNode, selection.anchorOffset);
  if (!focus || !anchor) return false;
  const at = compare(anchor, focus) <= 0 ? anchor : focus;
  shown.selected = partAt(shown.view, at);
  mark();
  Object.assign(shown, { caret: focus, anchor });
  showCaret();
  return true;
};

export const listen = (onselect) => {
  list.addEventListener("mouseup", (event) => {
    const isRead = readSelection();
    const element = event.target.closest?.("[role=option]");
    const found = [...shown.options].find(([, elements]) => elements.includes(element));
    if (found && (!isRead || !shown.selected || key(shown.selected) !== found[0]) && document.getSelection().isCollapsed) {
      select(partOf(found[0]), null, { scroll: false });
    }
    onselect();
  });
  new ResizeObserver(showCaret).observe(list);
  list.addEventListener("focus", showCaret);
};
