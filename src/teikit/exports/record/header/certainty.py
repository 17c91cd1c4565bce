"""Reads how sure a statement is, from @cert, @evidence and @resp, or a `certainty` in it (TEI P5 1.3.1.1.4, 22.2)."""

from lxml import etree

from teikit.exports.record.header.reader import HeaderReader, find_first
from teikit.exports.record.record import STATED, Certainty


def read_certainty(reader: HeaderReader, element: etree._Element) -> Certainty:
    """Return how sure the statement of an element is."""
    get = element.get
    cert, evidence, resp = get("cert", ""), get("evidence", ""), get("resp", "")
    inner = find_first(element, "certainty") if len(element) else None
    if inner is not None:
        cert, evidence = cert or inner.get("cert", ""), evidence or inner.get("evidence", "")
    if not (cert or evidence or resp):
        return STATED
    return Certainty(cert, evidence, reader.resolver.names(resp) if resp else ())
