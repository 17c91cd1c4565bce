"""A document with specifications as a library."""

from support.odd_nodes import node
from teikit.odd.library_reading import default_exceptions_of, read_p5
from teikit.odd.reporting import Reporter

EXAMPLE = '<egXML xmlns="http://www.tei-c.org/ns/Examples">{}</egXML>'
DOCUMENT = f"""<TEI><teiHeader><fileDesc><editionStmt>
<edition>P5 Version 9.1.2b. Last updated on 1.1.30</edition>
</editionStmt></fileDesc></teiHeader><text><body>
<moduleSpec ident="second"/><moduleSpec ident=" first "/>
<div><p><elementSpec ident="b" module="first"/></p>
<list><item><specGrp><classSpec ident="att.c" module="third"/></specGrp></item></list>
{EXAMPLE.format('<elementSpec ident="no"/>')}
{EXAMPLE.format('<elementSpec xmlns="http://www.tei-c.org/ns/1.0" ident="no"/>')}
<macroSpec ident="m"><content><textNode/></content></macroSpec></div>
<elementSpec ident="schemaSpec"><attList>
<attDef ident="defaultExceptions"><defaultVal>urn:x</defaultVal></attDef>
</attList></elementSpec></body></text></TEI>"""


def test_a_library_has_the_specifications_and_modules_in_order() -> None:
    library = read_p5(node(DOCUMENT), Reporter(), "mine")
    assert [(each.kind, each.ident) for each in library.specs] == [
        ("element", "b"),
        ("class", "att.c"),
        ("macro", "m"),
        ("element", "schemaSpec"),
    ]
    assert library.modules == ["second", "first", "third"]
    assert (library.name, library.version, library.default_exceptions) == ("mine", "9.1.2b", "urn:x")
    assert library.is_p5


def test_a_library_may_lack_a_version_and_exceptions() -> None:
    library = read_p5(node("<schemaSpec><elementSpec ident='a'/></schemaSpec>"), Reporter(), "mine")
    assert (library.version, library.default_exceptions) == ("", "")
    assert default_exceptions_of([]) == ""
