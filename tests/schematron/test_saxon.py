"""The two engines give the same answers: every case of cases/*.toml that Saxon's XSLT can be asked."""

import pytest
from lxml import etree

from support.schematron_cases import Case, cases, told

pytest.importorskip("saxonche", reason="the second engine is an extra")

# Where a test fails at one node, XSLT stops.
ASKED = [each for each in cases() if not each.faults and each.saxon]


@pytest.mark.parametrize("case", ASKED, ids=lambda each: each.name)
def test_saxon_says_the_same(case: Case) -> None:
    found = case.load(engine="saxon").validate(case.document.encode(), "d.xml", case.phase)
    assert list(case.expected) == [told(each) for each in found]


@pytest.mark.parametrize("case", ASKED, ids=lambda each: each.name)
def test_the_svrl_of_saxon_is_the_same_but_for_markup(case: Case) -> None:
    def written(engine: str) -> list[tuple[str, dict[str, str], str]]:
        root = etree.fromstring(case.load(engine=engine).svrl(case.document.encode(), "d.xml", case.phase))
        return [(str(each.tag), dict(each.attrib), "".join(each.itertext())) for each in root]

    assert written("elementpath") == written("saxon")


def test_saxon_reads_nothing() -> None:
    schema = "<pattern><rule context='a'><report test=\"matches(., 'x')\">x</report></rule></pattern>"
    document = b'<!DOCTYPE a [<!ENTITY e SYSTEM "/etc/passwd">]><a>&e;</a>'
    assert "root:" not in str(Case("none", schema).load(engine="saxon").validate(document, "d.xml"))
