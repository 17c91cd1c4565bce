"""The option by which several machines, or jobs of one, each do a part of a run."""

import click

from teikit.corpus.sharding import Shard, read_shard
from teikit.files import shown


def _read(_ctx: click.Context, _option: click.Parameter, value: str) -> Shard:
    try:
        return read_shard(value)
    except ValueError as error:
        raise click.BadParameter(f"'{shown(value)}' {error}") from None


shard_option = click.option(
    "--shard",
    default="1/1",
    callback=_read,
    metavar="I/N",
    help="Take only the I-th of N parts of the files; 'teikit merge' makes one of the parts' reports.",
)
