"""A schema to all that is wrong with it: a grammar with the rules that are embedded in it, or Schematron alone."""

from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, ordered
from teikit.document.prolog import SCHEMATRON, read_prolog
from teikit.relaxng.grammar.identifiers import identifiers
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import FileLoader, SchemaSyntaxError, read_schema
from teikit.schematron import load as load_schematron
from teikit.storage.files import read_file
from teikit.validation.loading import located
from teikit.validation.pipeline import unrepeated

if TYPE_CHECKING:
    from pathlib import Path

    from teikit.validation.access import Access

_NAMESPACE = SCHEMATRON[0].encode("ascii")


def faults_of(name: str, access: "Access | None" = None, *, ids: bool = True) -> list[Diagnostic]:
    """Return what is wrong with a schema, given by name or path; `ids` adds the soundness of IDs.

    Raises:
        IncorrectSchemaError: there is none.
        UnreadableInputError: it cannot be read.

    """
    path, loader, _ = located(name, access)
    data = read_file(path)
    if path.suffix.lower() == ".sch" or read_prolog([data]).root.startswith(SCHEMATRON):
        return _of_rules(path, data, loader)
    found = _of_grammar(path, data, loader, ids=ids)
    rules = _of_rules(path, data, loader) if _NAMESPACE in data else []
    return ordered([*found, *unrepeated(rules, found)])


def _of_grammar(path: "Path", data: bytes, loader: FileLoader, *, ids: bool) -> list[Diagnostic]:
    try:
        grammar = simplify(read_schema(path, data), loader)
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
    return identifiers(grammar.elements)[1] if ids else []


def _of_rules(path: "Path", data: bytes, loader: FileLoader) -> list[Diagnostic]:
    try:
        return list(load_schematron(path, data, loader=loader, lenient=True).faults)
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
