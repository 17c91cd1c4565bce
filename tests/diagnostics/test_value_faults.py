"""Messages about values: their forms, their causes, and how they are read back."""

import pytest

from teikit.diagnostics.value_faults import ValueFault, form_of, read_value_fault


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("#prs123", "#prs0"),
        ("prs123", "prs0"),
        ("#org_0005", "#org_0"),
        ("#loc_95b8315bd8f5c49f", "#loc_0"),
        ("#X00__K8PN", "#X0__0"),
        ("#maria-theresia", "#word"),
        ("handwritten", "word"),
        ("../list.xml#p1", "../list.xml#..."),
        ("iiif:10.1/2", "iiif:..."),
        ("scan_0001-a.jpg", "scan_0-a.jpg"),
        ("", "word"),
    ],
)
def test_the_form_of_a_value_is_what_its_rule_gives_all(value: str, form: str) -> None:
    assert form == form_of(value)


@pytest.mark.parametrize("number", [1, 12, 1_234])
def test_a_message_is_read_back(number: int) -> None:
    fault = ValueFault("ref", "#prs1", "leads to no xml:id in this file", number)
    assert fault == read_value_fault(fault.message())


def test_many_values_are_in_the_plural() -> None:
    fault = ValueFault("ref", "#prs1", "leads to no xml:id in this file", 127)
    assert fault.message() == "127 values of @ref such as '#prs1' lead to no xml:id in this file"


def test_other_messages_are_not_about_values() -> None:
    assert read_value_fault("'p' is empty") is None
    assert read_value_fault("element 'x' not allowed @here '") is None


def test_suggestions_are_no_part_of_a_cause() -> None:
    one = ValueFault("ref", "#prs1", "leads to no xml:id in this file, did you mean '#Prs1'?")
    other = ValueFault("ref", "#prs2", "leads to no xml:id in this file")
    assert one.cause == other.cause
