"""The options that fix documents, in place or shown as a diff."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

import click

from teikit.inputs.discover import STDIN
from teikit.operations.fix import FixOptions

_Command = TypeVar("_Command", bound=Callable[..., Any])


def fix_options(command: _Command) -> _Command:
    """Add the options to a command, which gets them as `fixing`, a FixOptions."""

    @wraps(command)
    def wrapper(*arguments: Any, **named: Any) -> Any:
        return command(*arguments, fixing=FixOptions(*map(named.pop, FixOptions._fields)), **named)

    options = (
        click.option("--fix", is_flag=True, help="Fix problems that can be fixed safely; each fix is verified first."),
        click.option("--unsafe-fixes", is_flag=True, help="Apply also fixes that may change the meaning."),
        click.option("--diff", is_flag=True, help="Show the fixes as a diff; change and report nothing."),
        click.option("--show-fixes", is_flag=True, help="Add the fix of each problem to the reports; slower."),
    )
    added: Any = wrapper
    for option in reversed(options):
        added = option(added)
    return cast("_Command", added)


def check_fix_options(options: FixOptions, paths: Sequence[str]) -> None:
    """Raise UsageError where standard input is to be fixed in place."""
    if STDIN in paths and options.is_requested and not options.diff:
        raise click.UsageError("standard input cannot be mended in place; --diff shows what would be")
