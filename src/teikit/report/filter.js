"use strict";
// Filters and collapses what the page shows; without this script all of it is shown.
(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const severities = { error: "errors", warning: "warnings", info: "remarks" };
  const severityOf = (element) => Object.keys(severities).find((each) => element.classList.contains(each));
  const textOf = (element) => element.textContent.toLowerCase();
  const make = (name, content, ...more) => {
    const element = Object.assign(document.createElement(name), content);
    element.append(...more);
    return element;
  };
  const rules = all(".rule").map((element) => ({
    element, severity: severityOf(element), rule: element.querySelector("h3 code").textContent,
    items: all("li", element).map((item) => ({ element: item })),
  }));
  const files = all(".file").map((element) => {
    const file = element.querySelector("h3").textContent;
    const rows = all("li", element).map((row) => ({
      element: row, file, severity: severityOf(row), rule: row.querySelector("p code:last-of-type").textContent,
      count: Number(row.dataset.n || 1),
    }));
    return { element, file, rows };
  });
  const rows = files.flatMap((each) => each.rows);
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  const number = (value) => value.toLocaleString("en");

  const boxes = Object.entries(severities).filter(([key]) => rows.some((row) => row.severity === key))
    .map(([key, name]) => [key, make("input", { type: "checkbox", checked: true }), name]);
  const select = (values, every) => make("select", {}, new Option(every, ""),
    ...values.map((value) => new Option(value, value)));
  const rule = select([...new Set(rules.map((each) => each.rule))], "all");
  const file = select([...new Set(files.map((each) => each.file))], "all");
  const words = make("input", { type: "search", autocomplete: "off", spellcheck: false });
  const status = make("output");
  const fold = make("button", { type: "button", textContent: "Collapse all" });
  const form = make("form", { className: "filter" },
    ...boxes.map(([, box, name]) => make("label", {}, box, name)),
    make("label", {}, "Rule", rule), make("label", {}, "File", file), make("label", {}, "Text", words), fold, status);
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Problems shown");
  document.querySelector("main").prepend(form);
  document.documentElement.classList.add("filtered");

  // With many rows the page begins with the names of rules and files; what is searched for is unfolded.
  const MANY = 300;
  const setOpen = (entries, open) => { for (const each of entries) each.element.open = open; };
  const label = () => {
    const isOpen = [...rules, ...files].some((each) => each.element.open);
    fold.textContent = isOpen ? "Collapse all" : "Expand all";
  };

  const show = (entry, isShown) => { entry.element.hidden = !isShown; return isShown; };
  const has = (entry, wanted) => {
    if (!wanted) return true;
    entry.text ??= (entry.file ? entry.file.toLowerCase() + " " : "") + textOf(entry.element);
    return wanted.every((word) => entry.text.includes(word));
  };
  const update = () => {
    const chosen = new Set(boxes.filter(([, box]) => box.checked).map(([key]) => key));
    const wanted = words.value.trim() ? words.value.toLowerCase().trim().split(/\s+/) : null;
    const isOf = (each) => chosen.has(each.severity) && (!rule.value || each.rule === rule.value);
    let shown = 0;
    for (const each of files) {
      const isFile = !file.value || each.file === file.value;
      let some = 0;
      for (const row of each.rows) {
        if (show(row, isFile && isOf(row) && has(row, wanted))) { some += 1; shown += row.count; }
      }
      if (some > 0 && (wanted || file.value)) each.element.open = true;
      show(each, some > 0 || (isFile && !each.rows.length && !wanted && !rule.value));
    }
    for (const each of rules) {
      const isShown = !file.value && isOf(each);
      const isRule = isShown && wanted && wanted.every((word) => each.rule.toLowerCase().includes(word));
      const some = isShown ? each.items.filter((item) => show(item, isRule || has(item, wanted))).length : 0;
      if (some > 0 && (wanted || rule.value)) each.element.open = true;
      show(each, some > 0);
    }
    label();
    status.textContent = `${number(shown)} of ${number(total)} problems`;
  };
  fold.addEventListener("click", () => {
    setOpen([...rules, ...files], fold.textContent !== "Collapse all");
    label();
  });
  // On paper everything is open.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...rules, ...files].filter((each) => !each.element.open);
    setOpen(folded, true);
  });
  addEventListener("afterprint", () => setOpen(folded, false));
  let waiting = 0;
  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 150); });
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to a row that is hidden or folded shows it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const around = target && target.closest("details");
    if (around) { around.open = true; around.hidden = false; target.hidden = false; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  if (rows.length > MANY) setOpen([...rules, ...files], false);
  update();
  reveal();
})();
