"""Locates findings: yields diagnostics, each with its position, its path and the byte offsets of its fix."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from teikit.checks.finding import Finding, FindingNote
from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Span, sort_diagnostics
from teikit.document.locations import Location, TagLocator, character_span

# More faults of one attribute are not reported.
_MOST_OF_ONE = 20
_by_place = attrgetter("place")
# Yields, in order, the locations of start tags and characters of the text with some numbers.
Locate = Callable[[Iterable[int], Iterable[int]], Iterator[Location]]


def locate_findings(findings: list[Finding], locate: Locate, file: str) -> Iterator[Diagnostic]:
    """Yield findings as diagnostics, in order of position; the list is emptied to free memory."""
    return _FindingLocator(findings, file).read(locate)


def _limit_findings(findings: Sequence[Finding]) -> Iterator[Finding]:
    # Counted per rule: what is reported for one must not depend on which others are selected.
    counts: dict[tuple[str | None, str], int] = {}
    for each in findings:
        key = (each.attribute, each.rule.id)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _MOST_OF_ONE:
            yield each


def _stack_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in reverse order of places, also those of one place."""
    return sorted(findings, key=_by_place)[::-1]


def _pop_findings(stack: list[Finding], place: int) -> Iterable[Finding]:
    """Remove the findings at a place from the stack and return them."""
    found = []
    while stack and stack[-1].place == place:
        found.append(stack.pop())
    return _limit_findings(found) if len(found) > _MOST_OF_ONE else found


class _FindingLocator:
    """One pass over the locations that findings and their notes are about.

    Start tags are in document order, and the span of a finding is inside its tag: so the diagnostics of earlier tags
    come before those of later ones. They are kept only until all elements are located that their notes are about.
    """

    def __init__(self, findings: list[Finding], file: str) -> None:
        self._file = file
        self._of_text = _stack_findings(each for each in findings if each.is_in_text)
        self._of_elements = _stack_findings(each for each in findings if not each.is_in_text)
        findings.clear()
        # The elements that notes are about, the positions of those located, and those still awaited.
        self._noted = {one.element for each in self._of_elements for one in each.notes if one.element is not None}
        self._positions: dict[int, Position] = {}
        self._awaited: set[int] = set()
        # The diagnostics not yet yielded, and by their numbers the notes that await elements.
        self._pending: list[Diagnostic] = []
        self._pending_notes: dict[int, tuple[FindingNote, ...]] = {}

    def read(self, locate: Locate) -> Iterator[Diagnostic]:
        """Yield what is located; in a document that has changed since, some findings have no location."""
        elements = {each.place for each in self._of_elements} | self._noted
        last: Position | None = None
        for location in locate(elements, {each.place for each in self._of_text}):
            # All elements of an entity have the position of its reference.
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
            notes, path = self._notes(each.notes) if each.notes else (), location.path
            severity = each.severity or rule.severity
            made = Diagnostic(self._file, rule.id, severity, each.message, span, path, notes, fix=fix)
            self._pending.append(made)

    def _flush_pending(self) -> list[Diagnostic]:
        for number, notes in self._pending_notes.items():
            self._pending[number] = replace(self._pending[number], notes=tuple(map(self._note, notes)))
        located = sort_diagnostics(self._pending) if len(self._pending) > 1 else [*self._pending]
        self._pending.clear()
        self._pending_notes.clear()
        return located

    def _notes(self, notes: tuple[FindingNote, ...]) -> tuple[Note, ...]:
        """Return the notes of the next diagnostic, or keep them until all elements they are about are located."""
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
    """Return the smallest span at fault: the attribute, the character, or the tag up to the end of its name."""
    if finding.is_in_text:
        return character_span(at)
    return tag.name_span(at) if finding.attribute is None else tag.attribute_span(at, finding.attribute) or Span(at, at)


def _fix(finding: Finding, location: Location, tag: TagLocator) -> Fix | None:
    """Return the fix if the text to replace is in the source as it is, and not as references."""
    if finding.replacement is None:
        return None
    found = (0, len(finding.target)) if finding.is_in_text else _target_offsets(finding, location.source, tag)
    if found is None or location.source[slice(*found)] != finding.target:
        return None
    start = location.offset + len(location.source[: found[0]].encode(location.encoding))
    end = start + len(finding.target.encode(location.encoding))
    return Fix(Safety.SAFE, finding.advice, (Edit(start, end, finding.replacement),))


def _target_offsets(finding: Finding, source: str, tag: TagLocator) -> tuple[int, int] | None:
    """Return the offsets of the target in a tag's source."""
    offsets = tag.attribute_offsets(finding.attribute or "")
    if offsets is None:
        return None
    start, end = offsets
    value = source[start:end]
    opening = min(each for each in (value.find('"'), value.find("'")) if each >= 0) + 1
    words = value[opening:-1]
    at = f" {words} ".replace("\n", " ").replace("\t", " ").find(f" {finding.target} ")
    return None if at < 0 else (start + opening + at, start + opening + at + len(finding.target))
