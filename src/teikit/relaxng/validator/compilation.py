"""Compiles a schema to a table."""

from pathlib import Path

from teikit.diagnostics import sort_diagnostics
from teikit.document.names import namespace_of
from teikit.relaxng.automaton.compiler import compile_table
from teikit.relaxng.automaton.table import GrammarTable
from teikit.relaxng.grammar.identifiers import find_identifiers
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import FileLoader, Loader, SchemaElement, SchemaSource, SchemaSyntaxError, read_schema

# The names and SHA-256 digests of the files that a schema was read from, itself the first.
Files = tuple[tuple[str, str], ...]


def compile_schema(
    path: Path | str, data: bytes | None, loader: Loader | None, *, ids: bool
) -> tuple[GrammarTable, Files]:
    """Return the table of a schema and its files; arguments and errors are those of `Schema.load`."""
    return compile_source(read_schema(path, data), loader or FileLoader((Path(path).parent,)), ids=ids)


def compile_source(
    source: SchemaSource, loader: Loader, *, ids: bool, allows_conflicts: bool = False
) -> tuple[GrammarTable, Files]:
    """Return the table of a schema that was read or made, and its files; errors are those of `Schema.load`.

    If `allows_conflicts`, a schema in which the same attribute is an ID here and text there is compiled without IDs.
    """
    grammar = simplify(source, loader)
    identifiers, faults = find_identifiers(grammar.elements) if ids else ({}, [])
    if faults and allows_conflicts:
        identifiers = {}
    elif faults:
        raise SchemaSyntaxError(sort_diagnostics(faults))
    table = compile_table(grammar, identifiers, _prefixes(source.root))
    used = _namespaces(table)
    return table._replace(prefixes={uri: each for uri, each in table.prefixes.items() if uri in used}), grammar.files


def _namespaces(table: GrammarTable) -> set[str]:
    """Return the namespaces of the names that are written out in a grammar."""
    classes = [names for names, _ in table.elements] + [row[1] for row in table.rows if row[0] == "attribute"]
    members = (each for names in classes for each in (names[1] if names[0] == "choice" else (names,)))
    return {namespace_of(each[1]) for each in members if each[0] == "name"}


def _prefixes(root: SchemaElement) -> dict[str, str]:
    """Return the prefixes that a schema declares, by namespace; of several for one namespace the first."""
    found: dict[str, str] = {}
    seen: set[int] = set()
    todo = [root]
    while todo:
        element = todo.pop()
        todo += reversed(element.children)
        # Elements share the declarations of those around them.
        if id(element.namespaces) not in seen:
            seen.add(id(element.namespaces))
            for prefix, uri in element.namespaces.items():
                if prefix and uri:
                    found.setdefault(uri, prefix)
    return found
