"""What archives demand of a deposit, as data: each profile after the archive's own pages, as docs/export.md tells."""

from collections.abc import Mapping
from dataclasses import dataclass

_MB, _GB = 10**6, 10**9


@dataclass(frozen=True, slots=True)
class DepositProfile:
    """What an archive demands; what is None or empty it leaves open.

    `formats` are those of `teikit export`. `name` is what the name of each file and folder must match, without the
    suffix of a file, `name_words` the same in words. `suffixes` are those of files. Sizes are in bytes, each number a
    limit: `largest` of a file, `whole` of all files, `most` of their number. `edition` and `letter` are the keys of
    metadata that must be known, each with words for it.
    """

    archive: str
    formats: tuple[str, ...]
    allows_folders: bool = True
    name_pattern: str = ""
    name_description: str = ""
    suffixes: tuple[str, ...] = ()
    is_utf_8_required: bool = False
    max_file_size: int | None = None
    max_total_size: int | None = None
    max_files: int | None = None
    edition_fields: tuple[tuple[str, str], ...] = ()
    letter_fields: tuple[tuple[str, str], ...] = ()


_TITLE, _LICENCE = ("title", "a title"), ("licence", "a licence")

PROFILES: Mapping[str, DepositProfile] = {
    "arche": DepositProfile(
        archive="ARCHE",
        formats=("tei", "bag", "ro-crate"),
        name_pattern="[A-Za-z0-9_-]+",
        name_description="letters without accents, digits, '-' and '_'",
        is_utf_8_required=True,
        edition_fields=(_TITLE, _LICENCE),
        letter_fields=(_TITLE,),
    ),
    "tapas": DepositProfile(
        archive="TAPAS", formats=("tei",), suffixes=(".xml", ".tei"), max_file_size=10 * _MB, letter_fields=(_TITLE,)
    ),
    "zenodo": DepositProfile(
        archive="Zenodo",
        formats=("tei", "bag", "ro-crate", "mets", "e-ark", "ocfl"),
        allows_folders=False,
        max_file_size=50 * _GB,
        max_total_size=50 * _GB,
        max_files=100,
        edition_fields=(_TITLE, ("editor", "somebody who made it"), ("year", "the year of publication"), _LICENCE),
    ),
}
