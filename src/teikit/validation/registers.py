"""Finds the registers that options or the configuration name, and reads each of them once.

The index of a large register is kept in the user's cache, by the content of the register.
"""

from collections.abc import Callable, Iterable, Iterator
from glob import escape
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from teikit.config import Config
from teikit.errors import ConfigError, UnreadableInputError
from teikit.inputs.globs import expand_glob, is_glob
from teikit.limits import changed_limits
from teikit.messages import escape_control
from teikit.registers import (
    DescribedRegister,
    Entry,
    EntryKind,
    PrefixDeclaration,
    Register,
    RegisterIndex,
    read_described,
    read_register,
    register_digest,
)
from teikit.relaxng.validator.cache import EntryCache
from teikit.storage.files import check_readable
from teikit.storage.references import is_within
from teikit.validation.file_memo import FileBackedCache
from teikit.validation.loading import cache_folder

_RegisterT = TypeVar("_RegisterT", Register, DescribedRegister)
_SETTING = "validate.registers"
# More files are not registers, but a glob that matches too much.
_MOST_FILES = 10_000

# Smaller files are read faster than a cache, in bytes.
_MIN_CACHED = 1 << 20
# Increase it whenever the content of an entry changes.
_FORMAT, _DESCRIBED_FORMAT = "register 1", "described register 1"


class _Stored(NamedTuple, Generic[_RegisterT]):
    """How a kind of register is read, and stored as plain values."""

    form: str
    read: Callable[[Path], _RegisterT]
    to_values: Callable[[_RegisterT], tuple[object, ...]]
    from_values: Callable[[Path, str, tuple[Any, ...]], _RegisterT]


def _load_stored(path: Path, kind: _Stored[_RegisterT]) -> _RegisterT:
    """Return a register, read before or now; errors are those of `read_register`."""
    folder = cache_folder()
    check_readable(path)
    if folder is None or path.stat().st_size < _MIN_CACHED:
        return kind.read(path)
    digest, cache = register_digest(path), EntryCache(folder)
    entry = cache.entry(path, digest.encode(), kind.form, repr(changed_limits()))
    if (known := cache.read(entry)) is not None:
        return kind.from_values(path, digest, known[0])
    register = kind.read(path)
    # It may have changed meanwhile.
    if register.digest == digest:
        cache.write(entry, (kind.to_values(register), (), None))
    return register


def _load(path: Path) -> Register:
    return _load_stored(path, _Stored(_FORMAT, read_register, _to_values, _from_values))


def load_described(path: Path) -> DescribedRegister:
    """Return a register with all that its entries say, read before or now; errors are those of `read_register`."""
    return _load_stored(path, _Stored(_DESCRIBED_FORMAT, read_described, _described_to_values, _described_from_values))


def _described_to_values(register: DescribedRegister) -> tuple[object, ...]:
    entries = [
        (each.id, str(each.kind), each.name, each.uris, each.forename, each.surname, each.coordinates)
        for each in register.entries.values()
    ]
    return entries, dict(register.links), tuple(map(tuple, register.prefixes))


def _described_from_values(path: Path, digest: str, values: tuple[Any, ...]) -> DescribedRegister:
    entries, links, prefixes = values
    found = {name: Entry(name, EntryKind(kind), *more) for name, kind, *more in entries}
    known = MappingProxyType(found), MappingProxyType(links)
    return DescribedRegister(path.resolve(), digest, *known, tuple(PrefixDeclaration(*each) for each in prefixes))


def _to_values(register: Register) -> tuple[object, ...]:
    ids: dict[str, list[str]] = {}
    for name, kind in register.kinds.items():
        ids.setdefault(str(kind), []).append(name)
    return ids, tuple(map(tuple, register.prefixes)), register.is_whole


def _from_values(path: Path, digest: str, values: tuple[Any, ...]) -> Register:
    ids, prefixes, is_whole = values
    kinds: dict[str, EntryKind] = {}
    for kind, names in ids.items():
        kinds |= dict.fromkeys(names, EntryKind(kind))
    declared = tuple(PrefixDeclaration(*each) for each in prefixes)
    return Register(escape_control(path), path.resolve(), digest, MappingProxyType(kinds), declared, is_whole)


_read = FileBackedCache(_load, lambda made: [str(made.path)], most=_MOST_FILES)


def read_registers(paths: Iterable[Path]) -> RegisterIndex:
    """Return the index of registers; one that is named twice is read once.

    Raises:
        UnreadableInputError: one is missing, not well-formed, or exceeds a limit.
    """
    read: dict[Path, Register] = {}
    for path in paths:
        resolved = path.resolve()
        if resolved not in read:
            read[resolved] = _read(path)
    return RegisterIndex(tuple(read.values()))


def read_configured_registers(config: Config) -> RegisterIndex:
    """Return the index of the registers that a configuration names.

    Raises:
        ConfigError: one is missing, is not below the configuration's folder, or cannot be read.
    """
    try:
        return read_registers(find_registers(config, config.validate.registers, _SETTING))
    except UnreadableInputError as error:
        raise config.error(_SETTING, str(error)) from None


def find_registers(config: Config, names: Iterable[str], setting: str) -> list[Path]:
    """Return the files of the registers that a setting of a configuration names, in its order.

    Raises:
        ConfigError: a name or a glob matches no file, or leads out of the configuration's folder.
    """
    found: list[Path] = []
    for name in names:
        matches = [*_matches(config, name, setting)]
        if not matches:
            raise config.error(setting, f"no file matches '{escape_control(name)}'")
        found += matches
        if len(found) > _MOST_FILES:
            raise config.error(setting, f"names more than {_MOST_FILES:,} files")
    return found


def _matches(config: Config, name: str, setting: str) -> Iterator[Path]:
    """Yield the files that a name or a glob matches, relative to the configuration's folder."""
    if PurePath(name).anchor or ".." in PurePath(name).parts:
        raise _leads_out(config, name, setting)
    path = config.path(name)
    if path.exists() or not is_glob(name):
        yield _check_below(config, path, name, setting)
        return
    for each in expand_glob(str(Path(escape(str(config.folder))) / name)):
        if Path(each).is_file():
            yield _check_below(config, Path(each), name, setting)


def _check_below(config: Config, path: Path, name: str, setting: str) -> Path:
    if not is_within(path, config.folder):
        raise _leads_out(config, name, setting)
    return path


def _leads_out(config: Config, name: str, setting: str) -> ConfigError:
    return config.error(setting, f"'{escape_control(name)}' leads out of the configuration's folder")
