"""The facts about one file or many: values that can be added in any order, and pickled."""

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Self

from teikit.diagnostics import Severity
from teikit.overview.tally import Parties, Tally, find_namesakes, merge_parties

_MOST_FAILURES = 1_000


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A file that could not be read: its number in the run, its name, and the reason."""

    number: int
    file: str
    reason: str


@dataclass(slots=True)
class _Sum:
    """A base for counts: adds another value of its class field by field."""

    def plus(self, other: Self) -> None:
        """Add the counts of other files."""
        for each in fields(self):
            mine, new = getattr(self, each.name), getattr(other, each.name)
            if isinstance(mine, int):
                setattr(self, each.name, mine + new)
            elif isinstance(mine, Counter):
                mine.update(new)
            elif isinstance(mine, list):
                setattr(self, each.name, sorted([*mine, *new])[:_MOST_FAILURES] if new else mine)
            else:
                mine.plus(new)


@dataclass(slots=True)
class DateCounts(_Sum):
    """When letters were sent: the number in each year, within a period of several years, and without a known date."""

    years: Counter[int] = field(default_factory=Counter)
    spanning: int = 0
    undated: int = 0


@dataclass(slots=True)
class ValidationCounts(_Sum):
    """The results of validation: files checked, invalid and undecided ones, and problems by rule.

    `undecided` files have no errors, but were checked without a grammar or with an incorrect schema.
    `files_with_hidden` have no errors except ones that are in the baseline, ignored or not selected: whether they are
    valid is unknown. `rules` counts by the severity that applied.
    """

    checked: int = 0
    invalid: int = 0
    undecided: int = 0
    files_with_hidden: int = 0
    rules: Tally[tuple[Severity, str]] = field(default_factory=Tally)


@dataclass(slots=True)
class Facts(_Sum):
    """What files contain. The facts of a file are added to those of its corpus.

    `files` counts the TEI files that were read, `skipped` other files found in folders. `documents` counts TEI
    elements, `letters` those whose header has a correspDesc; `size` is in bytes. `attribute_elements` counts pairs of
    an attribute and its element. `pairs` counts letters by sender and recipient, both keys of `correspondents`.
    `without_sender` and `without_recipient` count letters. Of the files that could not be processed, `unreadable` could
    not be read and `malformed` are not well-formed; `failures` has the first of both.
    """

    files: int = 0
    skipped: int = 0
    size: int = 0
    documents: int = 0
    letters: int = 0
    without_sender: int = 0
    without_recipient: int = 0
    elements: Tally[str] = field(default_factory=Tally)
    attributes: Tally[str] = field(default_factory=Tally)
    attribute_elements: Tally[tuple[str, str]] = field(default_factory=Tally)
    languages: Tally[str] = field(default_factory=Tally)
    marked_languages: Tally[str] = field(default_factory=Tally)
    dates: DateCounts = field(default_factory=DateCounts)
    correspondents: Parties = field(default_factory=Parties)
    pairs: Tally[tuple[str, str]] = field(default_factory=Tally)
    places: Parties = field(default_factory=Parties)
    validation: ValidationCounts = field(default_factory=ValidationCounts)
    failures: list[Failure] = field(default_factory=list)
    unreadable: int = 0
    malformed: int = 0

    @property
    def status(self) -> int:
        """The exit status: 2 if a file could not be read, 1 if one is not well-formed, else 0."""
        return 2 if self.unreadable else int(self.malformed > 0)


def make_failure(number: int, file: str, reason: str, *, malformed: bool = False) -> Facts:
    """Return the facts of a file that could not be read."""
    return Facts(failures=[Failure(number, file, reason)], unreadable=int(not malformed), malformed=int(malformed))


def merge_namesakes(facts: Facts) -> Facts:
    """Return the facts with persons and places known by name alone merged into namesakes with URIs."""
    people, places = find_namesakes(facts.correspondents), find_namesakes(facts.places)
    pairs: Tally[tuple[str, str]] = Tally(others=facts.pairs.others)
    for (sender, recipient), letters, files in facts.pairs:
        pairs.add((people.get(sender, sender), people.get(recipient, recipient)), letters, files)
    correspondents, merged_places = merge_parties(facts.correspondents, people), merge_parties(facts.places, places)
    return replace(facts, correspondents=correspondents, pairs=pairs, places=merged_places)
