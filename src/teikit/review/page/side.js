// The right column: statements of the header, names in the text, what does not fit, and the TEI.

import { button, find, make, setChildren, words } from "./dom.js";
import { wordsAt } from "./layout.js";
import * as say from "./strings.js";
import { countPoints, slice, visibleRuns } from "./text.js";

const MOST_LINES = 5000;
const MOST_IN_LINE = 20000;
const MOST_COLOURED = 4000;

// What the claims need: which is current, and what is typed into those that are edited, by `claimKey`.
export const claims = { current: 0, drafts: new Map() };
export const claimKey = (view, claim) => `${view.id} ${claim.key}`;

// The view with a key for each claim: its kind and its number among those, which stay when words change. What is typed
// into a claim that is no longer there gets a place of its own.
export const withKeys = (view) => {
  const counts = {};
  const order = Object.keys(say.CLAIMS);
  const found = view.claims.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)).map((claim) => {
    counts[claim.kind] = (counts[claim.kind] ?? 0) + 1;
    return { ...claim, key: `${claim.kind} ${counts[claim.kind]}` };
  });
  const known = new Set(found.map((claim) => claimKey(view, claim)));
  for (const typed of claims.drafts.keys()) {
    if (!typed.startsWith(`${view.id} `) || known.has(typed)) continue;
    const key = typed.slice(view.id.length + 1);
    found.push({ key, kind: key.split(" ")[0], text: "", values: [], confidence: 0, stated: false, basis: say.TEXTS.gone, line: 0,
      column: 0, verdict: "", evidence: [] });
  }
  return { ...view, claims: found };
};

const linkToLine = (line, onclick) => button(say.line(line), onclick, { className: "link" });

const drawEvidence = (claim) => {
  if (!claim.evidence.length) return null;
  return make("details", {}, make("summary", {}, "Why"),
    make("ul", {}, ...claim.evidence.map((one) => make("li", {}, words(one)))));
};

const drawForm = (view, claim, number, acts) => {
  const isSeveral = say.OF_SEVERAL.has(claim.kind);
  const id = `value-${number}`;
  const field = make(isSeveral ? "textarea" : "input", { id, value: claims.drafts.get(claimKey(view, claim)), "data-focus": id,
    rows: isSeveral ? 2 : undefined, autocomplete: "off", oninput: () => claims.drafts.set(claimKey(view, claim), field.value) });
  const save = () => acts.save(claim, field.value.split("\n").map((one) => one.trim()).filter(Boolean));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (!isSeveral || event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); acts.leave(claim); }
  });
  return make("form", { className: "edit", onsubmit: (event) => { event.preventDefault(); save(); } },
    make("label", { htmlFor: id }, isSeveral ? "Names, one a line" : "Value"), field,
    make("span", { className: "buttons" }, make("button", { className: "main" }, "Save"), button("Cancel", () => acts.leave(claim))));
};

const PRESSED = { confirm: "confirmed", reject: "rejected" };

const drawVerdicts = (claim, number, acts) => {
  const name = `${say.claimKind(claim.kind)} ${claim.text}`;
  const act = (text, verdict, key) => button(text, () => acts[verdict](claim), {
    "aria-label": `${text} ${name}`, "data-focus": `${verdict}-${number}`, "aria-keyshortcuts": key,
    "aria-pressed": PRESSED[verdict] ? `${claim.verdict === PRESSED[verdict]}` : undefined });
  // A value of the editor's own is true already.
  const first = claim.verdict === "value" ? act("Take back", "takeBack") : act("Confirm", "confirm", "y");
  return make("span", { className: "buttons" }, first, act("Reject", "reject", "x"), act("Edit", "edit", "e"));
};

const drawClaim = (view, claim, number, acts) => {
  const values = claim.values.length ? claim.values : [claim.text];
  const sure = claim.verdict ? say.VERDICTS[claim.verdict] : `${say.percent(claim.confidence)} ${say.certainty(claim.confidence)}`;
  const isDoubtful = !claim.verdict && say.isDoubtful(claim.confidence);
  const said = claim.text && claim.text !== values.join(", ") ? make("span", {}, "“", words(claim.text), "”") : null;
  const isEdited = claims.drafts.has(claimKey(view, claim));
  const item = make("li", { className: `claim ${claim.verdict ? `is-${claim.verdict}` : ""} ${isDoubtful ? "doubtful" : ""}`, "data-claim": number },
    make("div", { className: "statement" },
      make("span", { className: "kind" }, say.claimKind(claim.kind)),
      make("span", { className: "value" }, ...values.flatMap((one, index) => [index ? "; " : "", words(one)])),
      make("span", { className: "sure" }, sure)),
    make("div", { className: "basis" },
      make("span", { className: "soft" }, said, said ? " · " : null, claim.basis, claim.basis && claim.line ? " · " : null,
        claim.line ? linkToLine(claim.line, () => acts.go(claim)) : null,
        claim.stated || claim.verdict ? null : " · not in the header"),
      drawEvidence(claim),
      isEdited ? null : drawVerdicts(claim, number, acts)),
    isEdited ? drawForm(view, claim, number, acts) : null);
  item.addEventListener("focusin", () => setCurrent(number));
  item.addEventListener("click", () => setCurrent(number));
  return item;
};

export const setCurrent = (number) => {
  claims.current = number;
  for (const item of find("claims").children) {
    if (Number(item.dataset.claim) === number) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  }
};

export const drawClaims = (view, acts) => {
  const items = view.claims.map((claim, number) => drawClaim(view, claim, number, acts));
  setChildren(find("claims"), ...(items.length ? items : [make("li", { className: "soft" }, say.TEXTS.noClaims)]));
  claims.current = Math.max(0, Math.min(claims.current, view.claims.length - 1));
  setCurrent(claims.current);
};

export const drawNames = (view, acts) => {
  const items = view.names.map((name, number) => make("li", {},
    make("span", { className: "kind" }, say.nameKind(name.kind)),
    make("span", { className: "value" }, words(name.text || wordsAt(view, name.line, name.column, name.length)),
      name.when ? make("span", { className: "soft" }, " ", name.when) : null,
      name.ref ? make("span", { className: "soft" }, " ", words(name.ref)) : null,
      name.decided ? make("span", { className: "sure" }, " ✓ your decision") : null),
    linkToLine(name.line, () => acts.go(name)),
    button("Not a name", () => acts.notName(name), { "aria-label": `Not a name: ${name.text}`, "data-focus": `name-${number}` })));
  setChildren(find("names"), ...(items.length ? items : [make("li", { className: "soft" }, say.TEXTS.noNames)]));
};

export const drawRemarks = (view, acts) => {
  const misfits = view.misfits.map((one) => make("li", {}, make("b", {}, "Decision that no longer fits: "), words(one.text || ""),
    " ", make("span", {}, one.reason), " ", one.line ? linkToLine(one.line, () => acts.go(one)) : null));
  const warnings = view.warnings.map((one) => make("li", {}, words(one)));
  const element = find("remarks");
  element.hidden = !misfits.length && !warnings.length;
  setChildren(element, make("h3", {}, "Misfits and warnings"), make("ul", {}, ...misfits, ...warnings));
};

const drawRuns = (text) => {
  const drawn = make("span", { className: "text", dir: "auto" });
  const add = (words_, className) => {
    for (const run of visibleRuns(words_)) {
      if (run.isControl) drawn.append(words(run.text));
      else drawn.append(className ? make("span", { className }, run.text) : run.text);
    }
  };
  if (text.length > MOST_COLOURED) { add(text, ""); return drawn; }
  for (const one of text.split(/(<[^<>]*>?)/)) if (one) add(one, one.startsWith("<") ? "markup" : "");
  return drawn;
};

const drawProblem = (problem) => make("span", { className: `problem ${problem.severity}` },
  make("b", {}, problem.severity), " ", words(problem.message), " ", make("span", { className: "soft" }, problem.rule));

const drawLine = (text, number, problems) => {
  const points = text.length > MOST_IN_LINE ? countPoints(text) : 0;
  const drawn = drawRuns(points ? slice(text, 1, MOST_IN_LINE) : text);
  if (points) drawn.append(make("span", { className: "more" }, say.hidden(points - MOST_IN_LINE)));
  return make("div", { className: problems.length ? "line faulty" : "line" },
    make("span", { className: "number", "aria-hidden": "true" }, `${number}`), drawn, ...problems.map(drawProblem));
};

const tei = { words: { text: "", stretches: [] } };

export const drawTei = (view) => {
  const problems = new Map();
  for (const one of view.problems) {
    const line = Math.max(1, one.line);
    if (!problems.has(line)) problems.set(line, []);
    problems.get(line).push(one);
  }
  const lines = view.tei.split("\n");
  tei.words = wordsOfTei(lines.slice(0, MOST_LINES));
  const drawn = lines.slice(0, MOST_LINES).map((text, index) => drawLine(text, index + 1, problems.get(index + 1) ?? []));
  const below = [...problems].filter(([line]) => line > MOST_LINES).flatMap(([, found]) => found);
  const rest = lines.length > MOST_LINES ? make("p", { className: "rest" }, say.hiddenRows(lines.length - MOST_LINES)) : null;
  setChildren(find("tei"), ...drawn, ...below.map(drawProblem), rest);
  find("tei-state").textContent = view.problems.length ? say.problems(view.problems.length) : "";
};

// The words of the text of the TEI without blanks and markup, with the element of the line that each stretch is in.
const wordsOfTei = (lines) => {
  const stretches = [];
  let text = "";
  let isText = false;
  lines.forEach((line, number) => {
    isText ||= /<text[\s>]/.test(line);
    if (!isText || line.length > MOST_IN_LINE) return;
    stretches.push([text.length, number]);
    text += line.replace(/<[^<>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").replace(/\s+/g, "");
  });
  return { text, stretches };
};

// The line of the TEI that has the beginning of a part comes into view.
export const showInTei = (part) => {
  const element = find("tei");
  for (const one of element.querySelectorAll(".here")) one.classList.remove("here");
  const start = part.text.slice(0, 200).replace(/\s+/g, "").slice(0, 40);
  const at = start ? tei.words.text.indexOf(start) : -1;
  const line = at < 0 ? null : element.children[tei.words.stretches.findLast(([from]) => from <= at)[1]];
  if (!line) return;
  line.classList.add("here");
  if (element.scrollHeight <= element.clientHeight) return;
  const scroll = () => {
    element.scrollTop += line.getBoundingClientRect().top - element.getBoundingClientRect().top - element.clientHeight / 3;
  };
  scroll();
  // Lines that come into view get their height only when they are drawn, in the next frame.
  requestAnimationFrame(() => requestAnimationFrame(scroll));
};
