"""Applies edits to the bytes of a file: all other bytes are preserved."""

from collections.abc import Iterable, Sequence

from teikit.diagnostics import Edit, Fix, Safety
from teikit.document.editable import EditableDocument
from teikit.fixing.proposal import Proposal
from teikit.fixing.statements import is_meaning_preserving


def fix_from_proposal(source: EditableDocument, proposal: Proposal) -> Fix:
    """Return a proposal as a fix, with its offsets in bytes of the file.

    Whatever its proposer decides, it is safe only if it preserves all that the document states.
    """
    safety = proposal.safety
    if safety is Safety.SAFE and not is_meaning_preserving(source, proposal.changes):
        safety = Safety.UNSAFE
    places = [place for each in proposal.changes for place in (each.start, each.end)]
    at = source.bytes_of(places)
    edits = sorted((Edit(at[each.start], at[each.end], each.text) for each in proposal.changes), key=_order)
    return Fix(safety, proposal.message, tuple(edits))


def _order(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def apply_edits(data: bytes, fixes: Iterable[Fix], encoding: str) -> bytes:
    """Return a file with edits that do not overlap; characters that its encoding lacks become references."""
    made: list[bytes] = []
    end = 0
    for edit in sorted((edit for fix in fixes for edit in fix.edits), key=_order):
        made += (data[end : edit.start], edit.text.encode(encoding, "xmlcharrefreplace"))
        end = edit.end
    return b"".join((*made, data[end:]))


def select_disjoint(fixes: Sequence[Fix]) -> list[Fix]:
    """Return the fixes that do not overlap an earlier one."""
    taken: list[tuple[int, int]] = []
    chosen = []
    for fix in fixes:
        spans = [(edit.start, edit.end) for edit in fix.edits]
        # From the first edit to the last: what is between two changed tags belongs to the fix too.
        hull = (min(start for start, _ in spans), max(end for _, end in spans))
        if all(hull[1] < start or end < hull[0] for start, end in taken):
            taken.append(hull)
            chosen.append(fix)
    return chosen
