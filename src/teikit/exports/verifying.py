"""A package of any kind to its verdict: which kind it is, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, ordered
from teikit.errors import UnsupportedError
from teikit.exports.bag_breaches import bag_of, breaches
from teikit.exports.bag_profile import BagProfile
from teikit.exports.bag_verdict import bag_problems, bag_verdict
from teikit.exports.listing import Package
from teikit.exports.mets_verdict import is_mets, mets_problems, mets_verdict
from teikit.exports.ocfl_verdict import is_ocfl, ocfl_problems
from teikit.exports.opening import Files, opened
from teikit.exports.ro_crate_verdict import crate_problems, is_crate
from teikit.files import shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a package, and the verdict on it in words."""

    verdict: str
    problems: tuple[Diagnostic, ...] = ()


def _is_bag(files: Files) -> bool:
    manifests = any(name.startswith("manifest-") and name.endswith(".txt") for name in files.opened)
    return "bagit.txt" in files.opened or manifests


def _valid(problems: list[Diagnostic]) -> str:
    return "not valid" if problems else "valid"


def _complete(problems: list[Diagnostic]) -> str:
    return "not complete" if problems else "complete"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of package: by what it is told, what is wrong with it, and the verdict in words."""

    is_such: Callable[[Files], bool]
    problems: Callable[[Files, str], list[Diagnostic]]
    verdict: Callable[[list[Diagnostic]], str]


_BAG = _Kind(_is_bag, bag_problems, bag_verdict)
_KINDS = (
    _BAG,
    _Kind(is_ocfl, ocfl_problems, _valid),
    _Kind(is_mets, mets_problems, mets_verdict),
    _Kind(is_crate, crate_problems, _complete),
)


def _kind(files: Files) -> _Kind | None:
    known = next((kind for kind in _KINDS if kind.is_such(files)), None)
    # A folder of that name alone: a bag that lost all that tells of it.
    return known or (_BAG if "data" in files.folders else None)


def _by_profile(files: Files, name: str, profile: BagProfile) -> list[Diagnostic]:
    found = breaches(profile, bag_of(files.opened.keys(), files.read, files.archive))
    package = Package(files, name)
    return [package.problem(one.rule, one.message, one.file, one.line) for one in found]


def verify(path: Path, profile: BagProfile | None = None) -> Verdict:
    """Return the verdict on a package: a bag, an OCFL object, an RO-Crate, or one that METS describes.

    A bag is also held to a profile, where one is given.

    Raises:
        UnreadableInputError: it cannot be read, or is neither a folder nor an archive.
        UnsupportedError: it is a package of no kind that teikit knows, or no bag and there is a profile.

    """
    name = str(path)
    with opened(path) as files:
        kind = _kind(files)
        if kind is None:
            kinds = "neither a bag nor an OCFL object, an RO-Crate or a package with METS"
            raise UnsupportedError(f"{shown(path)}: is no package that teikit knows: {kinds}")
        if profile and kind is not _BAG:
            raise UnsupportedError(f"{shown(path)}: is no bag; a BagIt profile holds for bags only")
        problems = kind.problems(files, name)
        verdict = kind.verdict(problems)
        if profile:
            breached = _by_profile(files, name, profile)
            verdict += ", but does not keep the profile" if breached else ", and keeps the profile"
            problems += breached
        return Verdict(verdict, tuple(ordered(problems)))
