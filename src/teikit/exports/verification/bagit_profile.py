"""Checks a bag against a BagIt profile (BagIt Profiles 1.3)."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from teikit.exports.profiles.bagit_profile import BagProfile, LabelRequirement, Requirement
from teikit.exports.verification.listed_files import read_lines
from teikit.formats.archives import show_name
from teikit.limits import Budget

INFORMATION, _FETCH = "bag-info.txt", "fetch.txt"
IDENTIFIER = "BagIt-Profile-Identifier"
_ARCHIVES = {
    "zip": {"zip", "zip-compressed"},
    "tar": {"tar"},
    "tar.gz": {"gzip", "gtar", "tgz", "tar+gzip", "compressed-tar"},
}
_TAG_FILE_RULES = "bag-profile/tag-file-missing", "bag-profile/tag-file-not-allowed"
_PAYLOAD_RULES = "bag-profile/payload-file-missing", "bag-profile/payload-file-not-allowed"
_GLOB = re.compile(r"[*?\[]")
_VERSION = re.compile(r"BagIt-Version:\s*(\S+)")
# Files that every profile allows, whatever it says of tag files.
BAGIT_FILES = re.compile(r"bagit\.txt|bag-info\.txt|fetch\.txt|(tag)?manifest-[^/]+\.txt")


@dataclass(frozen=True, slots=True)
class ProfileViolation:
    """A requirement that a bag does not meet: the rule, a message, and where; `line` counts from 1, or is 0."""

    rule: str
    message: str
    file: str = ""
    line: int = 0


# Without slots: values by label are kept once they are found.
@dataclass(frozen=True)
class Bag:
    """What profiles check: the version, the contents of bag-info.txt (label, value, line), the files, the archive.

    `archive` is zip, tar, tar.gz or the like, empty for a folder.
    """

    version: str
    information: tuple[tuple[str, str, int], ...]
    files: Collection[str]
    archive: str = ""
    budget: Budget = field(default_factory=lambda: Budget("bag"), compare=False, repr=False)

    @cached_property
    def _values(self) -> Mapping[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for name, value, line in self.information:
            found.setdefault(name.lower(), []).append((value, line))
        return found

    def values_of(self, label: str) -> list[tuple[str, int]]:
        """Return the values of a label, each with its line; case does not count (RFC 8493, 2.2.2)."""
        return self._values.get(label.lower(), [])

    def algorithms(self, kind: str) -> set[str]:
        """Return the algorithms of manifests of a kind."""
        found = (re.fullmatch(rf"{kind}-([^/]+)\.txt", name) for name in self.files)
        return {one[1].lower() for one in found if one}


def parse_labels(text: str, budget: Budget | None = None) -> Iterator[tuple[str, str, int]]:
    """Yield labels, values and lines of bag-info.txt; indented lines continue the value before them."""
    label, begun = "", 0
    values: list[str] = []
    for number, line in read_lines(text, budget or Budget(INFORMATION)):
        if not line.strip():
            continue
        if line.startswith((" ", "\t")) and label:
            values.append(line.strip())
            continue
        if label:
            yield label, " ".join(values), begun
        label, _, value = (part.strip() for part in line.partition(":"))
        values, begun = [value], number
    if label:
        yield label, " ".join(values), begun


def read_bag(files: Collection[str], read: Callable[[str], bytes], archive: str, budget: Budget | None = None) -> Bag:
    """Return what profiles check, of a bag whose tag files are in UTF-8; what cannot be read counts as empty."""
    declaration, information = (
        read(name).decode("utf-8-sig", "replace") if name in files else "" for name in ("bagit.txt", INFORMATION)
    )
    version = _VERSION.match(declaration)
    labels = tuple(parse_labels(information, budget))
    return Bag(version[1] if version else "", labels, files, archive, budget or Budget("bag"))


def profile_violations(profile: BagProfile, bag: Bag) -> Iterator[ProfileViolation]:
    """Yield the requirements of a profile that a bag does not meet."""
    yield from _check_information(profile, bag)
    yield from _check_manifests("manifest", profile.manifests, bag)
    yield from _check_manifests("tagmanifest", profile.tag_manifests, bag)
    payload = [name for name in sorted(bag.files) if name.startswith("data/")]
    tags = [name for name in sorted(bag.files) if not name.startswith("data/") and not BAGIT_FILES.fullmatch(name)]
    yield from _check_names(_TAG_FILE_RULES, profile.tag_files, bag, tags)
    yield from _check_names(_PAYLOAD_RULES, profile.payload, bag, payload)
    yield from _check_fetch(profile, bag)
    yield from _check_version(profile, bag)
    yield from _check_archive(profile, bag)


def _check_information(profile: BagProfile, bag: Bag) -> Iterator[ProfileViolation]:
    named = [value for value, _ in bag.values_of(IDENTIFIER)]
    if profile.identifier not in named:
        message = f"the bag does not name this profile: expected '{IDENTIFIER}: {show_name(profile.identifier)}'"
        yield ProfileViolation("bag-profile/identifier-differs", message, INFORMATION)
    for label, asked in profile.tags.items():
        yield from _check_label(label, asked, bag)


def _check_label(label: str, asked: LabelRequirement, bag: Bag) -> Iterator[ProfileViolation]:
    found = bag.values_of(label)
    if asked.is_required and not any(value for value, _ in found):
        message = f"the label '{show_name(label)}' is missing, which the profile requires"
        yield ProfileViolation("bag-profile/label-missing", message, INFORMATION)
    for value, line in found:
        if asked.values and value not in asked.values:
            allowed = " or ".join(f"'{show_name(one)}'" for one in asked.values)
            message = f"'{show_name(label)}' is '{show_name(value)}', expected {allowed}"
            yield ProfileViolation("bag-profile/value-not-allowed", message, INFORMATION, line)
    if len(found) > 1 and not asked.is_repeatable:
        message = f"the label '{show_name(label)}' comes {len(found)} times, expected once"
        yield ProfileViolation("bag-profile/label-repeated", message, INFORMATION, found[1][1])


def _check_manifests(kind: str, asked: Requirement, bag: Bag) -> Iterator[ProfileViolation]:
    found = bag.algorithms(kind)
    for algorithm in asked.required:
        if algorithm.lower() not in found:
            message = f"'{kind}-{show_name(algorithm)}.txt' is missing, which the profile requires"
            yield ProfileViolation("bag-profile/manifest-missing", message)
    allowed = None if asked.allowed is None else {one.lower() for one in asked.allowed}
    for algorithm in sorted(found - allowed) if allowed is not None else ():
        message = "is a manifest of an algorithm that the profile does not allow"
        yield ProfileViolation("bag-profile/manifest-not-allowed", message, f"{kind}-{algorithm}.txt")


def _check_names(
    rules: tuple[str, str], asked: Requirement, bag: Bag, present: Collection[str]
) -> Iterator[ProfileViolation]:
    missing, not_allowed = rules
    for name in asked.required:
        if name not in bag.files:
            yield ProfileViolation(missing, f"'{show_name(name)}' is missing, which the profile requires")
    allows = _make_matcher(asked.allowed or (), bag.budget)
    for name in present if asked.allowed is not None else ():
        if not allows(name):
            yield ProfileViolation(not_allowed, "is a file that the profile does not allow", name)


def _make_matcher(patterns: Collection[str], budget: Budget) -> Callable[[str], bool]:
    """Return what says whether a name matches one of some globs; the steps that this takes are counted."""
    plain = {each for each in patterns if not _GLOB.search(each)}
    globs = [(each, each.count("*")) for each in patterns if each not in plain]

    def is_match(name: str) -> bool:
        for pattern, stars in globs if name not in plain else ():
            budget.spend("profile-matches", 1 + stars * len(name) // 100)
            if fnmatchcase(name, pattern):
                return True
        return name in plain

    return is_match


def _check_fetch(profile: BagProfile, bag: Bag) -> Iterator[ProfileViolation]:
    if _FETCH in bag.files and not profile.allows_fetch:
        message = "files to be fetched are not allowed by the profile"
        yield ProfileViolation("bag-profile/fetch-not-allowed", message, _FETCH)
    if _FETCH not in bag.files and profile.is_fetch_required:
        yield ProfileViolation("bag-profile/fetch-missing", f"'{_FETCH}' is missing, which the profile requires")


def _check_version(profile: BagProfile, bag: Bag) -> Iterator[ProfileViolation]:
    if profile.versions and bag.version not in profile.versions:
        accepted = " or ".join(map(show_name, profile.versions))
        version = f"is of BagIt {show_name(bag.version)}" if bag.version else "names no version of BagIt"
        message = f"the bag {version}, expected {accepted}"
        yield ProfileViolation("bag-profile/version-not-accepted", message, "bagit.txt", 1)


def _check_archive(profile: BagProfile, bag: Bag) -> Iterator[ProfileViolation]:
    rule = "bag-profile/archive-not-accepted"
    accepted = {one.rpartition("/")[2].lower().removeprefix("x-") for one in profile.accepted_archives}
    expected = " or ".join(map(show_name, profile.accepted_archives)) or "an archive"
    if bag.archive and profile.serialization == "forbidden":
        yield ProfileViolation(rule, f"the bag is a {bag.archive} file, expected a folder")
    elif not bag.archive and profile.serialization == "required":
        yield ProfileViolation(rule, f"the bag is a folder, expected {expected}")
    elif bag.archive and accepted and not accepted & _ARCHIVES.get(bag.archive, set()):
        yield ProfileViolation(rule, f"the bag is a {bag.archive} file, expected {expected}")
