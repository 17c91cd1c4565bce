"""Checks what --force may delete: an empty folder, or a package that teikit made and that is unchanged."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

from teikit.errors import OutputError, UnreadableInputError
from teikit.exports.verification.recognise import recognise
from teikit.messages import escape_control
from teikit.storage.archives import Files, archive_kind, is_litter, open_package
from teikit.storage.packages import check_output


def check_package(out: Path, *, force: bool) -> None:
    """Raise OutputError as `check_output` does, or if `out` is a folder that must not be replaced."""
    check_output(out, force=force)
    if out.is_dir() and not archive_kind(out.name):
        check_replaceable(out)


def check_replaceable(folder: Path) -> None:
    """Raise OutputError if a folder is neither empty nor an unchanged package made by teikit.

    The message names what would be lost.
    """
    _check_location(folder)
    try:
        with open_package(folder) as files:
            reason = _reason(files, folder)
    except UnreadableInputError as error:
        raise OutputError(f"{error}; --force does not replace what cannot be read") from None
    if reason:
        raise OutputError(f"{escape_control(folder)}: {reason}; --force does not replace it")


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


def _reason(files: Files, folder: Path) -> str:
    """Return in words why a folder must not be replaced, empty if it may be."""
    meant = {name: opener for name, opener in files.openers.items() if not is_litter(name.rpartition("/")[2])}
    kept = replace(files, openers=meant)
    if not meant and not files.irregular and not files.folders:
        return ""
    found = recognise(kept)
    if found is None:
        return "is a folder, but no package"
    kind, _ = found
    if problem := next(iter(kind.verify(kept, str(folder))), None):
        return f"is no longer as it was packed ({problem.file}: {problem.message})"
    # teikit never packs a folder without files below it.
    filled = {str(each) for name in files.openers for each in PurePosixPath(name).parents}
    if empty := next(iter(sorted(files.folders - filled)), ""):
        shown = escape_control(str(folder / empty))
        return f"is no longer as it was packed ({shown}: is an empty folder that was added)"
    made = kind.is_made_by_teikit(kept)
    return "" if made else f"is {kind.label} that teikit did not make, or that has more in it since"
