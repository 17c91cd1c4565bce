"""The verdict by tags as they stand in the source, against its twin that hears every event."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.relaxng.validator import Schema, event_validator, tag_validator

_SCHEMA = b"""
default namespace = "urn:a"
namespace b = "urn:b"
datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes"
start = doc
doc = element doc { attribute xml:id { xsd:ID }?, attribute b:kind { "x" | "y > z" }?, (part | mix | num | b:odd)* }
part = element part { attribute n { xsd:int }?, attribute ref { xsd:IDREFS }?, (part | num)* }
mix = element mix { attribute xml:id { xsd:ID }?, attribute title { text }?, mixed { (mix | num)* } }
num = element num { xsd:int | (element one { empty }, element two { empty }?) }
b\\:odd = element b:odd { attribute n { list { xsd:int+ } }?, text }
""".replace(b"b:odd)", b"odd)").replace(b"b\\:odd", b"odd")

_PIECES = st.sampled_from(
    (
        "<part>", "</part>", "<part n='1'>", '<part n="2">', '<part\n n = "3" >', '<part n="x">', "<part/>", "<part />",
        '<part ref="i j"/>', "<mix>", "</mix>", "</mix >", '<mix xml:id="i">', '<mix xml:id="j"/>', "<mix xml:id='i'/>",
        '<mix title="a > b">', '<mix title="a>b"/>', '<mix title=\' xml:id="i"\' xml:id="k">', '<mix title="&lt;">',
        '<mix title="a\tb">', "<num>", "</num>", "<num>1</num>", "<num> 2\n</num>", "<num>&#49;</num>", "<num/>",
        "<num>1<!-- 2 -->3</num>", "<num>1<?x 2?></num>", "<num><one/></num>", "<num>1<one/></num>", "<one/>", "<two/>",
        "<b:odd>", "</b:odd>", '<b:odd n="1 2">', "<c:odd xmlns:c='urn:b'>", "</c:odd>", "<odd>", "</odd>",
        "<mix xmlns='urn:a'>", "<mix xmlns='urn:c'>", "<!-- <part> -->", "<?p <mix> ?>", "<![CDATA[ <mix> ]]>", "x",
        " ", "\n", "\r\n", "&amp;", "&#32;", "&#xE9;", "\u00e9", "]]>", "&", "\u2028", "<!-- > -->", "<?p > ?>",
    )
)  # fmt: skip
_ROOTS = st.sampled_from(
    (
        '<doc xmlns="urn:a" xmlns:b="urn:b">', '<doc xmlns:b="urn:b" xmlns="urn:a" xml:id="i">',
        "<doc xmlns='urn:a' xmlns:b='urn:b' b:kind='x'>", '<doc xmlns="urn:a" xmlns:b="urn:b" b:kind="y > z">',
        '<doc xmlns="urn:a">', '<doc xmlns="urn:b" xmlns:b="urn:a">', "<doc>",
        '<doc xmlns="urn:a" xmlns:b="&#117;rn:b">',
    )
)  # fmt: skip
_PROLOGS = st.sampled_from(
    (
        "", "\ufeff", "<?xml version='1.0'?>\n", "<?xml version='1.0' encoding='utf-8'?>", "<!-- <a> -->\n<?p <b>?>\n",
        "\n ", "<!DOCTYPE doc>", "<!DOCTYPE doc [<!ENTITY e '<mix/>'>]>", "<?xml version='1.0' encoding='latin-1'?>",
    )
)  # fmt: skip
_ENDS = st.sampled_from(("</doc>", "</doc>\n<!-- <x> -->", "</doc>\n", "</doc><?p?>", "</doc>x", "", "</doc></doc>"))
_schema = Schema.load("schema.rnc", _SCHEMA)


def _closed(pieces: list[str]) -> str:
    """Return pieces with end tags for what is still open, so that most are well-formed."""
    open_ = []
    for each in pieces:
        if each.startswith("</"):
            if not open_:
                return "".join(pieces)
            open_.pop()
        elif each.startswith("<") and each[1] not in "!?" and not each.endswith("/>") and each.count("<") == 1:
            open_.append(each[1:].rstrip(">").split()[0])
    return "".join((*pieces, *(f"</{each}>" for each in reversed(open_))))


def _by_events(data: bytes) -> bool:
    return event_validator.is_valid(_schema._automaton, [data])


@settings(max_examples=1_000)
@given(_PROLOGS, _ROOTS, st.lists(_PIECES, max_size=8), _ENDS)
def test_both_ways_give_one_verdict(prolog: str, root: str, pieces: list[str], end: str) -> None:
    data = f"{prolog}{root}{_closed(pieces)}{end}".encode()
    assert _schema.is_valid(data) == _by_events(data)
    # What was remembered changes nothing.
    assert _schema.is_valid(data) == _by_events(data)


def test_names_that_documents_make_up_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_validator, "_MAX_END_TAGS", 100)
    schema = Schema.load("any.rnc", b"start = any\nany = element * { any* }")
    for part in range(5):
        names = "".join(f"<a{part}-{number}/>" for number in range(100))
        assert schema.is_valid(f"<a>{names}</a>".encode())
    assert len(schema._tag_validators.validator_for(b"a")._end_tags) <= 100
