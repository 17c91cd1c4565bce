// The search, and the pictures of a facsimile. Both run in the reader's browser alone; pages work without them.
"use strict";
(function () {
  const FOLDED = {"ß": "ss", "ſ": "s", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d", "ı": "i"};
  // As in search_index.py: a Chinese or Japanese character is a word.
  const CJK = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const WORD = new RegExp("[" + CJK + "]|(?:(?![" + CJK + "])[\\p{L}\\p{N}\\p{M}])+", "gu");
  const MOST_LENGTH = 40, SHOWN_AT_ONCE = 25, BEFORE = 90, AFTER = 160;

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[ßſæœøłđþðı]/g, one => FOLDED[one]);
  }

  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const word = fold(match[0]).slice(0, MOST_LENGTH);
      if (word) found.push({word: word, begin: match.index, end: match.index + match[0].length});
    }
    return found;
  }

  // A query: words, each of which may be incomplete, and phrases in quotation marks.
  function parse(query) {
    const phrases = [], words = [];
    const rest = query.replace(/["“”„«»]([^"“”„«»]*)["“”„«»]/g, (all, inner) => {
      phrases.push(tokens(inner).map(one => one.word));
      return " ";
    });
    for (const one of tokens(rest)) words.push(one.word);
    return {words: words, phrases: phrases.filter(one => one.length)};
  }

  // Files are scripts: a page that is opened from a disk may load these, but read no others.
  const waiting = new Map();
  let facts = null;
  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.onload = () => resolve();
        script.onerror = () => { waiting.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }
  const shards = new Map(), texts = new Map();
  window.teikit = {
    index: value => { facts = value; },
    words: (prefix, words) => shards.set(prefix, words),
    texts: (part, letters) => { for (const [number, letter] of Object.entries(letters)) texts.set(Number(number), letter); },
  };

  function nameOf(prefix) {
    return "words-" + Array.from(prefix, one => one.codePointAt(0).toString(16)).join("-");
  }

  function numbers(text) {
    let last = 0;
    return text.split(" ").map(one => { last += parseInt(one, 36); return last; });
  }

  // The letters with a word, or with one that begins so.
  async function lettersOf(word, whole) {
    const begin = Array.from(word).slice(0, 2).join("");
    const wanted = facts.prefixes.filter(one => one === begin || (!whole && one.startsWith(word)));
    await Promise.all(wanted.map(one => load(nameOf(one))));
    const found = new Set();
    for (const prefix of wanted) {
      for (const [known, value] of Object.entries(shards.get(prefix) || {})) {
        if (whole ? known === word : known.startsWith(word)) for (const one of numbers(value)) found.add(one);
      }
    }
    return found;
  }

  async function candidates(query) {
    const sets = [];
    for (const word of query.words) sets.push(await lettersOf(word, false));
    for (const phrase of query.phrases) for (const word of phrase) sets.push(await lettersOf(word, true));
    return facts.order.filter(number => sets.every(one => one.has(number)));
  }

  async function letter(number) {
    if (!texts.has(number)) await load("texts-" + Math.floor(number / facts.texts));
    return texts.get(number);
  }

  // Where a phrase or a word is among the tokens of a text: the first and the last token, or nothing.
  function places(found, wanted, whole) {
    const hits = [];
    for (let at = 0; at + wanted.length <= found.length; at++) {
      if (wanted.every((word, next) => whole ? found[at + next].word === word : found[at + next].word.startsWith(word))) {
        hits.push([at, at + wanted.length - 1]);
      }
    }
    return hits;
  }

  function hitsOf(query, found) {
    const phrases = query.phrases.map(one => places(found, one, true));
    const words = query.words.map(one => places(found, [one], false));
    return {isThere: phrases.every(one => one.length), all: phrases.concat(words).flat()};
  }

  function excerpt(text, found, hits) {
    const line = document.createElement("p");
    if (!hits.length) { line.textContent = text.slice(0, BEFORE + AFTER) + (text.length > BEFORE + AFTER ? " …" : ""); return line; }
    hits.sort((one, other) => one[0] - other[0]);
    const first = found[hits[0][0]].begin;
    let from = Math.max(0, first - BEFORE);
    if (from) from = text.indexOf(" ", from) + 1 || from;
    if (from > first) from = first;
    let to = Math.min(text.length, Math.max(first + AFTER, found[hits[0][1]].end));
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), found[hits[0][1]].end);
    let at = from;
    line.append(from ? "… " : "");
    for (const [begin, end] of hits) {
      const left = found[begin].begin, right = found[end].end;
      if (left < at || right > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(left, right);
      line.append(text.slice(at, left), mark);
      at = right;
    }
    line.append(text.slice(at, to), to < text.length ? " …" : "");
    return line;
  }

  function entry(found, query) {
    const [address, title, when, text] = found, words = tokens(text), item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    item.append(link);
    if (when && !title.includes(when)) {
      const date = document.createElement("span");
      date.className = "who";
      date.textContent = when;
      item.append(date);
    }
    item.append(excerpt(text, words, hitsOf(query, words).all));
    return item;
  }

  let runs = 0;
  async function search(text) {
    const run = ++runs, query = parse(text);
    const status = document.getElementById("found"), list = document.getElementById("results");
    list.replaceChildren();
    status.textContent = "";
    document.querySelectorAll("button.more").forEach(one => one.remove());
    if (!query.words.length && !query.phrases.length) return;
    status.textContent = status.dataset.loading;
    try {
      await load("index");
      let left = await candidates(query);
      if (query.phrases.length) left = await withPhrases(left, query);
      if (run !== runs) return;
      status.textContent = left.length ? status.dataset.results.replace("{count}", left.length) : status.dataset.none;
      await show(left, query, list, status, run);
    } catch (error) {
      if (run === runs) status.textContent = String(error.message);
    }
  }

  async function withPhrases(left, query) {
    const kept = [];
    for (const number of left) {
      const found = await letter(number);
      if (found && hitsOf(query, tokens(found[1] + " \n " + found[3])).isThere) kept.push(number);
    }
    return kept;
  }

  async function show(left, query, list, status, run) {
    for (const number of left.slice(0, SHOWN_AT_ONCE)) {
      const found = await letter(number);
      if (run !== runs) return;
      if (found) list.append(entry(found, query));
    }
    const more = left.slice(SHOWN_AT_ONCE);
    if (!more.length) return;
    const button = document.createElement("button");
    button.className = "more";
    button.textContent = status.dataset.more;
    button.addEventListener("click", () => { button.remove(); show(more, query, list, status, run); });
    list.after(button);
  }

  function startSearch() {
    const list = document.getElementById("results");
    if (!list) return;
    const form = document.querySelector("main form.search"), field = form.querySelector("input");
    let timer = 0;
    const ask = () => { search(field.value); };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
    form.addEventListener("submit", event => {
      event.preventDefault();
      clearTimeout(timer);
      try { history.replaceState(null, "", "?q=" + encodeURIComponent(field.value)); } catch (error) { /* not from a disk */ }
      ask();
    });
    field.value = new URLSearchParams(location.search).get("q") || "";
    if (field.value) ask();
  }

  // A picture of a facsimile is loaded beside the text when the reader chooses its link, and not before.
  function startPictures() {
    const shown = document.querySelector(".facsimile");
    if (!shown) return;
    const links = [...shown.querySelectorAll("a[data-picture]")];
    shown.parentElement.addEventListener("click", event => {
      // The marks of pages in the text lead to the same pictures.
      const chosen = event.target.closest("a[href]");
      const link = chosen && links.find(one => one.href === chosen.href);
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      let picture = shown.querySelector("img");
      if (!picture) { picture = document.createElement("img"); shown.append(picture); }
      picture.alt = link.textContent;
      picture.src = link.dataset.picture;
      links.forEach(one => one.removeAttribute("aria-current"));
      link.setAttribute("aria-current", "true");
    });
  }

  startSearch();
  startPictures();
})();
