"""Documents that include others (XInclude): what they may include, and the places of problems in the included files."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Note, Position, Severity, sort_diagnostics
from teikit.document.document import Document, from_content, pieces
from teikit.document.encoding import encoding_of
from teikit.document.expat import PARSE_ERRORS, feed, make_parser, release
from teikit.document.locations import without_mark
from teikit.document.reported_positions import event_position
from teikit.document.xinclude.merged_text import MergedText
from teikit.document.xinclude.merging import IncludeNotFoundError, IncludeRefusedError, Merger
from teikit.document.xinclude.reading import read_source
from teikit.document.xinclude.source import NAMESPACE
from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.messages import escape_control
from teikit.storage.files import read_file
from teikit.storage.references import is_within, local_path, without_credentials
from teikit.validation.loading import wellformedness_schema
from teikit.validation.plan import Options
from teikit.validation.project import Project

_INCLUDE = f"{NAMESPACE} include"
_NOT_ALLOWED = frozenset({"rng/element-not-allowed", "rng/root-not-allowed"})
_MISSING = "rng/element-missing"


class MergedDocument(NamedTuple):
    """A document with all that it includes.

    `source` is the document alone. `files` are the files that it includes, with their bytes, by the names that problems
    in them have. `faults` are why it cannot be merged as a whole; it is not validated then.
    """

    source: Document
    document: Document
    text: MergedText
    files: Mapping[str, bytes]
    faults: Sequence[Diagnostic]

    def locate(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return problems of the merged document at their places in the files, each once.

        What is wrong with what is in no file, as an xml:base that the schema does not allow, is left out.
        """
        located = filter(None, map(self._locate, found))
        # A file that is included twice has the same problems twice.
        by_place = {(each.file, each.span, each.rule, each.message): each for each in located}
        return sort_diagnostics(by_place.values())

    def _locate(self, found: Diagnostic) -> Diagnostic | None:
        notes = tuple(self._locate_note(each) for each in found.notes)
        if found.span is None:
            return replace(found, notes=notes, fix=None)
        origin, span = self.text.span(found.span)
        if origin.kind == "fixup":
            return None
        file = self.text.sources[origin.source].name
        if origin.inclusion >= 0:
            inclusion = self.text.inclusions[origin.inclusion]
            notes = (*notes, Note("included here", inclusion.file, inclusion.position))
        return replace(found, file=file, span=span, notes=notes, fix=None)

    def _locate_note(self, note: Note) -> Note:
        if note.file != self.document.file or note.position is None:
            return note
        origin, position = self.text.origin(note.position)
        return note._replace(file=self.text.sources[origin.source].name, position=position)


def merge_included(document: Document, options: Options) -> MergedDocument | None:
    """Return a document with all that it includes; None if it is not well-formed.

    Raises:
        UnreadableInputError: it cannot be read.
        UnsupportedError: it has external entities that may be read.
        LimitExceededError: it includes too much.
    """
    data = document.read_within(document.budget.limit("xinclude-bytes"))
    if data is None:
        raise document.budget.excess("xinclude-bytes")
    root = read_source(document.file, str(document.path or ""), data, document.budget)
    loader = _IncludeLoader(document, options)
    if root is None and not wellformedness_schema(ids=False).validate_document(document):
        raise UnsupportedError(f"{document.file}: has external entities, and is not merged with what it includes")
    if root is None or not root.includes:
        return None
    merger = Merger(loader, document.budget)
    merger.merge(root)
    whole = b"" if merger.faults else merger.text.data
    merged = Document(document.file, document.path, lambda: pieces(whole))
    return MergedDocument(document, merged, merger.text, loader.files, sort_diagnostics(dict.fromkeys(merger.faults)))


class Includes(NamedTuple):
    """Where a document includes others, and where it may be reported that these are missing.

    That is before the tags in an element that includes some, and at its end.
    """

    places: Sequence[Position]
    tags: Collection[Position]
    ends: Collection[Position]


def find_includes(document: Document) -> Includes:
    """Return where a document includes others; those after a fault of well-formedness are not found."""
    parser = make_parser(document.budget)
    places: list[Position] = []
    all_tags: set[Position] = set()
    ends: set[Position] = set()
    has_mark = encoding_of(next(document.opener(), b"")[:200])[1] > 0
    # The tags in each open element, and whether it includes others.
    opened: list[tuple[list[Position], list[bool]]] = [([], [])]

    def here() -> Position:
        return without_mark(event_position(parser)) if has_mark else event_position(parser)

    def start(name: str, _attributes: object) -> None:
        tags, has_includes = opened[-1]
        tags.append(here())
        if name == _INCLUDE:
            places.append(tags[-1])
            has_includes.append(True)
        opened.append(([], []))

    def end(_name: str) -> None:
        tags, has_includes = opened.pop()
        if has_includes:
            all_tags.update(tags)
            ends.add(here())

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        feed(parser, document.opener())
    except PARSE_ERRORS:
        pass
    finally:
        release(parser)
    return Includes(places, all_tags, ends)


def drop_unfollowed(found: Iterable[Diagnostic], includes: Includes) -> list[Diagnostic]:
    """Return problems with one in place of all that a schema does not allow an xi:include, and misses what is in it."""
    places, known = includes.places, set(includes.places)
    kept: list[Diagnostic] = []
    first = -1
    for each in found:
        if not (each.rule in _NOT_ALLOWED and each.span and each.span.start in known):
            kept.append(each)
        elif first < 0:
            first = len(kept)
            kept.append(each)
    if first >= 0:
        more = f" (one of {len(places):,} in this file)" if len(places) > 1 else ""
        message = (
            f"element 'xi:include' is not allowed by the schema, and was not followed{more}; --xinclude follows it"
        )
        kept[first] = replace(kept[first], message=message, expected=())
        kept = [each for each in kept if not (each.rule == _MISSING and _is_consequence(each, includes))]
    return kept


def _is_consequence(missing: Diagnostic, includes: Includes) -> bool:
    """Return whether what is missing may be in what was not included."""
    at = missing.span.start if missing.span else None
    # What an element itself lacks is reported at its tag, too.
    return at in includes.ends or (at in includes.tags and " missing before " in missing.message)


class _IncludeLoader:
    """Reads the files that a document includes, from where it may read."""

    def __init__(self, document: Document, options: Options) -> None:
        self._path, self._options = document.path, options
        self.files: dict[str, bytes] = {}

    def load(self, uri: str) -> tuple[str, bytes]:
        """Return the name of a file for messages, and its bytes.

        Raises:
            IncludeNotFoundError: it is not there.
            IncludeRefusedError: it may not or cannot be read.
        """
        path = self._find(uri)
        if not os.path.lexists(path):
            raise IncludeNotFoundError("is not there")
        try:
            data = read_file(path, "xinclude-bytes")
        except UnreadableInputError as error:
            reason = str(error).removeprefix(f"{escape_control(path)}: ")
            raise IncludeRefusedError(f"cannot be read: {reason}") from None
        name = escape_control(path)
        self.files[name] = data
        return name, data

    def find_faults(self, name: str, data: bytes) -> list[Diagnostic]:
        """Return why a file is not well-formed."""
        try:
            return list(wellformedness_schema(ids=False).validate_document(from_content(name, data)))
        except UnreadableInputError as error:
            reason = str(error).removeprefix(f"{name}: ")
            return [Diagnostic(name, "xml/not-well-formed", Severity.ERROR, f"not well-formed XML: the file {reason}")]

    def _find(self, uri: str) -> Path:
        access = self._options.access
        mapped = access.resolve_in_catalogs(uri, uri) if access else None
        path = local_path(mapped or uri)
        if path is None:
            shown = escape_control(without_credentials(uri))
            raise IncludeRefusedError(f"is on the web ({shown}), and no include is fetched; --catalog may name a copy")
        if self._path is None and not path.is_absolute():
            raise IncludeRefusedError("cannot be looked for, since the document comes from standard input")
        if not (mapped or self._is_allowed(path)):
            advice = f"allow it with --allow-read {escape_control(os.path.relpath(path.parent))}"
            raise IncludeRefusedError(f"is hidden, or lies outside of the folders that may be read; {advice}")
        return path

    def _is_allowed(self, path: Path) -> bool:
        access = self._options.access
        if access and any(is_within(path, folder) for folder in access.readable_folders()):
            return True
        folders = [*self._options.folders, *([self._path.parent] if self._path else [])]
        if any(Project(os.path.realpath(folder)).allows(path) for folder in folders):
            return True
        project = access.project if access and self._path else None
        return project is not None and project.has(self._path or "") and project.allows(path)
