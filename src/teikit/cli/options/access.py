"""The options that widen what a schema may include, for every command that reads one."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.options import CommandT, add_options

if TYPE_CHECKING:
    from teikit.validation.access import ReadPolicy

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
HOST_OPTION = click.option(
    "--allow-host",
    metavar="HOST[:PORT]",
    multiple=True,
    help="Let schemas from the web include files from this host too, not only from their own.",
)


def access_options(command: CommandT) -> CommandT:
    """Add the options to a command, as `allow_read`, `catalog`, `allow_network` and `allow_host`."""
    options = (
        click.option(
            "--catalog", type=_FILE, multiple=True, help="An OASIS catalog with local copies of remote schemas."
        ),
        click.option(
            "--allow-read",
            type=FOLDER,
            multiple=True,
            help="Let schemas, and entities of documents, read files of this folder.",
        ),
        click.option("--allow-network", is_flag=True, help="Let schemas include files from the web."),
        HOST_OPTION,
    )
    return add_options(command, options)


def read_policy(
    catalog: tuple[Path, ...], allow_read: tuple[Path, ...], allow_host: tuple[str, ...], *, allow_network: bool
) -> "ReadPolicy":
    """Return what the options and the working folder allow."""
    # Costs time to import that commands without a schema need not spend.
    from teikit.validation.access import ReadPolicy, working_folder  # noqa: PLC0415

    return ReadPolicy(allow_read, catalog, allow_network, allow_host, working_folder())
