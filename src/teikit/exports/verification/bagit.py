"""Verifies a bag (RFC 8493): whether it is complete, and whether it is valid.

A bag is complete when its files are all there and all listed, and valid when it is complete and every digest matches.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from teikit.diagnostics import Diagnostic, Severity
from teikit.errors import TeikitError
from teikit.exports.packages.bag import HASH_ALGORITHMS
from teikit.exports.verification.bagit_profile import BAGIT_FILES, read_bag
from teikit.exports.verification.listed_files import PackageChecker, read_lines
from teikit.formats.archives import leads_out, show_name
from teikit.formats.encodings import decode, find_encoding
from teikit.storage.archives import Files, is_litter

_MANIFEST = re.compile(r"(?P<tags>tag)?manifest-(?P<algorithm>[^/]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(\S.*)")
_FETCH = "fetch.txt"
_FETCH_LINE = re.compile(r"\S+[ \t]+(?:[0-9]+|-)[ \t]+(\S.*)")
_ESCAPE = re.compile(r"%(0[aAdD]|25)")
_DECLARATION = re.compile(r"BagIt-Version: (\d+)\.(\d+)\r?\n?Tag-File-Character-Encoding: (\S+)\s*")


@dataclass(frozen=True, slots=True)
class _Manifest:
    name: str
    algorithm: str
    is_tag_manifest: bool
    listed: Mapping[str, tuple[str, int]]


def is_bag(files: Files) -> bool:
    """Return whether a package calls itself a bag, or has a manifest as bags have it."""
    manifests = any(name.startswith("manifest-") and name.endswith(".txt") for name in files.openers)
    return "bagit.txt" in files.openers or manifests


def is_teikits_bag(files: Files) -> bool:
    """Return whether teikit made a bag, and no tag files were added, which no manifest has to list."""
    added = any(not name.startswith("data/") and not BAGIT_FILES.fullmatch(name) for name in files.openers)
    tagged = read_bag(files.openers.keys(), files.read, files.archive, files.budget).values_of("Bag-Software-Agent")
    return not added and any(value.startswith("teikit ") for value, _ in tagged)


def _unescape(path: str) -> str:
    """Return a path that a manifest lists (RFC 8493, 2.1.3)."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), path).removeprefix("./")


def _leads_out(path: str) -> bool:
    return leads_out(path) or path.startswith("~")


def _hashlib_name(algorithm: str) -> str:
    return HASH_ALGORITHMS[algorithm.replace("-", "")]


class _WrongEncodingError(TeikitError):
    """A tag file is not in the encoding that the bag states."""


class BagChecker(PackageChecker):
    """Checks one bag."""

    def __init__(self, files: Files, name: str) -> None:
        super().__init__(files, name)
        self._encoding = "utf-8"
        self._sizes: dict[str, int] = {}

    def _read_text(self, name: str) -> str:
        """Return the text of a tag file; _WrongEncodingError if it is not in the encoding of the bag."""
        return decode(self.files.read(name), self._encoding, name, error=_WrongEncodingError)

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the bag."""
        yield from self._check_declaration()
        yield from self.check_kinds("bag/no-regular-file", "a bag holds regular files", "bag/name-twice")
        if "data" not in self.files.folders and not any(name.startswith("data/") for name in self.files.openers):
            yield self.problem("bag/payload-missing", "the payload folder 'data' is missing")
        manifests: list[_Manifest] = []
        for name in sorted(self.files.openers):
            if matched := _MANIFEST.fullmatch(name):
                yield from self._read_manifest(name, matched["algorithm"].lower(), bool(matched["tags"]), manifests)
        if all(one.is_tag_manifest for one in manifests):
            message = "there is no payload manifest (manifest-sha512.txt or the like)"
            yield self.problem("bag/manifest-missing", message)
        yield from self._check_completeness(manifests)
        yield from self._check_digests(manifests)
        yield from self._check_oxum()

    def _check_declaration(self) -> Iterator[Diagnostic]:
        if "bagit.txt" not in self.files.openers:
            yield self.problem("bag/declaration-missing", "the bag declaration 'bagit.txt' is missing")
            return
        try:
            matched = _DECLARATION.fullmatch(self._read_text("bagit.txt"))
        except _WrongEncodingError:
            matched = None
        if matched is None:
            message = "expected 'BagIt-Version: 1.0' and 'Tag-File-Character-Encoding: UTF-8', a line each"
            yield self.problem("bag/declaration-incorrect", message, "bagit.txt", 1)
            return
        encoding = find_encoding(matched[3])
        if encoding:
            self._encoding = encoding
        else:
            message = f"the encoding '{show_name(matched[3])}' is not known"
            yield self.problem("bag/declaration-incorrect", message, "bagit.txt", 2)

    def _read_manifest(self, name: str, algorithm: str, tags: bool, to: list[_Manifest]) -> Iterator[Diagnostic]:  # noqa: FBT001
        """Read a manifest, and yield which lines of it are wrong."""
        if algorithm.replace("-", "") not in HASH_ALGORITHMS:
            message = f"the algorithm '{show_name(algorithm)}' is not known; its digests are not checked"
            yield self.problem("bag/algorithm-unknown", message, name, severity=Severity.WARNING)
        try:
            lines = read_lines(self._read_text(name), self.files.budget)
        except _WrongEncodingError:
            yield self._wrong_encoding("bag/manifest-incorrect", name)
            return
        listed: dict[str, tuple[str, int]] = {}
        for number, line in lines:
            matched = _LINE.fullmatch(line)
            if not line.strip():
                continue
            if matched is None:
                yield self.problem("bag/manifest-incorrect", "expected a digest, white space and a path", name, number)
                continue
            path = _unescape(matched[2])
            yield from self._check_path(path, tags, name, number)
            if path in listed and listed[path][0] != matched[1].lower():
                message = f"'{show_name(path)}' is listed with two digests"
                yield self.problem("bag/manifest-incorrect", message, name, number)
            listed.setdefault(path, (matched[1].lower(), number))
        to.append(_Manifest(name, algorithm, tags, listed))

    def _wrong_encoding(self, rule: str, name: str) -> Diagnostic:
        return self.problem(rule, f"is not in the encoding '{self._encoding}'", name)

    def _check_path(self, path: str, tags: bool, name: str, line: int) -> Iterator[Diagnostic]:  # noqa: FBT001
        if _leads_out(path):
            yield self.problem("bag/name-unsafe", f"'{show_name(path)}' leads out of the bag", name, line)
        elif tags is path.startswith("data/"):
            kind = "a tag manifest lists no payload" if tags else "a payload manifest lists files below 'data' only"
            yield self.problem("bag/manifest-incorrect", f"'{show_name(path)}': {kind}", name, line)

    def _check_completeness(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        waiting: set[str] = set()
        yield from self._read_fetch_list(waiting)
        payload = sorted(name for name in self.files.openers if name.startswith("data/"))
        for manifest in manifests:
            yield from self._check_missing_files(manifest, waiting)
            for path in () if manifest.is_tag_manifest else payload:
                if path not in manifest.listed:
                    message = f"is not listed in '{show_name(manifest.name)}'"
                    yield self.problem("bag/file-not-listed", message, path)
        yield from self._check_unlisted_tag_files([manifest for manifest in manifests if manifest.is_tag_manifest])

    def _check_missing_files(self, manifest: _Manifest, waiting: set[str]) -> Iterator[Diagnostic]:
        for path, (_, line) in manifest.listed.items():
            shown = show_name(path)
            if path not in self.files.openers and path in waiting:
                yield self.problem("bag/not-fetched", f"'{shown}' is yet to be fetched", manifest.name, line)
            elif path not in self.files.openers:
                yield self.problem("bag/file-missing", f"'{shown}' is missing", manifest.name, line)

    def _check_unlisted_tag_files(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        """Look for tag files that no tag manifest lists, where there is one; a tag manifest lists none of its kind."""
        listed = {path for manifest in manifests for path in manifest.listed}
        for name in sorted(self.files.openers.keys() - listed) if manifests else ():
            if not name.startswith(("data/", "tagmanifest-")) and not is_litter(name.rpartition("/")[2]):
                message = "is not listed in any tag manifest"
                yield self.problem("bag/tag-file-not-listed", message, name, severity=Severity.WARNING)

    def _read_fetch_list(self, waiting: set[str]) -> Iterator[Diagnostic]:
        """Add the paths that fetch.txt lists (RFC 8493, 2.2.3), and yield which lines are wrong; nothing is fetched."""
        rule = "bag/manifest-incorrect"
        try:
            lines = read_lines(self._read_text(_FETCH), self.files.budget) if _FETCH in self.files.openers else ()
        except _WrongEncodingError:
            yield self._wrong_encoding(rule, _FETCH)
            return
        for number, line in lines:
            matched = _FETCH_LINE.fullmatch(line)
            if matched is None:
                if line.strip():
                    yield self.problem(rule, "expected an address, a length (or '-') and a path", _FETCH, number)
                continue
            path = _unescape(matched[1])
            if _leads_out(path):
                yield self.problem("bag/name-unsafe", f"'{show_name(path)}' leads out of the bag", _FETCH, number)
            waiting.add(path)

    def _check_digests(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        """Read each listed file once, for all the algorithms it is listed by."""
        for path, listing in sorted(_manifests_by_path(manifests).items()):
            if path not in self.files.openers:
                continue
            found = self.files.compute_digests(path, {_hashlib_name(one.algorithm) for one in listing})
            if found is not None:
                self._sizes[path] = found[1]
            for manifest in listing:
                digest, line = manifest.listed[path]
                if found is None:
                    yield self.problem("bag/digest-differs", "cannot be read", path)
                elif found[0][_hashlib_name(manifest.algorithm)] != digest:
                    wrong = f"its {manifest.algorithm} digest differs"
                    message = f"'{show_name(path)}' is not the file that was listed: {wrong}"
                    yield self.problem("bag/digest-differs", message, manifest.name, line)

    def _check_oxum(self) -> Iterator[Diagnostic]:
        """Compare the payload with its size and count in bag-info.txt, where all of it could be read."""
        if "bag-info.txt" not in self.files.openers:
            return
        try:
            lines = read_lines(self._read_text("bag-info.txt"), self.files.budget)
        except _WrongEncodingError:
            yield self._wrong_encoding("bag/information-incorrect", "bag-info.txt")
            return
        oxum = self._oxum()
        for number, line in lines:
            label, colon, value = line.partition(":")
            if line.strip() and not colon and not line.startswith((" ", "\t")):
                yield self.problem("bag/information-incorrect", "expected a label and a colon", "bag-info.txt", number)
            if label.strip().lower() == "payload-oxum" and oxum and value.strip() != oxum:
                message = f"Payload-Oxum is '{show_name(value.strip())}', but the payload has '{oxum}'"
                yield self.problem("bag/oxum-differs", message, "bag-info.txt", number)

    def _oxum(self) -> str:
        """Return the size and the count of the payload, empty if a part of it could not be read, or is not listed."""
        payload = [name for name in self.files.openers if name.startswith("data/")]
        if not all(name in self._sizes for name in payload):
            return ""
        return f"{sum(self._sizes[name] for name in payload)}.{len(payload)}"


def _manifests_by_path(manifests: Iterable[_Manifest]) -> dict[str, list[_Manifest]]:
    """Return for each listed path the manifests that list it with digests that can be checked."""
    found: dict[str, list[_Manifest]] = {}
    for manifest in manifests:
        if manifest.algorithm.replace("-", "") in HASH_ALGORITHMS:
            for path in manifest.listed:
                found.setdefault(path, []).append(manifest)
    return found
