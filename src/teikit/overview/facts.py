"""What is known of the files of a corpus, one or many, as a value that adds up in any order and can be pickled."""

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Self

from teikit.diagnostics import Severity
from teikit.overview.tally import Parties, Tally, find_namesakes, merge_parties

_MOST_FAILURES = 1_000


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A file that could not be read, by its number in the run, and why."""

    number: int
    file: str
    reason: str


@dataclass(slots=True)
class _Sum:
    """Counts of files, to which those of others are added member by member."""

    def plus(self, other: Self) -> None:
        """Add what was counted of other files."""
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
    """When letters were sent: how many in each year, in a time that spans years, and at no known time."""

    years: Counter[int] = field(default_factory=Counter)
    spanning: int = 0
    undated: int = 0


@dataclass(slots=True)
class ValidationCounts(_Sum):
    """What validation said: files checked, those with errors, those that may be invalid, and problems by rule.

    `undecided` files without errors were checked without a grammar, or by a schema that is not correct. `hiding` ones
    have no errors but such as are known, ignored or not selected: whether they are valid nobody says. Rules stand with
    the severity that holds for them.
    """

    checked: int = 0
    invalid: int = 0
    undecided: int = 0
    files_with_hidden: int = 0
    rules: Tally[tuple[Severity, str]] = field(default_factory=Tally)


@dataclass(slots=True)
class Facts(_Sum):
    """What files contain; a file's facts are added to those of its corpus.

    Files are those of TEI that were read, `passed_over` others that were found in folders; `documents` are their TEI
    elements, `letters` those whose header has a correspDesc, `size` is in bytes. `bearers` tells which attribute stands
    on which element, `pairs` who (by the keys of `correspondents`) wrote to whom, in how many letters. Of letters,
    `nobody` have no sender that is told, `to_nobody` no recipient. Of the files that could not be read, `unread` could
    not be had, `malformed` are not well-formed; `failures` are the first of both.
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
        """The exit status: 2 where a file could not be had, 1 where one is not well-formed, or else 0."""
        return 2 if self.unreadable else int(self.malformed > 0)


def make_failure(number: int, file: str, reason: str, *, malformed: bool = False) -> Facts:
    """Return the facts of a file that could not be read."""
    return Facts(failures=[Failure(number, file, reason)], unreadable=int(not malformed), malformed=int(malformed))


def merge_namesakes(facts: Facts) -> Facts:
    """Return the facts with persons and places that bear a name alone joined to those of that name with URIs."""
    people, places = find_namesakes(facts.correspondents), find_namesakes(facts.places)
    pairs: Tally[tuple[str, str]] = Tally(others=facts.pairs.others)
    for (sender, recipient), letters, files in facts.pairs:
        pairs.add((people.get(sender, sender), people.get(recipient, recipient)), letters, files)
    return replace(
        facts,
        correspondents=merge_parties(facts.correspondents, people),
        pairs=pairs,
        places=merge_parties(facts.places, places),
    )
