"""Language tags (BCP 47) as the codes of ISO 639-3, which InvenioRDM and others use."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from teikit.document.subtags import registered_codes, two_letter_code
from teikit.exports.record.record import Record

# Codes of three letters that are none of ISO 639-3: the bibliographic ones of ISO 639-2, and that of a group.
_OTHER_CODES = frozenset(
    "alb arm baq bih bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel".split()  # noqa: SIM905
)
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def is_language_tag(text: str) -> bool:
    """Return whether a text has the form of a language tag, as XML Schema's `language` requires."""
    return _TAG.fullmatch(text) is not None


def wrong_languages(record: Record) -> Iterator[str]:
    """Yield the languages of a record and its titles that are not written as language tags, such as 'en_GB'."""
    stated = (*record.languages, *(title.language for title in record.titles if title.language))
    yield from (tag for tag in dict.fromkeys(stated) if not is_language_tag(tag))


def iso_639_3(tag: str) -> str:
    """Return the three-letter code of a language tag's language, such as `deu` of `de-AT`; empty if it has none."""
    first = tag.partition("-")[0].lower()
    known = _longer_codes().get(two_letter_code(first) or first)
    return known or (first if len(first) == len("deu") and first.isascii() and first.isalpha() else "")


@cache
def _longer_codes() -> Mapping[str, str]:
    return {short: longer for longer, short in registered_codes() if longer not in _OTHER_CODES}
