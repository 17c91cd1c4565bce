"""Findings and their locations to diagnostics, each with its place, its path and the bytes of its fix."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from teikit.checks.finding import Finding, FindingNote
from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Span, sort_diagnostics
from teikit.document.locations import Location, TagLocator, character_span

# More faults of one attribute are not reported.
_MOST_OF_ONE = 20
_by_place = attrgetter("place")
# Yields, in order, where start tags and characters of the text are, by their numbers.
Locate = Callable[[Iterable[int], Iterable[int]], Iterator[Location]]


def locate_findings(findings: list[Finding], locate: Locate, file: str) -> Iterator[Diagnostic]:
    """Yield findings as diagnostics, in the order of their places; the list is emptied, to free what is located."""
    return _FindingLocator(findings, file).read(locate)


def _limit_findings(findings: Sequence[Finding]) -> Iterator[Finding]:
    # Of each rule for itself: what is reported of one must not depend on which others were asked for.
    counts: dict[tuple[str | None, str], int] = {}
    for each in findings:
        key = (each.attribute, each.rule.id)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _MOST_OF_ONE:
            yield each


def _stack_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings from the last place to the first, those of one place with the last first."""
    found = sorted(findings, key=_by_place)
    found.reverse()
    return found


def _pop_findings(stack: list[Finding], place: int) -> Iterable[Finding]:
    """Take what was found at a place off a stack."""
    found = []
    while stack and stack[-1].place == place:
        found.append(stack.pop())
    return _limit_findings(found) if len(found) > _MOST_OF_ONE else found


class _FindingLocator:
    """One pass over the locations that findings and their notes speak of.

    Start tags follow each other in a document, and what is reported of one is in it: so what is reported of those that
    were met comes before all that is to come. It is kept only until all elements are met that its notes speak of.
    """

    def __init__(self, findings: list[Finding], file: str) -> None:
        self._file = file
        self._of_text = _stack_findings(each for each in findings if each.is_in_text)
        self._of_elements = _stack_findings(each for each in findings if not each.is_in_text)
        findings.clear()
        # The elements that notes speak of, where those are that were met, and which of those to come are waited for.
        self._noted = {one.element for each in self._of_elements for one in each.notes if one.element is not None}
        self._positions: dict[int, Position] = {}
        self._awaited: set[int] = set()
        # What was met, and by its number in it the notes that speak of elements to come.
        self._pending: list[Diagnostic] = []
        self._pending_notes: dict[int, tuple[FindingNote, ...]] = {}

    def read(self, locate: Locate) -> Iterator[Diagnostic]:
        """Yield what is located; in a document that changed meanwhile some findings have no place."""
        elements = {each.place for each in self._of_elements} | self._noted
        last: Position | None = None
        for location in locate(elements, {each.place for each in self._of_text}):
            # Elements of one entity are all where that is named.
            if location.position != last and self._pending and not self._awaited:
                yield from self._flush_pending()
            last = location.position
            self._add(location)
        yield from self._flush_pending()

    def _add(self, location: Location) -> None:
        number = location.number
        if not location.is_in_text and number in self._noted:
            self._positions[number] = location.position
            self._awaited.discard(number)
        tag = TagLocator(location.source)
        for each in _pop_findings(self._of_text if location.is_in_text else self._of_elements, number):
            rule, span, fix = each.rule, _span(each, location.position, tag), _fix(each, location, tag)
            notes = self._notes(each.notes) if each.notes else ()
            self._pending.append(
                Diagnostic(self._file, rule.id, rule.severity, each.message, span, location.path, notes, fix=fix)
            )

    def _flush_pending(self) -> list[Diagnostic]:
        for number, notes in self._pending_notes.items():
            self._pending[number] = replace(self._pending[number], notes=tuple(map(self._note, notes)))
        located = sort_diagnostics(self._pending) if len(self._pending) > 1 else [*self._pending]
        self._pending.clear()
        self._pending_notes.clear()
        return located

    def _notes(self, notes: tuple[FindingNote, ...]) -> tuple[Note, ...]:
        """Return the notes of what is met next, or keep them until all is met that they speak of."""
        ahead = [one.element for one in notes if one.element is not None and one.element not in self._positions]
        if not ahead:
            return tuple(map(self._note, notes))
        self._awaited.update(ahead)
        self._pending_notes[len(self._pending)] = notes
        return ()

    def _note(self, note: FindingNote) -> Note:
        position = None if note.element is None else self._positions.get(note.element)
        return Note(note.message, self._file if position else None, position)


def _span(finding: Finding, at: Position, tag: TagLocator) -> Span:
    """Return the smallest stretch at fault: the attribute, the character, or the tag up to the end of its name."""
    if finding.is_in_text:
        return character_span(at)
    if finding.attribute is not None:
        return tag.attribute_span(at, finding.attribute) or Span(at, at)
    return tag.name_span(at)


def _fix(finding: Finding, location: Location, tag: TagLocator) -> Fix | None:
    """Return the fix where what must be replaced is in the source as it is, and not as references."""
    if finding.replacement is None:
        return None
    found = (0, len(finding.target)) if finding.is_in_text else _target_offsets(finding, location.source, tag)
    if found is None or location.source[slice(*found)] != finding.target:
        return None
    start = location.offset + len(location.source[: found[0]].encode(location.encoding))
    end = start + len(finding.target.encode(location.encoding))
    return Fix(Safety.SAFE, finding.advice, (Edit(start, end, finding.replacement),))


def _target_offsets(finding: Finding, source: str, tag: TagLocator) -> tuple[int, int] | None:
    """Return between which characters of a tag's source the target is."""
    offsets = tag.attribute_offsets(finding.attribute or "")
    if offsets is None:
        return None
    start, end = offsets
    value = source[start:end]
    opening = min(each for each in (value.find('"'), value.find("'")) if each >= 0) + 1
    words = value[opening:-1]
    at = f" {words} ".replace("\n", " ").replace("\t", " ").find(f" {finding.target} ")
    return None if at < 0 else (start + opening + at, start + opening + at + len(finding.target))
