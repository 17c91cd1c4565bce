"""The options that decide which problems make a run fail."""

from typing import NamedTuple

import click

from teikit.cli.options import CommandT, add_options, group_options
from teikit.report.reporter import Summary


class VerdictOptions(NamedTuple):
    """Which problems in documents make a run fail: by default errors."""

    exit_zero: bool = False
    warn_as_error: bool = False

    def fails(self, summary: Summary) -> bool:
        """Return whether a run fails for the problems that were found."""
        if self.exit_zero:
            return False
        return bool(summary.errors or (self.warn_as_error and summary.warnings))

    def describe(self, summary: Summary) -> str:
        """Return in words what the options change in the verdict, "" for nothing."""
        if self.exit_zero:
            return "errors do not count (--exit-zero)" if summary.errors else ""
        return "warnings count as errors (--warn-as-error)" if self.warn_as_error and summary.warnings else ""


def verdict_options(command: CommandT) -> CommandT:
    """Add the options to a command, which gets them as `failing`, a VerdictOptions."""
    options = (
        click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are problems in documents."),
        click.option("--warn-as-error", is_flag=True, help="Exit with 1 also if there are warnings."),
    )
    return add_options(group_options(command, "failing", VerdictOptions._fields, VerdictOptions), options)
