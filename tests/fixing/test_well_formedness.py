"""End tags that are missing, misspelt or crossed: structure goes before names that are alike."""

import pytest

from teikit.diagnostics import Fix, Safety
from teikit.fixing import apply_fixes, attach_fixes
from teikit.relaxng.validator import Schema

SCHEMA = """
start = element list { element listHead { text | element term { text } | element note { text } }, entry+ }
entry = element entry { (text | entry | element persName { name } | element placeName { name })* }
name = attribute n { text }?, text
"""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "list.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


def first_fix(schema: Schema, text: str) -> Fix | None:
    data = text.encode()
    return attach_fixes(data, schema.validate(data, "list.xml"), lambda each: schema.validate(each, "list.xml"))[-1].fix


def with_all(schema: Schema, text: str, *, unsafe: bool = False) -> str:
    return apply_fixes(text.encode(), lambda each: schema.validate(each, "list.xml"), unsafe=unsafe).data.decode()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("<list><listHead>Names</lsitHead><entry/></list>", "<list><listHead>Names</listHead><entry/></list>"),
        ("<list><listHead>Names</LISTHEAD><entry/></list>", "<list><listHead>Names</listHead><entry/></list>"),
        (
            "<list><listHead/><entry><entry>a</entyr></entry></list>",
            "<list><listHead/><entry><entry>a</entry></entry></list>",
        ),
        (
            "<list><listHead/><entry><persName>a</persNmae></etnry></list>",
            "<list><listHead/><entry><persName>a</persName></entry></list>",
        ),
    ],
)
def test_a_misspelt_end_tag_is_written_rightly(schema: Schema, broken: str, whole: str) -> None:
    assert with_all(schema, broken) == whole


@pytest.mark.parametrize(
    "broken",
    [
        "<list><listHead>Names</list>",
        "<list><listHead>Names</lisst><entry/></list>",
        "<list><listHead/><entry>a <persName>b c</entry></list>",
        "<list><listHead/><entry><persName>b</placeName></entry></list>",
        "<list><listHead/><entry>a<entry>b</entry></list>",
        "<list><listHead/><entry><persName>b</entry></persName></list>",
        "<list><listHead/><entry>a</entrys></entry></list>",
        "<list><listHead/><entry>a</list>",
    ],
)
def test_no_safe_fix_answers_an_end_tag_that_may_mean_several_things(schema: Schema, broken: str) -> None:
    fix = first_fix(schema, broken)
    assert fix is None or fix.safety is not Safety.SAFE
    assert with_all(schema, broken) == broken


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "<list><listHead/><entry>a <persName>b</entry></list>",
            "<list><listHead/><entry>a <persName>b</persName></entry></list>",
        ),
        (
            "<list><listHead/><entry><entry><persName>b</list>",
            "<list><listHead/><entry><entry><persName>b</persName></entry></entry></list>",
        ),
        (
            "<list><listHead/><entry><persName>b</entry></persName></list>",
            "<list><listHead/><entry><persName>b</persName></entry></list>",
        ),
    ],
)
def test_what_an_end_tag_leaves_open_is_ended_if_that_is_asked_for(schema: Schema, broken: str, whole: str) -> None:
    assert with_all(schema, broken, unsafe=True) == whole


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("R & D", "R &amp; D"),
        ("?a=1&copy=2&lt=3", "?a=1&amp;copy=2&amp;lt=3"),
        ("a < b", "a &lt; b"),
        ("a <5 b", "a &lt;5 b"),
        ("a <= b", "a &lt;= b"),
        ("&hellip;&ccaron;", "…č"),
        ("<persName n=5>a</persName><placeName n=5/>", '<persName n="5">a</persName><placeName n="5"/>'),
    ],
)
def test_what_can_only_be_a_sign_or_a_value_is_written_rightly(schema: Schema, broken: str, whole: str) -> None:
    assert with_all(schema, _with_entry(broken)) == _with_entry(whole)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("R&amp D", "R&amp; D"),
        ("caf&eacute au lait", "café au lait"),
        ("Ada&#8217 s", "Ada&#8217; s"),
        ("< persName>a</persName>", "<persName>a</persName>"),
        ("one < entry/> two", "one <entry/> two"),
        ("a<persName n=“5”>b</persName>", 'a<persName n="5">b</persName>'),
    ],
)
def test_a_reference_or_tag_that_is_broken_is_not_made_text_unasked(schema: Schema, broken: str, whole: str) -> None:
    assert with_all(schema, _with_entry(broken)) == _with_entry(broken)
    assert with_all(schema, _with_entry(broken), unsafe=True) == _with_entry(whole)


@pytest.mark.parametrize(
    "text",
    [
        "one <-- two --> three",
        "one < !-- two --> three",
        "one < ?pi two?> three",
        "<persName n=first part>a</persName>",
        "&it; and &sc;",
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(schema: Schema, text: str) -> None:
    assert with_all(schema, _with_entry(text)) == _with_entry(text)


@pytest.mark.parametrize("declared", ['SYSTEM "names.dtd"', '[<!ENTITY % names SYSTEM "names.ent"> %names;]'])
def test_a_name_that_may_be_declared_elsewhere_is_not_taken_for_a_character(schema: Schema, declared: str) -> None:
    text = f"<!DOCTYPE list {declared}>{_with_entry('&hellip; &eacute;')}"
    assert with_all(schema, text) == text


def _with_entry(text: str) -> str:
    return f"<list><listHead/><entry>{text}</entry></list>"
