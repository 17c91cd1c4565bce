"""Recognises labels of archives and editions ("Call number:", "Regest:"), and the buttons of their web pages.

The kinds of labels in `archive_labels.toml` are the statements about a letter (title, sender, recipient, date, place,
abstract, description, citation, source, repository, collection, shelfmark), those about its record or its edition
(language, original_language, credits, rights, access, identifier, physical, genre, subjects, transmission, level),
`text` (the letter begins below) and `commentary` (notes or statements follow below).
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

TEXT, COMMENTARY = "text", "commentary"
# Kinds of labels that letters and memoranda have, too.
WEAK_KINDS = frozenset(
    {"title", "sender", "recipient", "date", "place", "description", "source", "language", "physical", "genre",
     "collection", COMMENTARY}
)  # fmt: skip
_WORDS = {"buttons", "letter", "to", "about", "labels"}
_ENTRY = re.compile(r'^(\w+) = "(.*)"$', re.MULTILINE)
_LONGEST_LABEL, _LONGEST_START, _LONGEST_LINE = 70, 200, 400
_MOST_NAME_WORDS = 6
_LABELLED = re.compile(rf"(?P<name>[^:：\t]{{1,{_LONGEST_LABEL}}}?)(?P<mark>\s*[:：]\s*|\s*\t\s*|\s{{3,}})(?=\S)")
_ALONE = re.compile(r"\W*(?P<name>.*?)\s*[:：]?")
_CURLY = str.maketrans("’‘", "''")
_EDGE_MARKS = " .*_[]#–—-•·>"


class Label(NamedTuple):
    """A label with its value, "" if that is below it; `is_proof` means that only archives and editions have it."""

    kind: str
    name: str
    value: str
    column: int = 0
    is_proof: bool = False


class Vocabulary(NamedTuple):
    """The words of archives in all languages: kinds of labels by their names, and the words of buttons and titles."""

    kinds: dict[str, str]
    shared: frozenset[str]
    buttons: frozenset[str]
    letter: frozenset[str]
    to: frozenset[str]
    about: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the words of `archive_labels.toml`, which has a simple form that is read faster than TOML in general."""
    text = files(__package__).joinpath("archive_labels.toml").read_text(encoding="utf-8").replace("’", "'")
    kinds: dict[str, str] = {}
    words: dict[str, set[str]] = {key: set() for key in _WORDS}
    for key, phrases in _ENTRY.findall(text):
        if key in _WORDS:
            words[key].update(phrases.split("; "))
        else:
            kinds |= dict.fromkeys((phrase for phrase in phrases.split("; ") if phrase not in kinds), key)
    shared, buttons, letter, to, about = (
        frozenset(words[key]) for key in ("labels", "buttons", "letter", "to", "about")
    )
    return Vocabulary(kinds, shared, buttons, letter, to, about)


def _fold(name: str) -> str:
    return " ".join(name.translate(_CURLY).casefold().split()).strip(_EDGE_MARKS)


def _kind(name: str) -> str:
    known = vocabulary().kinds
    folded = _fold(name)
    return known.get(folded) or known.get(f"{folded}.") or known.get(folded.removesuffix("(s)"), "")


def read_label(text: str) -> Label | None:
    """Return the label that a line begins with or consists of, None where it has none."""
    match = _LABELLED.match(text, 0, _LONGEST_START)
    if match is not None and (kind := _kind(match["name"])):
        name, value = match["name"], text[match.end() :]
        if kind != TEXT:
            return Label(kind, name.strip(), value, match.end(), _is_proof(kind, name))
        # "Transcription: Ann Hall, 2011"; but a letter may begin on the line of such a label.
        if len(value.split()) <= _MOST_NAME_WORDS and value[-1].isalnum() and _is_proof(kind, name):
            return Label("credits", name.strip(), value, match.end())
    alone = _ALONE.fullmatch(text) if len(text) <= _LONGEST_LABEL else None
    first, *others = alone["name"].split(" | ") if alone else [""]
    kind = _kind(first)
    # "Transcription | Translation" are two headings in one.
    if alone is None or not kind or any(_kind(other) != TEXT for other in others):
        return None
    # Headings of sections may be in small letters.
    if not alone["name"][:1].isupper() and kind not in {TEXT, COMMENTARY}:
        return None
    return Label(kind, alone["name"], "", is_proof=_is_proof(kind, first))


def _is_proof(kind: str, name: str) -> bool:
    return kind not in WEAK_KINDS and _fold(name) not in vocabulary().shared


_MOST_BUTTON_WORDS, _ARROWS = 25, " «»←→‹›<>|▲↑"
_MENU_MARKS = re.compile(r"\s(?:[|>›»·/•]|–)\s")
_RIGHTS = re.compile(r"(?:©|\(c\)\s*\d|copyright\s+©?\s*\d)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:)\S+$")
# "3 comments": below a blog.
_COMMENTS = re.compile(
    r"\d{1,4} (?:comments?|commentaires?|komment(?:ar|are|arer|áře)|comentarios?|comentários?|commenti|commento|"
    r"reacties?|komentarze|комментари[йяев]+)",
    re.IGNORECASE,
)
_MOST_MENU_WORDS = 4
_FEWEST_MENU_ITEMS = 3
_MOST_PHRASE_WORDS = 4


def is_button(text: str) -> bool:
    """Return whether a line is one that only web pages have: a menu, a button, a line on cookies or rights."""
    if len(text) > _LONGEST_LINE:
        return False
    text = text.strip(_ARROWS)
    if _RIGHTS.match(text) or _ADDRESS.match(text) or _COMMENTS.fullmatch(text):
        return True
    words = _fold(text).split()
    if not words or len(words) > _MOST_BUTTON_WORDS or not text[:1].isupper():
        return False
    known = vocabulary().buttons
    for count in range(1, min(_MOST_PHRASE_WORDS, len(words)) + 1):
        phrase = " ".join(words[:count]).strip(",:;|>›»·–-/ ")
        # One word, such as "Home", is a button alone or in a menu only.
        if phrase in known and (count > 1 or len(words) == 1 or _MENU_MARKS.search(text)):
            return not text.endswith((",", ";"))
    return _is_menu(text)


def may_be_button(text: str) -> bool:
    """Return whether a short line begins with a word of buttons, so that it is one among others: "Download the PDF"."""
    words = text.split()
    is_short = 0 < len(words) <= _MOST_MENU_WORDS and text[:1].isupper() and text[-1].isalnum()
    return is_short and _fold(words[0]) in vocabulary().buttons


def _is_menu(text: str) -> bool:
    """Return whether a line is a row of short items: "Search | Browse | About"."""
    items = _MENU_MARKS.split(text)
    is_short = all(item[:1].isupper() and len(item.split()) <= _MOST_MENU_WORDS for item in items)
    return len(items) >= _FEWEST_MENU_ITEMS and is_short and not any(char.isdigit() for char in text)


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))


@cache
def _subject_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_alternatives(vocabulary().about)})\s", re.IGNORECASE)


def without_subject(title: str) -> str:
    """Return a title without what the letter is about: "Letter from A to B Regarding the Talks"."""
    match = _subject_pattern().search(title)
    return title[: match.start()] if match else title


@cache
def _title_pattern() -> re.Pattern[str]:
    letter, to = map(_alternatives, (vocabulary().letter, vocabulary().to))
    return re.compile(rf"(?:.*\W)?(?:{letter})(?:\W.*?)?(?<!\w)(?:{to})(?!\w).*\w", re.IGNORECASE)


_TO_FROM = re.compile(r"(?:To|From)\s+[A-Z].*\s(?:from|to)\s+[A-Z]")
_DATED = re.compile(
    r"(?:To|From)\s+(?:[A-Z][\w.'’-]*\s+(?:(?:de|von|van|of|the|la|le)\s+)*){1,6}\[?\d{1,2}\s+[^\W\d]+\W*\d{4}\W*"
)
# "312 To Martha Hall. Leeds, on or about 9 June 1881."
_NUMBERED = re.compile(r"\W*\d{1,4}\W+(?:To|From)\s+(?:[A-Z][\w'’-]*\.?\s*){1,5}[.,].*\d{4}")


@cache
def _numbered_pattern() -> re.Pattern[str]:
    """Return the pattern of titles such as "[34] A. Hall an T. Bell in Leeds"."""
    to = _alternatives(word for word in vocabulary().to if word.isalpha())
    return re.compile(rf"\W*\d{{1,4}}\W+(?:[^\W\d_]\S*\s+){{1,6}}(?:{to})\s+(?:\S+\s+){{0,2}}[^\W\d_a-zà-þ]")


_MOST_TITLE_WORDS = 40
_FURTHEST_LETTER_WORD = 8


def is_dated_heading(text: str) -> bool:
    """Return whether a line is the heading of an English edition that names one party: "To A. B. Hall   3 May 1866"."""
    return len(text) <= _LONGEST_LINE and _DATED.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Return whether a line is a title such as "Letter from A to B" or "To A from B, 3 May 1790"."""
    words = text.split() if len(text) <= _LONGEST_LINE else []
    if not 2 < len(words) <= _MOST_TITLE_WORDS or not (text[:1].isupper() or text[:1].isdigit() or text[:1] in '[„“"'):
        return False
    if _numbered_pattern().match(text) or _TO_FROM.match(text) or _NUMBERED.match(text) or is_dated_heading(text):
        return True
    head = {word.strip(".,;:()[]„“”\"'").casefold() for word in words[:_FURTHEST_LETTER_WORD]}
    return not head.isdisjoint(vocabulary().letter) and _title_pattern().match(text) is not None
