"""The entries of registers: their ids and kinds, and one index over all registers of a run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from teikit.shallow_repr import ShallowRepr


class EntryKind(StrEnum):
    """What an entry of a register describes."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    WORK = "work"
    # An element with an id that says nothing about what it describes, such as an item of a list.
    OTHER = "other"


class PrefixDeclaration(NamedTuple):
    """A prefixDef of a register: a prefix, the pattern of what follows it, and its replacement."""

    ident: str
    pattern: str
    replacement: str


@dataclass(frozen=True, slots=True, repr=False)
class Register(ShallowRepr):
    """One register.

    `file` is its name for messages, `path` its absolute path, and `digest` identifies its content. `kinds` has the kind
    of each entry by its xml:id. It is not `is_whole` if it includes other files, whose ids are unknown.
    """

    file: str
    path: Path
    digest: str
    kinds: Mapping[str, EntryKind]
    prefixes: tuple[PrefixDeclaration, ...] = ()
    is_whole: bool = True


class RegisterIndex(ShallowRepr):
    """The entries of several registers by their ids; it is false if there is no register.

    Where registers have the same id, the first one counts.
    """

    def __init__(self, registers: Sequence[Register] = ()) -> None:
        self.registers = tuple(registers)
        self.prefixes = tuple(prefix for each in registers for prefix in each.prefixes)
        self._kinds: dict[str, EntryKind] = {}
        for each in reversed(registers):
            self._kinds |= each.kinds
        self._known_kinds = frozenset(self._kinds.values()) - {EntryKind.OTHER}
        self._by_path = {each.path: each for each in reversed(registers)}
        self._by_name = {each.path.name: each for each in reversed(registers)}

    def __bool__(self) -> bool:
        return bool(self.registers)

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    @property
    def is_whole(self) -> bool:
        """Whether all ids of the registers are known."""
        return all(each.is_whole for each in self.registers)

    @property
    def identity(self) -> tuple[tuple[str, str], ...]:
        """The path and the digest of each register: what cached results depend on."""
        return tuple((str(each.path), each.digest) for each in self.registers)

    @property
    def names(self) -> Collection[str]:
        """The ids of all entries."""
        return self._kinds

    def find(self, name: str) -> EntryKind | None:
        """Return the kind of an entry, None if no register has its id."""
        return self._kinds.get(name)

    def find_at(self, path: Path) -> Register | None:
        """Return the register at a path."""
        try:
            return self._by_path.get(path.resolve())
        except (OSError, RuntimeError, ValueError):
            # No possible file name, or a loop of links.
            return None

    def find_named(self, name: str) -> Register | None:
        """Return the register with a file name, in any folder."""
        return self._by_name.get(name)

    def describes(self, kinds: Iterable[str]) -> bool:
        """Return whether the registers have entries of one of these kinds, or of kinds that are unknown."""
        return bool(self._kinds) and (not self._known_kinds or not self._known_kinds.isdisjoint(kinds))
