"""The option with which several machines, or jobs of one, each do a part of a run."""

from pathlib import Path

import click

from teikit.errors import OutputError
from teikit.messages import escape_control
from teikit.runs.shard import Shard, read_shard
from teikit.storage.files import describe_error


def _parse_shard(_ctx: click.Context, _option: click.Parameter, value: str) -> Shard:
    try:
        return read_shard(value)
    except ValueError as error:
        raise click.BadParameter(f"'{escape_control(value)}' {error}") from None


shard_option = click.option(
    "--shard",
    default="1/1",
    callback=_parse_shard,
    metavar="I/N",
    help="Process only the I-th of N parts of the files; 'teikit merge' merges the reports of the parts.",
)


def make_folder(shard: Shard, out: str | None) -> None:
    """Make the folder that all parts of a run write into, even for a part with no or one file.

    Raises:
        OutputError: it cannot be made.
    """
    if not shard.numbers:
        return
    if out in {None, "-"}:
        raise click.UsageError("--shard goes with -o FOLDER")
    try:
        Path(str(out)).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{escape_control(str(out))}: cannot be made ({describe_error(error)})") from None
