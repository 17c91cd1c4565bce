"""How deep elements may be nested: the estimate by tags is never lower than what expat counts."""

from contextlib import suppress
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.document.markup import Markup
from teikit.document.nesting import is_maybe_deep
from teikit.limits import Budget, LimitExceededError, limits_set

# Each part is well-formed; `{}` has what is in it.
_PARTS = (
    "<p>{}</p>",
    "<p >{}</p >",
    "<p n='/'>{}</p>",
    '<p n="a>b">{}</p>',
    "<p n='>/'>{}</p>",
    "<p n='\"/>'>{}</p>",
    '<p n="/>">{}</p>',
    "<p\n>{}</p\n>",
    "<p/>{}",
    "{}<p n='>'/>",
    "<p n='\"'/>{}",
    "<!-- </p></p> -->{}",
    "<!-- > -->{}<!--<p>-->",
    "<?x </p>?>{}",
    "<![CDATA[</p></p></p>]]>{}",
    "text &lt; > {}",
    "<é>{}</é>",
)
_BODIES = st.recursive(
    st.just(""),
    lambda inner: st.builds(
        lambda part, one, other: part.format(one) + other, st.sampled_from(_PARTS), inner, inner | st.just("")
    ),
    max_leaves=40,
)
_BEFORE = st.sampled_from(("", "<?xml version='1.0'?>", "<!-- <p> -->", "<!DOCTYPE r [<!ENTITY e '</p>'>]>", "\ufeff"))


def naive_depth(data: bytes) -> int:
    """The slow twin: the depth of elements as expat reports them, up to the first fault."""
    depth = deepest = 0
    parser = expat.ParserCreate()

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(depth, deepest)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError):
        parser.Parse(data, True)  # noqa: FBT003
    return deepest


def assert_estimate_is_no_lower(data: bytes) -> None:
    depth = naive_depth(data)
    if depth:
        assert is_maybe_deep(Markup(data).tags, depth - 1)


@settings(max_examples=200)
@given(_BEFORE, _BODIES)
def test_the_estimate_is_never_lower_than_the_depth(before: str, body: str) -> None:
    assert_estimate_is_no_lower(f"{before}<r>{body}</r>".encode())


@settings(max_examples=200)
@given(_BODIES, st.integers(0, 400), st.sampled_from(("", "<", "</r>", "</p>", "<p", "<p n='", "<!--", "<![CDATA[")))
def test_the_estimate_is_never_lower_before_the_first_fault(body: str, cut: int, rest: str) -> None:
    assert_estimate_is_no_lower((f"<r>{body}"[:cut] + rest).encode())


@settings(max_examples=50)
@given(st.lists(st.sampled_from(("<p>", "</p>", "<p n='1'/>", "<p>" * 400, "</p>" * 400, "x" * 900)), max_size=40))
def test_the_estimate_is_never_lower_over_several_blocks(parts: list[str]) -> None:
    assert_estimate_is_no_lower(f"<r>{''.join(parts)}".encode())


def test_what_is_side_by_side_is_not_deep() -> None:
    assert not is_maybe_deep(Markup(b"<r>" + b'<p>x</p><p n="1"/>' * 10_000 + b"</r>").tags, 2)


def test_empty_elements_are_not_deep() -> None:
    assert not is_maybe_deep(Markup(b"<r>" + b"<p/>" * 10_000 + b"</r>").tags, 5)


def test_elements_as_deep_as_the_limit_are_well_formed() -> None:
    with limits_set(depth=3_000):
        budget = Budget("a.xml")
    assert Markup(b"<r>" + b"<p>" * 2_999 + b"</p>" * 2_999 + b"</r>", budget).is_well_formed
    with pytest.raises(LimitExceededError, match=r"^a\.xml:2:1: has elements nested more than 3,000 deep \(--limit d"):
        assert Markup(b"<r>" + b"<p>" * 2_999 + b"\n<p>" + b"</p>" * 3_000 + b"</r>", budget).is_well_formed


def test_a_document_that_ends_too_early_may_be_too_deep_before() -> None:
    with limits_set(depth=50):
        budget = Budget("a.xml")
    with pytest.raises(LimitExceededError, match=r"^a\.xml:1:151: "):
        assert Markup(b"<p>" * 60, budget).is_well_formed
    assert not Markup(b"<p>" * 50, budget).is_well_formed
