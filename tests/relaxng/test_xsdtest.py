"""Clark's suite of the XML Schema datatypes: each `doc` against the `data` or `value` of its schema."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from teikit.relaxng.datatypes import INVALID, datatype

SUITE = Path(__file__).parents[2].parent / "shared" / "relaxng" / "xsdtest.xml"
RNG = "{http://relaxng.org/ns/structure/1.0}"
CASES = 240
CHECKS = 1_283

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the suites in ../shared are not at hand")

Scopes = dict[ElementTree.Element, Mapping[str, str]]


def read_suite() -> tuple[list[ElementTree.Element], Scopes]:
    """The test cases, and the prefixes in scope at each element."""
    scopes: Scopes = {}
    stack: list[dict[str, str]] = [{}]
    pending: dict[str, str] = {}
    cases = []
    events = ElementTree.iterparse(BytesIO(SUITE.read_bytes()), ("start-ns", "start", "end"))  # noqa: S314 - our file
    for event, found in events:
        if event == "start-ns":
            pending[found[0]] = found[1]
        elif event == "start":
            stack.append({**stack[-1], **pending})
            pending = {}
            scopes[found] = stack[-1]
        else:
            stack.pop()
            cases += [found] if found.tag == "testCase" else []
    return cases, scopes


def is_valid(pattern: ElementTree.Element, doc: ElementTree.Element, dtd: str, scopes: Scopes) -> bool:
    params = [(each.get("name", ""), each.text or "") for each in pattern]
    made = datatype("http://www.w3.org/2001/XMLSchema-datatypes", pattern.get("type", ""), params)
    context = {**scopes[doc], **{f"&{name}": "" for name in ("foo", "bar") if f"ENTITY {name} " in dtd}}
    if pattern.tag == f"{RNG}data":
        assert made.is_valid(doc.text or "", context) == (made.fault(doc.text or "", context) is None)
        return made.is_valid(doc.text or "", context)
    # By clause 4.10 a name without prefix in a value belongs to the namespace that `ns` gives.
    expected = made.parse(pattern.text or "", {**scopes[pattern], "": pattern.get("ns", "")})
    return expected is not INVALID and expected == made.parse(doc.text or "", context)


def wrong_verdicts(case: ElementTree.Element, scopes: Scopes) -> Iterator[str]:
    schema = next(each for each in case if each.tag == "correct")
    pattern = schema[0][0]
    for check in case:
        if check.tag in {"valid", "invalid"}:
            verdict = is_valid(pattern, check[0], check.get("dtd", ""), scopes)
            if verdict != (check.tag == "valid"):
                yield f"{pattern.tag} {pattern.attrib} {pattern.text!r}: {check[0].text!r} should be {check.tag}"


def test_every_check_of_the_suite_gives_its_verdict() -> None:
    cases, scopes = read_suite()
    assert len(cases) == CASES
    assert sum(len([each for each in case if each.tag != "requires"]) for case in cases) == CHECKS
    assert not [wrong for case in cases for wrong in wrong_verdicts(case, scopes)]
