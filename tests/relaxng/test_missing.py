"""A grammar of which a part is missing: the part is the fault, and not each name that it would have defined."""

from pathlib import Path

import pytest

from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import MemoryLoader, SchemaSyntaxError, read_schema

RNG = "http://relaxng.org/ns/structure/1.0"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["rng-schema/not-found"]),
        ({"part.rng": f'<grammar xmlns="{RNG}">'.encode()}, ["rng-schema/not-well-formed"]),
        (
            {"part.rng": f'<grammar xmlns="{RNG}"/>'.encode()},
            ["rng-schema/start-missing", "rng-schema/undefined"],
        ),
    ],
)
def test_what_a_missing_part_may_define_is_no_fault(files: dict[str, bytes], expected: list[str]) -> None:
    define = '<define name="a"><element name="a"><ref name="b"/></element></define>'
    data = f'<grammar xmlns="{RNG}"><include href="part.rng"/>{define}</grammar>'.encode()
    with pytest.raises(SchemaSyntaxError) as refused:
        simplify(read_schema(Path("whole.rng"), data), MemoryLoader(files))
    assert [each.rule for each in refused.value.diagnostics] == expected
