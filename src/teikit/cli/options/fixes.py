"""The options that fix documents, in place or shown as a diff."""

from collections.abc import Sequence

import click

from teikit.cli.options import CommandT, add_options, group_options
from teikit.inputs.discover import STDIN
from teikit.operations.fix import FixOptions


def fix_options(command: CommandT) -> CommandT:
    """Add the options to a command, which gets them as `fixing`, a FixOptions."""
    options = (
        click.option("--fix", is_flag=True, help="Fix problems that can be fixed safely; each fix is verified first."),
        click.option("--unsafe-fixes", is_flag=True, help="Apply also fixes that may change the meaning."),
        click.option("--diff", is_flag=True, help="Show the fixes as a diff; change and report nothing."),
        click.option("--show-fixes", is_flag=True, help="Add the fix of each problem to the reports; slower."),
    )
    return add_options(group_options(command, "fixing", FixOptions._fields, FixOptions), options)


def check_fix_options(options: FixOptions, paths: Sequence[str]) -> None:
    """Raise UsageError where standard input is to be fixed in place."""
    if STDIN in paths and options.is_requested and not options.diff:
        raise click.UsageError("standard input cannot be mended in place; --diff shows what would be")
