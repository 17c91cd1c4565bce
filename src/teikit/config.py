"""`teikit.toml`, or `[tool.teikit]` in pyproject.toml, to settings that know where they were written.

Found as ruff finds its own: the nearest folder upward from a document that holds one; teikit.toml goes before
pyproject.toml, and a pyproject.toml without `[tool.teikit]` counts for nothing. Keys are written with hyphens. Paths
and globs hold from the folder of the file they stand in.
"""

import os
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, get_type_hints

from teikit.diagnostics import Severity
from teikit.errors import ConfigError, OutputError
from teikit.messages import escape_control
from teikit.storage.files import read_file
from teikit.storage.outputs import path_below

_OWN, _PROJECT = "teikit.toml", "pyproject.toml"
_LARGEST = 1 << 20
Names = tuple[str, ...]
ByGlob = Mapping[str, Names]
Severities = Mapping[str, Severity]
Targets = Mapping[str, str]
_NONE: Mapping[str, Any] = MappingProxyType({})


class EncodeSettings(NamedTuple):
    """What holds for `teikit encode` unless its options say otherwise."""

    language: str = ""
    conventions: str = ""
    hyphens: str = ""
    publisher: str = ""
    licence: str = ""
    editors: Names = ()
    repository: str = ""
    series: str = ""


class ValidateSettings(NamedTuple):
    """What holds for `teikit validate` unless its options say otherwise.

    `schemas` and `schematrons` say by glob which hold for a document, the first glob that fits. `select` and `ignore`
    hold rules or the beginnings of their ids, `severity` weighs such anew. `formats` says where each report goes
    ("-" is standard output). `baseline` is a file of known problems. With `strict_schema` each document must have a
    schema.
    """

    schemas: ByGlob = _NONE
    schematrons: ByGlob = _NONE
    select: Names = ()
    ignore: Names = ()
    severity: Severities = _NONE
    formats: Targets = _NONE
    baseline: str = ""
    strict_schema: bool = False


class Config(NamedTuple):
    """All settings; `file` is where they were read from, None where there is no such file.

    `lines` says at which line of it a setting stands, by its name as `validate.select`; what is not there is a default.
    """

    encode: EncodeSettings = EncodeSettings()
    validate: ValidateSettings = ValidateSettings()
    file: Path | None = None
    lines: Mapping[str, int] = _NONE

    @property
    def folder(self) -> Path:
        """The folder that paths and globs hold from."""
        return self.file.parent if self.file else Path()

    def path(self, name: str) -> Path:
        """Return the path of a file that a setting names."""
        return self.folder / name

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read for its sake, itself among them."""
        told = self.validate
        named = (name for by_glob in (told.schemas, told.schematrons) for names in by_glob.values() for name in names)
        read = (self.path(name) for name in (*named, told.baseline, self.encode.conventions) if name)
        return (*((self.file,) if self.file else ()), *read)

    def error(self, setting: str, message: str) -> ConfigError:
        """Return the error about a setting, as `validate.formats.json`, with the file and line that it has."""
        where = f"{escape_control(self.file)}:{self.lines.get(setting, 1)}: " if self.file else ""
        return ConfigError(f"{where}'{escape_control(setting)}': {message}")

    def output(self, setting: str, name: str) -> Path:
        """Return the path of a file that a setting has results written to, which is below the configuration's folder.

        Raises:
            ConfigError: it leads out of that folder, or into what version control keeps for itself.

        """
        try:
            return path_below(self.folder, name)
        except OutputError as error:
            raise self.error(setting, str(error)) from None


def config_for(document: str | os.PathLike[str], given: Path | None = None) -> Config:
    """Return what holds for a document: the file that the user gave, or else the one found upward from it.

    Raises:
        ConfigError: the file holds an unknown key, a value of a wrong type, or is no TOML.
        UnreadableInputError: it cannot be read.

    """
    return load(given) if given else _find_upward(Path(os.path.abspath(document)).parent)  # noqa: PTH100  keeps links


@lru_cache(maxsize=4_096)
def _find_upward(folder: Path) -> Config:
    for name in (_OWN, _PROJECT):
        if (folder / name).is_file() and _read_table(folder / name)[0] is not None:
            return load(folder / name)
    return Config() if folder.parent == folder else _find_upward(folder.parent)


@lru_cache(maxsize=64)
def load(file: Path) -> Config:
    """Return the settings of a file; errors are those of `config_for`."""
    table, text, above = _read_table(file)
    reading = _ConfigReader(file, text, above)
    values = table or {}
    reading.check_keys(values, ("encode", "validate"), ())
    encode = reading.section(EncodeSettings, values.get("encode", {}), "encode")
    validate = reading.section(ValidateSettings, values.get("validate", {}), "validate")
    return Config(encode, validate, file, reading.lines)


def clear_cache() -> None:
    """Forget what was read, so that changed files are read anew."""
    _find_upward.cache_clear()
    load.cache_clear()


def _read_table(file: Path) -> tuple[dict[str, Any] | None, str, Names]:
    """Return the part of a file that is ours (None if there is none), the whole text, and the part's place in it."""
    # Costs 2 ms to import, which runs without a configuration need not pay; so below.
    import tomllib  # noqa: PLC0415

    data = read_file(file)
    try:
        text = data[:_LARGEST].decode("utf-8-sig")
        if len(data) > _LARGEST:
            raise ConfigError(f"{escape_control(file)}: is larger than a configuration may be ({_LARGEST >> 20} MiB)")
        everything = tomllib.loads(text)
    except UnicodeDecodeError:
        raise ConfigError(f"{escape_control(file)}: is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(_toml_error(file, text, str(error))) from None
    if file.name != _PROJECT:
        return everything, text, ()
    tools = everything.get("tool", {})
    return (tools.get("teikit") if isinstance(tools, dict) else None), text, ("tool", "teikit")


def _toml_error(file: Path, text: str, message: str) -> str:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    where = f"{place[1]}:{place[2]}" if place else str(text.rstrip().count("\n") + 1)
    return f"{escape_control(file)}:{where}: is no TOML: {escape_control(message.partition(' (at ')[0].lower())}"


_Section = TypeVar("_Section", EncodeSettings, ValidateSettings)


class _ConfigReader:
    """One file as it is read; `lines` gathers where each setting stands."""

    def __init__(self, file: Path, text: str, above: Names) -> None:
        self.file = file
        self.table_path = above
        self.places = _places(text)
        self.lines: dict[str, int] = {}

    def line(self, path: Names) -> int:
        """Return the line of a setting, or of the table it stands in."""
        whole = (*self.table_path, *path)
        return next((self.places[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in self.places), 1)

    def fail(self, path: Names, message: str) -> ConfigError:
        """Return the error about a setting."""
        return ConfigError(f"{escape_control(self.file)}:{self.line(path)}: {escape_control(message)}")

    def check_keys(self, values: Any, known: Collection[str], path: Names) -> None:
        """Hold that a value is a table of known keys alone."""
        told = ".".join(path)
        if not isinstance(values, dict):
            raise self.fail(path, f"'{told or 'teikit'}' must be a table, not {_kind(values)}")
        for key in values:
            if key not in known:
                place = f" in [{told}]" if told else ""
                raise self.fail((*path, key), f"unknown key '{key}'{place}{suggest(key, known)}")

    def section(self, kind: type[_Section], values: Any, name: str) -> _Section:
        """Return a table as the dataclass of its name."""
        hints = get_type_hints(kind)
        by_key = {name.replace("_", "-"): name for name in hints}
        self.check_keys(values, by_key, (name,))
        made = {by_key[key]: self.value(hints[by_key[key]], value, (name, key)) for key, value in values.items()}
        return kind(**made)

    def value(self, hint: Any, value: Any, path: Names) -> Any:
        """Return a value that is of the type it should have, and note where it stands."""
        self.lines[".".join(path)] = self.line(path)
        if isinstance(value, dict):
            self.lines |= {".".join((*path, key)): self.line((*path, key)) for key in value}
        wanted, reader = _READERS[hint]
        try:
            return reader(value)
        except _WrongTypeError as wrong:
            deeper = (wrong.key,) if wrong.key else ()
            told = f"'{wrong.key}' in '{'.'.join(path)}'" if wrong.key else f"'{'.'.join(path)}'"
            raise self.fail((*path, *deeper), f"{told} must be {wrong.wanted or wanted}") from None


class _WrongTypeError(Exception):
    """A value is not of its type; `key` is the one in a table, `wanted` what it must be."""

    def __init__(self, key: str = "", wanted: str = "") -> None:
        self.key = key
        self.wanted = wanted


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _WrongTypeError
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _WrongTypeError
    return value


def _texts(value: Any) -> Names:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _WrongTypeError
    return tuple(value)


def _by_key(of: Callable[[Any], Any], wanted: str) -> Callable[[Any], Mapping[str, Any]]:
    def read(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise _WrongTypeError
        made = {}
        for key, each in value.items():
            try:
                made[key] = of(each)
            except _WrongTypeError as wrong:
                raise _WrongTypeError(key, wrong.wanted or wanted) from None
        return MappingProxyType(made)

    return read


def _one_or_more(value: Any) -> Names:
    return (value,) if isinstance(value, str) else _texts(value)


def _severity(value: Any) -> Severity:
    names = [str(each) for each in Severity]
    if not isinstance(value, str) or value not in names:
        hint = suggest(value, names) if isinstance(value, str) else ""
        raise _WrongTypeError(wanted=f"{', '.join(names[:-1])} or {names[-1]}{hint}")
    return Severity(value)


# What each type is called in messages, and what reads it.
_READERS: Mapping[Any, tuple[str, Callable[[Any], Any]]] = {
    str: ("a text", _text),
    bool: ("true or false", _boolean),
    Names: ("a list of texts", _texts),
    ByGlob: ("a table of globs", _by_key(_one_or_more, "a text or a list of texts")),
    Severities: ("a table of rules", _by_key(_severity, "")),
    Targets: ("a table of formats", _by_key(_text, "a file name, or '-' for standard output")),
}


def _kind(value: Any) -> str:
    return {bool: "a truth value", int: "a number", float: "a number", str: "a text", list: "a list"}.get(
        type(value), "a date"
    )


def suggest(word: str, among: Collection[str]) -> str:
    """Return a question that names the nearest of some words, nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only those who mistype pay for it

    near = get_close_matches(word.replace("_", "-"), list(among), 1)
    return f", did you mean '{near[0]}'?" if near else ""


# Compiled where they are used: runs without a configuration need not pay for it.
_KEY = r"""\s*((?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+))*)\s*="""
_HEADER = r"\s*\[(?!\[)(.+)\]\s*(?:#.*)?$"


def _places(text: str) -> dict[Names, int]:
    """Return the line of each key and table; TOML's own reader does not tell, and this serves messages alone."""
    found: dict[Names, int] = {}
    table: Names = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(_HEADER, line):
            table = _path(header[1])
            found.setdefault(table, number)
        elif key := re.match(_KEY, line):
            found.setdefault((*table, *_path(key[1])), number)
    return found


def _path(key: str) -> Names:
    import tomllib  # noqa: PLC0415

    try:
        value: Any = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts = []
    while isinstance(value, dict):
        (part, value), *_ = value.items()
        parts.append(part)
    return tuple(parts)
