"""Splits lines into units: undoes hard wrapping, and proposes where to cut off a run-in salutation or close."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from teikit.conventions import NONE, Profile, apply_marks, merge_page_marks
from teikit.letter.cues import find_cue, is_cue
from teikit.letter.model import Unit
from teikit.letter.shapes import is_capitalised, is_name_shape
from teikit.letter.unwrapping import HYPHEN_END, unwrap
from teikit.text.plain import NEW_LINE, Line, Mark

_SENTENCE_END = re.compile(r"[.;!?…][”’\"')\]]*\s+(?=\S)")
_SALUTE_END = re.compile(r"[,:!.—–-]+[”’\"']*\s*")
_LONGEST_SALUTE = 60
_LONGEST_CLOSE = 160
_MOST_CLOSING_WORDS = 16
_MOST_NAMES = 4
# Fewer words before a close are part of it (Mit freundl. Gruß).
_FEWEST_WORDS = 3
_WORD = re.compile(r"\S+")


def _split_unit(unit: Unit, offset: int) -> tuple[Unit, Unit]:
    """Cut a unit at an offset of its text; the white space there belongs to neither half."""
    first: list[Line] = []
    rest: list[Line] = []
    start = 0
    for line in unit.lines:
        end = start + len(line.text)
        if end <= offset:
            first.append(line)
        elif start >= offset:
            rest.append(line)
        else:
            first.append(line.part(0, offset - start))
            rest.append(line.part(offset - start, len(line.text)))
        start = end + 1
    return Unit(tuple(first), unit.gap, unit.is_run_in), Unit(tuple(rest), 0, is_run_in=True)


def _salute_end(text: str) -> int:
    """Return where a salutation that is run into its paragraph ends, 0 if there is none."""
    if find_cue("salute", text[:_LONGEST_SALUTE], at_start=True) is None:
        return 0
    for end in _SALUTE_END.finditer(text[:_LONGEST_SALUTE]):
        word = text[: end.start()].rsplit(maxsplit=1)[-1]
        abbreviated = text[end.start()] == "." and (end.start() < 8 or is_cue("honorific", word))
        if not abbreviated and len(text) - end.end() > 20:
            return end.end()
    return 0


def _close_start(text: str) -> int:
    """Return where the last sentence, if it is a complimentary close run into its paragraph, begins; else 0."""
    starts = [match.end() for match in _SENTENCE_END.finditer(text)]
    for start in reversed(starts[-3:]):
        tail = text[start:]
        if len(tail) <= _LONGEST_CLOSE and find_cue("valediction", tail) is not None:
            return start if len(text[:start].split()) >= _FEWEST_WORDS else 0
    return 0


def _signature_start(text: str) -> int:
    """Return where a name that follows the close on its line begins, 0 if there is none."""
    if len(text) > _LONGEST_CLOSE or text.endswith((",", ":", "?", "!")) or len(text.split()) > _MOST_CLOSING_WORDS:
        return 0
    if find_cue("valediction", text) is None and find_cue("yours", text, at_start=True) is None:
        return 0
    starts = [match.start() for match in _WORD.finditer(text)]
    for start in starts[1:][-_MOST_NAMES:]:
        rest = text[start:]
        if not (is_name_shape(rest.split()) and is_capitalised(rest)) or _has_closing_word(rest):
            continue
        # A single word after others may be a noun, which has a capital in German.
        return start if len(rest.split()) > 1 or _is_before_name(text[:start]) else 0
    return 0


def _is_before_name(text: str) -> bool:
    """Return whether a name is expected after words: "yours" or the like, or a punctuation mark at their end."""
    last = text.rsplit(maxsplit=1)[-1]
    kinds = ("yours", "valediction", "kin")
    if last[-1] in ",.;:—–-" or any(is_cue(kind, last) for kind in kinds):
        return True
    return find_cue("yours", text, at_start=True) is not None


def _has_closing_word(text: str) -> bool:
    """Return whether a word of a text belongs to the close: nouns have capitals too, in German."""
    words, kinds = [word.strip(".,;:!") for word in text.split()], ("valediction", "yours", "you", "self", "kin")
    return any(find_cue(kind, word, at_start=True) for word in words for kind in kinds)


def _split_run_ins(unit: Unit) -> Iterator[Unit]:
    for proposed in (_salute_end, _close_start, _signature_start):
        offset = proposed(unit.text)
        if offset and not _is_inside_mark(unit, offset):
            piece, unit = _split_unit(unit, offset)
            yield piece
    yield unit


def _is_inside_mark(unit: Unit, offset: int) -> bool:
    """Return whether a transcriber's mark covers an offset, where the unit must not be cut."""
    start = 0
    for line in unit.lines:
        if any(mark.sign and start + mark.start < offset < start + mark.end for mark in line.marks):
            return True
        start += len(line.text) + 1
    return False


def _join_hyphenated(unit: Unit) -> Unit:
    """Return a unit with words joined across its line ends: the hyphen is kept, with a line break."""
    done = list(unit.lines[:1])
    for line in unit.lines[1:]:
        last = done[-1]
        if HYPHEN_END.search(last.text) and line.text[:1].islower():
            at = len(last.text)
            marks = (*last.marks, Mark(at, at, sign=NEW_LINE), *(mark.shift(at) for mark in line.marks))
            done[-1] = replace(last, text=last.text + line.text, marks=marks)
        else:
            done.append(line)
    return replace(unit, lines=tuple(done))


def split_units(lines: Iterable[Line], conventions: Profile = NONE, *, join_hyphens: bool = False) -> tuple[Unit, ...]:
    """Return the units of a text; together they contain all of its words, in their order."""
    read = tuple(lines)
    if not any(line.text for line in read):
        return ()
    found = merge_page_marks(read, conventions)
    whole = (_join_hyphenated(unit) if join_hyphens else unit for unit in unwrap(found))
    marked = (replace(unit, lines=apply_marks(unit.lines, conventions)) for unit in whole)
    pieces = tuple(piece for unit in _merge_wordless(marked) for piece in _split_run_ins(unit))
    # A text of page marks alone keeps them as its text.
    return pieces or split_units(read)


def _merge_wordless(found: Iterable[Unit]) -> Iterator[Unit]:
    """Yield units; the marks of a unit without words are moved to the next one, or to the last."""
    last: Unit | None = None
    waiting: tuple[Mark, ...] = ()
    for unit in found:
        marks = tuple(mark for line in unit.lines for mark in line.marks)
        if not unit.text.strip():
            waiting += marks
            continue
        if last is not None:
            yield last
        first, *others = unit.lines
        last = replace(unit, lines=(replace(first, marks=waiting + first.marks), *others)) if waiting else unit
        waiting = ()
    if last is not None:
        *others, end = last.lines
        trailing = (mark.shift(len(end.text)) for mark in waiting)
        yield replace(last, lines=(*others, replace(end, marks=(*end.marks, *trailing))))


def usual_gap(found: Sequence[Unit]) -> int:
    """Return the most frequent number of blank lines between units."""
    return Counter(unit.gap for unit in found[1:]).most_common(1)[0][0] if len(found) > 1 else 0
