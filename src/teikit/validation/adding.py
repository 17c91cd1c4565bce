"""Loads a schema and everything it includes from a path or URL, within limits, and checks that it is correct."""

import re
from pathlib import Path

from teikit.document.prolog import SCHEMATRON, read_prolog
from teikit.errors import IncorrectSchemaError
from teikit.limits import describe_excess, limit
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader, Loader
from teikit.relaxng.validator.schema import Schema
from teikit.resources import TEI_SCHEMAS
from teikit.schematron import load as load_schematron
from teikit.storage.references import local_path
from teikit.validation.fetch import WebFetcher

# Where the TEI Consortium publishes the schemas of its own customizations.
PUBLISHED_SCHEMAS = {
    name: f"https://tei-c.org/release/xml/tei/custom/schema/relaxng/{name}.rng" for name in TEI_SCHEMAS
}
_VERSION = re.compile(rb"[Vv]ersion(?:[ :=\"']|\xc2\xa0){1,3}([0-9][0-9A-Za-z.-]{0,20})")
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_MOST_FILES = 500


class _RecordingLoader:
    """A loader that records the files it loads, in order."""

    def __init__(self, inner: Loader) -> None:
        self._inner = inner
        self.files: dict[str, bytes] = {}

    def load(self, href: str, base: str) -> tuple[str, bytes]:
        """Return the name and bytes of a schema; raises the errors of the inner loader."""
        name, data = self._inner.load(href, base)
        self.files[name] = data
        if len(self.files) > _MOST_FILES:
            raise SchemaNotFoundError(f"{base} includes more than {_MOST_FILES} files")
        if sum(map(len, self.files.values())) > 2 * limit("schema-bytes"):
            raise SchemaNotFoundError(f"{base} with all that it includes {describe_excess('schema-bytes')}")
        return name, data


def fetch_schema_files(source: str, web: WebFetcher, folders: tuple[Path, ...] = ()) -> dict[str, bytes]:
    """Return a correct schema and its includes as bytes by path or URI, the schema itself first.

    Args:
        source: a path or URL.
        web: fetches a URL and its includes.
        folders: what a schema on disk may include from outside its own folder.

    Raises:
        IncorrectSchemaError: it cannot be loaded, or is incorrect.
        UnreadableInputError: the file cannot be read.
    """
    path = local_path(source)
    loader = _RecordingLoader(web if path is None else FileLoader((path.absolute().parent, *folders)))
    name, data = loader.load(source if path is None else str(path.absolute()), "")
    try:
        # A RELAX NG schema may embed Schematron rules; a document with Schematron's root element is Schematron alone.
        load = load_schematron if read_prolog([data]).root.startswith(SCHEMATRON) else Schema.load
        load(name, data, loader=loader)
    except SchemaSyntaxError as error:
        # Report only missing files: most other faults follow from them.
        missing = [each for each in error.diagnostics if each.rule == "rng-schema/not-found"]
        raise (SchemaSyntaxError(missing) if missing else error) from None
    return loader.files


def version_of(data: bytes) -> str:
    """Return the version that a schema states near its beginning, "" if it states none."""
    found = _VERSION.search(_DECLARATION.sub(b"", data[:8_192], count=1))
    return found[1].decode("ascii").rstrip(".") if found else ""


def published_source(name: str) -> str:
    """Return the URL at which a schema is published, given its name alone.

    Raises:
        IncorrectSchemaError: the name is unknown.
    """
    if name not in PUBLISHED_SCHEMAS:
        known = ", ".join(sorted(PUBLISHED_SCHEMAS))
        raise IncorrectSchemaError(f"{name}: say where it is with --from; known by name are {known}")
    return PUBLISHED_SCHEMAS[name]
