"""Source readers of other packages (entry points `teikit.sources`): the entry point's name is a suffix without its dot.

Its object is a function `read(data: bytes, file: str, encoding: str | None)` that returns lines, or a `Reading` of
lines, fields and page images; `file` is for messages, and
`encoding` is what the user named. It raises UnreadableInputError where a file is broken.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import PurePath

from teikit.plugins import SOURCES, Plugin, find_plugins, load_plugin
from teikit.text.plain import Line
from teikit.text.source import Reading

ReadFunction = Callable[[bytes, str, str | None], Reading | Sequence[Line]]


def has_reader(name: str, own: Collection[str]) -> bool:
    """Return whether an extension reads files of a name; arguments and errors are those of `find_reader`."""
    return _find_plugin(name, own) is not None


def find_reader(name: str, own: Collection[str]) -> ReadFunction | None:
    """Return what reads files of a name, None where no extension does.

    `own` are the suffixes that teikit reads itself; extensions are not looked for where the name has one. Raises
    PluginError if the extension is broken, or one claims a suffix of teikit's own.
    """
    plugin = _find_plugin(name, own)
    if plugin is None:
        return None
    read = load_plugin(plugin)
    if not callable(read):
        plugin.refuse("is incorrect: expected a function")
    return _guard_reader(plugin, read)


def _find_plugin(name: str, own: Collection[str]) -> Plugin | None:
    suffix = PurePath(name).suffix.lower()
    if not suffix or suffix in own:
        return None
    plugins = find_plugins(SOURCES)
    for each in plugins.values():
        if f".{each.name}" in own:
            each.refuse("claims a suffix that teikit reads itself")
    return plugins.get(suffix.removeprefix("."))


def _guard_reader(plugin: Plugin, read: ReadFunction) -> ReadFunction:
    def read_source(data: bytes, file: str, encoding: str | None) -> Reading:
        found = plugin.guard(lambda: _as_reading(read(data, file, encoding)))()
        if not all(isinstance(each, Line) for each in found.lines):
            plugin.refuse("is incorrect: expected a list of teikit.text.Line, or a teikit.text.Reading")
        return found

    return read_source


def _as_reading(found: Reading | Sequence[Line]) -> Reading:
    return replace(found, lines=list(found.lines)) if isinstance(found, Reading) else Reading(list(found))
