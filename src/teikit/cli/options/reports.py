"""The options for reports, and the reports of a run: several at once, each to a file or standard output."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from teikit.cli.options import CommandT, add_options, group_options
from teikit.cli.printing import is_terminal, output_stream, terminal_width
from teikit.config import Config
from teikit.diagnostics import Rule
from teikit.errors import OutputError
from teikit.messages import escape_control
from teikit.report.formats import FORMATS, make_reporter
from teikit.report.replaceable import check_report_target
from teikit.report.reporter import Reporter, Result, Style, Summary
from teikit.storage.files import atomic_write
from teikit.storage.outputs import Outputs, check_distinct

if TYPE_CHECKING:
    from teikit.overview.table import TextLayout

STDOUT = "-"
_STATISTICS = "statistics"
# How many problems of a file the formats for people show where the user does not limit them.
_MAX_PER_FILE = 1_000
_FOR_PEOPLE = ("terminal", "concise")
# Where each report goes, by the name of its format: a file, or "-" for standard output.
Targets = Sequence[tuple[str, str]]
_WHEN = click.Choice(["auto", "always", "never"])
color_option = click.option("--color", type=_WHEN, default="auto", help="Whether to use colours.")


class OrderedOptionsCommand(click.Command):
    """A command that records the order in which its options were given, as `--format` and `--output` need."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, and keep the names of the options in their order."""
        given = self.make_parser(ctx).parse_args(args=list(args))[2]
        ctx.meta["teikit.order"] = [each.name for each in given]
        return super().parse_args(ctx, args)


class ReportOptions(NamedTuple):
    """The values of the options, by their names."""

    formats: tuple[str, ...]
    outputs: tuple[str, ...]
    max_problems: int | None
    color: str
    no_group: bool
    statistics: bool

    def targets(self, order: Sequence[str], config: Config) -> Targets:
        """Return where each report goes: options take precedence over the configuration."""
        if not self.formats and not self.outputs and config.validate.formats:
            found = configured_targets(config)
        else:
            found = targets(order, self.formats, self.outputs)
        return [*found, (_STATISTICS, STDOUT)] if self.statistics else found

    def style(self) -> Style:
        """Return how reports for people look."""
        colour = has_colour(self.color, output_stream())
        most, most_per_file = self.max_problems, _MAX_PER_FILE if self.max_problems is None else None
        return Style(colour, terminal_width(), not self.no_group, most, most_per_file, find_rule)


def find_rule(name: str) -> Rule | None:
    """Return a rule by its id."""
    # Loads all packages that have rules, and few formats need it.
    from teikit.rulebook import rule  # noqa: PLC0415

    return rule(name)


def report_options(command: CommandT) -> CommandT:
    """Add the options to an OrderedOptionsCommand, which gets them as `report`, a ReportOptions."""
    formats = "; ".join(f"{name}: {what}" for name, (_, what) in FORMATS.items())
    output_help = "Where to write the report of the preceding --format; default: standard output."
    group_help = "Show every problem in the formats for people, not each group of equal problems once."
    options = (
        click.option(
            "-f",
            "--format",
            "formats",
            type=click.Choice(list(FORMATS)),
            multiple=True,
            metavar="NAME",
            help=f"{formats}.",
        ),
        click.option("-o", "--output", "outputs", metavar="FILE", multiple=True, type=click.Path(), help=output_help),
        click.option("--no-group", is_flag=True, help=group_help),
        click.option("--statistics", is_flag=True, help="Add the number of problems by rule."),
        click.option(
            "--max-problems",
            type=click.IntRange(min=0),
            metavar="N",
            help="Show at most N problems in the formats for people; default: 1,000 of each file.",
        ),
        color_option,
    )
    return add_options(group_options(command, "report", ReportOptions._fields, ReportOptions), options)


def targets(order: Sequence[str], formats: Sequence[str], outputs: Sequence[str]) -> Targets:
    """Return where each report goes: an `--output` belongs to the `--format` before it, or else to the first one."""
    found: list[tuple[str, str]] = []
    names, places = iter(formats), iter(outputs)
    waiting: list[str] = []
    for name in order:
        if name == "formats":
            found.append((next(names), waiting.pop() if waiting else STDOUT))
        elif name == "outputs" and found and found[-1][1] == STDOUT:
            found[-1] = (found[-1][0], next(places))
        elif name == "outputs":
            if waiting or found:
                raise click.UsageError("each --output needs a --format of its own")
            waiting.append(next(places))
    if found:
        return found
    # At a terminal the format for people; for everything else one line per problem.
    return [("concise", waiting[0]) if waiting else ("terminal" if is_terminal() else "concise", STDOUT)]


def configured_targets(config: Config) -> Targets:
    """Return where each report goes by configuration."""
    return [(name, _configured_target(config, name, to)) for name, to in config.validate.formats.items()]


def _configured_target(config: Config, name: str, to: str) -> str:
    setting = f"validate.formats.{name}"
    if name not in FORMATS:
        raise config.error(setting, f"'{escape_control(name)}' is no format; there are {', '.join(FORMATS)}")
    if to == STDOUT:
        return to
    path = config.output(setting, to)
    try:
        check_report_target(path, is_configured=True)
    except OutputError as error:
        raise config.error(setting, str(error)) from None
    return str(path)


def report_outputs(to: Targets) -> Outputs:
    """Return the files that reports go to, which must differ from those that are read."""
    return Outputs(Path(place) for _, place in to if place != STDOUT)


def is_disturbed_by_progress(to: Targets) -> bool:
    """Return whether a progress line would get into a report; the formats for people make room for it."""
    formats = [name for name, place in to if place == STDOUT]
    return is_terminal() and any(name not in {*_FOR_PEOPLE, _STATISTICS} for name in formats)


def has_colour(when: str, out: TextIO) -> bool:
    """Return whether to use colours; by default not with NO_COLOR (https://no-color.org) or a dumb terminal."""
    if when == "auto":
        return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return when == "always"


def text_layout(out: TextIO, color: str, width: int) -> "TextLayout":
    """Return how tables look on a stream, of a width in columns (0 for any)."""
    # Few commands show tables, and rich is slow to import.
    from teikit.overview.table import TextLayout  # noqa: PLC0415

    block = "\N{FULL BLOCK}" if (out.encoding or "").lower().startswith("utf") else "#"
    return TextLayout(width, has_colour(color, out), block)


class Reports:
    """The reports of a run, each of which gets every result."""

    def __init__(self, reporters: Sequence[Reporter]) -> None:
        self._reporters = reporters
        self.summary = Summary()

    def add(self, result: Result) -> None:
        """Report a file."""
        self.summary = self.summary.plus(result)
        for each in self._reporters:
            each.add(result)


@contextmanager
def open_reports(to: Targets, style: Style) -> Iterator[Reports]:
    """Open the reports of a run; a file is replaced when its report is complete, and left alone if the run fails.

    Raises:
        OutputError: a file cannot be written.
    """
    _check_targets(to)
    with ExitStack() as opened:
        reporters = [make_reporter(name, _open_stream(name, place, opened), style) for name, place in to]
        reports = Reports(reporters)
        for each in reporters:
            each.begin()
        yield reports
        for each in reporters:
            each.end(reports.summary)


def _check_targets(to: Targets) -> None:
    places = [place for _, place in to]
    # Statistics are written at the end, so that they may follow a report for people.
    at_once = [name for name, place in to if place == STDOUT]
    if len(at_once) > 1 and not (len(at_once) == 2 and at_once[0] in _FOR_PEOPLE and at_once[1] == _STATISTICS):
        raise click.UsageError("only one report can go to standard output; give the others an --output")
    files = [Path(place) for place in places if place != STDOUT]
    for each in files:
        check_report_target(each)
    check_distinct(files)


def _open_stream(name: str, place: str, opened: ExitStack) -> TextIO:
    if place == STDOUT:
        return output_stream(is_for_programs=name not in {*_FOR_PEOPLE, _STATISTICS})
    file = opened.enter_context(atomic_write(Path(place), force=True))
    text = TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
    # The bytes below are not closed with the text above: their file is to be flushed and renamed first.
    opened.callback(text.detach)
    return text
