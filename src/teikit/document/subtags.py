"""Validates language tags: their form (RFC 5646, clause 2.1) and the registration of their subtags."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

_PRIVATE = "x(?:-[a-z0-9]{1,8})+"
_TAG = re.compile(
    r"(?P<language>[a-z]{2,8})(?P<extlang>(?:-[a-z]{3}){0,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variant>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    rf"(?P<extension>(?:-[a-wyz0-9](?:-[a-z0-9]{{2,8}})+)*)(?:-{_PRIVATE})?|{_PRIVATE}"
)
# Reserved for private use: languages qaa to qtz, scripts Qaaa to Qabx, regions AA, QM to QZ, XA to XZ, ZZ.
_OWN = {
    "language": "q[a-t][a-z]",
    "script": "qa(a[a-z]|b[a-x])",
    "region": "aa|q[m-z]|x[a-z]|zz",
}
_KINDS = ("language", "extlang", "script", "region", "variant")


def is_well_formed(tag: str) -> bool:
    """Return whether a tag has the form of one, in any case."""
    low = tag.lower()
    return low in _registry()["grandfathered"] or (_TAG.fullmatch(low) is not None and not _has_repeated_subtag(low))


@lru_cache(maxsize=1_024)
def unregistered_subtag(tag: str) -> tuple[str, str] | None:
    """Return the kind and the first subtag of a well-formed tag that is not registered, None where all are."""
    low = tag.lower()
    found = _TAG.fullmatch(low)
    if found is None or low in _registry()["grandfathered"]:
        return None
    for kind in _KINDS:
        for subtag in (found[kind] or "").strip("-").split("-"):
            if subtag and not _is_registered(kind, subtag):
                return kind, subtag
    return None


def two_letter_code(language: str) -> str | None:
    """Return the code of two letters that is registered for a language with a code of three, None if there is none."""
    return next((short for longer, short in registered_codes() if longer == language.lower()), None)


def registered_codes() -> Iterator[tuple[str, str]]:
    """Yield codes of three letters, each with the registered one of two letters that names the same language."""
    return ((pair[:3], pair[4:]) for pair in _registry()["longer"])


def _is_registered(kind: str, subtag: str) -> bool:
    own = _OWN.get(kind)
    return subtag in _registry()[kind] or (own is not None and re.fullmatch(own, subtag) is not None)


def _has_repeated_subtag(tag: str) -> bool:
    """Return whether a variant or the letter of an extension is repeated (clause 2.2.5, 2.2.6)."""
    parts = tag.partition("-x-")[0].split("-")[1:]
    single = [each for each in parts if len(each) == 1]
    first = parts.index(single[0]) if single else len(parts)
    variants = [each for each in parts[:first] if len(each) > 4 or (len(each) == 4 and each[0].isdigit())]
    return len(set(single)) < len(single) or len(set(variants)) < len(variants)


@cache
def _registry() -> dict[str, frozenset[str]]:
    """Return the subtags by kind."""
    text = Path(__file__).with_name("subtags.txt").read_text(encoding="ascii")
    sections = (section.partition("]") for section in text.split("\n[")[1:])
    return {name: frozenset(words.split()) for name, _, words in sections}
