"""Compiles schema files, RELAX NG and ODDs alike, with the Schematron rules that are embedded in them."""

from pathlib import Path
from typing import TYPE_CHECKING

from teikit.document.prolog import SCHEMATRON, read_prolog
from teikit.relaxng.syntax.loading import FileLoader, Loader
from teikit.relaxng.validator.schema import Schema
from teikit.resources import NO_ODDS

if TYPE_CHECKING:
    from teikit.relaxng.syntax.tree import SchemaSource

_TEI = "http://www.tei-c.org/ns/1.0 "
_SCHEMATRON = SCHEMATRON[0].encode("ascii")


def is_odd(path: Path | str, data: bytes) -> bool:
    """Return whether a schema file is an ODD: by its suffix, or else by its root element."""
    suffix = Path(path).suffix.lower()
    return suffix == ".odd" or (suffix not in NO_ODDS and read_prolog([data]).root.startswith(_TEI))


def read_source(path: Path, data: bytes, loader: Loader) -> "SchemaSource":
    """Return the grammar in a schema file, or that of an ODD; errors are those of `compile_file`."""
    if is_odd(path, data):
        from teikit.odd.compiler import compile_odd  # noqa: PLC0415  see `_compile_odd`

        return compile_odd(str(path), data, loader=loader).grammar
    from teikit.relaxng.syntax.read import read_schema  # noqa: PLC0415  a schema from the cache is not read

    return read_schema(path, data)


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
    from teikit.relaxng.validator.compilation import compile_source  # noqa: PLC0415
    from teikit.validation.embedded_rules import odd_rules  # noqa: PLC0415

    compilation = compile_odd(str(path), data, loader=loader, documentation=False)
    # Authors of ODDs cannot avoid that an element is allowed by its name, and as any element.
    table, _ = compile_source(compilation.grammar, loader, ids=ids, allows_conflicts=True)
    return Schema(table, compilation.files, ids=ids, rules=odd_rules(compilation.schema, loader))


def _compile_grammar(path: Path | str, data: bytes, loader: Loader, *, ids: bool) -> Schema:
    watching = _RuleFinder(loader)
    schema = Schema.load(path, data, loader=watching, ids=ids)
    if watching.has_found or _SCHEMATRON in data:
        # Most grammars have no rules.
        from teikit.validation.embedded_rules import grammar_rules  # noqa: PLC0415

        schema.rules = grammar_rules(path, data, loader)
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
