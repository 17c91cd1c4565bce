"""Marks the names and dates that an editor decided in the lines of a letter, and reads them back for its header."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from teikit.decisions.model import LocatedName, Misfit, NameKind
from teikit.letter import Label, Letter, LetterPhase, Unit
from teikit.letter.claims import Basis, Claim, claim_from_part
from teikit.letter.claims import ClaimKind as Kind
from teikit.letter.dates import FoundDate
from teikit.letter.names import Phrase, PhraseKind
from teikit.letter.source_offsets import SourceOffsets, unit_offsets
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.inline import DECIDED_NAME, NO_NAME, unit_marks
from teikit.text import Line
from teikit.text.plain import FOOTNOTE, Mark, Sign

_ELEMENTS = {
    NameKind.PERSON: PhraseKind.PERSON,
    NameKind.PLACE: PhraseKind.PLACE,
    NameKind.ORGANISATION: PhraseKind.ORGANISATION,
    NameKind.DATE: PhraseKind.DATE,
}
_DECIDED = {DECIDED_NAME, NO_NAME}
_PARTIES = {PhraseKind.PERSON, PhraseKind.ORGANISATION}
_IN_TWO_PARTS = "it is in two parts of the letter"
_CROSSES = "it is partly within a mark of the transcriber, a footnote or what is printed on the page"


def mark_names(
    letter: Letter, names: Sequence[LocatedName], lines: Sequence[Line]
) -> tuple[Letter, tuple[Misfit, ...]]:
    """Return a letter with marks at names that an editor decided, and those that its TEI has no place for."""
    if not names:
        return letter, ()
    offsets, places = SourceOffsets(lines), _Places(letter)
    marks: dict[int, dict[int, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    misfits = []
    for name in names:
        found = places.find(offsets.find(name.stretch.start), offsets.find(name.stretch.end))
        if isinstance(found, str):
            misfits.append(Misfit(name.decision, found))
        else:
            part, line, start, end = found
            marks[part][line].append(Mark(start, end, sign=_sign(name)))
    parts = list(letter.parts)
    for index, by_line in marks.items():
        parts[index] = replace(parts[index], unit=_with_marks(parts[index].unit, by_line))
    return replace(letter, parts=tuple(parts)), tuple(misfits)


def _with_marks(unit: Unit, by_line: Mapping[int, Sequence[Mark]]) -> Unit:
    """Return a unit with marks in its lines, by the indices of these; breaks at the beginning of a mark precede it."""
    lines = list(unit.lines)
    for index, marks in by_line.items():
        ordered = sorted((*lines[index].marks, *marks), key=lambda mark: (mark.start, mark.start != mark.end))
        lines[index] = replace(lines[index], marks=tuple(ordered))
    return replace(unit, lines=tuple(lines))


class _Places:
    """The characters of a letter by their offsets in the source, each with its part and its place in its text."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.line_starts: dict[int, list[int]] = {}
        self.offsets: list[int] = []
        self.places: list[tuple[int, int]] = []
        start = 0
        for index, part in enumerate(letter.parts):
            *own, (_, count) = unit_offsets(part.unit)
            self.offsets += [start + offset for _, offset in own]
            self.places += [(index, place) for place, _ in own]
            start += count

    def find(self, start: int, end: int) -> tuple[int, int, int, int] | str:
        """Return the part and the line of a stretch of the source by indices, and its offsets there; or why not."""
        first, after = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        if first == after:
            return _CROSSES
        (part, place), (last_part, last) = self.places[first], self.places[after - 1]
        if part != last_part:
            return _IN_TWO_PARTS
        line, begin = self._line(part, place)
        mark = Mark(begin, begin + last + 1 - place)
        return (part, line, mark.start, mark.end) if self._is_free(part, line, mark) else _CROSSES

    def _line(self, part: int, place: int) -> tuple[int, int]:
        """Return the index of the line of a part that has a place of its text, and the offset in that line."""
        if part not in self.line_starts:
            ends = accumulate(len(line.text) + 1 for line in self.letter.parts[part].unit.lines)
            self.line_starts[part] = [0, *ends]
        line = bisect_right(self.line_starts[part], place) - 1
        return line, place - self.line_starts[part][line]

    def _is_free(self, part: int, line: int, mark: Mark) -> bool:
        """Return whether a stretch is in one line, and no mark that cannot be cut is only partly in it."""
        there = self.letter.parts[part].unit.lines[line]
        return mark.end <= len(there.text) and not any(_is_crossing(mark, other) for other in there.marks)


def _sign(name: LocatedName) -> Sign:
    """Return the sign of a name: its element, with the attributes that the editor gave."""
    decision = name.decision
    if decision.is_rejected:
        return Sign(NO_NAME, "")
    first, _, last = decision.when.partition("/")
    dates = (("from", first), ("to", last)) if last else (("when", first),)
    attributes = dates if decision.kind is NameKind.DATE else (("ref", decision.ref),)
    return Sign(DECIDED_NAME, _ELEMENTS[decision.kind], tuple(pair for pair in attributes if pair[1]))


def _is_crossing(mark: Mark, other: Mark) -> bool:
    """Return whether a mark is partly in another that cannot be cut, or within one that has only text."""
    if other.start == other.end or not (other.sign or other.rend == FOOTNOTE):
        return False
    if other.end <= mark.start or mark.end <= other.start:
        return False
    is_around = other.start <= mark.start and mark.end <= other.end
    is_sealed = other.sign is not None and other.sign.element in {"ex", "gap", "choice"}
    return is_sealed if is_around else not (mark.start <= other.start and other.end <= mark.end)


def _marked(unit: Unit, name: str) -> Iterator[tuple[Line, Mark]]:
    """Yield the marks of a unit with a sign of some name, each with its line."""
    for line in unit.lines:
        yield from ((line, mark) for mark in line.marks if mark.sign is not None and mark.sign.name == name)


def use_names(letter: Letter, found: CorrespDesc) -> CorrespDesc:
    """Return what a letter states of its correspondence with names that an editor marked in its opener and closer."""
    if not any(mark.sign and mark.sign.name in _DECIDED for part in letter.parts for mark in unit_marks(part.unit)):
        return found
    people = _named(letter, {Label.SIGNED}, _PARTIES, Kind.SENDER, Basis.SIGNATURE)
    addressed = _named(letter, {Label.ADDRESS}, _PARTIES, Kind.RECIPIENT, Basis.ADDRESS)
    greeted = _named(letter, {Label.SALUTE}, _PARTIES, Kind.RECIPIENT, Basis.SALUTATION)
    above = {Label.DATELINE, Label.LETTERHEAD}
    places = _named(letter, above, {PhraseKind.PLACE}, Kind.PLACE, Basis.DATELINE)
    dates = [
        claim
        for claim in _named(letter, {Label.DATELINE}, {PhraseKind.DATE}, Kind.DATE, Basis.DATELINE)
        if claim.phrase.date
    ]
    kept = _without_rejected(letter, found)
    return replace(
        kept,
        sender=people or kept.sender,
        recipient=addressed or (kept.recipient if _is_stated_above(kept) else greeted) or kept.recipient,
        place=places[0] if places else kept.place,
        date=dates[0] if dates else kept.date,
    )


def _is_stated_above(found: CorrespDesc) -> bool:
    """Return whether the recipient is named elsewhere than in the salutation."""
    return any(claim.basis is not Basis.SALUTATION for claim in found.recipient)


def _named(letter: Letter, labels: set[Label], kinds: set[PhraseKind], kind: Kind, basis: Basis) -> tuple[Claim, ...]:
    return tuple(
        claim_from_part(kind, _phrase(line, mark), basis, part)
        for part in letter.parts
        if part.label in labels and not (part.label is Label.ADDRESS and part.phase is not LetterPhase.OPENER)
        for line, mark in _marked(part.unit, DECIDED_NAME)
        if mark.sign and mark.sign.element in kinds
    )


def _phrase(line: Line, mark: Mark) -> Phrase:
    """Return the words of a mark as a phrase, with the date that the editor gave."""
    text, sign = line.text[mark.start : mark.end], mark.sign or Sign("", "")
    dates = dict(sign.attributes) if sign.element == PhraseKind.DATE else {}
    found = FoundDate(0, len(text), dates.get("when", ""), begin=dates.get("from", ""), finish=dates.get("to", ""))
    return Phrase(text, PhraseKind(sign.element), found if dates else None)


def _without_rejected(letter: Letter, found: CorrespDesc) -> CorrespDesc:
    """Return claims without those whose words begin where the editor says that there is no such name."""
    marks = [one for part in letter.parts for name in (NO_NAME, DECIDED_NAME) for one in _marked(part.unit, name)]
    kinds = {
        (line.number, line.column + at): mark.sign.element
        for line, mark in marks
        for at in range(mark.start, mark.end)
        if mark.sign
    }
    if not kinds:
        return found

    def keep(claim: Claim | None) -> Claim | None:
        return (
            claim if claim and kinds.get((claim.line, claim.column), claim.phrase.kind) == claim.phrase.kind else None
        )

    return replace(
        found,
        sender=tuple(claim for claim in found.sender if keep(claim)),
        recipient=tuple(claim for claim in found.recipient if keep(claim)),
        copied=tuple(claim for claim in found.copied if keep(claim)),
        place=keep(found.place),
        date=keep(found.date),
        received=keep(found.received),
    )
