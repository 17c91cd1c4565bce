"""Letters to a bag: what stands in its payload, what bag-info.txt tells, and whether a profile is kept."""

from collections.abc import Iterable, Iterator, Sequence

from teikit.errors import TeikitError
from teikit.exports.packages.bag import DEFAULT_FORMAT, HASH_ALGORITHMS, VERSIONS, BagFormat, bag_files
from teikit.exports.packages.contents import Contents, content_files, describe_renames
from teikit.exports.profiles.bagit_profile import BagProfile, ManifestRequirement
from teikit.exports.record.source import Settings
from teikit.exports.verification.bagit_profile import IDENTIFIER, ProfileViolation, profile_violations, read_bag
from teikit.messages import escape_control
from teikit.storage.archives import archive_kind
from teikit.storage.packages import Package

Label = tuple[str, str]
# Worked out from the bag itself; whoever gives them might be wrong.
_COMPUTED_LABELS = {"bagging-date", "bag-size", "payload-oxum", "bag-software-agent", IDENTIFIER.lower()}


class BagRefusedError(TeikitError):
    """A bag cannot be made as it is wanted; the message says all that is wrong, and what gives it."""


def _default_labels(contents: Contents, settings: Settings) -> Iterator[Label]:
    """Yield what the letters or the user tell of the bag; nothing is made up."""
    edition = settings.edition
    records = [letter.record for letter in contents.letters]
    names = [one.name for record in records for one in record.publishers]
    yield from (("Source-Organization", name) for name in _given_or_distinct(edition.publisher, names))
    titles = [record.series or record.title for record in records]
    yield from (("External-Description", title) for title in _given_or_distinct(edition.title, titles) if title)
    addresses = [record.address or record.id for record in records]
    yield from (("External-Identifier", address) for address in _given_or_distinct(edition.url, addresses))


def _given_or_distinct(given: str, found: Iterable[str]) -> Iterable[str]:
    return [given] if given else dict.fromkeys(found)


def _bag_info_labels(contents: Contents, settings: Settings) -> list[Label]:
    """Return the labels of bag-info.txt: the user's word takes the place of the letters'."""
    given = {label.lower() for label, _ in settings.labels}
    wrong = next((label for label, _ in settings.labels if label.lower() in _COMPUTED_LABELS), None)
    if wrong:
        raise BagRefusedError(f"'{escape_control(wrong)}' in 'bag-info' is worked out by teikit: leave it out")
    profile = [(IDENTIFIER, settings.bag_profile.identifier)] if settings.bag_profile else []
    known = [(label, value) for label, value in _default_labels(contents, settings) if label.lower() not in given]
    return [*profile, *known, *settings.labels]


def _choose_algorithms(asked: ManifestRequirement) -> Sequence[str]:
    """Return the algorithms that are wanted, and ours where they are allowed."""
    required = _known_algorithms(asked.required)
    if asked.allowed is None:
        return tuple(dict.fromkeys([*DEFAULT_FORMAT.manifests, *required]))
    allowed = [one.lower() for one in asked.allowed]
    ours = [one for one in DEFAULT_FORMAT.manifests if one in allowed] or _known_algorithms(allowed)[:1]
    return tuple(dict.fromkeys([*ours, *required]))


def _known_algorithms(names: Iterable[str]) -> list[str]:
    return [name.lower() for name in names if name.lower() in HASH_ALGORITHMS]


def _choose_format(profile: BagProfile | None) -> BagFormat:
    if profile is None:
        return DEFAULT_FORMAT
    version = next((one for one in VERSIONS if one in profile.versions), DEFAULT_FORMAT.version)
    return BagFormat(version, _choose_algorithms(profile.manifests), _choose_algorithms(profile.tag_manifests))


def _refuse(found: Iterable[ProfileViolation]) -> None:
    told = list(found)
    if told:
        asked = any(one.rule == "bag-profile/label-missing" for one in told)
        hint = "; give labels in the table 'bag-info' of the file of --meta" if asked else ""
        wrong = "; ".join(f"{one.file}: {one.message}" if one.file else one.message for one in told)
        raise BagRefusedError(f"the bag would not keep its profile: {wrong}{hint}")


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of a bag.

    Raises:
        BagRefusedError: it would not keep the profile, or a label is given that is worked out.

    """
    held, profile = list(content_files(contents)), settings.bag_profile
    payload = (part.package_file for part in held)
    entries: Iterable[tuple[str, bytes]] = bag_files(
        payload, _bag_info_labels(contents, settings), settings.day, _choose_format(profile)
    )
    if profile:
        files = dict(entries)
        entries = files.items()
        _refuse(profile_violations(profile, read_bag(files, files.__getitem__, archive_kind(settings.out))))
    return Package(entries, tuple(describe_renames(held)))
