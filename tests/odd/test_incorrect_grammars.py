"""An ODD that would give an incorrect grammar is an error at its place: no such grammar is written."""

import pytest

from support.made_odds import odd
from teikit.odd.compiler import compile_odd
from teikit.relaxng.syntax import SchemaSyntaxError

_MODULES = '<moduleRef key="tei"/><moduleRef key="textstructure" include="TEI text body"/><moduleRef key="header"/>'


@pytest.mark.parametrize(
    "pattern",
    [
        "<element><empty/></element>",
        '<attribute name=""/>',
        "<data/>",
        '<text name="a"/>',
        "<anyName/>",
        '<element name="a" nmae="b"><text/></element>',
    ],
)
def test_relax_ng_in_content_is_checked(pattern: str) -> None:
    content = f'<content>\n<choice xmlns="http://relaxng.org/ns/structure/1.0">\n{pattern}<text/></choice></content>'
    element = f'<elementSpec ident="body" mode="change">{content}</elementSpec>'
    with pytest.raises(SchemaSyntaxError) as raised:
        compile_odd("a.odd", odd(_MODULES + element).encode())
    (found,) = raised.value.diagnostics
    assert found.span is not None
    assert (found.file, found.span.start.line) == ("a.odd", 6)
