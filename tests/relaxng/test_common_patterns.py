"""What the patterns of common values match is valid by the slow way too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.relaxng.datatypes.library import XSD, datatype
from teikit.relaxng.datatypes.xsd import KINDS

NAMES = sorted(name for name, kind in KINDS.items() if kind.common_pattern)


@pytest.mark.parametrize("params", [[], [("pattern", r"\S+")]], ids=["plain", "without space"])
@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_common_value_is_valid(name: str, params: list[tuple[str, str]], data: st.DataObject) -> None:
    made = datatype(XSD, name, params)
    assert made.common_pattern is not None
    value = data.draw(st.from_regex(made.common_pattern, fullmatch=True))
    assert made.is_valid(value, None)
    assert value.split() == [value]


@pytest.mark.parametrize("name", NAMES)
def test_other_facets_leave_no_common_value(name: str) -> None:
    assert datatype(XSD, name, [("pattern", r"\S+"), ("pattern", "a.*")]).common_pattern is None
