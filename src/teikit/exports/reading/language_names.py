"""Names languages by their BCP 47 tags, in the languages of the labels, from `languages/names.json` (Unicode CLDR)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

_FILE = resources.files("teikit.exports.reading").joinpath("languages", "names.json")
# BCP 47, 2.1: what comes after a singleton (`x-`) has no name, and is not part of the language's name.
_SCRIPT, _REGION = re.compile(r"[a-z]{4}"), re.compile(r"[a-z]{2}|\d{3}")
_Kinds = Mapping[str, Mapping[str, str]]


@cache
def _names() -> Mapping[str, _Kinds]:
    names: Mapping[str, _Kinds] = json.loads(_FILE.read_text(encoding="utf-8"))
    return names


def _language(parts: Sequence[str], names: _Kinds) -> tuple[str, Sequence[str]]:
    """Return the name of the longest part of a tag that has one, and the parts after it; empty if there is none."""
    for length in range(len(parts), 0, -1):
        if name := names["languages"].get("-".join(parts[:length])):
            return name, parts[length:]
    return "", ()


def _qualifiers(parts: Sequence[str], names: _Kinds) -> Iterator[str]:
    for part in parts:
        kind = "scripts" if _SCRIPT.fullmatch(part) else "territories" if _REGION.fullmatch(part) else "variants"
        yield names[kind].get(part, part)


def language_name(tag: str, language: str) -> str:
    """Return the name of a language in one of the LABEL_LANGUAGES; the tag itself if the language has no name.

    Codes of three letters name the same languages as those of two (`deu`, `de`).
    """
    aliases, names = _names()["aliases"], _names()[language]
    first, *others = tag.strip().lower().replace("_", "-").split("-")
    parts = [str(aliases.get(first, first)), *others]
    private = next((at for at, part in enumerate(parts) if len(part) == 1), len(parts))
    name, rest = _language(parts[:private], names)
    if not name:
        return tag
    qualifiers = [*_qualifiers(rest, names), *parts[private + 1 :]]
    return f"{name} ({', '.join(qualifiers)})" if qualifiers else name
