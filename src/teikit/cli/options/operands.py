"""Separates the output from the sources where both are operands, as those of `cp`: SOURCE OUTPUT."""

from pathlib import Path

import click

from teikit.inputs.discover import STDIN
from teikit.inputs.globs import is_glob
from teikit.inputs.paths import InputPaths
from teikit.messages import escape_control
from teikit.storage.urls import is_url
from teikit.text import is_source

_TEI_SUFFIX = ".xml"
_OPERANDS = 2


def separate_output(named: InputPaths, out: str | None) -> tuple[InputPaths, str | None]:
    """Return the sources, and the output if -o or else the second of two operands names it.

    The second operand is the output if its suffix is .xml, or if there is nothing of that name and the name is not
    that of a source.

    Raises:
        click.UsageError: the second operand is the name of a source that does not exist, or of a file for a folder.
    """
    if out is not None or named.files_from is not None or len(named.paths) != _OPERANDS:
        return named, out
    source, target = named.paths
    if not _names_output(target):
        return named, None
    if Path(source).is_dir() and target.lower().endswith(_TEI_SUFFIX):
        raise click.UsageError(
            f"'{escape_control(source)}' is a folder, and '{escape_control(target)}' would be a file"
        )
    return InputPaths((source,), no_ignore=named.no_ignore, allow_empty=named.allow_empty), target


def _names_output(operand: str) -> bool:
    if operand == STDIN or is_glob(operand) or is_url(operand):
        return False
    path = Path(operand)
    if path.suffix.lower() == _TEI_SUFFIX:
        return not path.is_dir()
    if path.exists() or path.is_symlink():
        return False
    if is_source(path.name):
        # A misspelt source must not become an output.
        raise click.UsageError(f"there is no '{escape_control(operand)}'; if the TEI is to go there, say -o")
    return True
