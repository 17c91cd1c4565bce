"""The files of external entities that a document may read: those in folders that the user allowed (XML 1.0, 4.2.2).

Without permission a document reads no other file.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.parsers import expat

from teikit.errors import UnreadableInputError
from teikit.limits import Budget, LimitExceededError
from teikit.messages import escape_control
from teikit.storage.files import read_file
from teikit.storage.references import is_within, local_path, resolve

# An expat handler for a reference to an external entity: its context (None for declarations), base, system identifier,
# public identifier.
Handler = Callable[[str | None, str | None, str | None, str | None], int]
_AMPLIFIED = "limit on input amplification"
# The bytes of an entity, and the name of its file, to which references in it are relative.
EntityText = tuple[bytes, str]


class EntityFiles:
    """The entities of one document, whose path is `base`; `folders` are those that may be read."""

    __slots__ = ("_budget", "_folders", "_known", "base")

    def __init__(self, folders: Sequence[Path], base: Path | None, budget: Budget) -> None:
        self.base = str(base) if base else ""
        self._folders, self._budget = tuple(folders), budget
        self._known: dict[str, EntityText | None] = {}

    def read(self, system: str | None, base: str | None) -> EntityText | None:
        """Return the text of an entity, None where its file is not in an allowed folder or cannot be read.

        Raises:
            LimitExceededError: all entities of the document have more bytes than is allowed.
        """
        if not system:
            return None
        name = resolve(system, base or self.base)
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> EntityText | None:
        path = local_path(name)
        if path is None or not any(is_within(path, folder) for folder in self._folders):
            return None
        try:
            data = read_file(path, "entity-bytes")
        except LimitExceededError:
            raise
        except UnreadableInputError:
            return None
        self._budget.spend("entity-bytes", len(data))
        return data, str(path)


class DocumentBudget(Budget):
    """The budget of a document that may read the files of its entities."""

    __slots__ = ("entities",)

    def __init__(self, file: str, folders: Sequence[Path], base: Path | None) -> None:
        super().__init__(file)
        self.entities = EntityFiles(folders, base, Budget(file))


def entity_handler(parser: expat.XMLParserType, budget: Budget, otherwise: Handler | None = None) -> Handler:
    """Return the handler of external entities for a parser: it reads the files that are allowed.

    Args:
        parser: the parser of the document.
        budget: that of the document.
        otherwise: the handler of entities in the content that are not read; without it they count as empty.
    """
    if not isinstance(budget, DocumentBudget):
        return otherwise or _skip
    files, parsers = budget.entities, [parser]
    parser.SetBase(files.base)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)

    def handle(context: str | None, base: str | None, system: str | None, public: str | None) -> int:
        found = files.read(system, base)
        if found is None:
            return 1 if context is None or otherwise is None else otherwise(context, base, system, public)
        if len(parsers) > (most := budget.limit("include-depth")):
            words = f"has files of entities that name others more than {most:,} deep"
            raise LimitExceededError(budget.file, "include-depth", words)
        _parse(parsers, context or "", *found)
        return 1

    return handle


def _parse(parsers: list[expat.XMLParserType], context: str, data: bytes, file: str) -> None:
    """Parse the text of an entity with a parser for it."""
    made = parsers[-1].ExternalEntityParserCreate(context) if context else parsers[-1].ExternalEntityParserCreate(None)
    made.SetBase(file)
    parsers.append(made)
    try:
        made.Parse(data, True)  # noqa: FBT003  expat names no arguments
    except expat.ExpatError as error:
        raise UnreadableInputError(_describe(error, file)) from None
    except (ValueError, LookupError) as error:
        # pyexpat raises these for an encoding that it cannot decode.
        raise UnreadableInputError(f"{escape_control(file)}: the encoding cannot be read: {error}") from None
    finally:
        parsers.pop()


def _describe(error: expat.ExpatError, file: str) -> str:
    from teikit.document.reported_positions import error_position  # noqa: PLC0415  a rare fault

    place = ":".join(map(str, (escape_control(file), *error_position(error))))
    if (expat.ErrorString(error.code) or "").startswith(_AMPLIFIED):
        return f"{place}: the entities of the document expand to far more than it has"
    return f"{place}: the text of an entity is no XML, or no declarations, here"


def _skip(*_entity: str | None) -> int:
    return 1
