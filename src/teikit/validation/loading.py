"""Loads schemas by name, path or URI; compiled ones come from the user's cache."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control, suggest_spelling
from teikit.relaxng.validator.cache import SchemaCache
from teikit.relaxng.validator.schema import Schema
from teikit.resources import LETTER, NO_ODDS, SHIPPED, name_of_address, schema_path
from teikit.storage.files import check_readable
from teikit.storage.references import local_path, without_credentials
from teikit.validation.file_memo import FileBackedCache

if TYPE_CHECKING:
    from teikit.relaxng.syntax import FileLoader
    from teikit.validation.access import ReadPolicy
    from teikit.validation.store import Store, StoredSchema

# The suffixes of schemas, and how many files of a folder are looked at for a name that is misspelt.
_SUFFIXES = (".rng", ".rnc", ".odd", ".sch")
_MOST_BESIDE = 1_000
# A schema by which any well-formed document is valid.
_ANYTHING = b"start = any\nany = element * { (attribute * { text } | text | any)* }\n"


def store() -> "Store":
    """Return the store of the user's schemas."""
    # Imported here: both are slow to import, which counts at start-up.
    from platformdirs import user_data_path  # noqa: PLC0415

    from teikit.validation.store import Store  # noqa: PLC0415

    return Store(user_data_path("teikit", appauthor=False) / "schemas")


def cache_folder() -> Path | None:
    """Return the user's cache folder, which need not exist; None if there can be none."""
    if given := os.environ.get("TEIKIT_CACHE_DIR"):
        return Path(given).absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415  see `store`

    folder = user_cache_path("teikit", appauthor=False)
    # Without a home directory the path would be relative to the working directory.
    return folder if folder.is_absolute() else None


def find_schema(name: str, access: "ReadPolicy | None" = None) -> "tuple[Path, FileLoader]":
    """Return a schema's file and the loader for its includes.

    A name is that of a shipped schema or of one in the store, or a path.

    Raises:
        IncorrectSchemaError: there is no such schema.
        UnreadableInputError: it cannot be read.
    """
    path, make_loader, _ = locate_schema(name, access)
    return path, make_loader()


def locate_schema(name: str, access: "ReadPolicy | None") -> "tuple[Path, Callable[[], FileLoader], str]":
    """Return a schema's file, what makes the loader for its includes, and its cache key.

    What the user added under the name of a schema of TEI takes precedence over the one that ships.
    """
    name = _find_address(name) if ":" in name else name
    stored = None if name == LETTER or "/" in name or "." in name else store().find(name)
    if stored is not None:
        if stored.is_p5:
            raise IncorrectSchemaError(f"'{name}' is TEI P5 itself; name a schema, such as 'tei_all'")
        return stored.main, partial(_stored_loader, stored), f"store {stored.digest}"
    if name not in SHIPPED and not os.path.lexists(name):
        raise IncorrectSchemaError(f"{escape_control(name)}: {_missing_schema_message(name)}")
    path = schema_path(name)
    check_readable(path)
    # A catalog that cannot be read is reported, even where the schema includes nothing.
    if access is None or (name in SHIPPED and access.is_default):
        return path, partial(_folder_loader, path.parent), ""
    return path, partial(access.loader, path), access.key(path)


# A schema that comes from the cache needs no loader.
def _folder_loader(folder: Path) -> "FileLoader":
    from teikit.relaxng.syntax import FileLoader  # noqa: PLC0415

    return FileLoader((folder,))


def _stored_loader(stored: "StoredSchema") -> "FileLoader":
    from teikit.relaxng.syntax import FileLoader  # noqa: PLC0415

    return FileLoader((stored.folder,), resolve_uri=stored.uris.get)


def _find_address(uri: str) -> str:
    """Return the name or path of the schema that a URI means; other names as they are.

    Raises:
        IncorrectSchemaError: it is on the web, and no schema that ships or was added is from there.
    """
    path = local_path(uri)
    if path is not None:
        return str(path)
    known = next((each.name for each in store().all() if uri in each.uris), None) or name_of_address(uri)
    if known is None:
        shown = escape_control(without_credentials(uri))
        advice = f"'teikit schema add NAME --from {shown}' keeps a copy, and --allow-network fetches it each time"
        raise IncorrectSchemaError(f"{shown}: is on the web, and is not fetched: {advice}")
    return known


def _missing_schema_message(name: str) -> str:
    added = store().names()
    more = f", those that were added: {', '.join(added)}" if added else ""
    near = suggest_spelling(name, (*SHIPPED, *added, *_schemas_beside(name)))
    hint = f", did you mean '{escape_control(near)}'?" if near else ""
    return f"no such schema file{hint or ';'} the schemas that ship are: {', '.join(sorted(SHIPPED))}{more}"


def _schemas_beside(name: str) -> list[str]:
    """Return the names of the schemas in the folder of a file that is not there, as the user would write them."""
    folder = os.path.dirname(name)  # noqa: PTH120  a name as the user wrote it
    try:
        with os.scandir(folder or ".") as files:
            found = (each.name for each in islice(files, _MOST_BESIDE))
            return [os.path.join(folder, each) for each in found if each.lower().endswith(_SUFFIXES)]  # noqa: PTH118
    except (OSError, ValueError):
        return []


def _load_schema(name: str = LETTER, access: "ReadPolicy | None" = None, *, ids: bool = True) -> Schema:
    """Return a schema, given by name or path: RELAX NG or an ODD.

    `access` allows more includes; `ids` adds ID soundness (RELAX NG DTD Compatibility).

    Raises:
        IncorrectSchemaError: it is missing or incorrect.
        UnreadableInputError: it cannot be read.
    """
    path, make_loader, key = locate_schema(name, access)

    def compile_schema(data: bytes) -> Schema:
        # A schema that comes from the cache needs no compiler.
        from teikit.validation.compiling import compile_file  # noqa: PLC0415

        return compile_file(path, data, make_loader(), ids=ids)

    folder = cache_folder()
    if folder is None:
        return compile_schema(path.read_bytes())
    variant = key if path.suffix.lower() in NO_ODDS else f"{key} {compiler_state()}"
    return SchemaCache(folder).load(path, compile_schema, ids=ids, variant=variant)


def compiler_state() -> str:
    """Return what changes with the compiler of ODDs and with the facts that it knows, whatever the version says."""
    top = Path(__file__).parents[1]
    return repr([sorted(_file_states(top / name)) for name in ("odd", "p5")])


def _file_states(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as files:
        for each in files:
            if each.is_file():
                state = each.stat()
                yield each.path, state.st_size, state.st_mtime_ns
            elif each.name != "__pycache__":
                yield from _file_states(Path(each.path))


schema = FileBackedCache(_load_schema, lambda made: [name for name, _ in made.files])


@lru_cache(maxsize=16)
def fetch_schema(uri: str, access: "ReadPolicy", *, ids: bool = True) -> Schema:
    """Return a schema from the web, which the user allowed; raises the errors of `schema`."""
    from teikit.validation.compiling import compile_file  # noqa: PLC0415  few runs fetch schemas

    data, loader = access.web_schema(uri)
    return compile_file(uri, data, loader, ids=ids)


@lru_cache(maxsize=2)
def wellformedness_schema(*, ids: bool = True) -> Schema:
    """Return a schema that accepts every well-formed document."""
    return Schema.load("anything.rnc", _ANYTHING, ids=ids)
