"""A file to a Schematron that is ready: read, included, extracted, made concrete, checked, compiled."""

from pathlib import Path
from typing import TYPE_CHECKING

from teikit.errors import IncorrectSchemaError
from teikit.relaxng.source.loading import FileLoader, read_file
from teikit.schematron.abstraction import Abstraction
from teikit.schematron.compiling import compiled
from teikit.schematron.extraction import extracted, extracted_from_compact, is_embedding
from teikit.schematron.inclusion import Inclusion
from teikit.schematron.reading import check_root, model_of
from teikit.schematron.tree import Element, read_tree
from teikit.schematron.verdict import Engine, Schematron
from teikit.schematron.xpath.functions import ALLOWABLE
from teikit.schematron.xpath.query import Language

if TYPE_CHECKING:
    from teikit.relaxng.source.loading import Loader


def loaded(  # noqa: PLR0913  what a schema is read with
    path: Path | str, data: bytes | None, *, loader: "Loader | None", allow: frozenset[str], fast: bool, engine: Engine
) -> Schematron:
    """Return a compiled schema; arguments and errors are those of `teikit.schematron.load`."""
    if unknown := allow - ALLOWABLE:
        raise IncorrectSchemaError(
            f"the function {min(unknown)}() cannot be allowed; those that can: {', '.join(sorted(ALLOWABLE))}"
        )
    name = str(path)
    loader = loader or FileLoader((Path(path).parent,))
    content = read_file(Path(path)) if data is None else data
    inclusion = Inclusion(loader)
    inclusion.files[name] = content
    tree = inclusion.expanded(_schema(content, name, loader), (f"{name}#",))
    model = model_of(Abstraction(tree).concrete())
    language = Language(model.binding, model.namespaces, allow, is_fast=fast)
    return Schematron(compiled(model, language), loader, inclusion.files, allow, engine)


def _schema(content: bytes, name: str, loader: "Loader") -> Element:
    if name.lower().endswith(".rnc"):
        return extracted_from_compact(content, name, loader)
    root = read_tree(content, name)
    if is_embedding(root):
        return extracted(root, loader)
    check_root(root)
    return root
