"""A package of any kind to its verdict: which kind it is, and what is wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, ordered
from teikit.errors import UnsupportedError
from teikit.exports.bag_verdict import bag_problems, bag_verdict
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


def _valid(problems: Sequence[Diagnostic]) -> str:
    return "not valid" if problems else "valid"


def _complete(problems: Sequence[Diagnostic]) -> str:
    return "not complete" if problems else "complete"


# By what a kind of package is told, what is wrong with it, and the verdict in words.
_KINDS: tuple[tuple[Callable[[Files], bool], Callable[[Files, str], list[Diagnostic]], Callable[..., str]], ...] = (
    (_is_bag, bag_problems, bag_verdict),
    (is_ocfl, ocfl_problems, _valid),
    (is_mets, mets_problems, mets_verdict),
    (is_crate, crate_problems, _complete),
    # A folder of that name alone: a bag that lost all that tells of it.
    (lambda files: "data" in files.folders, bag_problems, bag_verdict),
)


def verify(path: Path) -> Verdict:
    """Return the verdict on a package: a bag, an OCFL object, an RO-Crate, or one that METS describes.

    Raises:
        UnreadableInputError: it cannot be read, or is neither a folder nor an archive.
        UnsupportedError: it is a package of no kind that teikit knows.

    """
    with opened(path) as files:
        for is_such, problems_of, verdict_on in _KINDS:
            if is_such(files):
                problems = problems_of(files, str(path))
                return Verdict(verdict_on(problems), tuple(ordered(problems)))
    kinds = "neither a bag nor an OCFL object, an RO-Crate or a package with METS"
    raise UnsupportedError(f"{shown(path)}: is no package that teikit knows: {kinds}")
