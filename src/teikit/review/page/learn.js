// The offer to learn from reviewed letters: what would change in the others, as counts and a list, before it is applied.

import { find, make, setChildren, words } from "./dom.js";
import * as say from "./strings.js";

const MOST_CHANGES = 200;

const table = (by) => make("table", {}, make("caption", {}, "Changes by label"),
  make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "From"), make("th", { scope: "col" }, "To"), make("th", { scope: "col" }, "Parts"))),
  make("tbody", {}, ...by.map((one) => make("tr", {}, make("td", {}, say.label(one.from)), make("td", {}, say.label(one.to)), make("td", {}, `${one.count}`)))));

const change = (one) => make("li", {}, words(one.name), ` ${say.line(one.line)}: `, make("b", {}, say.fromTo(one.from, one.to)), " ", words(one.text));

const drawFound = (found) => {
  const { changes, learnt } = found;
  const more = changes.list.length - MOST_CHANGES;
  setChildren(find("learn-body"),
    make("p", {}, `From ${say.letters(found.letters)}. `, changes.parts
      ? `It would change ${say.parts(changes.parts)} in ${say.letters(changes.letters)} not yet reviewed.` : say.TEXTS.learntNothing),
    changes.by.length ? table(changes.by) : null,
    changes.list.length ? make("ul", { className: "changes" }, ...changes.list.slice(0, MOST_CHANGES).map(change)) : null,
    more > 0 ? make("p", { className: "rest" }, say.hiddenRows(more)) : null,
    learnt.length ? make("details", {}, make("summary", {}, "What was learnt"), make("ul", {}, ...learnt.map((one) => make("li", {}, words(one))))) : null);
};

// Shows what would change; `onapplied` is called after it is applied.
export const preview = async (api, onapplied) => {
  const dialog = find("learn-dialog");
  const apply = find("learn-apply");
  const fault = find("learn-fault");
  fault.textContent = "";
  apply.disabled = true;
  setChildren(find("learn-body"), make("p", { role: "status" }, say.TEXTS.learning));
  dialog.showModal();
  try {
    const found = await api.learn();
    drawFound(found);
    apply.disabled = false;
    apply.focus();
    apply.onclick = async () => {
      apply.disabled = true;
      try {
        await api.apply(found.model);
        dialog.close();
        onapplied();
      } catch (refusal) { fault.textContent = say.refused(refusal.message); apply.disabled = false; }
    };
  } catch (refusal) {
    setChildren(find("learn-body"));
    fault.textContent = say.refused(refusal.message);
  }
};
