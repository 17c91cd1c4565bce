"""The registers that a document may point to: those of the run, and files beside it that are read when needed."""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from teikit.errors import UnreadableInputError
from teikit.registers import NO_REGISTERS, DescribedRegister, DescribedRegisters, read_described
from teikit.storage.references import is_in

# Larger files are not read, in bytes; the last ones are kept.
_MOST_BYTES = 64 << 20
_MOST_FILES = 64


class LinkedRegisters:
    """The registers of a run, and files that documents point to: in a document's folder, or where `allows` permits it.

    `allows` returns whether a file elsewhere may be read too.
    """

    def __init__(
        self, registers: DescribedRegisters = NO_REGISTERS, allows: Callable[[str], bool] | None = None
    ) -> None:
        self.registers, self._allows = registers, allows

    def find(self, name: str, path: Path | None, document: Path | None) -> DescribedRegister | None:
        """Return the register that a pointer means: by its path, or by its name if there is no such file."""
        if not name:
            return None
        resolved = None if path is None else _real_path(path)
        if resolved is not None and document is not None:
            found = self.registers.find_at(Path(resolved)) or self._read(resolved, document)
            if found is not None:
                return found
        return self.registers.find_named(name.rpartition("/")[2])

    def _read(self, path: str, document: Path) -> DescribedRegister | None:
        folder = _real_path(document.parent)
        is_allowed = (folder is not None and is_in(path, folder)) or (self._allows is not None and self._allows(path))
        return read_file(path) if is_allowed else None


NO_LINKED_REGISTERS = LinkedRegisters()


def _real_path(path: Path) -> str | None:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        # No possible file name.
        return None


@lru_cache(_MOST_FILES)
def read_file(path: str) -> DescribedRegister | None:
    """Return the register in a file; None where there is none, which `teikit validate` reports."""
    try:
        return read_described(Path(path)) if Path(path).stat().st_size <= _MOST_BYTES else None
    except (OSError, ValueError, UnreadableInputError):
        return None
