"""The diagnosis of a document: it leaves nothing that only the garbage collector would free."""

import gc

import pytest

from teikit.relaxng.validator import Schema
from teikit.relaxng.validator.diagnose import _EventDiagnosis

_schema = Schema.load("a.rnc", b"start = element a { attribute b { text }?, element c { empty }* }")


@pytest.mark.parametrize(
    "data",
    [
        b"<a><d/></a>",
        b"<a>text</b>",
        b'<!DOCTYPE a [<!ATTLIST a b CDATA "x">]><a><d/></a>',
        b'<!DOCTYPE a [<!ENTITY e "<c/>">]><a>&e;<d/></a>',
    ],
)
def test_what_diagnoses_a_document_ends_with_it(data: bytes) -> None:
    gc.collect()
    gc.disable()
    try:
        assert _schema.validate(data, "a.xml")
        assert not [each for each in gc.get_objects() if type(each) is _EventDiagnosis]
    finally:
        gc.enable()


def test_text_before_a_fault_that_expat_has_not_reported_is_not_judged() -> None:
    assert [each.rule for each in _schema.validate(b"<a>text</b>", "a.xml")] == ["xml/not-well-formed"]
