"""Finds the page marks that only a transcriber writes, `[p. 2]`, `[fol. 3v]` or `|4|`, without any profile named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from teikit.conventions.forms import MarkForm, make_form
from teikit.conventions.profile import Profile
from teikit.text.plain import Line, Sign
from teikit.text.sentences import is_open

# Words for a page or a leaf, as transcribers of many languages write them; {page} is a number with or without a side.
_WORDS = (
    "p.", "P.", "page", "Page", "pag.", "pg.", "pagina", "página", "pág.", "S.", "Seite", "Bl.", "Blatt", "f.", "fo.",
    "fol.", "Fol.", "folio", "c.", "carta", "blz.", "bladzijde", "s.", "sid.", "sida", "side", "str.", "strona",
    "стр.", "с.", "л.", "лист", "стор.", "oldal",
)  # fmt: skip
_CERTAIN = tuple(f"[{word}{blank}{{page}}]" for word in _WORDS for blank in (" ", ""))
_LEAVES = ("[{leaf}]", "/{leaf}/", "|{leaf}|", "//{leaf}//", *(f"/{word} {{page}}/" for word in ("fol.", "f.", "p.")))
_BARE = ("/{page}/", "|{page}|", "||{page}||", "//{page}//", "{{page}}", "<{page}>", "<{leaf}>")
_HINT = re.compile(r"[\[/|{<](?:[^\W\d_]{1,9}\.?\s?)?\d{1,4}[a-z]?[\]/|}>]")
_BARE_RANK, _SECOND_PAGE = 2, 2
_LEADING = re.compile(r"\d+")


@cache
def _forms() -> tuple[tuple[MarkForm, ...], ...]:
    """Return the forms with a word, those of leaves, and those of a number alone."""
    written = (_CERTAIN, _LEAVES, _BARE)
    return tuple(
        tuple(_form(form, f"page-{rank}{index}") for index, form in enumerate(row))
        for rank, row in enumerate(written, 1)
    )


def _form(written: str, name: str) -> MarkForm:
    return make_form(written, Sign(name, "pb"), (), (), {"outside_words": written in _BARE})


@cache
def _profile(rank: int) -> Profile:
    return Profile("pages", _forms()[rank])


def with_page_marks(lines: Sequence[Line], profile: Profile) -> Profile:
    """Return a profile that also has the page marks which the lines certainly contain."""
    hints = [line for line in lines if _HINT.search(line.text) is not None]
    if not hints:
        return profile
    own = {(form.signs[0].before, form.signs[0].after) for form in profile.forms}
    found = [form for rank in range(3) for form in _certain(lines, hints, rank)]
    new = tuple(form for form in found if (form.signs[0].before, form.signs[0].after) not in own)
    return replace(profile, forms=new + profile.forms) if new else profile


def _certain(lines: Sequence[Line], hints: Sequence[Line], rank: int) -> Iterator[MarkForm]:
    """Yield the forms of a rank that are page marks by their numbers and places."""
    pages = _profile(rank)
    seen = [(match, line) for line in hints for match in pages.pattern.finditer(line.text)]
    if seen and _are_page_marks(lines, seen, rank):
        used = {int(str(match.lastgroup)[1:]) for match, _ in seen}
        yield from (pages.forms[index] for index in sorted(used))


def _are_page_marks(lines: Sequence[Line], seen: Sequence[tuple[re.Match[str], Line]], rank: int) -> bool:
    """Return whether marks are on lines of their own, or their numbers rise as those of pages do."""
    values = [_value(match[0]) for match, _ in seen]
    rises = values[0] < values[-1] and all(one <= two for one, two in pairwise(values))
    alone = any(len(match[0]) == len(line.text) for match, line in seen)
    if rank < _BARE_RANK:
        return alone or rises
    is_dense = rises and values[-1][0] - values[0][0] <= len(values)
    return is_dense or (alone and values[0][0] == _SECOND_PAGE and _is_within_sentence(lines, seen[0][1]))


def _value(written: str) -> tuple[int, str]:
    digits = _LEADING.search(written)
    return (int(digits[0]), written[digits.end() :].strip("]/|}> ")) if digits else (0, written)


def _is_within_sentence(lines: Sequence[Line], mark: Line) -> bool:
    index = next(index for index, line in enumerate(lines) if line is mark)
    before = next((line.text for line in reversed(lines[:index]) if line.text), "")
    return is_open(before)
