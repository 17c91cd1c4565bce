// Text of a source: places in code points (as the server counts) against UTF-16 units (as browsers count), and what of
// it is shown. Columns count from 1; points and units are offsets from 0.

// A line longer than this is shown in part: browsers lay out lines of millions of characters for minutes.
export const MOST_IN_ROW = 20000;
const SURROGATE = /[\ud800-\udfff]/;
const WINDOW = 200;
// Marks of direction, and what else is invisible or breaks lines. The joiners (200C, 200D) stay: words need them.
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const PICTURES = {
  0x00ad: "SHY", 0x061c: "ALM", 0x200b: "ZWSP", 0x200e: "LRM", 0x200f: "RLM", 0x2028: "LS", 0x2029: "PS",
  0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ", 0x2066: "LRI",
  0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xfeff: "BOM",
};

export const countPoints = (text) => {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (let unit = 0; unit < text.length; count += 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return count;
};

// The UTF-16 offset of an offset in code points, at most the length of the text.
export const toUnits = (text, points) => {
  if (!SURROGATE.test(text)) return Math.min(points, text.length);
  let unit = 0;
  for (let left = points; left > 0 && unit < text.length; left -= 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return unit;
};

// The offset in code points of a UTF-16 offset; one in the middle of a pair is that after the pair.
export const toPoints = (text, units) => countPoints(text.slice(0, units));

// A stretch of a line from one column to another (the end is exclusive).
export const slice = (text, from, to) => {
  const start = toUnits(text, from - 1);
  return text.slice(start, start + toUnits(text.slice(start), to - from));
};

export const isBlank = (text) => !/\S/.test(text);

export const pictureOf = (control) => {
  const code = control.codePointAt(0);
  if (PICTURES[code]) return PICTURES[code];
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
};

// Text as stretches to show: [{ text, points, isControl }]; a control is one, shown as a picture.
export const visibleRuns = (text) => {
  const runs = [];
  const add = (words, isControl) => { if (words) runs.push({ text: words, points: countPoints(words), isControl }); };
  let end = 0;
  for (const found of text.matchAll(CONTROLS)) {
    add(text.slice(end, found.index), false);
    add(found[0], true);
    end = found.index + found[0].length;
  }
  add(text.slice(end), false);
  return runs;
};

// Text with pictures in place of controls, for names and messages, at most some characters of it.
export const plain = (text, most = 300) => {
  const short = text.length > most ? `${text.slice(0, toUnits(text, most))} …` : text;
  return visibleRuns(short).map((run) => (run.isControl ? `[${pictureOf(run.text)}]` : run.text)).join("");
};

const boundaries = (text, granularity) => {
  const isWord = granularity === "word";
  if (typeof Intl.Segmenter !== "function") {
    const found = isWord ? text.matchAll(/\s+|[^\s]+/gu) : text.matchAll(/[\s\S]/gu);
    return [...found].map((one) => [one.index, !isWord || !isBlank(one[0])]);
  }
  const segments = new Intl.Segmenter(undefined, { granularity }).segment(text);
  return [...segments].map((one) => [one.index, !isWord || one.isWordLike]);
};

// The offset in code points after a step of one character or word: to the beginning of the next or last one.
export const step = (text, points, direction, granularity) => {
  const here = toUnits(text, points);
  if (direction > 0) {
    const ahead = text.slice(here, here + WINDOW);
    const found = boundaries(ahead, granularity).find(([index, isStop]) => index > 0 && isStop);
    return points + countPoints(ahead.slice(0, found ? found[0] : ahead.length));
  }
  const start = toUnits(text, Math.max(0, points - WINDOW));
  const above = text.slice(start, here);
  const found = boundaries(above, granularity).filter(([, isStop]) => isStop).at(-1);
  return points - countPoints(above.slice(found ? found[0] : 0));
};

// The stretch of the word at an offset, [start, end) in code points; empty between words.
export const wordAt = (text, points) => {
  const near = Math.max(0, points - WINDOW);
  const start = toUnits(text, near);
  const around = text.slice(start, start + 2 * WINDOW);
  const here = toUnits(around, points - near);
  for (const found of around.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*/gu)) {
    const end = found.index + found[0].length;
    if (found.index <= here && here <= end) return [near + toPoints(around, found.index), near + toPoints(around, end)];
  }
  return [points, points];
};
