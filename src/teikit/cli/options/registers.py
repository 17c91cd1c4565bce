"""The option `--register`: the files that keep the people, places, organisations and works of an edition."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from teikit.cli.options import CommandT
from teikit.inputs.globs import expand_glob, is_glob
from teikit.messages import escape_control


def register_option(description: str) -> Callable[[CommandT], CommandT]:
    """Return the option of a command, which gets the files as `registers`."""
    return click.option(
        "--register", "registers", multiple=True, metavar="FILE", callback=_expand_registers, help=description
    )


def _expand_registers(_context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(path for name in names for path in _matches(name)))


def _matches(name: str) -> Iterator[Path]:
    """Yield the file of a name, or those that a glob matches which no shell expanded."""
    if not is_glob(name) or Path(name).exists():
        yield Path(name)
        return
    found = [path for path in map(Path, expand_glob(name)) if path.is_file()]
    if not found:
        raise click.BadParameter(f"no file matches '{escape_control(name)}'")
    yield from found
