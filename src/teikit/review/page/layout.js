// From the view of a letter to what is drawn of its source: rows (a line or a piece of one) in blocks (a part, or a
// stretch of one where others are between; or lines in no part). Columns from 1 in code points, ends exclusive.

import { countPoints, isBlank, slice } from "./text.js";

// The view with each line from its column 1 on: the server may leave out the blanks before it.
export const withIndents = (view) => ({
  ...view,
  lines: view.lines.map(({ number, text, column = 1 }) => ({ number, text: " ".repeat(column - 1) + text })),
});

const piecesByLine = (parts) => {
  const found = new Map();
  for (const part of parts) {
    for (const piece of part.pieces) {
      if (!found.has(piece.line)) found.set(piece.line, []);
      found.get(piece.line).push({ part, start: piece.column, end: piece.column + piece.length });
    }
  }
  for (const pieces of found.values()) pieces.sort((one, other) => one.start - other.start || one.end - other.end);
  return found;
};

// The rows of a line: { line, from, to, start, end, part, isRunIn }. `from` to `to` is what is shown, blanks around a
// piece included; `start` to `end` is the piece itself, where the cursor can be.
const rowsOfLine = ({ number, text }, pieces) => {
  const rows = [];
  const last = countPoints(text) + 1;
  let at = 1;
  const add = (from, to, start, end, part) => {
    rows.push({ line: number, from, to, start, end, part, isRunIn: from > 1, text: slice(text, from, to) });
    at = to;
  };
  for (const { part, start, end } of pieces) {
    const from = Math.max(at, start);
    if (end <= from && !(start === end && pieces.length === 1)) continue;
    const between = slice(text, at, from);
    // Blanks between pieces are at the end of the one before.
    if (rows.length && isBlank(between)) { rows.at(-1).to = from; rows.at(-1).text += between; at = from; }
    else if (!isBlank(between)) add(at, from, at, from, null);
    add(at, Math.max(from, end), from, Math.max(from, end), part);
  }
  if (!rows.length) add(1, last, 1, last, null);
  else if (at < last) {
    const rest = slice(text, at, last);
    if (isBlank(rest)) { rows.at(-1).to = last; rows.at(-1).text += rest; } else add(at, last, at, last, null);
  }
  return rows;
};

// Blocks: { part, rows, isFirst, isBlank } in the order of the source.
export const layOut = (view) => {
  const pieces = piecesByLine(view.parts);
  const blocks = [];
  const seen = new Set();
  let blanks = [];
  const begin = (part, rows, isEmpty = false) => {
    const key = part ? part.index : null;
    blocks.push({ part, rows, isBlank: isEmpty, isFirst: !part || !seen.has(key) });
    if (part) seen.add(key);
  };
  for (const line of view.lines) {
    for (const row of rowsOfLine(line, pieces.get(line.number) ?? [])) {
      if (!row.part && isBlank(row.text)) { blanks.push(row); continue; }
      const last = blocks.at(-1);
      const goesOn = last && !last.isBlank && last.part === row.part;
      if (goesOn) last.rows.push(...blanks, row);
      else {
        if (blanks.length) begin(null, blanks, true);
        begin(row.part, [row]);
      }
      blanks = [];
    }
  }
  if (blanks.length) begin(null, blanks, true);
  return blocks;
};

// Places order as { line, column }.
export const compare = (one, other) => one.line - other.line || one.column - other.column;

export const startOf = (part) => {
  const piece = part.pieces[0];
  return piece ? { line: piece.line, column: piece.column } : { line: 0, column: 0 };
};

// The part at a place; at a border the one that begins there. Without one, the nearest above, or the first.
export const partAt = (view, { line, column }) => {
  let nearest = null;
  let atEnd = null;
  for (const part of view.parts) {
    for (const piece of part.pieces) {
      const end = piece.column + piece.length;
      if (piece.line === line && piece.column <= column && (column < end || piece.length === 0)) return part;
      if (piece.line === line && column === end) atEnd = part;
      if (piece.line < line || (piece.line === line && piece.column <= column)) nearest = part;
    }
  }
  return atEnd ?? nearest ?? view.parts[0] ?? null;
};

// The words of a stretch of one line.
export const wordsAt = (view, line, column, length) => {
  const found = view.lines.find((one) => one.number === line);
  return found ? slice(found.text, column, column + length) : "";
};

export const textOfLine = (view, line) => view.lines.find((one) => one.number === line)?.text ?? "";

// What the machine takes a date for: a date that it marked at these words, or the date of the header if it is they.
export const proposedDate = (view, line, column, length) => {
  const meets = (from, to) => from < column + length && column < to;
  for (const name of view.names) {
    if (name.kind === "date" && name.when && name.line === line && meets(name.column, name.column + name.length)) return name.when;
  }
  const claim = view.claims.find((one) => one.kind === "date" && one.line === line
    && meets(one.column, one.column + Math.max(1, countPoints(one.text))));
  return claim?.values[0] ?? "";
};
