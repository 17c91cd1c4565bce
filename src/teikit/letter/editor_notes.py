"""Reads who wrote to whom in an editor's note of free form: "Draft. A thanks B", "Draft in the hand of A; sent to B".

Each name in the note is the sender's or the recipient's by the words between it and the name before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise

from teikit.letter.cues import find_cue, is_cue
from teikit.letter.dates import find_date
from teikit.letter.languages import LANGUAGES, read_words
from teikit.letter.regests import Regest, alternatives, regest
from teikit.letter.shapes import MARKS_AROUND_WORDS, is_abbreviation, is_capitalised, is_name_particle

_LONGEST = 300
_FURTHEST_DATE = 40
_MOST_NAMES = 8
_AFTER_NAMES = frozenset({"esq", "esqr", "esqre", "jun", "sen"})
_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"(?:^|[.;:\]])[\s\[(“„«\"']*$")


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of words that may be a name, with the offset of its end and the text between it and the name before it.

    `is_office` means that an article is before it and no person's name in it: "The bishop of B".
    """

    text: str
    end: int
    gap: str
    is_office: bool = False

    @property
    def is_clause_start(self) -> bool:
        """Return whether a clause begins with the name, or with an article and the name."""
        before, _, last = self.gap.rstrip().rpartition(" ")
        return _CLAUSE_END.search(before if _is_article(last) else self.gap) is not None


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in read_words(language, "regests").get(key, ()) if word)


@cache
def _noun_articles() -> frozenset[str]:
    """Return the articles of languages in which common nouns have capitals."""
    return frozenset(read_words("de", "regests")["articles"])


def _is_article(word: str) -> bool:
    """Return whether a word is an article, or a possessive, and cannot precede a recipient: "a" can, in Italian."""
    folded = word.strip(MARKS_AROUND_WORDS).casefold()
    return folded in _words("articles") and folded not in _words("to")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the words after or between names, by what they say; of all languages."""
    to, verbs = alternatives(_words("to")), alternatives(_words("writes") - _words("to"))
    several = alternatives(word for word in _words("to") if " " in word)
    letter, by = alternatives(_words("letter")), alternatives(_words("by"))
    between = rf"[\W_]*(?:(?:{letter})\W+)?(?:{verbs}|{to})(?:\s+[^\W\d_]+){{0,3}}\W*"
    return {
        "verb": re.compile(rf"\W*(?:{verbs})", re.IGNORECASE),
        "between": re.compile(between, re.IGNORECASE),
        "sent to": re.compile(rf".*(?<!\w)(?:{several})\W*", re.IGNORECASE | re.DOTALL),
        "by": re.compile(rf"(?:.*[\s\[(])?(?:{by})\s*", re.IGNORECASE | re.DOTALL),
        "receives": re.compile(rf"\W*(?:{alternatives(_words('receives'))}).*(?<!\w)(?:{by})\s*", re.IGNORECASE),
    }


def _is_word_of_note(word: str) -> bool:
    """Return whether a capitalised word at the beginning of a clause belongs to the note, not to a name."""
    folded = word.strip(MARKS_AROUND_WORDS).casefold()
    return any(folded in _words(key) for key in ("letter", "by", "to", "articles"))


def _ends_name(word: str) -> bool:
    if word.endswith((",", ";", ":", ")", "]")):
        return True
    if not word.endswith(".") or is_abbreviation(word):
        return False
    plain = word.rstrip(".").casefold()
    return plain in _AFTER_NAMES or not is_cue("honorific", plain)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each run of capitalised words, with the particles in it."""
    start = end = -1
    for match in _WORD.finditer(text):
        word = match[0].lstrip(MARKS_AROUND_WORDS)
        first = match.end() - len(word)
        if is_capitalised(word) and not (start < 0 and _is_word_of_note(word)):
            start, end = (first if start < 0 else start), match.end()
            if not _ends_name(match[0]):
                continue
        elif start >= 0 and is_name_particle(word):
            continue
        if start >= 0:
            yield start, end
        start = -1
    if start >= 0:
        yield start, end


def _names(text: str) -> list[_Name]:
    found: list[_Name] = []
    before = 0
    for start, end in _runs(text):
        name = _name(text, start, end, text[before:start])
        if name is not None and len(found) < _MOST_NAMES:
            found.append(name)
            before = start + len(text[start:end].rstrip(MARKS_AROUND_WORDS))
    return found


def _name(text: str, start: int, end: int, gap: str) -> _Name | None:
    """Return the name in a run of words, None where it is only a common noun with its article."""
    article = gap.rsplit(maxsplit=1)[-1].strip(MARKS_AROUND_WORDS).casefold() if gap.split() else ""
    first = _after_common_noun(text, start, end) if _is_article(article) else start
    is_office = first == end
    words = text[start if is_office else first : end].strip(MARKS_AROUND_WORDS)
    if not words or (is_office and article in _noun_articles() and " " not in words):
        return None
    return _Name(words, end, gap, is_office)


def _after_common_noun(text: str, start: int, end: int) -> int:
    """Return where a name begins after an article and a noun: "the lawyer A", "the bishop of B"."""
    words = list(_WORD.finditer(text, start, end))[1:]
    while len(words) > 1 and is_name_particle(words[0][0]):
        words = words[2:]
    return words[0].start() if words and not is_name_particle(words[0][0]) else end


def _subject(names: list[_Name]) -> str:
    """Return who writes, of the names before the verb: "A, bishop of B, asks", "The bishop of B, A, asks"."""
    first = max((index for index, name in enumerate(names) if name.is_clause_start), default=-1)
    if first >= 0 and not names[first].is_office:
        return names[first].text
    rest = [name for name in names[first + 1 :] if not name.is_office]
    person = next((name for name in rest if not name.gap.strip(" ,")), None)
    person = person or next((name for name in reversed(rest) if " " in name.text or _is_by(name)), None)
    return person.text if person else names[max(first, 0)].text


def _is_recipient(name: _Name) -> bool:
    return any(_patterns()[kind].fullmatch(name.gap) for kind in ("between", "sent to"))


def _is_by(name: _Name) -> bool:
    return _patterns()["by"].fullmatch(name.gap) is not None


def _sender_index(names: Sequence[_Name], text: str) -> int | None:
    """Return the index of the name before a verb such as "writes", or before a recipient; None where there is none."""
    verb = _patterns()["verb"]
    clause_end = next((index for index, name in enumerate(names[1:], 1) if name.is_clause_start), len(names))
    followed = (index for index, name in enumerate(names[:clause_end]) if verb.match(text, name.end))
    linked = (index for index, name in enumerate(names[1:]) if _is_recipient(name))
    return next(chain(followed, linked), None)


def _parties(text: str) -> tuple[str, str, int]:
    """Return the sender and the recipient in a note, "" for one that it does not name, and where they end."""
    names = _names(text)
    for one, two in pairwise(names):
        if one.is_clause_start and _patterns()["receives"].fullmatch(two.gap):
            return two.text, one.text, two.end
    if (index := _sender_index(names, text)) is not None:
        following = next((name for name in names[index + 1 : index + 2] if _is_recipient(name)), None)
        return _subject(names[: index + 1]), following.text if following else "", (following or names[index]).end
    by = next((name for name in names[:1] if _is_from(name)), None)
    return (by.text, "", by.end) if by else ("", "", 0)


def _is_from(name: _Name) -> bool:
    """Return whether the first name of a note is the sender's: "From A", "Draft in the hand of A"."""
    words = [word.strip(MARKS_AROUND_WORDS).casefold() for word in name.gap.split()]
    return (
        bool(words)
        and not _is_article(words[-1])
        and _is_by(name)
        and (len(words) == 1 or not _words("letter").isdisjoint(words))
    )


def _person(name: str) -> str:
    """Return a name without the office before it, "" where it is none."""
    office = find_cue("office", name, at_start=True)
    person = name[office.end() :].strip(MARKS_AROUND_WORDS) if office else ""
    name = person if " " in person and not is_name_particle(person.split()[0]) else name
    is_none = name.endswith(("'s", "’s")) or is_cue("self", name) or find_cue("note", name, at_start=True) is not None
    return "" if is_none else name


def read_note(text: str) -> Regest | None:
    """Return who wrote to whom according to an editor's note of any form, None where it does not say it."""
    if (found := regest(text)) is not None:
        return found
    text = " ".join(text[:_LONGEST].split())
    date = find_date(text[:_FURTHEST_DATE])
    if date is None or date.start > 1:
        return _read_undated(text)
    # "3 May 1890. Letter from A to B"
    found = _read_undated(text[date.end :].lstrip(" ,.:;"))
    if found is None or found.date is not None or not date.is_full:
        return found
    return replace(found, date=date, date_text=text[date.start : date.end])


def _read_undated(text: str) -> Regest | None:
    """Return who wrote to whom according to a note that does not begin with a date."""
    if (found := regest(text)) is not None:
        return found
    sender, recipient, end = _parties(text)
    sender, recipient = _person(sender), _person(recipient)
    if not sender:
        return None
    date = find_date(text[end : end + _FURTHEST_DATE])
    if date is None or not date.is_full:
        return Regest(sender, recipient)
    return Regest(sender, recipient, date, text[end:][date.start : date.end])
