"""The script that writes the facts and the ODDs that ship, and what it wrote."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from support.odd_nodes import node
from teikit.odd.facts.extract_facts import facts_of_p5, main, read_messages, reduce_odd
from teikit.odd.facts.fact_selection import MessagesError, select_facts
from teikit.odd.reading.node_reading import read_nodes
from teikit.odd.shipped import SHIPPED_ODDS, shipped_odd
from teikit.p5.encoding import encode

SCHEMATRON = 'xmlns:s="http://purl.oclc.org/dsdl/schematron"'
ODD = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" {SCHEMATRON}><text><body><p>This is prose.</p>
<schemaSpec ident="mine" xml:lang="en"><desc>Prose</desc>
<moduleRef key="core" include="p
   hi  list"/><moduleRef key="tei"/><specGrpRef target="#more"/><specGrpRef target="#missing"/></schemaSpec>
<specGrp xml:id="more"><p>Prose <elementSpec ident="p" mode="change" predeclare="true" xml:id="x"><gloss>Prose</gloss>
<constraintSpec ident="c" scheme="schematron"><desc>Prose</desc><constraint><s:rule context="t:p">
<s:let name="used" value="@n"/><s:let name="unused" value="'prose'"/><s:assert test="$used
  = '  '">Prose</s:assert></s:rule></constraint></constraintSpec>
<model behaviour="block"/><remarks><p>Prose</p></remarks></elementSpec></p></specGrp></body></text></TEI>"""
REDUCED = """<?xml version="1.0" encoding="UTF-8"?>
<schemaSpec xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron" ident="mine">
  <moduleRef key="core" include="p hi list"/>
  <moduleRef key="tei"/>
  <elementSpec ident="p" mode="change">
    <constraintSpec ident="c" scheme="schematron">
      <constraint>
        <sch:rule context="t:p">
          <sch:let name="used" value="@n"/>
          <sch:assert test="$used = '  '"><sch:name/> has no n but &lt;<sch:value-of select="@x"/></sch:assert>
        </sch:rule>
      </constraint>
    </constraintSpec>
  </elementSpec>
</schemaSpec>
"""


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"p5": {}, "mine": {"c": ["{} has no n but <{@x}"]}}
    monkeypatch.setattr("teikit.odd.facts.extract_facts.read_messages", lambda: own)


@pytest.mark.usefixtures("messages")
def test_an_exemplar_is_reduced_to_what_it_selects_and_changes() -> None:
    assert reduce_odd(ODD.encode(), "mine").decode() == REDUCED


def constraint(*tests: str) -> str:
    asserts = "".join(f'<s:assert test="{each}">prose</s:assert>' for each in tests)
    rule = f'<s:rule {SCHEMATRON} context="*">{asserts}</s:rule>'
    specified = f'<constraintSpec ident="c"><constraint>{rule}</constraint></constraintSpec>'
    return f'<elementSpec ident="a">{specified}</elementSpec>'


def test_a_constraint_needs_a_message_for_each_test() -> None:
    for own, expected in (
        ({}, "constraint 'c' has no messages"),
        ({"c": ["one"]}, "test '2' has no message"),
        ({"c": ["one", "two", "three"]}, "constraint 'c' has fewer tests than messages"),
    ):
        with pytest.raises(MessagesError, match=expected):
            select_facts(node(constraint("1", "2")), own)


def test_prefixes_that_expressions_use_are_kept() -> None:
    xml = '<constraintSpec xmlns:x="urn:x" xmlns:y="urn:y" ident="c"><constraint><x:a/></constraint></constraintSpec>'
    given = read_nodes(f'<in xmlns="http://www.tei-c.org/ns/1.0">{xml}</in>'.encode(), "a.odd", "")
    (spec,) = given.elements()
    (rules,) = spec.elements()
    (inner,) = rules.all_elements()
    inner.attributes["test"] = "x:b = child::y:c or z:d"
    (made,) = (each for part in select_facts(spec, {"c": []}).elements() for each in part.all_elements())
    assert dict(made.prefixes) == {"x": "urn:x", "y": "urn:y"}


def test_the_script_writes_the_facts(tmp_path: Path, shared: Path) -> None:
    source, target = shared / "tei" / "p5subset.xml", tmp_path / "tei.json"
    main([str(source), "-o", str(target)])
    assert target.read_bytes() == encode(facts_of_p5(source.read_bytes()))
    assert json.loads(target.read_bytes())["version"] == "4.9.0a"


def test_the_odds_that_ship_are_what_the_script_makes_of_the_exemplars(tmp_path: Path, shared: Path) -> None:
    main(["--exemplars", str(shared / "odd"), "-o", str(tmp_path)])
    for name in SHIPPED_ODDS:
        assert (tmp_path / f"{name}.odd").read_bytes() == shipped_odd(name).read_bytes()
    assert sorted(each.stem for each in tmp_path.iterdir()) == sorted(SHIPPED_ODDS)


def test_all_odds_that_ship_are_there_and_name_themselves() -> None:
    folder = shipped_odd("tei_all").parent
    assert sorted(each.stem for each in folder.iterdir()) == sorted(SHIPPED_ODDS)
    for name, path in SHIPPED_ODDS.items():
        assert etree.parse(path).getroot().get("ident") == name


def test_no_sentence_of_the_exemplars_is_in_the_odds_that_ship(shared: Path) -> None:
    for name in set(SHIPPED_ODDS) - {"tei_all"}:
        source = etree.parse(shared / "odd" / name / f"{name}.odd", etree.XMLParser(collect_ids=False, recover=True))
        texts = " ".join(" ".join(str(each) for each in source.getroot().itertext()).split())
        for element in etree.parse(SHIPPED_ODDS[name]).iter(etree.Element):
            for part in (element.text or "", element.tail or ""):
                if re.search(r"\w+ \w+ \w+", part):
                    assert " ".join(part.split()) not in texts


def test_every_message_says_what_is_wrong_in_one_line() -> None:
    for own in read_messages().values():
        for messages in own.values():
            for each in messages:
                assert len(each) < 110
                assert not each.endswith((".", " "))
                assert each[0] in "{'" or each[0].islower() or each.startswith("Schematron")
