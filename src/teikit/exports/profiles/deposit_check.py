"""Checks a deposit against the profile of an archive; yields a sentence for each thing that it would refuse."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from teikit.errors import TeikitError, UnsupportedError
from teikit.exports.format import Format
from teikit.exports.profiles.deposit_profiles import PROFILES, DepositProfile
from teikit.exports.record.record import Record, common_value
from teikit.exports.record.supplement import licence_of_all, title_of_all
from teikit.messages import escape_control
from teikit.storage.archives import archive_kind
from teikit.tei import Metadata

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*['\"](?!utf-?8|us-ascii)", re.IGNORECASE)
_TEXTS = {".xml", ".tei", ".txt", ".md", ".html", ".json", ".csv", ".rng", ".rnc"}


class DepositError(TeikitError):
    """An archive would refuse the deposit; the message says what to change or to add."""


@dataclass(frozen=True, slots=True)
class DepositFile:
    """A file of a deposit: its path, its size in bytes, and whether it is not text, or UTF-8 without a mark."""

    path: str
    size: int
    is_utf_8: bool

    @classmethod
    def from_bytes(cls, path: str, data: bytes) -> "DepositFile":
        """Return a file of a deposit by its contents."""
        return cls(path, len(data), PurePath(path).suffix.lower() not in _TEXTS or _is_utf_8(data))


def combine_files(name: str, files: Iterable[DepositFile]) -> DepositFile:
    """Return the one archive that files are packed in, with the size of them all; compressed it is smaller."""
    return DepositFile(name, sum(file.size for file in files), is_utf_8=True)


def profile_for(name: str, form: Format, out: Path) -> DepositProfile:
    """Return the requirements of an archive by the name of its profile.

    Raises:
        UnsupportedError: there is none of that name, or the archive does not take the format, or no folders.
    """
    if name not in PROFILES:
        raise UnsupportedError(f"'{escape_control(name)}' is no profile; there are {', '.join(PROFILES)}")
    profile = PROFILES[name]
    if form.name not in profile.formats:
        raise UnsupportedError(f"the profile '{name}' goes with {', '.join(profile.formats)}, not with '{form.name}'")
    if form.pack and not profile.allows_folders and not archive_kind(out.name):
        hint = f"let {escape_control(out)} end in .zip, .tar or .tar.gz"
        raise UnsupportedError(f"{profile.archive} takes no folders: {hint}")
    return profile


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith(_BYTE_ORDER_MARK) and not _OTHER_ENCODING.match(data[:200])


# Metadata of the whole by key: the user's, or else what all letters state; only the user knows the others.
_EDITION_VALUES: Mapping[str, Callable[[Metadata, Sequence[Record]], object]] = {
    "title": title_of_all,
    "abstract": lambda edition, letters: edition.abstract or common_value(one.abstract for one in letters),
    "licence": licence_of_all,
    "year": lambda edition, letters: edition.year or any(one.published.when for one in letters),
    "editor": lambda edition, letters: edition.editor or any(one.editors or one.creators for one in letters),
}


def missing_metadata(
    profile: DepositProfile, edition: Metadata, letters: Sequence[tuple[str, Record]]
) -> Iterator[str]:
    """Yield which metadata are missing, of the whole and of each letter (its name, its record)."""
    records = [record for _, record in letters]
    for key, words in profile.edition_fields:
        value = _EDITION_VALUES[key](edition, records) if key in _EDITION_VALUES else getattr(edition, key)
        if not value:
            yield f"{profile.archive} needs {words} for the whole ('edition.{key}'): give it in the file of --meta"
    for name, record in letters:
        for key, words in profile.letter_fields:
            if not getattr(record, key):
                shown = escape_control(name)
                yield f"{shown}: {profile.archive} needs {words} ('{key}'): give it in the file of --meta"


def find_refusals(profile: DepositProfile, files: Iterable[DepositFile]) -> Iterator[str]:
    """Yield what an archive would refuse: names, encodings, sizes, and the number of files."""
    count = whole = 0
    named: set[str] = set()
    for file in files:
        count, whole = count + 1, whole + file.size
        yield from _check_names(profile, file.path, named)
        yield from _check_content(profile, file)
    if profile.max_files is not None and count > profile.max_files:
        limit = f"{profile.archive} takes {profile.max_files} files at most"
        yield f"{limit}, but these are {count}: make one archive of them, as --to bag does"
    if profile.max_total_size is not None and whole > profile.max_total_size:
        most = _format_size(profile.max_total_size)
        yield f"{profile.archive} takes {most} at most, but this is {whole:,} bytes: part it"


def _check_names(profile: DepositProfile, path: str, named: set[str]) -> Iterator[str]:
    """Yield names that are refused, each once."""
    file = PurePath(path)
    for name in (file.stem, *file.parts[:-1]) if profile.name_pattern else ():
        if name not in named and not re.fullmatch(profile.name_pattern, name):
            named.add(name)
            shown = escape_control(name)
            yield f"'{shown}': {profile.archive} takes names of {profile.name_description} only: rename it"
    if profile.suffixes and file.suffix.lower() not in profile.suffixes:
        wanted = " or ".join(profile.suffixes)
        yield f"'{escape_control(path)}': {profile.archive} takes files that end in {wanted} only: name it so"


def _check_content(profile: DepositProfile, file: DepositFile) -> Iterator[str]:
    if profile.is_utf_8_required and not file.is_utf_8:
        form = f"{profile.archive} takes UTF-8 without a byte order mark"
        yield f"'{escape_control(file.path)}': {form}: save it so, or make canonical TEI of it with --to tei"
    if profile.max_file_size is not None and file.size > profile.max_file_size:
        limit = f"{profile.archive} takes files of {_format_size(profile.max_file_size)} at most"
        yield f"'{escape_control(file.path)}': {limit}, but it has {file.size:,} bytes: part it"


def _format_size(count: int) -> str:
    return f"{count // 10**9} GB" if count >= 10**9 else f"{count // 10**6} MB"
