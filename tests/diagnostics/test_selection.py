"""Which rules hold: beginnings end where words end, the longest decides, and what is no XML is always told."""

import pytest

from teikit.diagnostics import Diagnostic, Severity, point
from teikit.diagnostics.selection import Selection

CASES = [
    ((), (), "rng/text-not-allowed", True),
    (("rng",), (), "rng/text-not-allowed", True),
    (("rng",), (), "tei/pointer-unresolved", False),
    (("tei/pointer",), (), "tei/pointer-unresolved", True),
    (("tei/point",), (), "tei/pointer-unresolved", False),
    ((), ("tei/pointer",), "tei/pointer-unresolved", False),
    ((), ("rng",), "tei/pointer-unresolved", True),
    (("rng",), ("rng/text",), "rng/text-not-allowed", False),
    (("rng/text",), ("rng",), "rng/text-not-allowed", True),
    (("rng/text",), ("rng",), "rng/element-not-allowed", False),
    (("rng",), ("rng",), "rng/text-not-allowed", False),
    (("tei",), ("xml",), "xml/not-well-formed", True),
]


@pytest.mark.parametrize(("select", "ignore", "rule", "holds"), CASES)
def test_the_longest_beginning_decides(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    rule: str,
    holds: bool,  # noqa: FBT001  what is expected
) -> None:
    assert Selection(select, ignore).is_selected(rule) is holds


def test_rules_are_weighed_anew_and_the_order_holds() -> None:
    found = [
        Diagnostic("a.xml", rule, Severity.ERROR, "wrong", point(1, 1))
        for rule in ("rng/a-b", "rng/a-c", "tei/x", "xml/not-well-formed")
    ]
    weights = {"rng": Severity.WARNING, "rng/a-c": Severity.INFO, "xml": Severity.INFO}
    told = [(each.rule, each.severity.value) for each in Selection(severity=weights).apply(found)]
    assert told == [
        ("tei/x", "error"),
        ("xml/not-well-formed", "error"),
        ("rng/a-b", "warning"),
        ("rng/a-c", "info"),
    ]


def test_what_is_never_applied_is_left_out_whatever_is_selected() -> None:
    chosen = Selection(select=("tei/pointer-unresolved",), never=("tei",))
    assert not chosen.is_selected("tei/pointer-unresolved")
    assert chosen.is_selected("xml/not-well-formed")
    assert Selection(never=("sch",)).leaves_out("sch")
    assert Selection(never=("sch",)).is_partial
