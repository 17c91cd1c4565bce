"""Checks what --force may delete: what is empty, or a package that teikit made and that is unchanged."""

import os
from dataclasses import replace
from pathlib import Path, PurePosixPath

from teikit.errors import OutputError, UnreadableInputError
from teikit.exports.verification.recognise import recognise
from teikit.messages import escape_control
from teikit.storage.archives import Files, is_litter, open_package
from teikit.storage.packages import check_output


def check_package(out: Path, *, force: bool) -> None:
    """Raise OutputError as `check_output` does, or if there is something at `out` that must not be replaced."""
    check_output(out, force=force)
    if os.path.lexists(out):
        check_replaceable(out)


def check_replaceable(out: Path) -> None:
    """Raise OutputError if a folder or archive is neither empty nor an unchanged package made by teikit.

    The message names what would be lost.
    """
    if out.is_dir():
        _check_location(out)
    elif not out.stat().st_size:
        return
    try:
        with open_package(out) as files:
            reason = _reason(files, out)
    except UnreadableInputError as error:
        raise OutputError(f"{error}; --force does not replace what cannot be read") from None
    if reason:
        raise OutputError(f"{escape_control(out)}: {reason}; --force does not replace it")


def _check_location(folder: Path) -> None:
    """Raise OutputError if a folder is, or contains, the working directory or the user's home."""
    at = folder.resolve()
    for place, words in ((Path.cwd, "the folder that this runs in"), (Path.home, "your home")):
        try:
            within = place().resolve().is_relative_to(at)
        except (OSError, RuntimeError):
            continue
        if within:
            raise OutputError(f"{escape_control(folder)}: is or holds {words}; --force does not replace it")


def _reason(files: Files, out: Path) -> str:
    """Return in words why a folder or archive must not be replaced, empty if it may be."""
    meant = {name: opener for name, opener in files.openers.items() if not is_litter(name.rpartition("/")[2])}
    kept = replace(files, openers=meant)
    if not meant and not files.irregular and not files.folders:
        return ""
    found = recognise(kept)
    if found is None:
        other = _find_other(kept)
        return f"has '{escape_control(other)}' beside a package" if other else "is no package"
    kind, inner = found
    if problem := next(iter(kind.verify(inner, str(out))), None):
        return f"is no longer as it was packed ({problem.file}: {problem.message})"
    # teikit never packs a folder without files below it.
    filled = {str(each) for name in inner.openers for each in PurePosixPath(name).parents}
    if empty := next(iter(sorted(inner.folders - filled)), ""):
        shown = escape_control(str(out / empty))
        return f"is no longer as it was packed ({shown}: is an empty folder that was added)"
    made = kind.is_made_by_teikit(inner)
    return "" if made else f"is {kind.label} that teikit did not make, or that has more in it since"


def _find_other(files: Files) -> str:
    """Return the name of what is in an archive beside the one folder that is a package, empty if there is none."""
    names = [*files.openers, *files.irregular, *files.folders]
    tops = sorted({name.partition("/")[0] for name in names}) if files.archive else []
    packed = next((top for top in tops if recognise(files.subfolder(top))), "")
    return next((name for name in names if packed and name.partition("/")[0] != packed), "")
