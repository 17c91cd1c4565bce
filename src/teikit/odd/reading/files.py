"""Loads the files that an ODD is read from, each once, within the limits of one ODD."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from teikit.diagnostics import Diagnostic, Note, Severity
from teikit.limits import Budget, describe_excess
from teikit.odd.reading.node_reading import read_nodes
from teikit.p5.nodes import Node, Place
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.loading import Loader
from teikit.storage.references import resolve


def fatal_error(rule: str, message: str, place: Place, notes: tuple[Note, ...] = ()) -> SchemaSyntaxError:
    """Return the exception for a fault after which an ODD cannot be read further."""
    return SchemaSyntaxError([Diagnostic(place.file, rule, Severity.ERROR, message, place.span, notes=notes)])


def limit_error(name: str, place: Place) -> SchemaSyntaxError:
    """Return the exception for an ODD that exceeds a limit at a place."""
    return fatal_error("odd/limit-exceeded", f"the ODD {describe_excess(name)}", place)


def with_reference(error: SchemaSyntaxError, words: str, place: Place) -> SchemaSyntaxError:
    """Return an error about another file with a note that says from where it is referred to."""
    note = Note(words, place.file, place.span and place.span.start)
    return SchemaSyntaxError([replace(each, notes=(*each.notes, note)) for each in error.diagnostics])


class DigestingLoader:
    """Loads with another loader, and records the SHA-256 digests of what was loaded, by name."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self.digests: dict[str, str] = {}

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name and bytes of a file; errors are those of the other loader."""
        name, data = self._loader.load(href, base)
        self.digests[name] = sha256(data).hexdigest()
        return name, data


class OddFiles:
    """The files that an ODD is read from, by the names that the loader gives them.

    `digests` are their SHA-256 digests in hexadecimal, in the order of reading.
    """

    def __init__(self, file: str, loader: Loader) -> None:
        self.budget = Budget(file)
        self.digests: dict[str, str] = {}
        self._loader = loader
        self._contents: dict[str, bytes] = {}
        self._roots: dict[str, Node] = {}
        # By a reference and its base: the name of the file, or why there is none.
        self._found: dict[tuple[str, str], str | SchemaNotFoundError] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add the content of a file that the caller has."""
        self.budget.spend("odd-bytes", len(data))
        self.digests[name], self._contents[name] = sha256(data).hexdigest(), data
        # A reference to the file from another one is resolved to the shortest path.
        self._found[name, ""] = self._found[resolve(name, ""), ""] = name

    def find(self, href: str, base: str, place: Place) -> str:
        """Return the name of a file that a reference at a place of the ODD names.

        Raises:
            SchemaNotFoundError: it is missing, or may not be read.
            SchemaSyntaxError: the ODD reads too many files.
        """
        key = href, base
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._load(href, base, place)
        if isinstance(found, SchemaNotFoundError):
            raise found
        return found

    def _load(self, href: str, base: str, place: Place) -> str | SchemaNotFoundError:
        known = self._found.get((resolve(href, base), ""))
        if known is not None:
            return known
        if len(self.digests) >= self.budget.limit("schema-files"):
            raise limit_error("schema-files", place)
        try:
            name, data = self._loader.load(href, base)
        except SchemaNotFoundError as error:
            return error
        if name not in self.digests:
            self.add(name, data)
        return name

    @property
    def contents(self) -> Mapping[str, bytes]:
        """The bytes of all files by their names."""
        return self._contents

    def content(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return self._contents[name]

    def root(self, name: str) -> Node:
        """Return the root of a file as it is written; errors are those of `read_nodes`."""
        if name not in self._roots:
            self._roots[name] = read_nodes(self._contents[name], name, name, self.budget)
        return self._roots[name]
