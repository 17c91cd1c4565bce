"""A bag to what is wrong with it (RFC 8493): whether it is complete, and whether it is valid.

A bag is complete when its files are all there and all listed, and valid when it is complete and every digest holds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from teikit.diagnostics import Diagnostic, Severity
from teikit.exports.packages.bag import KNOWN
from teikit.exports.verification.bagit_profile import OF_BAGIT, bag_of
from teikit.exports.verification.listed_files import Package
from teikit.storage.archives import Files, is_litter
from teikit.storage.files import shown

_MANIFEST = re.compile(r"(?P<tags>tag)?manifest-(?P<algorithm>[^/]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(\S.*)")
_ESCAPE = re.compile(r"%(0[aAdD]|25)")
_DECLARATION = re.compile(r"BagIt-Version: (\d+)\.(\d+)\r?\n?Tag-File-Character-Encoding: (\S+)\s*")
# What makes a bag incomplete; every other error makes it invalid only.
INCOMPLETE = frozenset(
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
    of_tags: bool
    listed: Mapping[str, tuple[str, int]]


def is_bag(files: Files) -> bool:
    """Say whether a package calls itself a bag, or has a manifest as bags have it."""
    manifests = any(name.startswith("manifest-") and name.endswith(".txt") for name in files.opened)
    return "bagit.txt" in files.opened or manifests


def is_teikits_bag(files: Files) -> bool:
    """Say whether teikit made a bag, and nobody added tag files, which no manifest need list."""
    added = any(not name.startswith("data/") and not OF_BAGIT.fullmatch(name) for name in files.opened)
    tagged = bag_of(files.opened.keys(), files.read, files.archive).tagged("Bag-Software-Agent")
    return not added and any(value.startswith("teikit ") for value, _ in tagged)


def _called(algorithm: str) -> str:
    return KNOWN[algorithm.replace("-", "")]


class _Verdict:
    """Looks through one bag; `bag` is its name for people."""

    def __init__(self, files: Files, bag: str) -> None:
        self._files = files
        self._problem = Package(files, bag).problem
        self._encoding = "utf-8"
        self._sizes: dict[str, int] = {}

    def _text(self, name: str) -> str:
        return self._files.read(name).decode(self._encoding)

    def all(self) -> Iterator[Diagnostic]:
        yield from self._declaration()
        yield from self._strange()
        if "data" not in self._files.folders and not any(name.startswith("data/") for name in self._files.opened):
            yield self._problem("bag/payload-missing", "the payload folder 'data' is missing")
        manifests: list[_Manifest] = []
        for name in sorted(self._files.opened):
            matched = _MANIFEST.fullmatch(name)
            if matched:
                yield from self._read(name, matched["algorithm"].lower(), bool(matched["tags"]), manifests)
        if not any(not one.of_tags for one in manifests):
            yield self._problem(
                "bag/manifest-missing", "there is no payload manifest (manifest-sha512.txt or the like)"
            )
        yield from self._completeness(manifests)
        yield from self._digests(manifests)
        yield from self._oxum()

    def _declaration(self) -> Iterator[Diagnostic]:
        if "bagit.txt" not in self._files.opened:
            yield self._problem("bag/declaration-missing", "the bag declaration 'bagit.txt' is missing")
            return
        try:
            matched = _DECLARATION.fullmatch(self._text("bagit.txt"))
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
            message = f"the encoding '{shown(matched[3])}' is not known"
            yield self._problem("bag/declaration-incorrect", message, "bagit.txt", 2)

    def _strange(self) -> Iterator[Diagnostic]:
        for name in self._files.strange:
            yield self._problem(
                "bag/no-regular-file", "is a link, a device or encrypted; a bag holds regular files", name
            )
        for name in self._files.twice:
            yield self._problem("bag/name-twice", "is in the archive more than once", name)

    def _read(self, name: str, algorithm: str, tags: bool, to: list[_Manifest]) -> Iterator[Diagnostic]:  # noqa: FBT001
        """Read a manifest, and tell which lines of it are wrong."""
        if algorithm.replace("-", "") not in KNOWN:
            message = f"the algorithm '{shown(algorithm)}' is not known; its digests are not checked"
            yield self._problem("bag/algorithm-unknown", message, name, severity=Severity.WARNING)
        try:
            lines = self._text(name).splitlines()
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
            yield from self._placed(path, tags, name, number)
            if path in listed and listed[path][0] != matched[1].lower():
                yield self._problem(
                    "bag/manifest-incorrect", f"'{shown(path)}' is listed with two digests", name, number
                )
            listed.setdefault(path, (matched[1].lower(), number))
        to.append(_Manifest(name, algorithm, tags, listed))

    def _placed(self, path: str, tags: bool, name: str, line: int) -> Iterator[Diagnostic]:  # noqa: FBT001
        parts = path.replace("\\", "/").split("/")
        if ".." in parts or path.startswith(("/", "~")) or re.match(r"[A-Za-z]:[\\/]", path):
            yield self._problem("bag/name-unsafe", f"'{shown(path)}' leads out of the bag", name, line)
        elif tags is path.startswith("data/"):
            kind = "a tag manifest lists no payload" if tags else "a payload manifest lists files below 'data' only"
            yield self._problem("bag/manifest-incorrect", f"'{shown(path)}': {kind}", name, line)

    def _completeness(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        waiting = set(self._fetch())
        payload = sorted(name for name in self._files.opened if name.startswith("data/"))
        for manifest in manifests:
            for path, (_, line) in manifest.listed.items():
                if path in self._files.opened:
                    continue
                rule, words = (
                    ("bag/not-fetched", "is yet to be fetched")
                    if path in waiting
                    else ("bag/file-missing", "is missing")
                )
                yield self._problem(rule, f"'{shown(path)}' {words}", manifest.name, line)
            for path in () if manifest.of_tags else payload:
                if path not in manifest.listed:
                    yield self._problem("bag/file-not-listed", f"is not listed in '{shown(manifest.name)}'", path)
        yield from self._unlisted_tags([manifest for manifest in manifests if manifest.of_tags])

    def _unlisted_tags(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        """Look for tag files that no tag manifest lists, where there is one; a tag manifest lists none of its kind."""
        listed = {path for manifest in manifests for path in manifest.listed}
        tags = (name for name in self._files.opened if not name.startswith("data/"))
        for name in sorted(name for name in tags if manifests and name not in listed):
            if not name.startswith("tagmanifest-") and not is_litter(name.rpartition("/")[2]):
                message = "is not listed in any tag manifest"
                yield self._problem("bag/tag-file-not-listed", message, name, severity=Severity.WARNING)

    def _fetch(self) -> Iterator[str]:
        """Yield the paths that fetch.txt promises (RFC 8493, 2.2.3)."""
        if "fetch.txt" in self._files.opened:
            for line in self._text("fetch.txt").splitlines():
                yield from line.split(None, 2)[2:]

    def _digests(self, manifests: list[_Manifest]) -> Iterator[Diagnostic]:
        """Read each listed file once, for all the algorithms it is listed by."""
        wanted: dict[str, list[_Manifest]] = {}
        for manifest in manifests:
            if manifest.algorithm.replace("-", "") in KNOWN:
                for path in manifest.listed:
                    wanted.setdefault(path, []).append(manifest)
        for path, held in sorted(wanted.items()):
            if path not in self._files.opened:
                continue
            found = self._files.digested(path, {_called(one.algorithm) for one in held})
            if found is not None:
                self._sizes[path] = found[1]
            for manifest in held:
                digest, line = manifest.listed[path]
                if found is None:
                    yield self._problem("bag/digest-differs", "cannot be read", path)
                elif found[0][_called(manifest.algorithm)] != digest:
                    message = (
                        f"'{shown(path)}' is not the file that was listed: its {manifest.algorithm} digest differs"
                    )
                    yield self._problem("bag/digest-differs", message, manifest.name, line)

    def _oxum(self) -> Iterator[Diagnostic]:
        """Hold the payload against its size and count in bag-info.txt, where all of it could be read."""
        if "bag-info.txt" not in self._files.opened:
            return
        try:
            lines = self._text("bag-info.txt").splitlines()
        except UnicodeDecodeError as error:
            yield self._problem(
                "bag/information-incorrect", f"is not in the encoding '{error.encoding}'", "bag-info.txt"
            )
            return
        payload = [name for name in self._files.opened if name.startswith("data/")]
        for number, line in enumerate(lines, 1):
            label, colon, value = line.partition(":")
            if line.strip() and not colon and not line.startswith((" ", "\t")):
                yield self._problem("bag/information-incorrect", "expected a label and a colon", "bag-info.txt", number)
            if label.strip().lower() == "payload-oxum" and all(name in self._sizes for name in payload):
                told = f"{sum(self._sizes[name] for name in payload)}.{len(payload)}"
                if value.strip() != told:
                    message = f"Payload-Oxum is '{shown(value.strip())}', but the payload has '{told}'"
                    yield self._problem("bag/oxum-differs", message, "bag-info.txt", number)


def bag_problems(files: Files, name: str) -> list[Diagnostic]:
    """Return what is wrong with a bag, called `name` for people; nothing if it is complete and valid."""
    return list(_Verdict(files, name).all())


def bag_verdict(problems: list[Diagnostic]) -> str:
    """Return the two verdicts of the standard in words."""
    wrong = {one.rule for one in problems if one.severity is Severity.ERROR}
    return "not complete" if wrong & INCOMPLETE else "complete, but not valid" if wrong else "complete and valid"
