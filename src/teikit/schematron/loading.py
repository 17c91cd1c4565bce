"""Loads a Schematron schema in steps: read, include, extract, make concrete, check, compile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic
from teikit.errors import IncorrectSchemaError
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader, read_file
from teikit.schematron.abstraction import Abstraction
from teikit.schematron.compiler import CompiledSchema, compile_schema
from teikit.schematron.embedded import extract_schema, extract_schema_from_compact, is_embedding
from teikit.schematron.faults import Faults
from teikit.schematron.inclusion import IncludeResolver
from teikit.schematron.other_documents import reads_documents
from teikit.schematron.parser import build_model, check_root
from teikit.schematron.schema import Engine, Schematron
from teikit.schematron.tree import SchematronElement, read_tree
from teikit.schematron.xpath.functions import ALLOWABLE_FUNCTIONS, is_time_dependent
from teikit.schematron.xpath.query import Language

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader


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
    # What the user lets the schema read, if the caller does not say what it may.
    reading = loader if allow else _document_loader(loader)
    allow = allow or (ALLOWABLE_FUNCTIONS if reading else frozenset())
    faults = Faults()
    with _collecting(faults):
        tree = _schema(content, name, keeping, faults)
    concrete, schema = _compile(tree, name, keeping, faults, allow, is_fast=fast)
    found = faults.all()
    if found and not lenient:
        raise SchemaSyntaxError(found)
    made = _finish(concrete, schema, keeping, reading, allow=allow, faults=found, engine=engine)
    if not fast:
        made.tree = None
    return made


def _document_loader(loader: "Loader") -> FileLoader | None:
    """Return the loader for doc() and its like, None where the user did not allow a schema to read documents."""
    folders = loader.readable if isinstance(loader, FileLoader) else ()
    return FileLoader(folders) if folders else None


def load_tree(tree: SchematronElement, loader: "Loader") -> Schematron:
    """Return the schema of a tree that was read or made, without its faulty parts.

    Raises:
        SchemaSyntaxError: Nothing of it can be used.
    """
    name = tree.origin.file
    keeping, faults = _FileRecordingLoader(loader, {}), Faults()
    reading = _document_loader(loader)
    allow = ALLOWABLE_FUNCTIONS if reading else frozenset()
    concrete, schema = _compile(tree, name, keeping, faults, allow, is_fast=True)
    return _finish(concrete, schema, keeping, reading, allow=allow, faults=faults.all())


def _finish(  # noqa: PLR0913  what a schema is made of
    concrete: SchematronElement,
    schema: CompiledSchema,
    keeping: "_FileRecordingLoader",
    reading: "Loader | None",
    *,
    allow: frozenset[str],
    faults: tuple[Diagnostic, ...],
    engine: Engine = "elementpath",
) -> Schematron:
    """Return a compiled schema; one that reads no documents by elementpath has the tree that it can be made from."""
    allow = allow if reads_documents(concrete) else frozenset()
    lasts = _is_lasting(concrete) and not allow
    made = Schematron(schema, reading or keeping.inner, keeping.files, allow, engine, lasts=lasts, faults=faults)
    made.tree = concrete if engine == "elementpath" and not allow else None
    return made


def load_concrete(concrete: SchematronElement, *, lasts: bool) -> Schematron:
    """Return the schema of a concrete tree that was found correct; its patterns are compiled when they are needed."""
    faults = Faults()
    model = build_model(concrete, faults)
    schema = compile_schema(model, Language(model.binding, model.namespaces), faults, is_correct=True)
    return Schematron(schema, FileLoader(()), {}, frozenset(), "elementpath", lasts=lasts)


def _compile(  # noqa: PLR0913  what a schema is compiled with
    tree: SchematronElement,
    name: str,
    loader: "_FileRecordingLoader",
    faults: Faults,
    allow: frozenset[str],
    *,
    is_fast: bool,
) -> tuple[SchematronElement, CompiledSchema]:
    """Return the concrete tree of a schema, and the compiled schema."""
    with _collecting(faults):
        concrete = Abstraction(IncludeResolver(loader, faults).expand_schema(tree, name), faults).resolve()
        model = build_model(concrete, faults)
        language = Language(model.binding, model.namespaces, allow, is_fast=is_fast)
        return concrete, compile_schema(model, language, faults)


def _is_lasting(concrete: SchematronElement) -> bool:
    """Return whether the results of a schema for a document never change."""
    return not any(is_time_dependent(*each.attributes.values()) for each in concrete.descendants())


@contextmanager
def _collecting(faults: Faults) -> Iterator[None]:
    """Add the faults that were found before to those of an error."""
    try:
        yield
    except SchemaSyntaxError as error:
        raise SchemaSyntaxError([*faults.all(), *error.diagnostics]) from None


class _FileRecordingLoader:
    """A loader that records what it loads, by name."""

    def __init__(self, inner: "Loader", files: dict[str, bytes]) -> None:
        self.inner = inner
        self.files = files

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name and bytes of a schema; errors are those of the wrapped loader."""
        name, data = self.inner.load(href, base)
        self.files[name] = data
        return name, data


def _schema(content: bytes, name: str, loader: "Loader", faults: Faults) -> SchematronElement:
    if name.lower().endswith(".rnc"):
        return extract_schema_from_compact(content, name, loader, faults)
    root = read_tree(content, name)
    if is_embedding(root):
        return extract_schema(root, loader, faults)
    check_root(root)
    return root
