"""Reads languages: those of the letter itself, and the others of its file (TEI P5 2.4.2, 11.6.6)."""

import re
from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import T, language_tag
from teikit.exports.record.header.reader import HeaderReader, children, find_all, find_below, find_or_empty
from teikit.tei.markup import LANG

# The types of divisions with an editor's words beside the letter's own.
_OF_EDITOR = frozenset(
    {"apparatus", "bibliography", "commentary", "introduction", "notes", "regest", "summary", "translation"}
)
# More words than these say something else than the name of a language.
_LONGEST_NAME = 3


def read_languages(reader: HeaderReader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages of the letter, its main one first, and the others of the file.

    The letter's are those of textLang, or else of the text and its divisions. If neither states one, they are the
    languages of langUsage: the one with the greatest share of the text, or all where no shares are stated.
    """
    listed = dict(_listed(reader))
    own = list(dict.fromkeys((*_of_manuscript(reader), *_of_text(reader.root))))
    stated = reader.root.get(LANG, "")
    if not own and stated and (stated in listed or not listed):
        own = [stated]
    shares = sorted(listed.items(), key=lambda each: -each[1])
    if not own:
        own = [shares[0][0]] if shares and shares[0][1] else list(listed)
    known = set(map(_primary, own))
    return tuple(own), tuple(tag for tag in listed if _primary(tag) not in known)


def _primary(tag: str) -> str:
    """Return the language of a tag without script and region, in two letters if there is such a code."""
    first = re.split("[-_]", tag)[0].lower()
    return language_tag(first) or first


def _listed(reader: HeaderReader) -> Iterator[tuple[str, float]]:
    """Yield the languages of langUsage with their shares of the text, 0 where none is stated."""
    for element in find_all(reader.root, "teiHeader/profileDesc/langUsage/language"):
        if tag := element.get("ident", ""):
            _read_name(reader, element)
            yield tag, _share(element.get("usage", ""))


def _read_name(reader: HeaderReader, element: etree._Element) -> None:
    """Read the words of an element that are no more than the name of the language in its attributes."""
    if len("".join(map(str, element.itertext())).split()) <= _LONGEST_NAME:
        reader.words(element)


def _share(usage: str) -> float:
    try:
        return float(usage.strip().rstrip("%"))
    except ValueError:
        return 0.0


def _of_manuscript(reader: HeaderReader) -> Iterator[str]:
    """Yield the languages of textLang, the main ones before the others."""
    found = find_below(find_all(reader.root, "teiHeader/fileDesc/sourceDesc"), "textLang")
    for name in ("mainLang", "otherLangs"):
        for element in found:
            if tags := element.get(name, "").split():
                _read_name(reader, element)
                yield from tags


def _of_text(root: etree._Element) -> Iterator[str]:
    """Yield the languages that the text states, those of its divisions before those around them."""
    text = find_or_empty(root, "text")
    body = find_or_empty(text, "body")
    around = body.get(LANG) or text.get(LANG, "")
    divisions = [one for one in children(body) if one.tag in {T + "div", T + "div1"}]
    own = [one.get(LANG, "") for one in divisions if one.get("type", "").lower() not in _OF_EDITOR]
    yield from filter(None, (tag or around for tag in own) if any(own) else (around,))
