"""Shards of a run for several machines: each file is in exactly one."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from teikit.inputs.item import Item

_SYNTAX = r"([0-9]{1,6})/([0-9]{1,6})"


class Shard(NamedTuple):
    """Part `part` (from 1) of the `parts` of a run; the number of a file decides which part it is in."""

    part: int
    parts: int

    def contains(self, number: int) -> bool:
        """Return whether the file with a number, from 0, is in the part."""
        return number % self.parts == self.part - 1

    def items(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the files of the part, with their numbers in the whole run."""
        return (each for each in items if self.contains(each.number))

    @property
    def numbers(self) -> tuple[int, int] | None:
        """The part and the number of parts, None for a whole run."""
        return (self.part, self.parts) if self.parts > 1 else None

    def count_items(self, total: int | None) -> int | None:
        """Return how many of `total` files are in the part; None if the total is unknown."""
        return None if total is None else len(range(self.part - 1, total, self.parts))

    def __str__(self) -> str:
        return f"{self.part}/{self.parts}"


# A run that is not divided.
WHOLE_RUN = Shard(1, 1)


def read_shard(text: str) -> Shard:
    """Return the shard of a text `i/n`.

    Raises:
        ValueError: the text is not of this form, or there is no such part.
    """
    found = re.fullmatch(_SYNTAX, text.strip())
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError("is to be i/n, as 1/4 for the first of four parts")
    return Shard(int(found[1]), int(found[2]))
