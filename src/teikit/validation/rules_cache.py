"""Loads Schematron schemas by name, path or URI; what correct ones are compiled from comes from the user's cache."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Union

from teikit.limits import changed_limits
from teikit.relaxng.validator.cache import EntryCache
from teikit.resources import NO_ODDS
from teikit.storage.files import read_file
from teikit.validation.loading import cache_folder, compiler_state, locate_schema, schema

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader
    from teikit.schematron.schema import Schematron
    from teikit.schematron.stored import ScreenedSchematron
    from teikit.validation.access import ReadPolicy

Rules = Union["Schematron", "ScreenedSchematron"]


def load_rules(name: str, access: "ReadPolicy | None") -> Rules:
    """Return a Schematron schema by name or path, without its faulty parts.

    Raises:
        IncorrectSchemaError: there is no such schema.
        SchemaSyntaxError: nothing of it can be used.
        UnreadableInputError: it cannot be read.
    """
    if "://" in name and access is not None and access.network:
        # Runs without Schematron need not pay for its import.
        from teikit.schematron import load as load_schematron  # noqa: PLC0415

        data, loader = access.web_schema(name)
        return load_schematron(name, data, loader=loader, lenient=True)
    path, make_loader, key = locate_schema(name, access)
    data = read_file(path, "schema-bytes")
    is_odd = path.suffix.lower() not in NO_ODDS and _is_odd(path, data)
    folder = cache_folder()
    if folder is None:
        return _compile(name, path, make_loader(), access, is_odd=is_odd)
    cache = EntryCache(folder)
    state = compiler_state() if is_odd else ""
    entry = cache.entry(path, data, "schematron", key, state, repr(changed_limits()))
    if (known := _read(cache, entry)) is not None:
        return known
    rules = _compile(name, path, make_loader(), access, is_odd=is_odd)
    files = schema(name, access).files if is_odd else tuple((each, _digest(got)) for each, got in rules.files.items())
    return _keep(cache, entry, rules, files)


def _is_odd(path: Path, data: bytes) -> bool:
    from teikit.validation.compiling import is_odd  # noqa: PLC0415  few schemas are ODDs

    return is_odd(path, data)


def _compile(name: str, path: Path, loader: "Loader", access: "ReadPolicy | None", *, is_odd: bool) -> "Schematron":
    if is_odd:
        from teikit.validation.embedded_rules import load_odd_rules  # noqa: PLC0415

        return load_odd_rules(path, schema(name, access), loader)
    from teikit.schematron import load as load_schematron  # noqa: PLC0415

    return load_schematron(path, loader=loader, lenient=True)


def _read(cache: EntryCache, entry: Path) -> "ScreenedSchematron | None":
    known = cache.read(entry)
    if known is None:
        return None
    from teikit.schematron.stored import ScreenedSchematron, StoredSchema  # noqa: PLC0415  see `load_rules`

    stored, files, _ = known
    return ScreenedSchematron(StoredSchema(*stored), {each: digest.encode() for each, digest in files})


def _keep(cache: EntryCache, entry: Path, rules: "Schematron", files: tuple[tuple[str, str], ...]) -> Rules:
    """Store a schema that is correct; return it as if it came from the cache."""
    from teikit.schematron.stored import ScreenedSchematron, store  # noqa: PLC0415  see `load_rules`

    stored = store(rules)
    if stored is None:
        return rules
    cache.write(entry, (tuple(stored), files, None))
    made = ScreenedSchematron(stored, {each: digest.encode() for each, digest in files})
    made.compiled = rules
    return made


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
