"""The registers of an export: those that options name, or else those of each letter's configuration."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from teikit.config import Config, config_for
from teikit.errors import UnreadableInputError
from teikit.exports.record.linked_registers import LinkedRegisters
from teikit.registers import NO_REGISTERS, DescribedRegister, DescribedRegisters, read_described
from teikit.storage.files import check_readable

# Registers of as many runs and configurations are kept.
_MOST_SETS = 8
# Registers of this size in bytes are read in about a second.
_SMALL = 4 << 20
_Stamp = tuple[str, int, int]


def linked_registers(named: Sequence[str | os.PathLike[str]], letter: str) -> LinkedRegisters:
    """Return the registers that a letter may point to: the named ones, or else those of its configuration.

    Raises:
        UnreadableInputError: a register is missing, is no regular file, is not well-formed, or exceeds a limit.
        ConfigError: the configuration is wrong, or names such a register.
    """
    return LinkedRegisters(_read([Path(each) for each in named]) if named else _configured(letter), _allows)


def register_files(named: Sequence[str | os.PathLike[str]], letters: Sequence[str]) -> tuple[Path, ...]:
    """Return the files of the registers of letters; errors are those of `linked_registers`."""
    if named:
        return tuple(map(Path, named))
    configs = dict.fromkeys(_config(each) for each in letters)
    return tuple(dict.fromkeys(path for config in configs if config for path in _files(config)))


def _configured(letter: str) -> DescribedRegisters:
    config = _config(letter)
    if config is None:
        return NO_REGISTERS
    try:
        return _read(_files(config))
    except UnreadableInputError as error:
        raise config.error(_setting(config), str(error)) from None


def _config(letter: str) -> Config | None:
    config = config_for(letter)
    return config if config.export.registers or config.validate.registers else None


def _setting(config: Config) -> str:
    return "export.registers" if "export.registers" in config.lines else "validate.registers"


def _files(config: Config) -> list[Path]:
    # Few editions name registers, and validation is costly to import.
    from teikit.validation.registers import find_registers  # noqa: PLC0415

    setting = _setting(config)
    names = config.export.registers if setting == "export.registers" else config.validate.registers
    return find_registers(config, names, setting)


def _read(paths: Sequence[Path]) -> DescribedRegisters:
    return _read_known(tuple(map(_stamp, paths)))


def _stamp(path: Path) -> _Stamp:
    """Return the path of a file, and what changes with its content."""
    check_readable(path)
    state = path.stat()
    return str(path), state.st_mtime_ns, state.st_size


@lru_cache(_MOST_SETS)
def _read_known(stamps: tuple[_Stamp, ...]) -> DescribedRegisters:
    return DescribedRegisters([_load(Path(path), size) for path, _, size in stamps])


def _load(path: Path, size: int) -> DescribedRegister:
    if size < _SMALL:
        return read_described(path)
    # What validation keeps of large registers is worth its import.
    from teikit.validation.registers import load_described  # noqa: PLC0415

    return load_described(path)


def _allows(path: str) -> bool:
    """Return whether a file outside of a letter's folder may be read: one of the project that the user works in."""
    # Most letters point to nothing outside of their folder.
    from teikit.validation.access import working_folder  # noqa: PLC0415
    from teikit.validation.project import find_project  # noqa: PLC0415

    working = working_folder()
    project = find_project(working) if working else None
    return project is not None and project.allows(path)
