"""Properties of elements that all reading formats use: the TEI name and the language."""

import re

from lxml import etree

from teikit.tei import TEI

T = f"{{{TEI}}}"
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_SHORTER = {
    "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "fra": "fr", "fre": "fr",
    "ger": "de", "gre": "el", "heb": "he", "hun": "hu", "ita": "it", "lat": "la", "nld": "nl", "nor": "no", "pol": "pl",
    "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "spa": "es", "swe": "sv", "tur": "tr",
    "ukr": "uk", "yid": "yi",
}  # fmt: skip


def tei_name(element: etree._Element) -> str:
    """Return the name of a TEI element, empty for other vocabularies, comments and processing instructions."""
    tag = element.tag
    return tag[len(T) :] if isinstance(tag, str) and tag.startswith(T) else ""


def language_tag(tag: str) -> str:
    """Return a language tag with its two-letter code if there is one (BCP 47, 5.3.5: `fr`), empty if it is invalid."""
    if not _LANG.fullmatch(tag):
        return ""
    first, _, rest = tag.partition("-")
    first = _SHORTER.get(first.lower(), first)
    rest = "GB" if rest == "UK" else rest
    # Hyphenation and speech know tags such as de-AT; for unknown ones the page's language is better.
    return f"{first}{'-' if rest else ''}{rest}" if len(first) <= 3 else ""
