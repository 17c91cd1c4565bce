"""Answers that the validator keeps between faults, against its slow twin that computes each anew."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teikit.relaxng.validator import Schema, attributes, expectations, recovery, similar
from teikit.relaxng.validator.expectations import Expectations

SCHEMA = b"""
default namespace = "urn:a"
namespace b = "urn:b"
start = doc
doc = element doc { head?, (part | items | element b:odd { text })* }
head = element head { element title { text }, element date { attribute when { text }, text }? }
part = element part { attribute n { "1" | "2" }?, (text | part | name | items)* }
items = element list { head?, element item { attribute id { text }, (text | name | items)* }+ }
name = element name { attribute ref { text }?, text }
"""
_PIECES = st.sampled_from(
    (
        "<part>", "</part>", "<prat>", "</prat>", '<part n="1">', '<part n="3">', '<part m="1">', "<list>", "</list>",
        "<item>", '<item id="i">', "</item>", "<head>", "</head>", "<title/>", "<title>", "</title>", "<date/>",
        '<name rf="x"/>', "<nmae/>", "<odd xmlns='urn:b'/>", "<odd/>", "<b:part/>", "<item/>", "<head/>", "text", " ",
        "<x/>", "<name/>",
    )
)  # fmt: skip
_documents = st.lists(_PIECES, max_size=14).map(
    lambda pieces: f'<doc xmlns="urn:a" xmlns:b="urn:b">{_balanced(pieces)}</doc>'.encode()
)


def _balanced(pieces: list[str]) -> str:
    made: list[str] = []
    opened: list[str] = []
    for each in pieces:
        if each.startswith("</"):
            if each[2:-1] not in opened:
                continue
            while opened:
                name = opened.pop()
                made.append(f"</{name}>")
                if name == each[2:-1]:
                    break
            continue
        if each.startswith("<") and not each.endswith("/>"):
            opened.append(each[1:-1].partition(" ")[0])
        made.append(each)
    return "".join((*made, *(f"</{name}>" for name in reversed(opened))))


_schema = Schema.load("schema.rnc", SCHEMA)


def _compute_anew(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Expectations, "memoize", lambda _self, _key, compute: compute())
    for module in (attributes, recovery):
        for name in ("suggest_name", "find_in_other_namespace"):
            patch.setattr(module, name, getattr(similar, name).__wrapped__)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_documents, st.booleans())
def test_kept_answers_are_those_computed_anew(data: bytes, is_small: bool) -> None:  # noqa: FBT001
    with pytest.MonkeyPatch.context() as patch:
        if is_small:
            # What is kept is dropped now and then.
            patch.setattr(expectations, "_MAX_CACHED", 3)
        found = [list(_schema.validate(data, "a.xml")) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        _compute_anew(patch)
        expected = list(Schema.load("schema.rnc", SCHEMA).validate(data, "a.xml"))
    assert found == [expected, expected]
