"""What archives require of a deposit, as data, after the archives' own pages (docs/export.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

_MB, _GB = 10**6, 10**9


@dataclass(frozen=True, slots=True)
class DepositProfile:
    """What an archive requires; it has no requirement for what is None or empty.

    `formats` are those of `teikit export`. `name_pattern` must match the name of each file and folder, without a file's
    suffix; `name_description` says the same in words. Sizes are in bytes. `edition_fields` and `letter_fields` are the
    keys of required metadata, each with words for it.
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


# ARCHE's properties of those who have to do with a deposit, by their keys in the metadata of the edition (its ontology,
# https://github.com/acdh-oeaw/arche-schema: required of each RepoObject, the contact of each TopCollection).
ARCHE_AGENTS: Mapping[str, tuple[str, str]] = {
    "depositor": ("hasDepositor", "the depositor"),
    "owner": ("hasOwner", "the owner"),
    "rights_holder": ("hasRightsHolder", "the rights holder"),
    "licensor": ("hasLicensor", "the licensor"),
    "metadata_creator": ("hasMetadataCreator", "who made the metadata"),
    "contact": ("hasContact", "a contact"),
}
_TITLE, _LICENCE = ("title", "a title"), ("licence", "a licence")

PROFILES: Mapping[str, DepositProfile] = {
    "arche": DepositProfile(
        archive="ARCHE",
        formats=("tei", "bag", "ro-crate"),
        name_pattern="[A-Za-z0-9_-]+",
        name_description="letters without accents, digits, '-' and '_'",
        is_utf_8_required=True,
        edition_fields=(
            _TITLE,
            ("abstract", "a description"),
            _LICENCE,
            *((key, words) for key, (_, words) in ARCHE_AGENTS.items()),
        ),
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
