"""The confidence that TEI keeps on demand: each part and each claim has its certainty."""

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

import teikit
from tei.test_inverse import letters
from teikit.letter import Letter
from teikit.tei import SourceFile, build_document
from teikit.tei.markup import ID

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
LETTERS = Path(__file__).parents[1] / "data" / "letters"
NAMES = sorted(path.stem for path in LETTERS.glob("*.txt"))


def kept(name: str, conventions: str = "none", hyphens: str = "keep") -> teikit.Encoded:
    path = LETTERS / f"{name}.txt"
    return teikit.encode(path, keep_confidence=True, conventions=conventions, hyphens=hyphens)


def test_nothing_is_kept_unless_it_is_asked_for() -> None:
    made = teikit.encode(LETTERS / "postscript.txt").tei
    assert b"standOff" not in made
    assert b"certainty" not in made


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_same_with_confidence(name: str) -> None:
    with_it, without = (etree.fromstring(each.tei) for each in (kept(name), teikit.encode(LETTERS / f"{name}.txt")))
    texts = ["".join(root.find("t:text", TEI).itertext()) for root in (with_it, without)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", NAMES)
def test_each_part_and_claim_has_its_certainty(name: str) -> None:
    made = kept(name, "transcription", "join")
    root = etree.fromstring(made.tei)
    by_id = {each.get(ID): each for each in root.iter("{*}*") if each.get(ID)}
    certainties = root.findall("t:standOff/t:certainty", TEI)
    parts = [each for each in certainties if each.get("locus") == "name"]
    assert len(certainties) - len(parts) == len(made.claims)
    assert all(each.get("target", "")[1:] in by_id for each in certainties)
    words = [word for each in parts for word in "".join(by_id[each.get("target", "")[1:]].itertext()).split()]
    assert "".join("".join(root.find("t:text", TEI).itertext()).split()) == "".join(words)
    assert {each.get("degree") for each in parts} <= {f"{part.confidence:.3f}" for part in made.letter.parts}


@pytest.mark.parametrize("name", NAMES)
def test_tei_with_confidence_is_valid(name: str, tmp_path: Path) -> None:
    target = tmp_path / "letter.xml"
    target.write_bytes(kept(name).tei)
    assert teikit.validate(target) == []


@pytest.mark.parametrize("name", NAMES)
def test_tei_with_confidence_is_valid_by_tei_all(name: str, tmp_path: Path, shared: Path) -> None:
    target = tmp_path / "letter.xml"
    target.write_bytes(kept(name).tei)
    assert teikit.validate(target, schema=shared / "tei" / "tei_all.rng") == []


@given(letters())
def test_the_parts_of_any_letter_have_a_certainty(letter: Letter) -> None:
    root = build_document(letter, SourceFile("a.txt", 1, "0"), keep_confidence=True).root
    parts = root.xpath("t:text//*[@xml:id]", namespaces=TEI)
    words = "".join("".join(part.unit.text.split()) for part in letter.parts)
    assert words == "".join("".join("".join(each.itertext()).split()) for each in parts)


def test_the_recipient_of_a_copy_has_a_certainty(tmp_path: Path) -> None:
    memo = "From: Ann Hall\nTo: Tom Bell\ncc: Bea Moss\nDate: 3 May 1950\n\nThe boats came in on Friday.\n\nAnn Hall\n"
    made = teikit.encode_bytes(memo.encode(), "memo.txt", keep_confidence=True)
    target = tmp_path / "memo.xml"
    target.write_bytes(made.tei)
    assert teikit.validate(target) == []
    copied = etree.fromstring(made.tei).xpath(
        "//t:correspAction[@subtype='cc']/t:persName[@cert]/text()", namespaces=TEI
    )
    assert copied == ["Bea Moss"]
