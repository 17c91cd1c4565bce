"""The option with which several machines, or jobs of one, each do a part of a run."""

from pathlib import Path

import click

from teikit.messages import escape_control
from teikit.runs.shard import Shard, read_shard
from teikit.storage.files import make_folder


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


def make_shard_folder(shard: Shard, out: str | None) -> None:
    """Make the folder that all parts of a run write into, even for a part with no or one file.

    Raises:
        OutputError: it cannot be made.
    """
    if not shard.numbers:
        return
    if out in {None, "-"}:
        raise click.UsageError("--shard goes with -o FOLDER")
    make_folder(Path(str(out)))
