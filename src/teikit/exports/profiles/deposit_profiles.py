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
    folders: bool = True
    name: str = ""
    name_words: str = ""
    suffixes: tuple[str, ...] = ()
    utf_8: bool = False
    largest: int | None = None
    whole: int | None = None
    most: int | None = None
    edition: tuple[tuple[str, str], ...] = ()
    letter: tuple[tuple[str, str], ...] = ()


_TITLE, _LICENCE = ("title", "a title"), ("licence", "a licence")

PROFILES: Mapping[str, DepositProfile] = {
    "arche": DepositProfile(
        archive="ARCHE",
        formats=("tei", "bag", "ro-crate"),
        name="[A-Za-z0-9_-]+",
        name_words="letters without accents, digits, '-' and '_'",
        utf_8=True,
        edition=(_TITLE, _LICENCE),
        letter=(_TITLE,),
    ),
    "tapas": DepositProfile(
        archive="TAPAS",
        formats=("tei",),
        suffixes=(".xml", ".tei"),
        largest=10 * _MB,
        letter=(_TITLE,),
    ),
    "zenodo": DepositProfile(
        archive="Zenodo",
        formats=("tei", "bag", "ro-crate", "mets", "e-ark", "ocfl"),
        folders=False,
        largest=50 * _GB,
        whole=50 * _GB,
        most=100,
        edition=(_TITLE, ("editor", "somebody who made it"), ("year", "the year of publication"), _LICENCE),
    ),
}
