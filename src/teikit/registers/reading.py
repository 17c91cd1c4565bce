"""Reads a register to the ids and kinds of its entries, in one pass and in little memory."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from xml.parsers.expat import ExpatError, XMLParserType

from teikit.document.document import lazy_document
from teikit.document.expat import PARSE_ERRORS, feed, make_parser, release
from teikit.document.names import local_of, namespace_of
from teikit.document.start_tags import XML_ID
from teikit.errors import UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.registers.entries import EntryKind, PrefixDeclaration, Register
from teikit.registers.kinds import EXAMPLES, KIND_OF
from teikit.storage.files import check_readable

_INCLUDE = "http://www.w3.org/2001/XInclude include"
_DIGEST = 16
# More declarations are not read: each of them is tried for each pointer with its prefix.
_MOST_PREFIXES = 1_000


def read_register(path: Path) -> Register:
    """Return the register in a file.

    Raises:
        UnreadableInputError: it is missing, is no regular file, or is not well-formed; the sentence has the place.
        LimitExceededError: it exceeds a limit.
    """
    name = escape_control(path)
    reader = _RegisterReader(path, Budget(name))
    content = HashedFile(path, reader.budget)
    reader.read(content.pieces())
    kinds, prefixes = MappingProxyType(reader.kinds), tuple(reader.prefixes)
    return Register(name, path.resolve(), content.digest(), kinds, prefixes, reader.is_whole)


def register_digest(path: Path) -> str:
    """Return the digest of a register, which takes less time than to read it; raises errors of `read_register`."""
    content = HashedFile(path, Budget(escape_control(path)))
    for _ in content.pieces():
        pass
    return content.digest()


class HashedFile:
    """A file that is read in pieces, and hashed."""

    def __init__(self, path: Path, budget: Budget) -> None:
        check_readable(path)
        self._path, self._budget, self._hash = path, budget, blake2b(digest_size=_DIGEST)

    def pieces(self) -> Iterator[bytes]:
        """Yield the pieces of the file."""
        for piece in lazy_document(self._path).opener():
            self._budget.spend("register-bytes", len(piece))
            self._hash.update(piece)
            yield piece

    def digest(self) -> str:
        """Return the digest of what was read."""
        return self._hash.hexdigest()


class _RegisterReader:
    """Collects the ids of one register."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self.path, self.budget = path, budget
        self.kinds: dict[str, EntryKind] = {}
        self.prefixes: list[PrefixDeclaration] = []
        self.is_whole = True

    def read(self, pieces: Iterator[bytes]) -> None:
        """Read the pieces of the file."""
        parser = make_parser(self.budget)
        parser.StartElementHandler = self._start
        feed_register(parser, self.path, pieces, self.budget)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if (found := attributes.get(XML_ID)) is not None and namespace_of(name) != EXAMPLES:
            self.budget.spend("register-entries")
            self.kinds.setdefault(found.strip(), KIND_OF.get(local_of(name), EntryKind.OTHER))
        elif name == _INCLUDE:
            self.is_whole = False
        if name.endswith(" prefixDef"):
            add_prefix(self.prefixes, attributes)


def feed_register(parser: XMLParserType, path: Path, pieces: Iterator[bytes], budget: Budget) -> None:
    """Parse the pieces of a register; raises the errors of `read_register`."""
    try:
        feed(parser, pieces)
    except ExpatError as error:
        # Few registers have such a fault.
        from teikit.document.faults import explain_fault  # noqa: PLC0415

        fault = explain_fault(lazy_document(path).opener, Budget(budget.file), error)
        place = ":".join(map(str, (budget.file, *fault.span.start)))
        raise UnreadableInputError(f"{place}: the register is not well-formed: {fault.message}") from None
    except PARSE_ERRORS:
        message = f"{budget.file}:1:1: the register is in an encoding that cannot be read"
        raise UnreadableInputError(message) from None
    finally:
        release(parser)


def add_prefix(prefixes: list[PrefixDeclaration], attributes: Mapping[str, str]) -> None:
    """Add the prefix that a prefixDef declares, unless there are too many."""
    if len(prefixes) < _MOST_PREFIXES:
        get = attributes.get
        prefixes.append(PrefixDeclaration(get("ident", ""), get("matchPattern", ""), get("replacementPattern", "")))
