// All sentences of the page that its scripts show.

const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

export const LABELS = {
  head: ["Head", "h"], letterhead: ["Letterhead", "l"], reference: ["Reference", "r"], address: ["Address", "a"],
  dateline: ["Dateline", "d"], salute: ["Salute", "s"], p: ["Paragraph", "p"], valediction: ["Valediction", "v"],
  signed: ["Signed", "g"], postscript: ["Postscript", "t"], note: ["Note", "n"],
};
export const NAMES = {
  person: ["Person", "1"], place: ["Place", "2"], organisation: ["Organisation", "3"], date: ["Date", "4"],
};
// In the order in which the page shows them.
export const CLAIMS = {
  title: "Title", sender: "Sender", place: "Place", date: "Date", recipient: "Recipient", copy: "Copy to",
  received: "Received", language: "Language",
};
export const VERDICTS = { value: "your value", confirmed: "confirmed", rejected: "rejected" };
// Several people may write or get a letter: one a line.
export const OF_SEVERAL = new Set(["sender", "recipient", "copy"]);

export const KEYS = [
  ["j k ↓ ↑", "the next or previous part"], ["Home End", "the first or last part"],
  ...Object.values(LABELS).map(([name, key]) => [key, `the part (or what is selected of it) is: ${name}`]),
  ["m", "join with the part above"], ["Shift+m", "join with the part below"],
  ["← →", "move the cursor in the part; with Ctrl by words, with Shift to select"],
  ["c", "cut the part at the cursor"],
  ...Object.values(NAMES).map(([name, key]) => [key, `the selected words (or the word at the cursor) are: ${name}`]),
  ["[ ]", "the previous or next statement of the header"],
  ["y", "confirm the statement"], ["x", "reject it"], ["e", "edit it"],
  ["u", "undo"], ["Shift+u", "redo"], ["Enter", "accept the letter and go to the next"],
  ["/", "search the letters"], ["Esc", "leave a field or close a list"], ["?", "show these keys"],
];

export const label = (name) => LABELS[name]?.[0] ?? name;
export const nameKind = (kind) => NAMES[kind]?.[0] ?? kind;
export const claimKind = (kind) => CLAIMS[kind] ?? kind;

export const percent = (share) => `${Math.floor(100 * share + 1e-9)} %`;
export const certainty = (share) => (share >= 0.9 ? "sure" : share >= 0.7 ? "fairly sure" : "doubtful");
export const isDoubtful = (share) => share < 0.7;

// The folder of a file with the slash, and its name.
export const pathOf = (name) => {
  const at = Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1;
  return [name.slice(0, at), name.slice(at)];
};
export const progress = (done) => `${done.reviewed.toLocaleString("en")} of ${done.total.toLocaleString("en")} reviewed`;
export const state = (name) => ({ reviewed: "reviewed", open: "to review", failed: "cannot be read" })[name] ?? name;
export const matching = (found) => {
  const unread = found.total - (found.read ?? found.total);
  const reading = unread > 0 ? `; ${unread.toLocaleString("en")} are still to be read` : "";
  return `${count(found.matching, "letter", "letters")} of ${found.total.toLocaleString("en")}${reading}`;
};
export const doubts = (number) => (number ? count(number, "doubt", "doubts") : "no doubts");
export const problems = (number) => count(number, "problem", "problems");
export const letters = (number) => count(number, "letter", "letters");
export const parts = (number) => count(number, "part", "parts");
export const line = (number) => `line ${number}`;
export const hidden = (number) => ` … ${count(number, "more character is", "more characters are")} not shown`;
export const hiddenRows = (number) => `${count(number, "more line is", "more lines are")} not shown.`;
export const changed = (number) => (number === 1 ? "One other part changed with it" : `${number.toLocaleString("en")} other parts changed with it`);
export const fromTo = (from, to) => `${from ? label(from) : "none"} → ${to ? label(to) : "none"}`;
export const partName = (part, at, isContinued) =>
  `${label(part.label)}${isContinued ? ", continued" : ""}, line ${at}, ${part.decided ? "your decision" : `${percent(part.confidence)}, ${certainty(part.confidence)}`}`;
export const offerToLearn = (number) => `${count(number, "letter is", "letters are")} reviewed. teikit can learn from them for the rest.`;
export const accepted = (written) => `Written: ${written}.`;
export const acceptedWithProblems = (written, number) => `Written: ${written}. ${problems(number)}, shown in the TEI; Enter goes on.`;
export const unchecked = (reason) => `It is not validated: ${reason}`;
export const opened = (view) => `${view.name}. ${parts(view.parts.length)}, ${view.parts.filter((part) => !part.decided && isDoubtful(part.confidence)).length} doubtful.`;
export const conflict = (what) => `The letter changed elsewhere; it is shown as it is now. Not done: ${what}.`;
export const perhapsDone = (what) => `The server went away before it answered; the letter is shown as it is now. Look whether this is done: ${what}.`;
export const away = (waiting) => `The server does not answer. The page tries again by itself; nothing is lost.${waiting ? ` Waiting: ${waiting}.` : ""}`;
export const refused = (reason) => `Not done: ${reason}`;

export const TEXTS = {
  slow: "The server is still at work …",
  back: "The server is back.",
  moved: "This address is no longer valid: the server was started anew. Open the address that “teikit review” printed. What you typed is still here to copy.",
  noPart: "In no part",
  chosen: "Nothing is selected and no word is at the cursor.",
  oneLine: "A name or date is in one line: select words of one line.",
  noPartAbove: "There is no part above to join with.",
  noPartBelow: "There is no part below to join with.",
  cutInside: "Move the cursor into the part first: it is cut there.",
  noClaim: "The header states nothing to decide about.",
  nothingToUndo: "There is nothing to undo.",
  nothingToRedo: "There is nothing to redo.",
  noClaims: "The header states nothing yet.",
  noNames: "None is marked.",
  unread: "not read yet",
  noLetters: "No letter matches.",
  last: "There is no further letter to review.",
  loading: "Loading …",
  learning: "Learning from the reviewed letters. This may take half a minute …",
  learntNothing: "Nothing would change in the letters not yet reviewed.",
  applied: "The project's model is in use; the letters are opened again.",
  keysOn: "Keys of one letter are on.",
  keysOff: "Keys of one letter are off.",
  gone: "no longer in the letter",
  empty: "Write a value, or reject the statement.",
};
