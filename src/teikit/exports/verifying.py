"""A package of any kind to its verdict: which kind it is, and what is wrong with it."""

from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, ordered
from teikit.errors import UnsupportedError
from teikit.exports.bag_verdict import bag_problems, bag_verdict
from teikit.exports.ocfl_verdict import is_ocfl, ocfl_problems
from teikit.exports.opening import Files, opened
from teikit.files import shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a package, and the verdict on it in words."""

    verdict: str
    problems: tuple[Diagnostic, ...] = ()


def _is_bag(files: Files) -> bool:
    manifests = any(name.startswith("manifest-") and name.endswith(".txt") for name in files.opened)
    return "bagit.txt" in files.opened or manifests or "data" in files.folders


def verify(path: Path) -> Verdict:
    """Return the verdict on a package: a bag or an OCFL object.

    Raises:
        UnreadableInputError: it cannot be read, or is neither a folder nor an archive.
        UnsupportedError: it is a package of no kind that teikit knows.

    """
    with opened(path) as files:
        if _is_bag(files):
            problems = bag_problems(files, str(path))
            return Verdict(bag_verdict(problems), tuple(ordered(problems)))
        if is_ocfl(files):
            problems = ocfl_problems(files, str(path))
            return Verdict("not valid" if problems else "valid", tuple(ordered(problems)))
    raise UnsupportedError(f"{shown(path)}: is no package that teikit knows: neither a bag nor an OCFL object")
