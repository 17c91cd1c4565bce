"""Verifies a package of any kind: recognises the kind, and returns a verdict with the problems."""

from dataclasses import dataclass
from pathlib import Path

from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.errors import UnsupportedError
from teikit.exports.profiles.bagit_profile import BagProfile
from teikit.exports.verification.bagit_profile import profile_violations, read_bag
from teikit.exports.verification.listed_files import PackageChecker
from teikit.exports.verification.package_kinds import BAG
from teikit.exports.verification.recognise import all_kinds, recognise
from teikit.messages import escape_control
from teikit.storage.archives import Files, open_package


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a package, and the verdict on it in words."""

    verdict: str
    problems: tuple[Diagnostic, ...] = ()


def _verify_profile(files: Files, name: str, profile: BagProfile) -> list[Diagnostic]:
    found = profile_violations(profile, read_bag(files.openers.keys(), files.read, files.archive, files.budget))
    package = PackageChecker(files, name)
    problems = []
    for one in found:
        files.budget.spend("package-problems")
        problems.append(package.problem(one.rule, one.message, one.file, one.line))
    return problems


def verify(path: Path, profile: BagProfile | None = None) -> Verdict:
    """Return the verdict on a package of a known kind; in an archive it may be at the root or below one folder.

    A bag is also validated against a profile, where one is given.

    Raises:
        UnreadableInputError: it cannot be read, or is neither a folder nor an archive.
        UnsupportedError: teikit does not know its kind, or a profile is given and it is not a bag.
    """
    name = str(path)
    with open_package(path) as files:
        found = recognise(files)
        if found is None:
            *kinds, last = (kind.label for kind in all_kinds())
            neither = f"neither {', '.join(kinds)} nor {last}"
            raise UnsupportedError(f"{escape_control(path)}: is no package that teikit knows: {neither}")
        kind, inner = found
        if profile and kind is not BAG:
            raise UnsupportedError(f"{escape_control(path)}: is no bag; a BagIt profile holds for bags only")
        problems = kind.verify(inner, name)
        verdict = kind.summarize(problems)
        if profile:
            violations = _verify_profile(inner, name, profile)
            verdict += ", but does not keep the profile" if violations else ", and keeps the profile"
            problems += violations
        return Verdict(verdict, tuple(sort_diagnostics(problems)))
