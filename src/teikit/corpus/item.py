"""A file of a run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a run: its number, from 0, and its name as the user gave it or as it was found.

    `size` is in bytes, 0 where nobody knows it. `found` says that it was found in a folder, and not named by the user.
    """

    number: int
    name: str
    size: int = 0
    found: bool = False
