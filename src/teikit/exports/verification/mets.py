"""Verifies a package that METS describes, such as E-ARK's: its documents, and the files that they list.

A METS document may lead to others below it (`mptr`); each lists files by paths that begin at its own folder.
"""

from collections.abc import Iterator

from lxml import etree

from teikit.diagnostics import Diagnostic, Severity
from teikit.document.reported_positions import line_start
from teikit.document.tree import NotWellFormedError, load
from teikit.exports.packages.mets import METS, XLINK
from teikit.exports.verification.listed_files import ListedFile, ListingRules, PackageChecker, parse_size, resolve_path
from teikit.formats.archives import show_name
from teikit.storage.archives import Files

_ROOTS = ("METS.xml", "mets.xml")
_HREF = f"{{{XLINK}}}href"
# METS's names of algorithms by hashlib's.
_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_RULES = ListingRules("mets/file-missing", "mets/digest-differs", "mets/size-differs", "mets/name-unsafe")


def is_mets(files: Files) -> bool:
    """Return whether a package has a METS document where archives look for it."""
    return any(name in files.openers for name in _ROOTS)


def is_teikits_mets(files: Files) -> bool:
    """Return whether teikit made a package, by the agents that its METS names."""
    document = next(name for name in _ROOTS if name in files.openers)
    try:
        root = load(files.read(document), document).getroot()
    except NotWellFormedError:
        return False
    names = root.iterfind(f"{{{METS}}}metsHdr/{{{METS}}}agent/{{{METS}}}name")
    return any((name.text or "").split(" ")[0] == "teikit" for name in names)


def _elements(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    return parent.iter(*(f"{{{METS}}}{name}" for name in names))


class MetsChecker(PackageChecker):
    """Checks one package, from document to document."""

    def __init__(self, files: Files, name: str) -> None:
        super().__init__(files, name)
        self._documents = dict.fromkeys(name for name in _ROOTS if name in files.openers)
        self._listed: dict[str, ListedFile] = {}

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the package."""
        yield from super().check()
        waiting = list(self._documents)
        # Documents may lead to more of them; each is read once.
        for document in waiting:
            yield from self._read_document(document, waiting)
        yield from self.check_listed_files(self._listed.values(), _RULES)
        for path in sorted(self.files.openers.keys() - self._listed.keys() - self._documents.keys()):
            yield self.unlisted_file("mets/file-not-listed", "is not listed in any METS document", path)

    def _read_document(self, document: str, waiting: list[str]) -> Iterator[Diagnostic]:
        try:
            root = load(self.files.read(document), document).getroot()
        except NotWellFormedError as error:
            yield self.not_well_formed("mets/document-incorrect", document, error)
            return
        if root.tag != f"{{{METS}}}mets":
            yield self.problem("mets/document-incorrect", "is no METS document", document)
            return
        folder = document.rpartition("/")[0]
        for pointer in _elements(root, "mptr"):
            path = resolve_path(pointer.get(_HREF, ""), folder)
            if path is not None and path in self.files.openers and path not in self._documents:
                self._documents[path] = None
                waiting.append(path)
        for element in _elements(root, "file", "mdRef"):
            yield from self._add_listed_file(element, document, folder)

    def _add_listed_file(self, element: etree._Element, document: str, folder: str) -> Iterator[Diagnostic]:
        """Note a file that is listed, once for each place of it in the package."""
        type_, digest, size = (element.get(name, "") for name in ("CHECKSUMTYPE", "CHECKSUM", "SIZE"))
        algorithm, line = _ALGORITHMS.get(type_), line_start(element).line
        for path in _listed_paths(element, folder):
            if algorithm is None or not digest:
                message = f"'{show_name(path)}' is listed without a digest that can be checked"
                yield self.problem("mets/digest-unknown", message, document, line, Severity.WARNING)
            digests = {algorithm: digest} if algorithm and digest else {}
            self._listed[path] = ListedFile(path, document, line, digests, parse_size(size))


def _listed_paths(element: etree._Element, folder: str) -> list[str]:
    """Return the paths in the package that an element of a METS document in a folder lists."""
    places = [element] if element.get(_HREF) else element.findall(f"{{{METS}}}FLocat")
    return [path for place in places if (path := resolve_path(place.get(_HREF, ""), folder)) is not None]
