"""What is told of a document does not depend on which documents were read before it."""

import pytest

from teikit.relaxng.verdict.schema import Schema

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
