"""What an edition prints around a letter becomes marks and notes; the letter's own numbers stay text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from support.kinds import sources
from teikit.api import encode_bytes
from teikit.errors import EmptyInputError, UnsupportedError
from teikit.tei.markup import TEI

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parents[2] / "schema" / "teikit-letter.rng"))
PAGE = """The trustees met on Saturday and I can now tell you what was decided by
them. The new library will be begun in the spring, on the slope behind the
chapel, and it will have your mother's name if you consent. I think that
no better place could be found, and the trees need not be cut, since the
road goes round them on both sides. The sum that is still needed was
promised by Mr. Dunstable, who has never yet failed us, and who will"""
REST = "come to the meeting in May if his health permits it, and bring the plans."
PIECES = [
    "Dear Ann,", PAGE, REST, "", "", "I thank you for the book¹ and the doctor[1] came home.", "Leeds, 3 May 1890",
    "[p. 2]", "[fol. 3v]", "[2r]", "- 2 -", "- 3 -", "117", "118", "(2)", "[117]", "/3/", "|4|", "{2}", "{3}",
    "LETTERS OF A. B.      117", "118      TO C. D.", "Miss Carrow   - 2 -   June 4", "LETTERS OF A. B.",
    "[Footnote 1: A doctor.]", "[Footnote 2: Not closed.", "[1] A doctor.", "(1) A doctor.", "1 A doctor.",
    "2. A friend.", "¹ A book.", "² Another.", "* A star.", "† A cross.", "[^1]: A note.", "a) Hm.", "3 book ] boke H",
    "the star* and the cross† of the Thorne1 and Bell,2", "as (1) the price, and (2) the date of it", "____",
    "Yours ever,", "Tom Bell", "P.S. Come [p. 4] soon [p. 5] to us", "5   and so on", "10  to the end", "\f", "word-",
]  # fmt: skip


def characters(tei: bytes) -> str:
    """All characters of a TEI text with those that its page and line marks stand for, white space left out."""
    root = etree.fromstring(tei)
    forms = {
        f"#{one.get('{http://www.w3.org/XML/1998/namespace}id')}": one.text for one in root.iter(f"{{{TEI}}}rendition")
    }
    text = root[-1]
    for one in text.iter(f"{{{TEI}}}pb", f"{{{TEI}}}lb"):
        if one.get("rendition"):
            one.text = forms[one.get("rendition")].replace("…", one.get("n"))
    return "".join("".join(text.itertext()).split())


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=16), st.sampled_from(["\n", "\n\n"]))
@settings(max_examples=40)
def test_no_word_is_lost_or_invented_and_the_tei_is_valid(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    for conventions in ("none", "brackets"):
        try:
            tei = encode_bytes(text.encode(), "a.txt", conventions=conventions).tei
        except (EmptyInputError, UnsupportedError):
            assert not text.strip()
            continue
        if conventions == "none":
            assert characters(tei) == "".join(text.split())
        assert SCHEMA.validate(etree.fromstring(tei)), SCHEMA.error_log.last_error


@pytest.mark.parametrize("source", sources("edition"), ids=lambda path: path.stem)
def test_sources_keep_their_words_and_are_valid(source: Path, shared: Path) -> None:
    tei = encode_bytes(source.read_bytes(), source.name).tei
    if source.suffix == ".txt":
        assert characters(tei) == "".join(source.read_text(encoding="utf-8").split())
    for schema in (SCHEMA, etree.RelaxNG(etree.parse(shared / "tei" / "tei_all.rng"))):
        assert schema.validate(etree.fromstring(tei)), schema.error_log.last_error
