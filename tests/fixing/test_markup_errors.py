"""Small errors in markup are fixed where nothing else can be meant, and the document is well-formed then."""

from collections.abc import Sequence

import pytest

from teikit.diagnostics import Diagnostic
from teikit.fixing import apply_fixes
from teikit.relaxng.validator import Schema

SCHEMA = Schema.load("any.rnc", b"start = any  any = element * { attribute * { text }*, (text | any)* }")


def judge(data: bytes) -> Sequence[Diagnostic]:
    return SCHEMA.validate(data, "a.xml")


def fixed(text: str, *, unsafe: bool = False) -> str:
    return apply_fixes(text.encode(), judge, unsafe=unsafe).data.decode()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("\n <?xml version='1.0'?>\n<a/>", "<?xml version='1.0'?>\n<a/>"),
        ("<a>x ]]> y</a>", "<a>x ]]&gt; y</a>"),
        ("<a><b c='1'd='2'/></a>", "<a><b c='1' d='2'/></a>"),
        ("<a><b/ ></a>", "<a><b/></a>"),
        ("<a><xi:include href='b'/></a>", "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href='b'/></a>"),
        ("<a><b xlink:href='c'/></a>", "<a xmlns:xlink=\"http://www.w3.org/1999/xlink\"><b xlink:href='c'/></a>"),
    ],
)
def test_it_is_fixed_without_being_asked_for(broken: str, whole: str) -> None:
    assert fixed(broken) == whole
    assert judge(whole.encode()) == []


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("<a><b>x</ b></a>", "<a><b>x</b></a>"),
        ("<a><!-- b -- c --></a>", "<a><!-- b - - c --></a>"),
        ("<a><!-- b ---></a>", "<a><!-- b - --></a>"),
        ("<a><m:math/></a>", '<a xmlns:m="http://www.w3.org/1998/Math/MathML"><m:math/></a>'),
    ],
)
def test_what_may_be_meant_otherwise_is_fixed_on_request(broken: str, whole: str) -> None:
    assert fixed(broken) == broken
    assert fixed(broken, unsafe=True) == whole


@pytest.mark.parametrize(
    "broken",
    [
        "<a>\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n</a>",
        "<a><own:b/></a>",
        "<a><!-- b </a>",
        "<a b='c>d</a>",
    ],
)
def test_what_only_a_person_can_decide_is_left(broken: str) -> None:
    assert fixed(broken, unsafe=True) == broken
