"""The suite of the compact syntax: each case is converted to the structure that the suite gives, or rejected."""

from pathlib import Path

import pytest
from lxml import etree

from support.schema_meaning import comments, meaning
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import MemoryLoader, SchemaSyntaxError, read_schema

SUITE = Path(__file__).parents[2].parent / "shared" / "relaxng" / "compacttest.xml"
pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the suites in ../shared are not at hand")


def cases() -> list[etree._Element]:
    if not SUITE.exists():
        return []
    return list(etree.parse(SUITE).getroot().iter("testCase"))


CASES = cases()


def files(side: etree._Element) -> dict[str, bytes]:
    return {each.get("name", ""): (each.text or "").encode() for each in side.iter("resource")}


def xml_of(parent: etree._Element) -> bytes:
    parts = [etree.tostring(each, with_tail=False, encoding="utf-8") for each in parent]
    return b"".join(parts)


def test_the_suite_is_whole() -> None:
    kinds = [case[0].find("correct") is not None for case in CASES]
    assert (len(kinds), sum(kinds)) == (87, 56)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line-{case.sourceline}")
def test_a_case_is_converted_or_rejected(case: etree._Element) -> None:
    compact = case.find("compact")
    assert compact is not None
    correct = compact.find("correct")
    if correct is None:
        text = compact.findtext("incorrect", "")
        with pytest.raises(SchemaSyntaxError):
            simplify(read_schema("schema.rnc", text.encode()), MemoryLoader(files(compact)))
        return
    found = read_schema("schema.rnc", (correct.text or "").encode()).root
    wanted = read_schema("schema.rng", xml_of(case.find("xml/correct"))).root
    assert meaning(wanted) == meaning(found)
    assert comments(wanted) == comments(found)
