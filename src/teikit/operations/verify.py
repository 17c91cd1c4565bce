"""Verifies packages: whether each is complete and valid, with diagnostics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import TeikitError
from teikit.exports.profiles.bagit_profile import read_bag_profile
from teikit.exports.verification.verify import Verdict, verify
from teikit.messages import escape_control
from teikit.storage.files import read_file

__all__ = ["PackageReport", "Verdict", "verify", "verify_packages"]


@dataclass(frozen=True, slots=True)
class PackageReport:
    """The verdict on a package, or why there is none."""

    package: str
    verdict: Verdict | None = None
    failure: TeikitError | None = None


def verify_packages(packages: Iterable[str], profile: str | None = None) -> Iterator[PackageReport]:
    """Return the verdict on each package; bags are also validated against the BagIt profile in a file.

    Raises:
        TeikitError: at once, because the profile cannot be read.
    """
    bag_profile = read_bag_profile(read_file(profile, "data-bytes"), escape_control(profile)) if profile else None

    def verify_package(package: str) -> PackageReport:
        try:
            return PackageReport(package, verify(Path(package), bag_profile))
        except TeikitError as error:
            return PackageReport(package, failure=error)

    return map(verify_package, packages)
