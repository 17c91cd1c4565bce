"""Writes letters as a bag: its payload, the labels of bag-info.txt, and the check against a profile."""

from collections.abc import Iterable, Iterator, Sequence

from teikit.errors import TeikitError
from teikit.exports.packages.bag import DEFAULT_FORMAT, HASH_ALGORITHMS, VERSIONS, BagFormat, bag_files
from teikit.exports.packages.contents import Contents, content_files, describe_renames
from teikit.exports.profiles.bagit_profile import BagProfile, Requirement
from teikit.exports.profiles.deposit_profiles import ARCHE_AGENTS
from teikit.exports.record.source import Settings
from teikit.exports.verification.bagit_profile import IDENTIFIER, ProfileViolation, profile_violations, read_bag
from teikit.messages import escape_control
from teikit.storage.archives import archive_kind
from teikit.storage.packages import Package

Label = tuple[str, str]
# Computed from the bag itself, so that they cannot be wrong.
_COMPUTED_LABELS = {"bagging-date", "bag-size", "payload-oxum", "bag-software-agent", IDENTIFIER.lower()}


class BagRefusedError(TeikitError):
    """A bag cannot be made as requested; the message lists all reasons, and says how to add labels."""


def _default_labels(contents: Contents, settings: Settings) -> Iterator[Label]:
    """Yield the labels that the user's metadata or the letters state."""
    edition, records = settings.edition, [letter.record for letter in contents.letters]
    names = [one.name for record in records for one in record.publishers]
    titles = [title for record in records if (title := record.series or record.title)]
    addresses = [record.address or record.id for record in records]
    known = (
        ("Source-Organization", edition.publisher, names),
        ("External-Description", edition.title, titles),
        ("External-Identifier", edition.url, addresses),
    )
    yield from ((label, one) for label, given, found in known for one in ([given] if given else dict.fromkeys(found)))
    yield from (("Contact-Name", name) for name in edition.contact)
    yield from ((name, one) for key, (name, _) in ARCHE_AGENTS.items() for one in getattr(edition, key))


def _bag_info_labels(contents: Contents, settings: Settings) -> list[Label]:
    """Return the labels of bag-info.txt: the user's replace those of the letters."""
    given = {label.lower() for label, _ in settings.labels}
    if wrong := next((label for label, _ in settings.labels if label.lower() in _COMPUTED_LABELS), None):
        raise BagRefusedError(f"'{escape_control(wrong)}' in 'bag-info' is worked out by teikit: leave it out")
    profile = [(IDENTIFIER, settings.bag_profile.identifier)] if settings.bag_profile else []
    known = [(label, value) for label, value in _default_labels(contents, settings) if label.lower() not in given]
    return [*profile, *known, *settings.labels]


def _choose_algorithms(asked: Requirement) -> Sequence[str]:
    """Return the required algorithms, and the default ones where they are allowed."""
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
    violations = list(found)
    if violations:
        lacks_label = any(one.rule == "bag-profile/label-missing" for one in violations)
        hint = "; give labels in the table 'bag-info' of the file of --meta" if lacks_label else ""
        wrong = "; ".join(f"{one.file}: {one.message}" if one.file else one.message for one in violations)
        raise BagRefusedError(f"the bag would not keep its profile: {wrong}{hint}")


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of a bag.

    Raises:
        BagRefusedError: it would violate the profile, or a label is given that is computed.
    """
    parts, profile = list(content_files(contents)), settings.bag_profile
    payload, labels = (part.package_file for part in parts), _bag_info_labels(contents, settings)
    entries: Iterable[tuple[str, bytes]] = bag_files(payload, labels, settings.day, _choose_format(profile))
    if profile:
        files = dict(entries)
        entries = files.items()
        _refuse(profile_violations(profile, read_bag(files, files.__getitem__, archive_kind(settings.out))))
    return Package(entries, describe_renames(parts))
