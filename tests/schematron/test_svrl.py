"""What is written as SVRL."""

from lxml import etree

from support.schematron_cases import Case

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
CASE = Case(
    "all",
    "<title>T</title><ns prefix='t' uri='u'/><phase id='f'><active pattern='p'/></phase>"
    "<pattern id='p'><title>P</title><rule id='r' context='t:b' role='warning'>"
    "<assert id='x' test='@n' diagnostics='d' properties='q' see='s' flag='k'>no <name/></assert>"
    "<report test='xs:integer(@m) = 1'>one</report></rule></pattern><pattern id='other'/>"
    "<diagnostics><diagnostic id='d' xml:lang='en'>D</diagnostic></diagnostics>"
    "<properties><property id='q' role='z'>Q</property></properties>",
)


def written(document: str, phase: str | None = None) -> etree._Element:
    return etree.fromstring(CASE.load().svrl(document.encode(), "d.xml", phase))


def test_patterns_rules_and_asserts_are_written_in_the_order_of_what_happened() -> None:
    root = written("<a xmlns:t='u'><t:b m='1'/><t:b n='' m='k'/></a>", "f")
    assert (root.get("title"), root.get("phase")) == ("T", "f")
    told = ["ns-prefix-in-attribute-values", "active-pattern", "fired-rule", "failed-assert", "successful-report"]
    assert [each.tag.removeprefix(SVRL) for each in root] == [*told, "fired-rule", "error"]


def test_a_failed_assert_bears_what_the_schema_says_of_it() -> None:
    found = written("<a xmlns:t='u'><t:b m='2'/></a>").find(f"{SVRL}failed-assert")
    assert found is not None
    expected = {"id": "x", "test": "@n", "flag": "k", "see": "s", "location": "/Q{}a/Q{u}b[1]"}
    assert dict(found.attrib) == expected
    assert [(each.tag.removeprefix(SVRL), "".join(each.itertext()).strip()) for each in found] == [
        ("diagnostic-reference", "D"),
        ("property-reference", "Q"),
        ("text", "no t:b"),
    ]


def test_all_patterns_are_written_without_a_phase() -> None:
    names = [each.get("id") for each in written("<a/>").iter(f"{SVRL}active-pattern")]
    assert names == ["p", "other"]
