"""The registry of proposers by the rule whose faults they fix."""

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic
from teikit.document.editable import EditableDocument
from teikit.fixing import attributes, markup_errors, missing, names, namespaces, places, stray, values, well_formedness
from teikit.fixing.proposal import Proposal, Proposer

PROPOSERS: dict[str, tuple[Proposer, ...]] = {
    "rng/attribute-missing": (attributes.propose_missing,),
    "rng/attribute-not-allowed": (attributes.propose,),
    "rng/attribute-value": (values.propose,),
    "rng/element-missing": (places.propose_before, missing.propose),
    "rng/element-not-allowed": (namespaces.propose, names.propose, places.propose),
    "rng/element-value": (values.propose_content,),
    "rng/id-duplicate": (values.propose_distinct_identifier,),
    "rng/root-not-allowed": (namespaces.propose, names.propose),
    "rng/text-not-allowed": (stray.propose,),
    "xml/external-entity": (well_formedness.propose,),
    "xml/not-well-formed": (well_formedness.propose, markup_errors.propose),
}


def proposals(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield the proposals to fix a fault."""
    for propose in PROPOSERS.get(diagnostic.rule, ()):
        yield from propose(source, diagnostic)
