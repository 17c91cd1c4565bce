"""The first pass over collections: surveys some letters of each, and gathers what recurs in them as habits.

The letters of a run that are in one folder are a collection, and so are the letters of a file that is split. Which of
them are surveyed depends on their names and number alone: neither on their order, nor on processes or shards.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Protocol, TypeVar

from teikit.errors import TeikitError
from teikit.executors.protocols import Executor, Operation
from teikit.inputs.discover import STDIN
from teikit.inputs.item import Item
from teikit.letter.collection import FEWEST_LETTERS, Gathering, Habits, Survey
from teikit.operations.run import execute

# So many letters are surveyed of a collection that has them; of larger ones a share, but no more than `_MOST`.
_ALL_UP_TO, _MOST, _ONE_OF = 40, 64, 5
# A larger source is no usual letter, and might take long; in bytes.
_LARGEST = 64 << 10
LetterT = TypeVar("LetterT")


def sample_size(count: int) -> int:
    """Return how many letters of a collection are surveyed, none if it is too small to have habits."""
    return min(count, max(_ALL_UP_TO, min(_MOST, count // _ONE_OF))) if count >= FEWEST_LETTERS else 0


def sample_evenly(letters: Sequence[LetterT]) -> list[LetterT]:
    """Return the letters of a book that are surveyed, at even distances."""
    size = sample_size(len(letters))
    return [letters[index * len(letters) // size] for index in range(size)]


def gather(surveys: Iterable[Survey]) -> Habits:
    """Return the habits of a collection with some surveys."""
    gathering = Gathering()
    for found in surveys:
        gathering.add(found)
    return gathering.habits()


class Surveyor(Protocol):
    """What surveys a letter as it will be read."""

    def survey_item(self, item: Item) -> Survey | None:
        """Return the survey of a source, None if it is not read as a letter of a collection.

        Raises:
            TeikitError: it cannot be read.
        """


@dataclass(frozen=True, slots=True)
class _SurveyOperation(Operation[Survey | None]):
    """Surveys sources; what cannot be read is left out, since the second pass reports it."""

    surveyor: Surveyor

    def prepare(self) -> "_SurveyOperation":
        """Return what surveys a source."""
        return self

    def __call__(self, item: Item) -> Survey | None:
        """Return the survey of a source, if it can be read."""
        try:
            return self.surveyor.survey_item(item)
        except TeikitError:
            return None

    def failure_result(self, _item: Item, _reason: str) -> Survey | None:
        """Return that there is no survey."""
        return None


def folder_of(item: Item) -> str:
    """Return the folder of a source, which is the collection that it is of."""
    return os.path.dirname(item.name)  # noqa: PTH120  a name, as the user gave it


def gather_habits(surveyor: Surveyor, items: Iterable[Item], executor: Executor) -> Mapping[str, Habits]:
    """Return the habits of the collections that the items of a whole run are of, by their folders."""
    gatherings: dict[str, Gathering] = defaultdict(Gathering)
    chosen = list(_sample_folders(items))
    if chosen:
        with execute(_SurveyOperation(surveyor), chosen, executor) as surveys:
            for item, found in zip(chosen, surveys, strict=False):
                if found is not None:
                    gatherings[folder_of(item)].add(found)
    habits = ((folder, gathering.habits()) for folder, gathering in gatherings.items())
    return {folder: each for folder, each in habits if each.by_form}


def _sample_folders(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the sources that are surveyed, ordered by their names and numbered anew."""
    by_folder: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.name != STDIN and not item.fault:
            by_folder[folder_of(item)].append(item)
    chosen = (item for letters in by_folder.values() for item in _sample(letters) if _size(item) <= _LARGEST)
    by_name = sorted(chosen, key=lambda item: item.name)
    return (item._replace(number=number) for number, item in enumerate(by_name))


def _sample(letters: Sequence[Item]) -> Sequence[Item]:
    return sorted(letters, key=_draw)[: sample_size(len(letters))]


def _draw(item: Item) -> bytes:
    """Return a number that looks random and depends on the name of the file alone."""
    name = os.path.basename(item.name)  # noqa: PTH119  a name, as the user gave it
    return blake2b(os.fsencode(name), digest_size=8).digest()


def _size(item: Item) -> int:
    try:
        return item.size or Path(item.name).stat().st_size
    except (OSError, ValueError):
        # The second pass reports it.
        return _LARGEST + 1
