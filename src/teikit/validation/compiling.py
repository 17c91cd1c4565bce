"""Compiles schema files, RELAX NG and ODDs alike, with the Schematron rules that are embedded in them."""

from pathlib import Path
from typing import TYPE_CHECKING

from teikit.document.prolog import SCHEMATRON, read_prolog
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader, Loader
from teikit.relaxng.validator.schema import Schema, StoredRules
from teikit.validation.loading import GRAMMAR_SUFFIXES

if TYPE_CHECKING:
    from teikit.schematron.schema import Schematron

_TEI = "http://www.tei-c.org/ns/1.0 "
_SCHEMATRON = SCHEMATRON[0].encode("ascii")
_NO_RULES = "sch-schema/not-a-schema"


def is_odd(path: Path | str, data: bytes) -> bool:
    """Return whether a schema file is an ODD: by its suffix, or else by its root element."""
    suffix = Path(path).suffix.lower()
    return suffix == ".odd" or (suffix not in GRAMMAR_SUFFIXES and read_prolog([data]).root.startswith(_TEI))


def compile_file(path: Path | str, data: bytes, loader: Loader | None, *, ids: bool) -> Schema:
    """Return a schema with the rules that are embedded in it.

    Args:
        path: the file or URI; also the base of what it includes.
        data: its content.
        loader: fetches what it includes; by default files in its own folder and below.
        ids: check that IDs are unique and references to them resolve.

    Raises:
        SchemaSyntaxError: it is not correct; has a diagnostic for each fault.
        SchemaNotFoundError: something that it includes cannot be read.
    """
    loader = loader or FileLoader((Path(path).parent,))
    return (_compile_odd if is_odd(path, data) else _compile_grammar)(path, data, loader, ids=ids)


def _compile_odd(path: Path | str, data: bytes, loader: Loader, *, ids: bool) -> Schema:
    # Few schemas are ODDs, and those that were compiled before come from the cache.
    from teikit.odd.compiler import compile_odd  # noqa: PLC0415
    from teikit.odd.schematron import schematron_rules  # noqa: PLC0415
    from teikit.relaxng.validator.compilation import compile_source  # noqa: PLC0415

    compilation = compile_odd(str(path), data, loader=loader, documentation=False)
    table, _ = compile_source(compilation.grammar, loader, ids=ids)
    text = schematron_rules(compilation.schema)
    rules = _store_rules(str(path), text.encode(), loader, text)
    return Schema(table, compilation.files, ids=ids, rules=rules)


def _compile_grammar(path: Path | str, data: bytes, loader: Loader, *, ids: bool) -> Schema:
    watching = _RuleFinder(loader)
    schema = Schema.load(path, data, loader=watching, ids=ids)
    if watching.has_found or _SCHEMATRON in data:
        schema.rules = _store_rules(str(path), data, loader)
    return schema


class _RuleFinder:
    """A loader that finds out whether anything that it loads may have Schematron rules in it."""

    def __init__(self, inner: Loader) -> None:
        self._inner = inner
        self.has_found = False

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name and bytes of a schema; errors are those of the inner loader."""
        name, data = self._inner.load(href, base)
        self.has_found |= _SCHEMATRON in data
        return name, data


def _store_rules(path: str, data: bytes, loader: Loader, text: str = "") -> StoredRules | None:
    """Return the rules of a schema, None where there are none; those that are not correct have no screen."""
    # Most schemas have no rules.
    from teikit.schematron import load  # noqa: PLC0415
    from teikit.schematron.screening import make_screen  # noqa: PLC0415

    try:
        rules = load(path, data, loader=loader, lenient=True)
    except SchemaSyntaxError as error:
        has_none = all(each.rule == _NO_RULES for each in error.diagnostics)
        return None if has_none else StoredRules(text)
    screen = None if rules.faults else tuple(make_screen(rules.schema))
    return StoredRules(text, screen, rules.is_deterministic)


def load_odd_rules(path: Path, schema: Schema, loader: Loader) -> "Schematron":
    """Return the Schematron rules of an ODD that was compiled.

    Raises:
        SchemaSyntaxError: it has none.
    """
    # Runs without Schematron need not pay for its import.
    from teikit.schematron import load  # noqa: PLC0415

    made = load(path, schema.rules.text.encode() if schema.rules else b"", loader=loader, lenient=True)
    # What else they were made from is known by its digest.
    made.files.update({name: digest.encode() for name, digest in schema.files[1:]})
    return made
