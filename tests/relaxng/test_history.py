"""What is told of a document does not depend on which documents were read before it."""

from functools import cache
from pathlib import Path

import pytest

from teikit.relaxng.validator.schema import Schema
from teikit.validation.loading import schema as shipped

FAULTY = sorted((Path(__file__).parents[1] / "data" / "faulty").glob("*.xml"))
# 'b' is a value of both elements: whichever is met first makes it.
SCHEMA = b"""
start = element r { one | two }
one = element one { attribute type { "a" | "b" | "c" } }
two = element two { attribute type { "c" | "b" | "d" } }
"""
DOCUMENTS = (b"<r><one type='wrong'/></r>", b"<r><two type='wrong'/></r>")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_values_are_told_in_the_order_of_the_schema_whatever_came_before(order: tuple[int, int]) -> None:
    schema = Schema.load("s.rnc", SCHEMA)
    told = {each: schema.validate(DOCUMENTS[each], "d.xml") for each in order}
    assert [told[0][0].expected, told[1][0].expected] == [("a", "b", "c"), ("b", "c", "d")]


# The same attributes in another order, alone or within groups.
ATTRIBUTES = b"""
start = element r { (element a { attribute u { text }?, (attribute x { text } | attribute y { text }) }
  | element b { attribute y { text } | (attribute u { text }, attribute x { text }) })* }
"""


@pytest.mark.parametrize("before", [b"<r><b/></r>", b"<r><b y='1'/><b u='1'/><b x='1'/></r>"])
@pytest.mark.parametrize("document", [b"<r><a t='q'/></r>", b"<r><a/></r>", b"<r><a u='1'/></r>"])
def test_attributes_are_told_in_the_order_of_the_schema_whatever_came_before(before: bytes, document: bytes) -> None:
    warmed, fresh = (Schema.load("s.rnc", ATTRIBUTES) for _ in range(2))
    warmed.validate(before, "b.xml")
    assert warmed.validate(document, "d.xml") == fresh.validate(document, "d.xml")


@cache
def _warmed() -> Schema:
    """The schema of letters, when it has seen all faults from the last to the first."""
    made = Schema(shipped("letter").table)
    for path in reversed(FAULTY):
        made.validate(path.read_bytes(), "d.xml")
    return made


@pytest.mark.parametrize("path", FAULTY[::5], ids=lambda path: path.stem)
def test_a_faulty_letter_is_told_the_same_after_all_others(path: Path) -> None:
    data = path.read_bytes()
    assert _warmed().validate(data, "d.xml") == Schema(_warmed().table).validate(data, "d.xml")
