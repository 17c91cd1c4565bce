"""Compiles small ODDs, and validates small documents against them."""

from teikit.odd.compiler import Compilation, compile_odd
from teikit.p5.nodes import TEI
from teikit.relaxng.syntax import MemoryLoader
from teikit.relaxng.syntax.write_xml import write_xml
from teikit.relaxng.validator import Schema

_MODULES = """<moduleRef key="tei"/>
<moduleRef key="header" include="teiHeader fileDesc titleStmt publicationStmt sourceDesc"/>
<moduleRef key="core" include="p hi list item head title"/>
<moduleRef key="textstructure" include="TEI text body div"/>
"""


def compiled(items: str, attributes: str = "", modules: str = _MODULES) -> Compilation:
    """The compilation of an ODD with a few elements, and with some items."""
    text = (
        f'<schemaSpec xmlns="{TEI}" xmlns:rng="http://relaxng.org/ns/structure/1.0" ident="test" start="body"'
        f" {attributes}>{modules}{items}</schemaSpec>"
    )
    return compile_odd("/odd/main.odd", text.encode(), loader=MemoryLoader({}), documentation=False)


def schema_of(items: str, attributes: str = "", modules: str = _MODULES) -> Schema:
    """The schema that an ODD is compiled to."""
    return Schema.load("test.rng", write_xml(compiled(items, attributes, modules).grammar).encode(), ids=False)


def messages(schema: Schema, body: str) -> list[str]:
    """What is wrong with a document that is a body with some content."""
    text = f'<body n="1" xmlns="{TEI}">{body}</body>'
    return [each.message for each in schema.validate(text.encode(), "test.xml")]
