"""The letter schema: a strict subset of TEI P5 that demands what an edition of letters must have."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from support.random_documents import RNG, DocumentMaker
from teikit.relaxng.syntax import read_schema
from teikit.relaxng.syntax.write_xml import write_xml

SCHEMA = Path(__file__).parents[1] / "schema"
RNC = SCHEMA / "teikit-letter.rnc"
COUNT = 800

# ruff: noqa: E501  one letter, a part a line
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt>
<publicationStmt><p>Not published.</p></publicationStmt><sourceDesc><p>A drawer.</p></sourceDesc></fileDesc>
<profileDesc><correspDesc><correspAction type="sent"><persName>Ada Bell</persName></correspAction></correspDesc></profileDesc>
</teiHeader><text><body><div type="letter"><fw type="letterhead">Bell and Sons</fw><opener><dateline><placeName>Leeds</placeName>,
<date when="1890-05-02">2 May 1890</date></dateline><address><addrLine><orgName>Mill Company</orgName></addrLine>
<addrLine>Mr. <persName>Tom Hall</persName></addrLine></address><salute>Dear Tom,</salute></opener>
<p>It is <hi rend="underline">done</hi>, <del>not</del> <add place="above">and</add> <gap reason="illegible"/>
<choice><sic>wel</sic><corr>well</corr></choice>.</p><list><item>one</item><item>two</item></list>
<closer><salute>Yours,</salute><signed><roleName>Treasurer</roleName><lb/><persName>Ada Bell</persName></signed></closer>
<postscript><p>P.S. Write soon.</p></postscript></div><note type="editorial"><p>A fair copy.</p></note></body></text></TEI>"""

FAULTS = {
    "no-title": ("<title>A letter</title>", ""),
    "empty-title": ("<title>A letter</title>", "<title> </title>"),
    "no-source": ("<sourceDesc><p>A drawer.</p></sourceDesc>", ""),
    "no-corresp-desc": (
        '<correspDesc><correspAction type="sent"><persName>Ada Bell</persName></correspAction></correspDesc>',
        "",
    ),
    "no-sent-action": ('type="sent"', 'type="received"'),
    "two-openers": ("<opener>", "<opener/><opener>"),
    "two-closers": ("</closer>", "</closer><closer><salute>Yours,</salute></closer>"),
    "postscript-before-closer": ("<closer>", "<postscript><p>P.S.</p></postscript><closer>"),
    "postscript-without-text": ("<postscript><p>P.S. Write soon.</p>", "<postscript><opener/>"),
    "opener-after-text-of-postscript": ("<p>P.S. Write soon.</p>", "<p>P.S. Write soon.</p><opener/>"),
    "no-text": (LETTER[LETTER.index("<p>It is") : LETTER.index("<closer>")], ""),
    "p-before-opener": ("<opener>", "<p>Early.</p><opener>"),
    "p-after-closer": ("</closer>", "</closer><p>Late.</p>"),
    "opener-after-p": ("<closer>", "<opener/><closer>"),
    "empty-salute": ("<salute>Dear Tom,</salute>", "<salute/>"),
    "blank-salute": ("<salute>Dear Tom,</salute>", "<salute> \n </salute>"),
    "empty-close": ("<salute>Yours,</salute>", "<salute/>"),
    "empty-signed": (LETTER[LETTER.index("<signed>") : LETTER.index("</signed>") + 9], "<signed/>"),
    "blank-signed": (LETTER[LETTER.index("<signed>") : LETTER.index("</signed>") + 9], "<signed>\t</signed>"),
    "salute-in-p": ("It is ", "<salute>Sir,</salute> It is "),
    "stray-text-in-opener": ("<opener>", "<opener>Stray"),
    "impossible-date": ('when="1890-05-02"', 'when="1890-02-30"'),
    "note-without-type-beside-the-letter": ('<note type="editorial">', "<note>"),
}


@pytest.fixture(scope="module")
def letter_schema() -> etree._ElementTree:
    return etree.parse(SCHEMA / "teikit-letter.rng")


@pytest.fixture(scope="module")
def engine(letter_schema: etree._ElementTree) -> etree.RelaxNG:
    return etree.RelaxNG(letter_schema)


def valid(engine: etree.RelaxNG, text: str) -> bool:
    return bool(engine.validate(etree.fromstring(text)))


def test_a_whole_letter_is_valid(engine: etree.RelaxNG) -> None:
    assert valid(engine, LETTER), engine.error_log


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_letter_edition_must_have_is_demanded(fault: str, engine: etree.RelaxNG) -> None:
    before, after = FAULTS[fault]
    assert LETTER.count(before) >= 1
    assert not valid(engine, LETTER.replace(before, after, 1))


@pytest.mark.parametrize("part", ["opener", "closer"])
def test_a_letter_may_lack_an_opener_or_a_closer(part: str, engine: etree.RelaxNG) -> None:
    whole = LETTER[LETTER.index(f"<{part}>") : LETTER.index(f"</{part}>") + len(part) + 3]
    assert valid(engine, LETTER.replace(whole, ""))


def test_a_postscript_has_a_date_and_a_close_of_its_own(engine: etree.RelaxNG) -> None:
    dated = "<postscript><opener><dateline>Monday</dateline></opener><p>P.S. Write soon.</p>"
    closed = "<closer><salute>Ever yours,</salute><signed>Ada</signed></closer></postscript>"
    assert valid(engine, LETTER.replace("<postscript><p>P.S. Write soon.</p></postscript>", dated + closed))


def definitions() -> Iterator[tuple[str, str]]:
    rows = RNC.read_text(encoding="utf-8").splitlines()
    for above, row in pairwise(rows):
        if row[:1] not in {"", " ", "#", "}", ")"} and " =" in row and not row.startswith(("default", "datatypes")):
            yield row.split(" =")[0], above


@pytest.mark.parametrize(("name", "above"), list(definitions()))
def test_each_definition_has_its_comment(name: str, above: str) -> None:
    assert above.startswith("# "), name


def test_the_rng_is_made_from_the_rnc() -> None:
    assert write_xml(read_schema(RNC)) == (SCHEMA / "teikit-letter.rng").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.timeout(300)  # libxml2 alone takes five seconds and more to read tei_all
def test_whatever_is_valid_is_valid_against_tei_all(
    shared: Path, letter_schema: etree._ElementTree, engine: etree.RelaxNG
) -> None:
    tei_all = etree.RelaxNG(etree.parse(shared / "tei" / "tei_all.rng"))
    maker = DocumentMaker(letter_schema, seed=1)
    for number in range(COUNT):
        document = etree.fromstring(etree.tostring(maker.document(size=20 + number % 400)))
        assert engine.validate(document), engine.error_log.last_error
        assert tei_all.validate(document), tei_all.error_log.last_error
    kinds = [f"{RNG}{kind}" for kind in ("define", "element", "attribute", "value", "data")]
    patterns = set(letter_schema.iter(*kinds))
    assert patterns - set(maker.used) == set(), "each definition, attribute and value was tried"
