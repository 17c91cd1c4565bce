"""The kinds of packages that teikit knows; each format of packages in `exports.formats` refers to its kind."""

from dataclasses import replace

from teikit.diagnostics import Diagnostic, Severity
from teikit.exports.format import PackageKind
from teikit.exports.verification.archivematica import TransferChecker, is_teikits_transfer, is_transfer
from teikit.exports.verification.bagit import BagChecker, is_bag, is_teikits_bag
from teikit.exports.verification.dspace import ItemsChecker, is_dspace, is_teikits_dspace
from teikit.exports.verification.mets import MetsChecker, is_mets, is_teikits_mets
from teikit.exports.verification.ocfl import OcflChecker, is_ocfl, is_teikits_ocfl
from teikit.exports.verification.ro_crate import CrateChecker, is_crate, is_teikits_crate

# The errors of packages that are complete; every other one makes a package incomplete.
_CHANGES = {"digest-differs", "size-differs"}
_INVALIDITIES = {"digest-differs", "information-incorrect", "no-regular-file", "oxum-differs"}


def _failed_rules(problems: list[Diagnostic]) -> set[str]:
    return {one.rule.partition("/")[2] for one in problems if one.severity is Severity.ERROR}


def _summarize_validity(problems: list[Diagnostic]) -> str:
    return "not valid" if _failed_rules(problems) else "valid"


def _summarize_completeness(problems: list[Diagnostic]) -> str:
    return "not complete" if _failed_rules(problems) else "complete"


def _summarize_changes(problems: list[Diagnostic]) -> str:
    wrong = _failed_rules(problems)
    return "not complete" if wrong - _CHANGES else "complete, but changed" if wrong else "complete and unchanged"


def _summarize_bag(problems: list[Diagnostic]) -> str:
    """Return the two verdicts of the standard in words."""
    wrong = _failed_rules(problems)
    return "not complete" if wrong - _INVALIDITIES else "complete, but not valid" if wrong else "complete and valid"


# RFC 8493, 4.2: an archive has one folder, the bag.
BAG = PackageKind("a bag", is_bag, BagChecker.find_problems, _summarize_bag, is_teikits_bag)
# OCFL does not mention archives: an object is a folder, so that is what is packed.
OCFL = PackageKind("an OCFL object", is_ocfl, OcflChecker.find_problems, _summarize_validity, is_teikits_ocfl)
# Programs that take METS in zip files (DSpace, SWORD) look for mets.xml at the root.
METS = PackageKind(
    "a package with METS", is_mets, MetsChecker.find_problems, _summarize_changes, is_teikits_mets, at_root=True
)
# CSIP, 2.1: an archive has one folder, which has the package's name.
E_ARK = replace(METS, at_root=False)
# Programs that read crates in zip files (ro-crate-py, WorkflowHub) look for the metadata at the root.
RO_CRATE = PackageKind(
    "an RO-Crate", is_crate, CrateChecker.find_problems, _summarize_completeness, is_teikits_crate, at_root=True
)
# Archivematica takes zipped transfers in either layout; unpacked by hand, one folder is tidier.
ARCHIVEMATICA = PackageKind(
    "a transfer for Archivematica", is_transfer, TransferChecker.find_problems, _summarize_changes, is_teikits_transfer
)
# Zip files that DSpace imports have the folders of the items at the root.
DSPACE = PackageKind(
    "items for DSpace", is_dspace, ItemsChecker.find_problems, _summarize_changes, is_teikits_dspace, at_root=True
)

# In the order in which they are tried; METS also recognises packages of E-ARK.
KINDS = (BAG, OCFL, METS, RO_CRATE, ARCHIVEMATICA, DSPACE)
