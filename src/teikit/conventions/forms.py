"""Compiles written forms to regular expressions: `~~{text}~~` becomes a pattern that matches in linear time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teikit.text.plain import Sign

_PLACE = re.compile(r"\{([a-z ]*)\}")
_LETTER = r"[^\W\d_]"
_WORD = r"""[^\s\[\]{}()<>|~^*_=,;:!?"“”„«»]{1,80}"""
_LONGEST = 2_000
_CONTENT = {
    # At the beginning of a word, so that a long word is not tried from each of its letters.
    "word": rf"(?<!{_WORD.partition('{1,')[0]}){_WORD}",
    # One to four characters, with a letter among them and no full stop after: not a number, a remark or a sentence.
    "few words": rf"(?=[^\[\]]{{0,200}}{_LETTER}){_WORD}(?:[ ]{_WORD}){{0,3}}(?<![.])",
    "letters": rf"{_LETTER}{{1,40}}",
    "page": r"(?:\d{1,4}[a-z]?|[ivxlc]{1,8}|[IVXLC]{1,8})",
    "leaf": r"\d{1,4}[rvab]",
    "text": "",
    "one of": "",
}
PLACES = tuple(_CONTENT)
# The allowed content of a page mark, which becomes @n.
NUMBERS = {"page", "leaf"}
# Elements that contain only text.
PLAIN = {"ex", "gap"}


@dataclass(frozen=True, slots=True)
class MarkForm:
    """A mark as it is written, with the element for the whole and one for each of its contents.

    `signs` has one element, or three for an element with two parts (the whole, and each part).
    """

    signs: tuple[Sign, ...]
    pattern: str
    is_page: bool = False
    # Whether it may contain other marks.
    is_open: bool = False


def place_names(written: str) -> list[str]:
    """Return the names of the placeholders in a written form."""
    return _PLACE.findall(written)


def _content(name: str, before: str, after: str, one_of: Sequence[str]) -> str:
    if name == "one of":
        return f"(?i:{'|'.join(re.escape(one) for one in sorted(one_of, key=len, reverse=True))})"
    # Any text that neither begins nor ends with white space, nor contains the mark itself.
    ends = "|".join(re.escape(one) for one in {before, after} if one.strip())
    return _CONTENT[name] or rf"(?=\S)(?:(?!{ends})[\s\S]){{1,{_LONGEST}}}(?<=\S)"


def _beside_words(pattern: str, before: str, after: str, where: Mapping[str, bool]) -> str:
    if where.get("inside_words"):
        # `Mess(rs)` and `w(i)th`, but not `friend(s)`, which is the author's.
        one_letter = rf"{re.escape(before)}.{re.escape(after)}"
        unnamed = re.sub(r"\((?!\?)", "(?:", pattern.replace(r"\(", "\0")).replace("\0", r"\(")
        return rf"(?:(?={unnamed}{_LETTER})|(?<={_LETTER})(?!{one_letter})){pattern}"
    if where.get("outside_words"):
        edge = rf"[\w{re.escape(before[:1])}]"
        return rf"(?<!{edge}){pattern}(?!{edge})"
    return pattern


def make_form(
    written: str, whole: Sign, parts: Sequence[str], one_of: Sequence[str], where: Mapping[str, bool]
) -> MarkForm:
    """Return the form of a mark; contents are groups of its pattern, in their order."""
    pieces = _PLACE.split(written)
    literals, names = pieces[::2], pieces[1::2]
    pattern = re.escape(literals[0])
    for name, before, after in zip(names, literals, literals[1:], strict=False):
        pattern += f"({_content(name, before, after, one_of)}){re.escape(after)}"
    signs: tuple[Sign, ...] = (Sign(whole.name, whole.element, whole.attributes, literals[0], literals[-1]),)
    if parts:
        edges = zip(parts, literals, ("", literals[-1]), strict=False)
        own = (Sign(f"{whole.name}-{part}", part, (), before, after) for part, before, after in edges)
        signs = (Sign("", whole.element, whole.attributes), *own)
    is_page, is_open = bool(NUMBERS & set(names)), "text" in names and whole.element not in PLAIN
    return MarkForm(signs, _beside_words(pattern, literals[0], literals[-1], where), is_page=is_page, is_open=is_open)
