"""A file of a run."""

import os
from typing import NamedTuple

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control


class Item(NamedTuple):
    """A file of a run: its number, from 0, and its name as the user gave it or as it was found.

    `size` is in bytes, 0 where nobody knows it. `found` says that it was found in a folder, and not named by the user;
    `base` is then how many characters of the name are that of the folder that the user named. `fault` says in words why
    there is no such file, where that is known already: such an item is told, and not read.
    `content` is what stands in it, where that travels with it.
    """

    number: int
    name: str
    size: int = 0
    is_discovered: bool = False
    base_length: int = 0
    fault: str = ""
    content: bytes | None = None

    @property
    def relative_folder(self) -> str:
        """The folder that it was found in, from the one that the user named ("" for that one)."""
        return os.path.dirname(self.name[self.base_length :]) if self.is_discovered else ""  # noqa: PTH120  as it was found

    def check(self) -> None:
        """Raise UnreadableInputError where it is known already that there is no such file."""
        if self.fault:
            raise UnreadableInputError(f"{escape_control(self.name)}: {self.fault}")
