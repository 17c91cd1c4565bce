"""Reads the configuration: `teikit.toml`, or `[tool.teikit]` in pyproject.toml. Each setting knows its file and line.

The file is found as ruff finds its own: in the nearest folder upward from a document that has one. teikit.toml takes
precedence over pyproject.toml; a pyproject.toml without `[tool.teikit]` is skipped. Keys are written with hyphens.
Paths and globs are relative to the folder of the file.
"""

import os
import stat
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_type_hints

from teikit.diagnostics import Severity
from teikit.errors import ConfigError, OutputError
from teikit.limits import LIMITS
from teikit.messages import escape_control, format_suggestion, suggestions
from teikit.storage.files import read_file
from teikit.storage.outputs import path_below

if TYPE_CHECKING:
    from teikit.formats.toml import Toml

_LIMIT = "configuration-bytes"
_RULES_BY_FILE = ("validate", "per-file-ignores")
_KEYS_OF_RULES = ("path", "files", "ignore", "select")
_OWN, _PROJECT = "teikit.toml", "pyproject.toml"
Names = tuple[str, ...]
ByGlob = Mapping[str, Names]
Severities = Mapping[str, Severity]
Targets = Mapping[str, str]
_NONE: Mapping[str, Any] = MappingProxyType({})
# The names in messages of types that are not tables; all others are dates or times.
_KINDS = {bool: "a truth value", int: "a number", float: "a number", str: "a text", list: "a list"}


class EncodeSettings(NamedTuple):
    """Default values for options of `teikit encode`."""

    language: str = ""
    conventions: str = ""
    hyphens: str = ""
    schema_pi: str = ""
    keep_confidence: bool = False
    lines: str = ""
    publisher: str = ""
    licence: str = ""
    editors: Names = ()
    repository: str = ""
    series: str = ""
    collection: bool = True
    model: str = ""


class FileRules(NamedTuple):
    """The rules for some files: those that `globs` match. `lines` has the line of each key."""

    globs: Names = ()
    ignore: Names = ()
    select: Names = ()
    lines: Mapping[str, int] = _NONE


PerFileRules = tuple[FileRules, ...]


class ValidateSettings(NamedTuple):
    """Default values for options of `teikit validate`.

    `schemas` and `schematrons` map globs to schemas; the first matching glob decides. `select` and `ignore` contain
    rules or the beginnings of their ids, `severity` maps such to severities. `formats` maps report formats to files
    ("-" is standard output). `baseline` is a file of known problems. With `strict_schema` each document must have a
    schema. `registers` are files, or globs of files, with ids to which documents may point. With `group` false the
    reports for people show each problem. `exclude` has globs of what is skipped in folders, `per_file_ignores` other
    rules for some files. With `xinclude` what documents include is part of them.
    """

    schemas: ByGlob = _NONE
    schematrons: ByGlob = _NONE
    select: Names = ()
    ignore: Names = ()
    severity: Severities = _NONE
    formats: Targets = _NONE
    baseline: str = ""
    strict_schema: bool = False
    registers: Names = ()
    group: bool = True
    exclude: Names = ()
    per_file_ignores: PerFileRules = ()
    xinclude: bool = False


class ExportSettings(NamedTuple):
    """Default values for options of `teikit export`; `registers` are those of `ValidateSettings` if it is not set."""

    registers: Names = ()


class Config(NamedTuple):
    """All settings; `file` is where they were read from, None if there is no file.

    `limits` are those that differ from the defaults (`teikit.limits`); those of a run are in force for all its inputs.

    `lines` has the line of each setting by its name, such as `validate.select`; a setting that is not in it has its
    default.
    """

    encode: EncodeSettings = EncodeSettings()
    validate: ValidateSettings = ValidateSettings()
    export: ExportSettings = ExportSettings()
    limits: Mapping[str, int] = _NONE
    file: Path | None = None
    lines: Mapping[str, int] = _NONE

    @property
    def folder(self) -> Path:
        """The folder to which paths and globs are relative."""
        return self.file.parent if self.file else Path()

    def path(self, name: str) -> Path:
        """Return the path of a file that a setting names."""
        return self.folder / name

    @property
    def inputs(self) -> tuple[Path, ...]:
        """All files that the configuration causes to be read, itself included."""
        by_glob = (*self.validate.schemas.values(), *self.validate.schematrons.values())
        names = (
            *(name for each in by_glob for name in each),
            self.validate.baseline,
            self.encode.conventions,
            self.encode.model,
        )
        return (*((self.file,) if self.file else ()), *(self.path(name) for name in names if name))

    def error(self, setting: str, message: str) -> ConfigError:
        """Return the error about a setting such as `validate.formats.json`, with its file and line."""
        where = f"{escape_control(self.file)}:{self.lines.get(setting, 1)}: " if self.file else ""
        return ConfigError(f"{where}'{escape_control(setting)}': {message}")

    def output(self, setting: str, name: str) -> Path:
        """Return the path of an output file that a setting names; it must be in or below the configuration's folder.

        Raises ConfigError if it leads out of that folder, or into a folder of version control.
        """
        try:
            return path_below(self.folder, name)
        except OutputError as error:
            raise self.error(setting, str(error)) from None


def config_for(document: str | os.PathLike[str], given: Path | None = None) -> Config:
    """Return the configuration for a document: the given file, or else the one found upward from the document.

    Raises ConfigError if the file has an unknown key or a value of a wrong type or is not TOML, UnreadableInputError if
    it cannot be read.
    """
    return load(given) if given else _find_upward(Path(os.path.abspath(document)).parent)  # noqa: PTH100  keeps links


@lru_cache(maxsize=4_096)
def _find_upward(folder: Path) -> Config:
    for name in (_OWN, _PROJECT):
        if _is_present(folder / name) and _read_table(folder / name)[0] is not None:
            return load(folder / name)
    return Config() if folder.parent == folder else _find_upward(folder.parent)


def _is_present(file: Path) -> bool:
    """Return whether a configuration is there; raise ConfigError if teikit.toml is a link, a pipe or a device."""
    try:
        mode = file.lstat().st_mode
    except (OSError, ValueError):
        return False
    if file.name == _OWN and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        kind = "a link" if stat.S_ISLNK(mode) else "no regular file"
        raise ConfigError(f"{escape_control(file)}: is {kind}, and is not read; --config names a configuration")
    return file.is_file()


@lru_cache(maxsize=64)
def load(file: Path) -> Config:
    """Return the settings of a file; raises the errors of `config_for`."""
    table, read, above = _read_table(file)
    tables = read.lines_of_tables((*above, *_RULES_BY_FILE))
    reading, values = _ConfigReader(file, read.lines(), above, tables), table or {}
    reading.check_keys(values, ("encode", "validate", "export", "limits"), ())
    encode = reading.section(EncodeSettings, values.get("encode", {}), "encode")
    validate = reading.section(ValidateSettings, values.get("validate", {}), "validate")
    export = reading.section(ExportSettings, values.get("export", {}), "export")
    limits = reading.limits(values.get("limits", {}))
    return Config(encode, validate, export, limits, file, reading.lines)


def clear_cache() -> None:
    """Clear the cache, so that changed files are read again."""
    _find_upward.cache_clear()
    load.cache_clear()


def _read_table(file: Path) -> tuple[dict[str, Any] | None, "Toml", Names]:
    """Return teikit's part of a file (None if there is none), the whole file, and the path of the part in it."""
    # Costs 2 ms to import, which runs without a configuration need not pay.
    from teikit.formats.toml import read_toml  # noqa: PLC0415

    read = read_toml(read_file(file, _LIMIT), os.fspath(file), error=ConfigError, limit=_LIMIT)
    if file.name != _PROJECT:
        return read.values, read, ()
    tools = read.values.get("tool", {})
    return (tools.get("teikit") if isinstance(tools, dict) else None), read, ("tool", "teikit")


_Section = TypeVar("_Section", EncodeSettings, ValidateSettings, ExportSettings)


class _ConfigReader:
    """Reads one file; `lines` collects the line of each setting."""

    def __init__(
        self, file: Path, places: Mapping[Names, int], above: Names, tables: Sequence[Mapping[str, int]]
    ) -> None:
        # The lines of the keys of each table of rules for some files.
        self.tables = tables
        self.file = file
        self.table_path = above
        self.places = places
        self.lines: dict[str, int] = {}

    def line(self, path: Names) -> int:
        """Return the line of a setting, or of its table."""
        whole = (*self.table_path, *path)
        return next((self.places[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in self.places), 1)

    def fail(self, path: Names, message: str) -> ConfigError:
        """Return the error about a setting."""
        return ConfigError(f"{escape_control(self.file)}:{self.line(path)}: {escape_control(message)}")

    def check_keys(self, values: Any, known: Collection[str], path: Names) -> None:
        """Check that a value is a table with known keys only."""
        name = ".".join(path)
        if not isinstance(values, dict):
            raise self.fail(path, f"'{name or 'teikit'}' must be a table, not {_KINDS.get(type(values), 'a date')}")
        for key in values:
            if key not in known:
                place = f" in [{name}]" if name else ""
                raise self.fail((*path, key), f"unknown key '{key}'{place}{suggest_key(key, known)}")

    def section(self, kind: type[_Section], values: Any, name: str) -> _Section:
        """Return a table as the dataclass for it."""
        hints = get_type_hints(kind)
        by_key = {field.replace("_", "-"): field for field in hints}
        self.check_keys(values, by_key, (name,))
        return kind(**{by_key[key]: self.value(hints[by_key[key]], each, (name, key)) for key, each in values.items()})

    def limits(self, values: Any) -> Mapping[str, int]:
        """Return the table of limits."""
        self.check_keys(values, LIMITS, ("limits",))
        return MappingProxyType({key: self.value(int, each, ("limits", key)) for key, each in values.items()})

    def rules_by_file(self, values: Any) -> PerFileRules:
        """Return the tables of rules for some files."""
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            form = "[[validate.per-file-ignores]]"
            raise self.fail(_RULES_BY_FILE, f"'{'.'.join(_RULES_BY_FILE)}' must be tables, each under {form}")
        known = [*self.tables, *({} for _ in values)]
        return tuple(self._rules_of_files(each, known[number]) for number, each in enumerate(values))

    def _rules_of_files(self, table: dict[str, Any], lines: Mapping[str, int]) -> FileRules:
        start = lines.get("", self.line(_RULES_BY_FILE))
        name = f"[[{'.'.join(_RULES_BY_FILE)}]]"

        def fail(key: str, message: str) -> ConfigError:
            return ConfigError(f"{escape_control(self.file)}:{lines.get(key, start)}: {escape_control(message)}")

        read: dict[str, Names] = {}
        for key, value in table.items():
            if key not in _KEYS_OF_RULES:
                raise fail(key, f"unknown key '{key}' in {name}{suggest_key(key, _KEYS_OF_RULES)}")
            try:
                read[key] = _one_or_more(value)
            except _WrongTypeError as wrong:
                raise fail(key, f"'{key}' in {name} must be {wrong.wanted or 'a text or a list of texts'}") from None
        if not read.get("path") and not read.get("files"):
            raise fail("path", f"{name} lacks 'path', a glob or a list of globs")
        if "ignore" not in read and "select" not in read:
            raise fail("", f"{name} lacks 'ignore', a list of rules")
        places = {key: lines.get(key, start) for key in _KEYS_OF_RULES}
        globs = (*read.get("path", ()), *read.get("files", ()))
        return FileRules(globs, read.get("ignore", ()), read.get("select", ()), MappingProxyType(places))

    def value(self, hint: Any, value: Any, path: Names) -> Any:
        """Return a value converted to its expected type, and record its line."""
        self.lines[".".join(path)] = self.line(path)
        if isinstance(value, dict):
            self.lines |= {".".join((*path, key)): self.line((*path, key)) for key in value}
        if hint == PerFileRules:
            return self.rules_by_file(value)
        wanted, reader = _READERS[hint]
        try:
            return reader(value)
        except _WrongTypeError as wrong:
            deeper, inside = ((*path, wrong.key), f"'{wrong.key}' in ") if wrong.key else (path, "")
            raise self.fail(deeper, f"{inside}'{'.'.join(path)}' must be {wrong.wanted or wanted}") from None


class _WrongTypeError(Exception):
    """A value is not of the expected type; `key` is its key within a table, `wanted` the type in words."""

    def __init__(self, key: str = "", wanted: str = "") -> None:
        self.key = key
        self.wanted = wanted


def _text(value: Any) -> str:
    """Return a text, which may be a name of a file or become part of a TEI document."""
    from teikit.formats.characters import find_non_xml  # noqa: PLC0415  only files of configuration need it

    if not isinstance(value, str):
        raise _WrongTypeError
    if found := find_non_xml(value):
        raise _WrongTypeError(wanted=f"a text without {found}, a character that XML does not allow")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _WrongTypeError
    return value


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _WrongTypeError
    return value


def _texts(value: Any) -> Names:
    if not isinstance(value, list):
        raise _WrongTypeError
    return tuple(map(_text, value))


def _by_key(of: Callable[[Any], Any], wanted: str) -> Callable[[Any], Mapping[str, Any]]:
    def read(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise _WrongTypeError
        values = {}
        for key, each in value.items():
            try:
                values[_text(key)] = of(each)
            except _WrongTypeError as wrong:
                raise _WrongTypeError(key, wrong.wanted or wanted) from None
        return MappingProxyType(values)

    return read


def _one_or_more(value: Any) -> Names:
    return (_text(value),) if isinstance(value, str) else _texts(value)


def _severity(value: Any) -> Severity:
    names = [str(each) for each in Severity]
    if not isinstance(value, str) or value not in names:
        hint = suggest_key(value, names) if isinstance(value, str) else ""
        raise _WrongTypeError(wanted=f"{', '.join(names[:-1])} or {names[-1]}{hint}")
    return Severity(value)


# The name of each type in messages, and its reader.
_READERS: Mapping[Any, tuple[str, Callable[[Any], Any]]] = {
    str: ("a text", _text),
    bool: ("true or false", _boolean),
    int: ("a number that is not negative", _natural),
    Names: ("a list of texts", _texts),
    ByGlob: ("a table of globs", _by_key(_one_or_more, "a text or a list of texts")),
    Severities: ("a table of rules", _by_key(_severity, "")),
    Targets: ("a table of formats", _by_key(_text, "a file name, or '-' for standard output")),
}


def suggest_key(word: str, among: Collection[str]) -> str:
    """Return a question that names the nearest of some keys or values, nothing where none is near."""
    return format_suggestion(suggestions(word.replace("_", "-"), among, count=1))
