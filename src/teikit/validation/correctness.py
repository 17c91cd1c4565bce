"""Checks schemas themselves: a grammar or an ODD with its embedded Schematron rules, or a Schematron schema."""

from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.diagnostics.codec import unpack
from teikit.document.prolog import SCHEMATRON, read_prolog
from teikit.relaxng.grammar.identifiers import find_identifiers
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import FileLoader, SchemaSyntaxError, read_schema
from teikit.schematron import load as load_schematron
from teikit.storage.files import read_file
from teikit.validation.compiling import compile_file, is_odd
from teikit.validation.loading import find_schema
from teikit.validation.repeated import drop_known_faults
from teikit.validation.unusable import explain_faults

if TYPE_CHECKING:
    from pathlib import Path

    from teikit.validation.access import ReadPolicy

# The fault of a grammar that has no rules.
NO_RULES = "sch-schema/not-a-schema"
_NAMESPACE = SCHEMATRON[0].encode("ascii")


def check_schema(name: str, access: "ReadPolicy | None" = None, *, ids: bool = True) -> list[Diagnostic]:
    """Return the diagnostics of a schema, given by name or path; `ids` adds the checks of ID soundness.

    Raises:
        IncorrectSchemaError: there is no such schema.
        UnreadableInputError: it cannot be read.
    """
    path, loader = find_schema(name, access)
    data = read_file(path)
    if path.suffix.lower() == ".sch" or read_prolog([data]).root.startswith(SCHEMATRON):
        return list(explain_faults("sch", _check_schematron(path, data, loader)))
    if is_odd(path, data):
        return list(explain_faults("rng", _check_odd(path, data, loader, ids=ids)))
    found = explain_faults("rng", _check_grammar(path, data, loader, ids=ids))
    rules = _check_schematron(path, data, loader) if _NAMESPACE in data else []
    # A grammar may name the namespace without having rules, as that of Schematron itself.
    rules = [each for each in rules if each.rule != NO_RULES]
    return sort_diagnostics([*found, *drop_known_faults(rules, found)])


def _check_odd(path: "Path", data: bytes, loader: FileLoader, *, ids: bool) -> list[Diagnostic]:
    """Return what makes an ODD incorrect; `teikit odd check` reports what is doubtful too."""
    try:
        rules = compile_file(path, data, loader, ids=ids).rules
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
    return unpack(rules.faults) if rules and rules.faults else []


def _check_grammar(path: "Path", data: bytes, loader: FileLoader, *, ids: bool) -> list[Diagnostic]:
    try:
        grammar = simplify(read_schema(path, data), loader)
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
    return find_identifiers(grammar.elements)[1] if ids else []


def _check_schematron(path: "Path", data: bytes, loader: FileLoader) -> list[Diagnostic]:
    try:
        return list(load_schematron(path, data, loader=loader, lenient=True).faults)
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
