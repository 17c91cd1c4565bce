"""A bag to what is wrong with it (RFC 8493): whether it is complete, and whether it is valid.

A bag is complete when its files are all there and all listed, and valid when it is complete and every digest holds.
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
# What makes a bag incomplete; every other error makes it invalid only.
INCOMPLETENESS_RULES = frozenset(
    {
        "bag/declaration-missing", "bag/declaration-incorrect", "bag/payload-missing", "bag/manifest-missing",
        "bag/manifest-incorrect", "bag/file-missing", "bag/file-not-listed", "bag/name-unsafe", "bag/not-fetched",
        "bag/name-twice",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Manifest:
    name: str
    algorithm: str
    is_tag_manifest: bool
    listed: Mapping[str, tuple[str, int]]


def is_bag(files: Files) -> bool:
    """Say whether a package calls itself a bag, or has a manifest as bags have it."""
    manifests = any(name.startswith("manifest-") and name.endswith(".txt") for name in files.openers)
    return "bagit.txt" in files.openers or manifests


def is_teikits_bag(files: Files) -> bool:
    """Say whether teikit made a bag, and nobody added tag files, which no manifest need list."""
    added = any(not name.startswith("data/") and not BAGIT_FILES.fullmatch(name) for name in files.openers)
    tagged = read_bag(files.openers.keys(), files.read, files.archive).values_of("Bag-Software-Agent")
    return not added and any(value.startswith("teikit ") for value, _ in tagged)


def _hashlib_name(algorithm: str) -> str:
    return HASH_ALGORITHMS[algorithm.replace("-", "")]


class _BagChecker:
    """Looks through one bag; `bag` is its name for people."""

    def __init__(self, files: Files, bag: str) -> None:
        self._files = files
        self._problem = PackageChecker(files, bag).problem
        self._encoding = "utf-8"
        self._sizes: dict[str, int] = {}

    def _read_text(self, name: str) -> str:
        return self._files.read(name).decode(self._encoding)

    def check(self) -> Iterator[Diagnostic]:
        yield from self._check_declaration()
        yield from self._check_irregular_files()
        if "data" not in self._files.folders and not any(name.startswith("data/") for name in self._files.openers):
            yield self._problem("bag/payload-missing", "the payload folder 'data' is missing")
        manifests: list[_Manifest] = []
        for name in sorted(self._files.openers):
            matched = _MANIFEST.fullmatch(name)
            if matched:
                yield from self._read_manifest(name, matched["algorithm"].lower(), bool(matched["tags"]), manifests)
        if not any(not one.is_tag_manifest for one in manifests):
            yield self._problem(
                "bag/manifest-missing", "there is no payload manifest (manifest-sha512.txt or the like)"
            )
        yield from self._check_completeness(manifests)
        yield from self._check_digests(manifests)
        yield from self._check_oxum()

    def _check_declaration(self) -> Iterator[Diagnostic]:
        if "bagit.txt" not in self._files.openers:
            yield self._problem("bag/declaration-missing", "the bag declaration 'bagit.txt' is missing")
            return
        try:
            matched = _DECLARATION.fullmatch(self._read_text("bagit.txt"))
        except UnicodeDecodeError:
            matched = None
        if matched is None:
            message = "expected 'BagIt-Version: 1.0' and 'Tag-File-Character-Encoding: UTF-8', a line each"
            yield self._problem("bag/declaration-incorrect", message, "bagit.txt", 1)
            return
        try:
            "".encode(matched[3])
            self._encoding = matched[3]
        except LookupError:
            message = f"the encoding '{escape_control(matched[3])}' is not known"
            yield self._problem("bag/declaration-incorrect", message, "bagit.txt", 2)

    def _check_irregular_files(self) -> Iterator[Diagnostic]:
        for name in self._files.irregular:
            yield self._problem(
                "bag/no-regular-file", "is a link, a device or encrypted; a bag holds regular files", name
            )
        for name in self._files.duplicates:
            yield self._problem("bag/name-twice", "is in the archive more than once", name)

    def _read_manifest(self, name: str, algorithm: str, tags: bool, to: list[_Manifest]) -> Iterator[Diagnostic]:  # noqa: FBT001
        """Read a manifest, and tell which lines of it are wrong."""
        if algorithm.replace("-", "") not in HASH_ALGORITHMS:
            message = f"the algorithm '{escape_control(algorithm)}' is not known; its digests are not checked"
            yield self._problem("bag/algorithm-unknown", message, name, severity=Severity.WARNING)
        try:
            lines = self._read_text(name).splitlines()
        except UnicodeDecodeError as error:
            yield self._problem("bag/manifest-incorrect", f"is not in the encoding '{error.encoding}'", name)
            return
        listed: dict[str, tuple[str, int]] = {}
        for number, line in enumerate(lines, 1):
            matched = _LINE.fullmatch(line)
            if not line.strip():
                continue
            if matched is None:
                yield self._problem("bag/manifest-incorrect", "expected a digest, white space and a path", name, number)
                continue
            path = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), matched[2]).removeprefix("./")
            yield from self._check_path(path, tags, name, number)
            if path in listed and listed[path][0] != matched[1].lower():
                yield self._problem(
                    "bag/manifest-incorrect", f"'{escape_control(path)}' is listed with two digests", name, number
                )
            listed.setdefault(path, (matched[1].lower(), number))
        to.append(_Manifest(name, algorithm, tags, listed))

    def _check_path(self, path: str, tags: bool, name: str, line: int) -> Iterator[Diagnostic]:  # noqa: FBT001
        parts = path.replace("\\", "/").split("/")
        if ".." in parts or path.startswith(("/", "~")) or re.match(r"[A-Za-z]:[\\/]", path):
            yield self._problem("bag/name-unsafe", f"'{escape_control(path)}' leads out of the bag", name, line)
        elif tags is path.startswith("data/"):
            kind = "a tag manifest lists no payload" if tags else "a payload manifest lists files below 'data' only"
            yield self._problem("bag/manifest-incorrect", f"'{escape_control(path)}': {kind}", name, line)

    def _check_completeness(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        waiting = set(self._paths_to_fetch())
        payload = sorted(name for name in self._files.openers if name.startswith("data/"))
        for manifest in manifests:
            yield from self._check_missing_files(manifest, waiting)
            for path in () if manifest.is_tag_manifest else payload:
                if path not in manifest.listed:
                    yield self._problem(
                        "bag/file-not-listed", f"is not listed in '{escape_control(manifest.name)}'", path
                    )
        yield from self._check_unlisted_tag_files([manifest for manifest in manifests if manifest.is_tag_manifest])

    def _check_missing_files(self, manifest: _Manifest, waiting: set[str]) -> Iterator[Diagnostic]:
        for path, (_, line) in manifest.listed.items():
            if path in self._files.openers:
                continue
            rule, words = (
                ("bag/not-fetched", "is yet to be fetched") if path in waiting else ("bag/file-missing", "is missing")
            )
            yield self._problem(rule, f"'{escape_control(path)}' {words}", manifest.name, line)

    def _check_unlisted_tag_files(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        """Look for tag files that no tag manifest lists, where there is one; a tag manifest lists none of its kind."""
        listed = {path for manifest in manifests for path in manifest.listed}
        for name in sorted(self._files.openers.keys() - listed) if manifests else ():
            if not name.startswith(("data/", "tagmanifest-")) and not is_litter(name.rpartition("/")[2]):
                message = "is not listed in any tag manifest"
                yield self._problem("bag/tag-file-not-listed", message, name, severity=Severity.WARNING)

    def _paths_to_fetch(self) -> Iterator[str]:
        """Yield the paths that fetch.txt promises (RFC 8493, 2.2.3)."""
        if "fetch.txt" in self._files.openers:
            for line in self._read_text("fetch.txt").splitlines():
                yield from line.split(None, 2)[2:]

    def _check_digests(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        """Read each listed file once, for all the algorithms it is listed by."""
        for path, held in sorted(_manifests_by_path(manifests).items()):
            if path not in self._files.openers:
                continue
            found = self._files.compute_digests(path, {_hashlib_name(one.algorithm) for one in held})
            if found is not None:
                self._sizes[path] = found[1]
            for manifest in held:
                digest, line = manifest.listed[path]
                if found is None:
                    yield self._problem("bag/digest-differs", "cannot be read", path)
                elif found[0][_hashlib_name(manifest.algorithm)] != digest:
                    message = (
                        f"'{escape_control(path)}' is not the file that was listed: "
                        f"its {manifest.algorithm} digest differs"
                    )
                    yield self._problem("bag/digest-differs", message, manifest.name, line)

    def _check_oxum(self) -> Iterator[Diagnostic]:
        """Hold the payload against its size and count in bag-info.txt, where all of it could be read."""
        if "bag-info.txt" not in self._files.openers:
            return
        try:
            lines = self._read_text("bag-info.txt").splitlines()
        except UnicodeDecodeError as error:
            yield self._problem(
                "bag/information-incorrect", f"is not in the encoding '{error.encoding}'", "bag-info.txt"
            )
            return
        for number, line in enumerate(lines, 1):
            label, colon, value = line.partition(":")
            if line.strip() and not colon and not line.startswith((" ", "\t")):
                yield self._problem("bag/information-incorrect", "expected a label and a colon", "bag-info.txt", number)
            if label.strip().lower() == "payload-oxum":
                yield from self._compare_oxum(value.strip(), number)

    def _compare_oxum(self, value: str, line: int) -> Iterator[Diagnostic]:
        payload = [name for name in self._files.openers if name.startswith("data/")]
        if all(name in self._sizes for name in payload):
            oxum = f"{sum(self._sizes[name] for name in payload)}.{len(payload)}"
            if value != oxum:
                message = f"Payload-Oxum is '{escape_control(value)}', but the payload has '{oxum}'"
                yield self._problem("bag/oxum-differs", message, "bag-info.txt", line)


def _manifests_by_path(manifests: Iterable[_Manifest]) -> dict[str, list[_Manifest]]:
    """Return for each listed path the manifests that list it with digests that can be checked."""
    found: dict[str, list[_Manifest]] = {}
    for manifest in manifests:
        if manifest.algorithm.replace("-", "") in HASH_ALGORITHMS:
            for path in manifest.listed:
                found.setdefault(path, []).append(manifest)
    return found


def bag_problems(files: Files, name: str) -> list[Diagnostic]:
    """Return what is wrong with a bag, called `name` for people; nothing if it is complete and valid."""
    return list(_BagChecker(files, name).check())


def bag_verdict(problems: list[Diagnostic]) -> str:
    """Return the two verdicts of the standard in words."""
    wrong = {one.rule for one in problems if one.severity is Severity.ERROR}
    return (
        "not complete" if wrong & INCOMPLETENESS_RULES else "complete, but not valid" if wrong else "complete and valid"
    )
