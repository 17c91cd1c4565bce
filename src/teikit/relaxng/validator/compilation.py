"""Compiles a schema file to a table."""

from pathlib import Path

from teikit.diagnostics import sort_diagnostics
from teikit.relaxng.automaton.compiler import compile_table
from teikit.relaxng.automaton.table import GrammarTable
from teikit.relaxng.grammar.identifiers import find_identifiers
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import FileLoader, Loader, SchemaSyntaxError, read_schema

# The names and SHA-256 digests of the files that a schema was read from, itself the first.
Files = tuple[tuple[str, str], ...]


def compile_schema(
    path: Path | str, data: bytes | None, loader: Loader | None, *, ids: bool
) -> tuple[GrammarTable, Files]:
    """Return the table of a schema and its files; arguments and errors are those of `Schema.load`."""
    source = read_schema(path, data)
    grammar = simplify(source, loader or FileLoader((Path(path).parent,)))
    identifiers, faults = find_identifiers(grammar.elements) if ids else ({}, [])
    if faults:
        raise SchemaSyntaxError(sort_diagnostics(faults))
    return compile_table(grammar, identifiers), grammar.files
