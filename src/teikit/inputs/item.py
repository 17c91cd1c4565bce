"""An item: a file of a run; and what no item is made of."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control


class Item(NamedTuple):
    """A file of a run: its number, from 0, and its name as the user gave it or as it was discovered.

    `size` is in bytes, 0 if it is unknown. If `is_discovered`, it was found in a folder, not named by the user;
    `base_length` is then the length of the part of the name that is the user's folder. `fault` says why there is no
    such file, if that is known already: such an item is reported, not read. `content` is the file's content if it is
    sent along.
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
        """The folder that it was found in, relative to the folder that the user named ("" for that folder itself)."""
        return os.path.dirname(self.name[self.base_length :]) if self.is_discovered else ""  # noqa: PTH120  the name must not be normalized

    def check(self) -> None:
        """Raise UnreadableInputError if it is known already that there is no such file."""
        if self.fault:
            raise UnreadableInputError(f"{escape_control(self.name)}: {self.fault}")


class Excluded(NamedTuple):
    """What a user excludes: the globs of `--exclude`, and those of the configurations, or of the one that is named."""

    globs: Sequence[str] = ()
    config: Path | None = None
