"""Export formats of other packages (entry points `teikit.exports`): the entry point's object is a `Format`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from teikit.errors import PluginError
from teikit.exports.format import Format, PackageKind
from teikit.plugins import EXPORTS, Plugin, find_plugins, load_plugin

if TYPE_CHECKING:
    from teikit.exports.packages.contents import Contents
    from teikit.exports.record.source import Settings
    from teikit.formats.archives import PackageFile
    from teikit.storage.packages import Package


_FUNCTIONS = ("matches", "verify", "summarize", "is_made_by_teikit")


def find_extension(name: str) -> Format | None:
    """Return the format of an extension, None where there is none of that name.

    Raises:
        PluginError: it is broken, or its name is that of a format of teikit's.
    """
    plugin = find_plugins(EXPORTS).get(name)
    return _load_format(plugin) if plugin else None


def extension_names() -> list[str]:
    """Return the names of the formats of extensions, without loading them."""
    return list(find_plugins(EXPORTS))


def describe_extensions() -> Iterator[tuple[str, str]]:
    """Yield name and summary of each format of extensions; for a broken one the summary says what is wrong."""
    for name, plugin in find_plugins(EXPORTS).items():
        try:
            yield name, _load_format(plugin).summary
        except PluginError as error:
            yield name, f"cannot be used: {error}"


def extension_kinds() -> Iterator[PackageKind]:
    """Yield the kinds of packages that extensions make.

    Raises:
        PluginError: an extension is broken.
    """
    formats = (_load_format(plugin) for plugin in find_plugins(EXPORTS).values())
    return (form.kind for form in formats if form.kind)


def _load_format(plugin: Plugin) -> Format:
    # `teikit verify` calls this only if an extension is installed, and loads no formats otherwise.
    from teikit.exports.formats import FORMATS  # noqa: PLC0415

    if plugin.name in FORMATS:
        plugin.refuse("has the name of a format of teikit's; call it otherwise")
    form = load_plugin(plugin)
    if not isinstance(form, Format):
        plugin.refuse(f"is incorrect: expected a teikit.exports.format.Format, found {type(form).__name__}")
    if form.name != plugin.name:
        plugin.refuse(f"is incorrect: its entry point and its format ('{form.name}') have different names")
    makers = [make for make in (form.write_each, form.write_all, form.pack) if make]
    if len(makers) != 1 or bool(form.pack) is not bool(form.kind):
        plugin.refuse("is incorrect: expected one of write_each, write_all, or pack with kind")
    return _guard_format(plugin, form)


def _guard_format(plugin: Plugin, form: Format) -> Format:
    """Return a format whose errors are reported as the extension's."""
    kind, pack = form.kind, form.pack

    def guarded_pack(contents: "Contents", settings: "Settings") -> "Package":
        assert pack  # noqa: S101  used only where there is one
        package = pack(contents, settings)
        return replace(package, files=_guard_files(plugin, package.files))

    guarded: dict[str, Any] = {name: plugin.guard(getattr(kind, name)) for name in _FUNCTIONS} if kind else {}
    return replace(
        form,
        write_each=plugin.guard(form.write_each) if form.write_each else None,
        write_all=plugin.guard(form.write_all) if form.write_all else None,
        pack=plugin.guard(guarded_pack) if pack else None,
        kind=kind and replace(kind, **guarded),
    )


def _guard_files(plugin: Plugin, files: "Iterable[PackageFile]") -> "Iterator[PackageFile]":
    """Yield files, which the extension may make one by one."""
    iterator = iter(files)
    take_next = plugin.guard(lambda: next(iterator, None))
    while (file := take_next()) is not None:
        yield file
