"""Extensions that other installed packages add by entry points, found without importing them or importlib.metadata.

An entry point is a line `NAME = MODULE:OBJECT` below `[GROUP]` in `entry_points.txt`, in the `.dist-info` folder of an
installed package (PyPA, entry points specification). Only these files are read to find extensions, some 10 µs each;
a module is imported when the extension is used. Packages in zip files are not found.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, wraps
from importlib import import_module
from operator import attrgetter
from typing import Any, NamedTuple, NoReturn, ParamSpec, TypeVar

from teikit.errors import PluginError, TeikitError
from teikit.messages import escape_control

EXPORTS, CHECKS, SOURCES = "teikit.exports", "teikit.checks", "teikit.sources"
_KINDS = {EXPORTS: "export format", CHECKS: "check", SOURCES: "source reader"}
# Compiled on use: few installations have extensions.
_SECTION = r"\[([^\]]+)\]"
_ENTRY = r"([\w.-]+)\s*=\s*([\w.]+):([\w.]+)\s*(?:\[.*\])?"
_MARK = b"[teikit."
# Few files are larger, in bytes.
_USUAL = 1 << 13
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Plugin(NamedTuple):
    """An entry point of one of teikit's groups: its name, the object that it names, and its package."""

    group: str
    name: str
    module: str
    attribute: str
    package: str
    version: str

    @property
    def identity(self) -> str:
        """Return a text that identifies this extension and its version, for the key of cached results."""
        return f"{self.group} {self.name} = {self.module}:{self.attribute} {self.package} {self.version}"

    def refuse(self, reason: str) -> NoReturn:
        """Raise PluginError with a sentence that names the extension and its package."""
        name = f"the {_KINDS[self.group]} '{self.name}' of the package {self.package} {self.version}"
        raise PluginError(escape_control(f"{name} {reason}"))

    def guard(self, call: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
        """Return a function of the extension whose errors are reported as the extension's."""

        @wraps(call)
        def guarded(*arguments: _Arguments.args, **more: _Arguments.kwargs) -> _Result:
            try:
                return call(*arguments, **more)
            except TeikitError:
                raise
            except Exception as error:  # noqa: BLE001  an extension may raise anything
                self.refuse(f"failed: {_describe_exception(error)}")

        return guarded


def find_plugins(group: str) -> dict[str, Plugin]:
    """Return the extensions of a group by their names, none of them imported.

    Raises:
        PluginError: two packages give the same name.
    """
    return _find_plugins(group, tuple(sys.path))


@cache
def load_plugin(plugin: Plugin) -> Any:
    """Return the object that an entry point names.

    Raises:
        PluginError: it cannot be imported.
    """
    try:
        return attrgetter(plugin.attribute)(import_module(plugin.module))
    except (Exception, SystemExit) as error:  # noqa: BLE001  an import runs any code
        plugin.refuse(f"cannot be loaded: {_describe_exception(error)}")


def _describe_exception(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}".rstrip(": ")


@cache
def _find_plugins(group: str, path: tuple[str, ...]) -> dict[str, Plugin]:
    found: dict[str, Plugin] = {}
    for plugin in _all_plugins(path):
        if plugin.group == group:
            if plugin.name in found:
                plugin.refuse(f"has the name of one of the package {found[plugin.name].package}; remove one of the two")
            found[plugin.name] = plugin
    return found


@cache
def _all_plugins(path: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Return the extensions in the folders of a module path; of two versions of a package the first counts."""
    found: dict[str, tuple[Plugin, ...]] = {}
    for folder in path:
        for package, version, file in _installed_packages(folder):
            if package not in found:
                data = _read_whole(file)
                found[package] = tuple(_parse(data.decode("utf-8", "replace"), package, version)) if data else ()
    return tuple(plugin for plugins in found.values() for plugin in plugins)


def _installed_packages(folder: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, version and entry_points.txt of each package that is installed in a folder of the module path."""
    # `python -m` adds the working directory: code in a folder of letters must not be run.
    if not folder or _is_working_folder(folder):
        return
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return
    for name in names:
        if name.endswith(".dist-info"):
            package, _, version = name.removesuffix(".dist-info").partition("-")
            yield package.replace("_", "-").lower(), version, f"{folder}/{name}/entry_points.txt"


def _is_working_folder(folder: str) -> bool:
    try:
        return os.path.abspath(folder) == os.path.abspath(os.curdir)  # noqa: PTH100  faster, and names may be odd
    except OSError:
        # The working folder is gone, and so is what is relative to it.
        return False


def _read_whole(path: str) -> bytes:
    """Return the bytes of a file that names one of teikit's groups, b"" for others; twice as fast as `open`."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        data = os.read(handle, _USUAL)
        while len(data) % _USUAL == 0 and (more := os.read(handle, _USUAL)):
            data += more
    except OSError:
        return b""
    finally:
        os.close(handle)
    return data if _MARK in data else b""


def _parse(text: str, package: str, version: str) -> Iterator[Plugin]:
    group = ""
    for line in map(str.strip, text.splitlines()):
        if section := re.fullmatch(_SECTION, line):
            group = section[1]
        elif group in _KINDS and line and line[0] not in "#;":
            if entry := re.fullmatch(_ENTRY, line):
                yield Plugin(group, entry[1], entry[2], entry[3], package, version)
            else:
                Plugin(group, line.partition("=")[0].strip(), "", "", package, version).refuse(
                    "is incorrect: expected NAME = MODULE:OBJECT"
                )
