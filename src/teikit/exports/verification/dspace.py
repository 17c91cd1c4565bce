"""Verifies items for DSpace (simple archive format): their Dublin Core, their lists, their files.

Each folder at the top is an item: `contents` lists its files, a line each, `dublin_core.xml` describes it.
"""

import re
from collections.abc import Iterator

from lxml import etree

from teikit.diagnostics import Diagnostic
from teikit.document.reported_positions import line_start
from teikit.document.tree import NotWellFormedError, load
from teikit.exports.packages.dspace import CHECKSUMS, CONTENTS, DUBLIN_CORE, RESERVED
from teikit.exports.verification.checksums import is_signed, read_checksums
from teikit.exports.verification.listed_files import ListedFile, ListingRules, PackageChecker, read_lines
from teikit.formats.archives import leads_out, show_name
from teikit.storage.archives import Files

_RULES = ListingRules("dspace/file-missing", "dspace/digest-differs", "dspace/digest-differs", "dspace/name-unsafe")
_DESCRIPTION = re.compile(r"dublin_core\.xml|metadata_[^/]+\.xml")
_OPTIONS = ("bundle:", "permissions:", "description:", "primary:", "assetstore:", "iiif-")


def is_dspace(files: Files) -> bool:
    """Return whether a package has folders with what DSpace looks for in an item."""
    names = [name.split("/") for name in files.openers if name.count("/") == 1]
    return any(name == DUBLIN_CORE or (name == CONTENTS and item.startswith("item")) for item, name in names)


def is_teikits_dspace(files: Files) -> bool:
    """Return whether teikit wrote all items of a package, and no files were added that no list has to name."""
    known: set[str] = set()
    for item in _items(files):
        path = f"{item}/{CHECKSUMS}"
        if path not in files.openers or not is_signed(data := files.read(path)):
            return False
        known |= {path, *(f"{item}/{one.path}" for one in read_checksums(data, files.budget))}
    return files.openers.keys() <= known


def _items(files: Files) -> list[str]:
    return sorted(name for name in files.folders if "/" not in name)


class ItemsChecker(PackageChecker):
    """Checks the items of one package."""

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the items."""
        yield from super().check()
        names_by_item: dict[str, list[str]] = {item: [] for item in _items(self.files)}
        for path in sorted(self.files.openers):
            item, slash, name = path.partition("/")
            if slash:
                names_by_item[item].append(name)
            else:
                yield self.unlisted_file("dspace/file-not-listed", "is in no item", path)
        for item, names in names_by_item.items():
            yield from self._check_item(item, names)

    def _check_item(self, item: str, names: list[str]) -> Iterator[Diagnostic]:
        if DUBLIN_CORE not in names:
            yield self.problem("dspace/description-incorrect", f"'{DUBLIN_CORE}' is missing", item)
        for name in names:
            if _DESCRIPTION.fullmatch(name):
                yield from self._check_description(f"{item}/{name}", is_main=name == DUBLIN_CORE)
        listed: dict[str, ListedFile] = {}
        if CONTENTS in names:
            yield from self._check_contents(item, listed)
        else:
            yield self.problem("dspace/contents-incorrect", f"'{CONTENTS}' is missing", item)
        for name in names:
            path = f"{item}/{name}"
            if path not in listed and name not in RESERVED and not _DESCRIPTION.fullmatch(name):
                yield self.unlisted_file("dspace/file-not-listed", f"is not listed in '{CONTENTS}'", path)
        yield from self.check_listed_files(listed.values(), _RULES)
        if CHECKSUMS in names:
            yield from self._check_checksums(item, f"{item}/{CHECKSUMS}", listed)

    def _check_contents(self, item: str, listed: dict[str, ListedFile]) -> Iterator[Diagnostic]:
        file, rule = f"{item}/{CONTENTS}", "dspace/contents-incorrect"
        primary = 0
        text = self.files.read(file).decode("utf-8", "replace")
        for number, line in read_lines(text, self.files.budget, "\n"):
            name, *options = line.rstrip("\r").split("\t")
            # Such lines name files that DSpace already has.
            if not line.strip() or line.startswith("-r "):
                continue
            path = _resolve_in_item(item, name.strip())
            if path in listed:
                yield self.problem(rule, f"'{show_name(name)}' is listed twice", file, number)
            for option in options:
                if option.strip() and not option.strip().startswith(_OPTIONS):
                    message = f"'{show_name(option)}' is nothing that DSpace knows of a file"
                    yield self.problem(rule, message, file, number)
            primary += "primary:true" in options
            listed.setdefault(path, ListedFile(path, file, number))
        if primary > 1:
            yield self.problem(rule, f"{primary} files are the primary one, expected one", file)

    def _check_checksums(self, item: str, file: str, listed: dict[str, ListedFile]) -> Iterator[Diagnostic]:
        """Compare the files of an item with the digests in the file that teikit adds."""
        for one in read_checksums(self.files.read(file), self.files.budget):
            if not one.path:
                message = "expected a digest, two blanks and a name"
                yield self.problem("dspace/checksums-incorrect", message, file, one.line)
                continue
            path = _resolve_in_item(item, one.path)
            # A listed file that is missing is already reported.
            if path in self.files.openers or path not in listed:
                digested = ListedFile(path, file, one.line, {one.algorithm: one.digest})
                yield from self.check_listed_files([digested], _RULES)

    def _check_description(self, file: str, *, is_main: bool) -> Iterator[Diagnostic]:
        rule = "dspace/description-incorrect"
        try:
            root = load(self.files.read(file), file).getroot()
        except NotWellFormedError as error:
            yield self.not_well_formed(rule, file, error)
            return
        if root.tag != "dublin_core":
            yield self.problem(rule, "expected the root element 'dublin_core'", file, line_start(root).line)
            return
        for value in root.iterdescendants(etree.Element):
            if value.tag != "dcvalue" or value.getparent() is not root:
                name = show_name(str(value.tag))
                message = f"the element '{name}' is not allowed here, expected 'dcvalue' in the root"
                yield self.problem(rule, message, file, line_start(value).line)
            elif not value.get("element"):
                yield self.problem(rule, "the attribute 'element' is missing", file, line_start(value).line)
        if is_main and not any(map(_is_title, root.iterdescendants(etree.Element))):
            yield self.problem(rule, "there is no title, which DSpace lists items by", file)


def _is_title(element: etree._Element) -> bool:
    return element.get("element") == "title" and bool((element.text or "").strip())


def _resolve_in_item(item: str, name: str) -> str:
    """Return the path of a file that an item names; one that leads out of the item begins with `..`."""
    parts = [part for part in name.split("/") if part not in {"", "."}]
    return f"../{name}" if leads_out(name) else "/".join([item, *parts])
