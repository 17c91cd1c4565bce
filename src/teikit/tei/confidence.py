"""Keeps in TEI how sure the program is: @cert on parts and claims, and `certainty` in a `standOff` (TEI P5, 21.1).

A part is an element whose name may be wrong (@locus="name"), a claim an element of the header whose value may be wrong
(@locus="value"). @degree is the probability that it is right.
"""

from collections.abc import Iterator

from lxml import etree

from teikit.letter import Letter
from teikit.letter.claims import Claim
from teikit.tei.certainty import certainty_of
from teikit.tei.header_claims import HeaderClaims
from teikit.tei.inline import unit_marks
from teikit.tei.markup import ID, TEI, element, is_structural


def annotate_confidence(
    head: etree._Element, text: etree._Element, letter: Letter, claims: HeaderClaims
) -> etree._Element:
    """Give each part and claim an ID and @cert, and return the `standOff` with the certainty of each."""
    stand_off = element("standOff")
    for number, (node, claim) in enumerate(zip(_claim_nodes(head, claims), claims.stated, strict=True), 1):
        stand_off.append(_certainty(node, f"claim-{number}", "value", claim.confidence, _describe(claim)))
    for number, (node, confidence) in enumerate(_part_nodes(text, letter), 1):
        stand_off.append(_certainty(node, f"part-{number}", "name", confidence, ""))
    return stand_off


def _certainty(node: etree._Element, name: str, locus: str, confidence: float, words: str) -> etree._Element:
    """Give an element an ID and @cert, and return the certainty that points to it."""
    cert = certainty_of(confidence)
    name = node.get(ID) or name
    node.set(ID, name)
    # What the source itself marks as doubtful stays so.
    node.set("cert", node.get("cert") or cert)
    described = [element("desc", words)] if words else []
    return element("certainty", described, target=f"#{name}", locus=locus, degree=f"{confidence:.3f}", cert=cert)


def _describe(claim: Claim) -> str:
    """Return in words what a claim is about and based on."""
    return f"{claim.kind}, based on {claim.basis}{f', line {claim.line}' if claim.line else ''}"


def _claim_nodes(head: etree._Element, claims: HeaderClaims) -> Iterator[etree._Element]:
    """Yield the elements of the header that state claims, in the order of `HeaderClaims.stated`."""
    if claims.title:
        yield next(head.iter(f"{{{TEI}}}title"))
    if claims.language:
        yield next(head.iter(f"{{{TEI}}}language"))
    for action in head.iter(f"{{{TEI}}}correspAction"):
        yield from (node for node in action if node.tag != f"{{{TEI}}}note")


def _part_nodes(text: etree._Element, letter: Letter) -> Iterator[tuple[etree._Element, float]]:
    """Yield the elements that are parts of the letter, each with the confidence of its least sure part.

    The elements have the characters of the parts in the same order, apart from white space.
    """
    ends, end = [], 0
    for part in letter.parts:
        end += _count_characters(part.unit.text) + sum(_count_characters(mark.words) for mark in unit_marks(part.unit))
        ends.append((end, part.confidence))
    first = start = 0
    for node in _outermost_parts(text):
        stop = start + _count_characters("".join(map(str, node.itertext())))
        while ends[first][0] <= start:
            first += 1
        last = next(index for index in range(first, len(ends)) if ends[index][0] >= stop)
        yield node, min(confidence for _, confidence in ends[first : last + 1])
        start = stop


def _outermost_parts(node: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost elements with text of their own; an address in a dateline is part of it."""
    for child in node.iterchildren(f"{{{TEI}}}*"):
        if is_structural(etree.QName(child).localname):
            yield from _outermost_parts(child)
        elif any(text.strip() for text in child.itertext()):
            yield child


def _count_characters(text: str) -> int:
    return len("".join(text.split()))
