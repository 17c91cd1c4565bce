"""Registers with all that their entries say, read in one pass, and one collection of those of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from teikit.document.expat import make_parser
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.registers.describing import Describer
from teikit.registers.draft import Links
from teikit.registers.entries import PrefixDeclaration
from teikit.registers.entry import Entry, merge_entries
from teikit.registers.reading import HashedFile, add_prefix, feed_register
from teikit.shallow_repr import ShallowRepr

_NO_LINKS: Links = ()


@dataclass(frozen=True, slots=True, repr=False)
class DescribedRegister(ShallowRepr):
    """One register with its entries by their ids; `links` are pointers of entries to others that may say more.

    `path` is absolute, and `digest` identifies the content.
    """

    path: Path
    digest: str
    entries: Mapping[str, Entry]
    links: Mapping[str, Links]
    prefixes: tuple[PrefixDeclaration, ...] = ()


class DescribedRegisters(ShallowRepr):
    """Several registers by the ids of their entries; it is false if there is none.

    Where registers have the same id, the first one counts, and others add what they say of the same thing.
    """

    def __init__(self, registers: Sequence[DescribedRegister] = ()) -> None:
        self.registers = tuple(registers)
        self.prefixes = tuple(prefix for each in registers for prefix in each.prefixes)
        self._by_path = {each.path: each for each in reversed(registers)}
        self._by_name = {each.path.name: each for each in reversed(registers)}
        self._entries: dict[str, Entry] = {}
        for each in registers:
            for name, entry in each.entries.items():
                known = self._entries.get(name)
                self._entries[name] = entry if known is None else merge_entries(known, entry)

    def __bool__(self) -> bool:
        return bool(self.registers)

    def find(self, name: str) -> Entry | None:
        """Return the entry with an id, None if no register has it."""
        return self._entries.get(name)

    def links(self, name: str) -> Links:
        """Return the pointers of an entry to others."""
        return next((each.links[name] for each in self.registers if name in each.links), _NO_LINKS)

    def find_at(self, path: Path) -> DescribedRegister | None:
        """Return the register at a path, which is resolved."""
        return self._by_path.get(path)

    def find_named(self, name: str) -> DescribedRegister | None:
        """Return the register with a file name, in any folder."""
        return self._by_name.get(name)


NO_REGISTERS = DescribedRegisters()


def read_described(path: Path) -> DescribedRegister:
    """Return a register with what its entries say; errors are those of `read_register`."""
    budget = Budget(escape_control(path))
    content = HashedFile(path, budget)
    entries: dict[str, Entry] = {}
    links: dict[str, Links] = {}
    prefixes: list[PrefixDeclaration] = []

    def add(entry: Entry, pointers: Links) -> None:
        budget.spend("register-entries")
        if entry.id not in entries:
            entries[entry.id] = entry
            if pointers:
                links[entry.id] = pointers

    describer = Describer(add)

    def start(name: str, attributes: dict[str, str]) -> None:
        describer.start(name, attributes)
        if name.endswith(" prefixDef"):
            add_prefix(prefixes, attributes)

    parser = make_parser(budget)
    parser.buffer_text = True
    parser.StartElementHandler, parser.CharacterDataHandler = start, describer.text
    parser.EndElementHandler = lambda _name: describer.end()
    feed_register(parser, path, content.pieces(), budget)
    known = MappingProxyType(entries), MappingProxyType(links)
    return DescribedRegister(path.resolve(), content.digest(), *known, tuple(prefixes))
