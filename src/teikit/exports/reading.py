"""What a reader of a letter sees of its TEI: which elements are whose words, and what is an editor's apparatus."""

import re

from lxml import etree

from teikit.tei import TEI

T = f"{{{TEI}}}"
# Registers and the like, which stand behind letters and are not part of them.
REGISTERS = frozenset(
    T + name
    for name in (
        "listPerson", "listPlace", "listOrg", "listBibl", "listEvent", "listObject", "listNym", "listWit", "listApp",
        "listRelation", "linkGrp", "spanGrp", "interpGrp", "fs", "standOff", "teiHeader", "facsimile", "sourceDoc",
    )
)  # fmt: skip
# Of two readings of one place, what stands on the paper, and what an editor makes of it.
WRITTEN, MEANT = ("sic", "orig", "abbr"), ("corr", "reg", "expan")
# How words look, by the values of @rend.
LOOKS = {
    "italic": "italic", "italics": "italic", "i": "italic", "bold": "bold", "b": "bold", "underline": "underline",
    "underlined": "underline", "small-caps": "small-caps", "smallcaps": "small-caps", "capitals": "capitals",
    "uppercase": "capitals", "spaced-out": "spaced", "spaced": "spaced", "letterspace": "spaced",
    "strikethrough": "strike", "strike": "strike", "pre-print": "print", "print": "print", "typed": "print",
    "center": "center", "centre": "center", "centered": "center", "right": "right", "left": "left",
    "latintype": "italic", "antiqua": "italic",
}  # fmt: skip
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_SHORTER = {
    "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "fra": "fr", "fre": "fr",
    "ger": "de", "gre": "el", "heb": "he", "hun": "hu", "ita": "it", "lat": "la", "nld": "nl", "nor": "no", "pol": "pl",
    "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "spa": "es", "swe": "sv", "tur": "tr",
    "ukr": "uk", "yid": "yi",
}  # fmt: skip
_OWN_NOTES = frozenset({"copies", "enclosures", "editorial"})


def local(element: etree._Element) -> str:
    """Return the name of a TEI element; nothing for elements of other vocabularies, comments and instructions."""
    tag = element.tag
    return tag[len(T) :] if isinstance(tag, str) and tag.startswith(T) else ""


def language_tag(tag: str) -> str:
    """Return a language as BCP 47 has it, by the shorter code where there are two (5.3.5: `fr`), or nothing."""
    if not _LANG.fullmatch(tag):
        return ""
    first, _, rest = tag.partition("-")
    first = _SHORTER.get(first.lower(), first)
    rest = "GB" if rest == "UK" else rest
    # Hyphenation and voices know de-AT; what is no language to them is better left to the page.
    return f"{first}{'-' if rest else ''}{rest}" if len(first) <= 3 else ""


def readings(choice: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    """Return what stands on the paper and what is meant by it, of the readings in a choice."""
    children = {local(child): child for child in reversed(choice)}
    written = next((children[name] for name in (*WRITTEN, "unclear", "seg") if name in children), None)
    meant = next((children[name] for name in MEANT if name in children), None)
    return (written, meant) if written is not None else (meant, None)


def is_apparatus(note: etree._Element) -> bool:
    """Say whether a note is an editor's remark on a place of the letter, to be read at its end.

    The letter's own footnotes, and notes that stand between its paragraphs, are read where they stand.
    """
    if note.get("target") or note.get("corresp"):
        return True
    parent = note.getparent()
    between = parent is not None and local(parent) in {"body", "div", "text", "front", "back", "postscript"}
    return not (between or note.get("type") in _OWN_NOTES or (note.get("place") == "foot" and not note.get("type")))
