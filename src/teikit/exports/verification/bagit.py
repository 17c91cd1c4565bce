"""Verifies a bag (RFC 8493): whether it is complete, and whether it is valid.

A bag is complete when its files are all there and all listed, and valid when it is complete and every digest matches.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from teikit.diagnostics import Diagnostic, Severity
from teikit.exports.packages.bag import HASH_ALGORITHMS
from teikit.exports.verification.bagit_profile import BAGIT_FILES, read_bag
from teikit.exports.verification.listed_files import PackageChecker
from teikit.messages import escape_control
from teikit.storage.archives import Files, is_litter

_MANIFEST = re.compile(r"(?P<tags>tag)?manifest-(?P<algorithm>[^/]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(\S.*)")
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
    tagged = read_bag(files.openers.keys(), files.read, files.archive).values_of("Bag-Software-Agent")
    return not added and any(value.startswith("teikit ") for value, _ in tagged)


def _hashlib_name(algorithm: str) -> str:
    return HASH_ALGORITHMS[algorithm.replace("-", "")]


class BagChecker(PackageChecker):
    """Checks one bag."""

    def __init__(self, files: Files, name: str) -> None:
        super().__init__(files, name)
        self._encoding = "utf-8"
        self._sizes: dict[str, int] = {}

    def _read_text(self, name: str) -> str:
        return self.files.read(name).decode(self._encoding)

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with the bag."""
        yield from self._check_declaration()
        yield from self._check_irregular_files()
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
        except UnicodeDecodeError:
            matched = None
        if matched is None:
            message = "expected 'BagIt-Version: 1.0' and 'Tag-File-Character-Encoding: UTF-8', a line each"
            yield self.problem("bag/declaration-incorrect", message, "bagit.txt", 1)
            return
        try:
            "".encode(matched[3])
            self._encoding = matched[3]
        except LookupError:
            message = f"the encoding '{escape_control(matched[3])}' is not known"
            yield self.problem("bag/declaration-incorrect", message, "bagit.txt", 2)

    def _check_irregular_files(self) -> Iterator[Diagnostic]:
        for name in self.files.irregular:
            message = "is a link, a device or encrypted; a bag holds regular files"
            yield self.problem("bag/no-regular-file", message, name)
        for name in self.files.duplicates:
            yield self.problem("bag/name-twice", "is in the archive more than once", name)

    def _read_manifest(self, name: str, algorithm: str, tags: bool, to: list[_Manifest]) -> Iterator[Diagnostic]:  # noqa: FBT001
        """Read a manifest, and yield which lines of it are wrong."""
        if algorithm.replace("-", "") not in HASH_ALGORITHMS:
            message = f"the algorithm '{escape_control(algorithm)}' is not known; its digests are not checked"
            yield self.problem("bag/algorithm-unknown", message, name, severity=Severity.WARNING)
        try:
            lines = self._read_text(name).splitlines()
        except UnicodeDecodeError as error:
            yield self.problem("bag/manifest-incorrect", f"is not in the encoding '{error.encoding}'", name)
            return
        listed: dict[str, tuple[str, int]] = {}
        for number, line in enumerate(lines, 1):
            matched = _LINE.fullmatch(line)
            if not line.strip():
                continue
            if matched is None:
                yield self.problem("bag/manifest-incorrect", "expected a digest, white space and a path", name, number)
                continue
            path = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), matched[2]).removeprefix("./")
            yield from self._check_path(path, tags, name, number)
            if path in listed and listed[path][0] != matched[1].lower():
                message = f"'{escape_control(path)}' is listed with two digests"
                yield self.problem("bag/manifest-incorrect", message, name, number)
            listed.setdefault(path, (matched[1].lower(), number))
        to.append(_Manifest(name, algorithm, tags, listed))

    def _check_path(self, path: str, tags: bool, name: str, line: int) -> Iterator[Diagnostic]:  # noqa: FBT001
        parts = path.replace("\\", "/").split("/")
        if ".." in parts or path.startswith(("/", "~")) or re.match(r"[A-Za-z]:[\\/]", path):
            yield self.problem("bag/name-unsafe", f"'{escape_control(path)}' leads out of the bag", name, line)
        elif tags is path.startswith("data/"):
            kind = "a tag manifest lists no payload" if tags else "a payload manifest lists files below 'data' only"
            yield self.problem("bag/manifest-incorrect", f"'{escape_control(path)}': {kind}", name, line)

    def _check_completeness(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        waiting = set(self._paths_to_fetch())
        payload = sorted(name for name in self.files.openers if name.startswith("data/"))
        for manifest in manifests:
            yield from self._check_missing_files(manifest, waiting)
            for path in () if manifest.is_tag_manifest else payload:
                if path not in manifest.listed:
                    message = f"is not listed in '{escape_control(manifest.name)}'"
                    yield self.problem("bag/file-not-listed", message, path)
        yield from self._check_unlisted_tag_files([manifest for manifest in manifests if manifest.is_tag_manifest])

    def _check_missing_files(self, manifest: _Manifest, waiting: set[str]) -> Iterator[Diagnostic]:
        for path, (_, line) in manifest.listed.items():
            shown = escape_control(path)
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

    def _paths_to_fetch(self) -> Iterator[str]:
        """Yield the paths that fetch.txt lists (RFC 8493, 2.2.3)."""
        if "fetch.txt" in self.files.openers:
            for line in self._read_text("fetch.txt").splitlines():
                yield from line.split(None, 2)[2:]

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
                    message = f"'{escape_control(path)}' is not the file that was listed: {wrong}"
                    yield self.problem("bag/digest-differs", message, manifest.name, line)

    def _check_oxum(self) -> Iterator[Diagnostic]:
        """Compare the payload with its size and count in bag-info.txt, where all of it could be read."""
        if "bag-info.txt" not in self.files.openers:
            return
        try:
            lines = self._read_text("bag-info.txt").splitlines()
        except UnicodeDecodeError as error:
            message = f"is not in the encoding '{error.encoding}'"
            yield self.problem("bag/information-incorrect", message, "bag-info.txt")
            return
        for number, line in enumerate(lines, 1):
            label, colon, value = line.partition(":")
            if line.strip() and not colon and not line.startswith((" ", "\t")):
                yield self.problem("bag/information-incorrect", "expected a label and a colon", "bag-info.txt", number)
            if label.strip().lower() == "payload-oxum":
                yield from self._compare_oxum(value.strip(), number)

    def _compare_oxum(self, value: str, line: int) -> Iterator[Diagnostic]:
        payload = [name for name in self.files.openers if name.startswith("data/")]
        if all(name in self._sizes for name in payload):
            oxum = f"{sum(self._sizes[name] for name in payload)}.{len(payload)}"
            if value != oxum:
                message = f"Payload-Oxum is '{escape_control(value)}', but the payload has '{oxum}'"
                yield self.problem("bag/oxum-differs", message, "bag-info.txt", line)


def _manifests_by_path(manifests: Iterable[_Manifest]) -> dict[str, list[_Manifest]]:
    """Return for each listed path the manifests that list it with digests that can be checked."""
    found: dict[str, list[_Manifest]] = {}
    for manifest in manifests:
        if manifest.algorithm.replace("-", "") in HASH_ALGORITHMS:
            for path in manifest.listed:
                found.setdefault(path, []).append(manifest)
    return found
