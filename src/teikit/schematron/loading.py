"""Loads a Schematron schema in steps: read, include, extract, make concrete, check, compile."""

from pathlib import Path
from typing import TYPE_CHECKING

from teikit.errors import IncorrectSchemaError
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader, read_file
from teikit.schematron.abstraction import Abstraction
from teikit.schematron.compiler import compile_schema
from teikit.schematron.embedded import extract_schema, extract_schema_from_compact, is_embedding
from teikit.schematron.faults import Faults
from teikit.schematron.inclusion import IncludeResolver
from teikit.schematron.parser import build_model, check_root
from teikit.schematron.schema import Engine, Schematron
from teikit.schematron.tree import SchematronElement, read_tree
from teikit.schematron.xpath.functions import ALLOWABLE_FUNCTIONS
from teikit.schematron.xpath.query import Language

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

# Functions that depend on time, chance or the machine; functions cannot be called by names computed at run time.
_TIME_DEPENDENT = (
    *("current-date", "current-time", "implicit-timezone", "random-number-generator"),
    *("generate-id", "collation", "default-language"),
)


def load_schematron(  # noqa: PLR0913  what a schema is read with
    path: Path | str,
    data: bytes | None,
    *,
    loader: "Loader | None",
    allow: frozenset[str],
    fast: bool,
    engine: Engine,
    lenient: bool,
) -> Schematron:
    """Return a compiled schema; arguments and errors are those of `teikit.schematron.load`."""
    if unknown := allow - ALLOWABLE_FUNCTIONS:
        raise IncorrectSchemaError(
            f"the function {min(unknown)}() cannot be allowed; those that can: {', '.join(sorted(ALLOWABLE_FUNCTIONS))}"
        )
    name = str(path)
    loader = loader or FileLoader((Path(path).parent,))
    content = read_file(Path(path)) if data is None else data
    keeping = _FileRecordingLoader(loader, {name: content})
    faults = Faults()
    try:
        tree = IncludeResolver(keeping, faults).expand_schema(_schema(content, name, keeping, faults), name)
        concrete = Abstraction(tree, faults).resolve()
        model = build_model(concrete, faults)
        language = Language(model.binding, model.namespaces, allow, is_fast=fast)
        ready = compile_schema(model, language, faults)
    except SchemaSyntaxError as error:
        # The faults found so far are reported too.
        raise SchemaSyntaxError([*faults.all(), *error.diagnostics]) from None
    found = faults.all()
    if found and not lenient:
        raise SchemaSyntaxError(found)
    lasts = not allow and not any(map(_is_time_dependent, concrete.descendants()))
    return Schematron(ready, loader, keeping.files, allow, engine, lasts=lasts, faults=found)


class _FileRecordingLoader:
    """A loader that records what it loads, by name."""

    def __init__(self, inner: "Loader", files: dict[str, bytes]) -> None:
        self._inner = inner
        self.files = files

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name and bytes of a schema; errors are those of the wrapped loader."""
        name, data = self._inner.load(href, base)
        self.files[name] = data
        return name, data


def _is_time_dependent(element: SchematronElement) -> bool:
    """Return whether an expression of an element may depend on the time or the machine."""
    return any(word in each for each in element.attributes.values() for word in _TIME_DEPENDENT)


def _schema(content: bytes, name: str, loader: "Loader", faults: Faults) -> SchematronElement:
    if name.lower().endswith(".rnc"):
        return extract_schema_from_compact(content, name, loader, faults)
    root = read_tree(content, name)
    if is_embedding(root):
        return extract_schema(root, loader, faults)
    check_root(root)
    return root
