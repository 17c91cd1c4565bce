"""Groups of options that several commands share."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

import click

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def add_options(command: CommandT, options: Sequence[Callable[[Any], Any]]) -> CommandT:
    """Return a command with options, which its help lists in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def format_option(names: Sequence[str], what: str) -> Callable[[CommandT], CommandT]:
    """Return the option `--format`, as `form`; the first format is the default."""
    choice, description = click.Choice(names), f"The format of {what}."
    return click.option("--format", "form", type=choice, default=names[0], show_default=True, help=description)


def group_options(command: CommandT, name: str, fields: Iterable[str], make: Callable[..., Any]) -> CommandT:
    """Return a command that gets several options as one argument `name`, which `make` returns for their values."""

    @wraps(command)
    def wrapper(*arguments: Any, **named: Any) -> Any:
        return command(*arguments, **{name: make(*[named.pop(field) for field in fields])}, **named)

    return cast("CommandT", wrapper)
