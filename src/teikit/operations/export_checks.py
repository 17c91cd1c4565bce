"""Checks before an export writes anything: the requirements of an archive, and that no source is replaced."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from teikit.document.tree import NotWellFormedError
from teikit.errors import OutputError, TeikitError
from teikit.exports.format import Format
from teikit.exports.packages.contents import Contents, content_files
from teikit.exports.profiles.deposit_check import (
    DepositError,
    DepositFile,
    combine_files,
    find_refusals,
    missing_metadata,
    profile_for,
)
from teikit.exports.profiles.deposit_profiles import DepositProfile
from teikit.exports.record.record import Record
from teikit.exports.record.source import Settings
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.export_letters import Exported, ExportOptions, FilePath, read_letters
from teikit.runs.targets import is_result_folder, target_for


def letter_refusals(items: Sequence[Item], form: Format, out: Path, options: ExportOptions) -> list[Exported]:
    """Return what an archive would refuse of the files that are made, one of each letter."""
    assert form.write_each  # noqa: S101  the caller has checked it
    profile, settings = profile_for(options.profile, form, out), options.settings
    into = is_result_folder(items, out)
    letters, files = [], []
    for item in items:
        # A letter that cannot be read is reported when it is written.
        with contextlib.suppress(TeikitError, NotWellFormedError):
            for letter in read_letters(item, form, options):
                letters.append((letter.name, letter.record))
                name = target_for(item._replace(name=letter.name), form.suffix).as_posix() if into else out.name
                files.append(DepositFile.from_bytes(name, form.write_each(letter, settings).data))
    return _refusals(profile, letters, files, settings)


def package_refusals(profile: DepositProfile, contents: Contents, settings: Settings) -> list[Exported]:
    """Return what an archive would refuse of a package."""
    letters = [(letter.name, letter.record) for letter in contents.letters]
    files = [DepositFile.from_bytes(part.path, part.data) for part in content_files(contents)]
    deposited = files if profile.allows_folders else [combine_files(settings.out, files)]
    return _refusals(profile, letters, deposited, settings)


def _refusals(
    profile: DepositProfile, letters: Sequence[tuple[str, Record]], files: Iterable[DepositFile], settings: Settings
) -> list[Exported]:
    wrong = (*missing_metadata(profile, settings.edition, letters), *find_refusals(profile, files))
    return [Exported(one, failure=DepositError(one)) for one in wrong]


def check_keeps_sources(paths: Iterable[FilePath], out: Path) -> None:
    """Raise OutputError if what is replaced is a source or a folder that contains one, by whatever name."""
    if not out.exists():
        return
    place, apart = out.stat(), set[Path]()
    for path in paths:
        source = Path(path).resolve()
        for each in (source, *source.parents):
            if each in apart:
                break
            if not _is_at(each, place):
                apart.add(each)
            elif each == source:
                raise OutputError(f"{escape_control(out)}: is a source itself, which is kept")
            else:
                raise OutputError(f"{escape_control(out)}: holds {escape_control(path)}, which is a source and kept")


def _is_at(path: Path, place: os.stat_result) -> bool:
    # What is not there is not replaced.
    with contextlib.suppress(OSError):
        return os.path.samestat(path.stat(), place)
    return False
