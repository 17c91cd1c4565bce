"""A run to the part of it that one of several machines does: each file is in exactly one part."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from teikit.inputs.item import Item

_SYNTAX = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class Shard(NamedTuple):
    """The part `part`, from 1, of `of` parts of a run; a file's number says which part it is in."""

    part: int
    parts: int

    def contains(self, number: int) -> bool:
        """Tell whether the file of a number, from 0, is in the part."""
        return number % self.parts == self.part - 1

    def items(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the files that are in the part, with the numbers that they have in the whole run."""
        return (each for each in items if self.contains(each.number))

    @property
    def numbers(self) -> tuple[int, int] | None:
        """The part and of how many, None for all of a run."""
        return (self.part, self.parts) if self.parts > 1 else None

    def count_items(self, total: int | None) -> int | None:
        """Return how many of so many files are in the part; None where nobody knows how many there are."""
        return None if total is None else len(range(self.part - 1, total, self.parts))

    def __str__(self) -> str:
        return f"{self.part}/{self.parts}"


# A run that is not divided.
WHOLE_RUN = Shard(1, 1)


def read_shard(text: str) -> Shard:
    """Return the part that `i/n` names.

    Raises:
        ValueError: it names none.

    """
    found = _SYNTAX.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError("is to be i/n, as 1/4 for the first of four parts")
    return Shard(int(found[1]), int(found[2]))
