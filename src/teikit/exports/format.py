"""The record of a format: how it is named, made and, for packages, recognised, verified and laid out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic
from teikit.storage.archives import Files

# Only for types: `teikit verify` recognises packages without loading what makes them.
if TYPE_CHECKING:
    from teikit.exports.packages.contents import Contents
    from teikit.exports.record.source import ExportedFile, Settings, TeiFile
    from teikit.storage.packages import Package


@dataclass(frozen=True, slots=True)
class PackageKind:
    """How packages of a format are recognised, verified, and laid out in an archive.

    Attributes:
        label: what users call one, with its article.
        matches: returns whether files are such a package, whole or damaged.
        verify: returns what is wrong with its files, given the package's name for messages.
        summarize: returns the verdict in words on what `verify` returned.
        is_made_by_teikit: returns whether teikit made it and nothing was added, so that --force may replace it.
        at_root: whether an archive has the files at its root, not below one folder.
    """

    label: str
    matches: Callable[[Files], bool]
    verify: Callable[[Files, str], list[Diagnostic]]
    summarize: Callable[[list[Diagnostic]], str]
    is_made_by_teikit: Callable[[Files], bool]
    at_root: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format that letters are exported to. Exactly one of `write_each`, `write_all`, `pack` and `is_site` is given.

    Attributes:
        name: what users write after --to.
        suffix: the suffix of its files; "" for packages.
        summary: one line for the help.
        write_each: makes a file of each letter.
        write_all: makes one file of all letters; of each letter only the record is given, without a tree.
        pack: makes a package of all letters.
        kind: for packages, how they are recognised, verified, and laid out.
        keeps_corpora: whether it makes one file of a teiCorpus, instead of one of each TEI document in it.
        has_index: whether a folder of its files gets an index.
        reports_references: whether it has the addresses of those to whom letters refer, so that references to no entry
            are reported; CMIF reports them itself.
        is_site: whether it is the site of all letters, which `operations.export_site` makes.
    """

    name: str
    suffix: str
    summary: str
    write_each: "Callable[[TeiFile, Settings], ExportedFile] | None" = None
    write_all: "Callable[[Sequence[TeiFile], Settings], ExportedFile] | None" = None
    pack: "Callable[[Contents, Settings], Package] | None" = None
    kind: PackageKind | None = None
    keeps_corpora: bool = False
    reports_references: bool = True
    is_site: bool = False
    has_index: bool = False

    @property
    def splits_corpora(self) -> bool:
        """Whether the TEI documents of a teiCorpus are its letters, not the file; packages have files."""
        return self.pack is None and not self.keeps_corpora
