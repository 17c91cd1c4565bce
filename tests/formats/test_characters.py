"""Characters that XML does not allow are those that libxml2 refuses."""

import pytest
from lxml import etree

from teikit.formats.characters import find_non_xml

BORDERS = (
    0,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    31,
    32,
    127,
    128,
    0xD7FF,
    0xD800,
    0xDFFF,
    0xE000,
    0xFFFD,
    0xFFFE,
    0xFFFF,
    0x10000,
)


@pytest.mark.parametrize("code", [*BORDERS, 0x1FFFE, 0x10FFFF])
def test_the_first_character_that_xml_does_not_allow_is_named(code: int) -> None:
    text = f"a{chr(code)}b"
    try:
        etree.Element("a").text = text
    except ValueError:
        assert find_non_xml(text) == f"U+{code:04X}"
    else:
        assert not find_non_xml(text)
