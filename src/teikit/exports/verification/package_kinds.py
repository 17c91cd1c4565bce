"""The kinds of packages that teikit knows, written out by hand; `exports.formats` refers to each from its format."""

from dataclasses import replace

from teikit.diagnostics import Diagnostic, Severity
from teikit.exports.format import PackageKind
from teikit.exports.verification.archivematica import is_teikits_transfer, is_transfer, transfer_problems
from teikit.exports.verification.bagit import bag_problems, bag_verdict, is_bag, is_teikits_bag
from teikit.exports.verification.dspace import dspace_problems, is_dspace, is_teikits_dspace
from teikit.exports.verification.mets import is_mets, is_teikits_mets, mets_problems, mets_verdict
from teikit.exports.verification.ocfl import is_ocfl, is_teikits_ocfl, ocfl_problems
from teikit.exports.verification.ro_crate import crate_problems, is_crate, is_teikits_crate


def _failed_rules(problems: list[Diagnostic]) -> set[str]:
    return {one.rule.partition("/")[2] for one in problems if one.severity is Severity.ERROR}


def _summarize_validity(problems: list[Diagnostic]) -> str:
    return "not valid" if _failed_rules(problems) else "valid"


def _summarize_completeness(problems: list[Diagnostic]) -> str:
    return "not complete" if _failed_rules(problems) else "complete"


def _summarize_changes(problems: list[Diagnostic]) -> str:
    wrong = _failed_rules(problems)
    changed = wrong == {"digest-differs"}
    return "complete, but changed" if changed else "not complete" if wrong else "complete and unchanged"


# RFC 8493, 4.2: an archive holds one folder, the bag.
BAG = PackageKind("a bag", is_bag, bag_problems, bag_verdict, is_teikits_bag)
# OCFL says nothing of archives: an object is a folder, so that is what is packed.
OCFL = PackageKind("an OCFL object", is_ocfl, ocfl_problems, _summarize_validity, is_teikits_ocfl)
# What takes METS in zip files (DSpace, SWORD) looks for mets.xml at the root.
METS = PackageKind("a package with METS", is_mets, mets_problems, mets_verdict, is_teikits_mets, at_root=True)
# CSIP, 2.1: an archive holds one folder, which is called as the package is.
E_ARK = replace(METS, at_root=False)
# What reads crates in zip files (ro-crate-py, WorkflowHub) looks for the metadata at the root.
RO_CRATE = PackageKind("an RO-Crate", is_crate, crate_problems, _summarize_completeness, is_teikits_crate, at_root=True)
# Archivematica takes zipped transfers in either layout; unpacked by hand, one folder makes no disorder.
ARCHIVEMATICA = PackageKind(
    "a transfer for Archivematica", is_transfer, transfer_problems, _summarize_changes, is_teikits_transfer
)
# Zip files that DSpace imports hold the folders of the items.
DSPACE = PackageKind(
    "items for DSpace", is_dspace, dspace_problems, _summarize_changes, is_teikits_dspace, at_root=True
)

# In the order in which they are tried; METS recognises E-ARK's packages too.
KINDS = (BAG, OCFL, METS, RO_CRATE, ARCHIVEMATICA, DSPACE)
