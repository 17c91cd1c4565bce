"""Pages of archives and editions: which sources are pages, what of them is the letter's, and what the header states."""

import random
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import teikit
from support.kinds import FOLDER, sources, statements
from teikit.errors import TeikitError
from teikit.letter.archive_pages import read_archive_page
from teikit.operations.encode import encode_letters
from teikit.text import SourceText, lines, read
from teikit.text.archive_fields import natural_name
from teikit.text.archive_labels import is_button, is_title, read_label, vocabulary
from teikit.text.archive_page import find_archive_page
from teikit.text.runs import EDITION_NOTES, EDITION_TITLE

PAGES = sources("archive-page")
UNTOUCHED = sorted((FOLDER / "archive-page" / "untouched").iterdir())
TEI = "{http://www.tei-c.org/ns/1.0}"
SCHEMA = Path(__file__).parents[2] / "schema" / "teikit-letter.rng"
LETTER = (
    "Dear Ann,\n\nThe cart has come back empty from the mill, and we shall wait until Friday.\n\nYours,\nTom Bell\n"
)


def page(text: str) -> SourceText:
    return read_archive_page(SourceText(text, lines(text)))


def own_lines(source: SourceText) -> list[str]:
    """The lines that are of the letter, not of the page."""
    return [line.text for line in source.lines if line.text and line.style not in EDITION_NOTES | {EDITION_TITLE}]


@pytest.mark.parametrize("path", UNTOUCHED, ids=lambda path: path.name)
def test_a_letter_that_looks_like_a_page_is_untouched(path: Path) -> None:
    assert teikit.encode(path).tei == teikit.encode(path, source_kind="letter").tei


@pytest.mark.parametrize(
    "above",
    [
        "From: Tom Bell\nTo: Ann Hall\nDate: 3 May 1890\nSubject: the cart\n",
        "Title: The cart\nDescription: red\nCondition: good\nPlace: the mill\n",
        "Reference: 12/3\nCopies: two\nAccess: by the lane\n",
    ],
)
def test_labels_that_letters_have_too_make_no_page(above: str) -> None:
    assert find_archive_page(lines(f"{above}\n{LETTER}")) is None


def test_two_labels_that_only_archives_have_make_a_page() -> None:
    found = page(f"Call number: MS 12\nRights: none known\n\n{LETTER}")
    assert own_lines(found)[0] == "Dear Ann,"
    assert [(field.key, field.value) for field in found.fields] == [("shelfmark", "MS 12"), ("", "none known")]


def test_the_source_may_be_said_to_be_a_page_or_none() -> None:
    text = f"Title: The cart\nPlace: Leeds\n\n{LETTER}".encode()
    made = {kind: teikit.encode_bytes(text, "a.txt", source_kind=kind).letter for kind in ("archive-page", "letter")}
    assert [part.unit.text for part in made["archive-page"].parts[:2]] == ["Title: The cart", "Place: Leeds"]
    assert made["archive-page"].parts[0].phase == "before"
    assert made["letter"].parts[0].phase != "before"


def test_a_page_without_a_letter_is_left_as_it_is() -> None:
    assert (
        find_archive_page(lines("Call number: MS 12\nRights: none\nCitation: Bell to Hall\n"), is_certain=True) is None
    )


def test_names_of_a_title_give_way_to_fuller_ones_of_the_letter() -> None:
    text = (
        f"Letter from Bell to Hall, 3 May 1890\n\nCitation: Bell to Hall, MS 4\nSummary: The cart is empty.\n\n{LETTER}"
    )
    found = statements(etree.fromstring(teikit.encode_bytes(text.encode(), "a.txt").tei))
    assert found["sender"] == ["Tom Bell"]
    assert (found["date"], found["bibl"], found["abstract"]) == (
        "1890-05-03",
        "Bell to Hall, MS 4",
        "The cart is empty.",
    )


def test_the_language_and_the_rights_of_a_page_are_notes_only() -> None:
    text = (
        f"Original language: German\nRights: https://creativecommons.org/licenses/by/4.0/\nCall number: 4\n\n{LETTER}"
    )
    made = etree.fromstring(teikit.encode_bytes(text.encode(), "a.txt").tei)
    assert statements(made)["language"] == "en"
    assert made.find(f".//{TEI}licence") is None


def test_text_at_a_label_of_a_transcription_is_the_letter_s() -> None:
    found = page(f"Call number: 4\nRights: none\nTranscription: {LETTER}")
    assert own_lines(found)[0] == "Transcription: Dear Ann,"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hall, Ada (1801–1877)", "Ada Hall"),
        ("Ermel, Johanna van", "Johanna van Ermel"),
        ("Abbott, Frances, 1831-1907", "Frances Abbott"),
        ("Tamm, K.", "K. Tamm"),
        ("Hall & Sons, Leeds 4", "Hall & Sons, Leeds 4"),
        ("Ada Hall", "Ada Hall"),
    ],
)
def test_names_of_catalogues_become_natural(written: str, name: str) -> None:
    assert natural_name(written) == name


def test_the_labels_are_read_as_toml_has_them() -> None:
    text = files("teikit.text").joinpath("archive_labels.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    languages = tables.keys() - {"shared"}
    assert len(languages) >= 15
    keys = {key for language in languages for key in tables[language]}
    assert all(tables[language].keys() == keys for language in languages)
    phrases = {phrase for language in languages for phrase in tables[language]["shelfmark"].split("; ")}
    assert {phrase.replace("’", "'") for phrase in phrases} <= vocabulary().kinds.keys()


@pytest.mark.parametrize(
    "text", ["Signatur: Nachl. 4", "Cote : 12 J 3", "Sygnatura\trkps 3", "Call Number", "**Shelfmark:** 4", "Signum:"]
)
def test_a_label_has_its_value_beside_or_below_it(text: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.kind, label.is_proof) == ("shelfmark", True)


@pytest.mark.parametrize(
    "text", ["© 2019 The Library", "Home > Letters > 12", "Nächster Brief", "Share this: Mail", "3 comments"]
)
def test_buttons_are_of_the_page(text: str) -> None:
    assert is_button(text)


@pytest.mark.parametrize(
    "text", ["Home I came on Friday.", "Print is dear this year,", "Download", "Leeds | York.", "I like this"]
)
def test_words_of_a_letter_are_hardly_buttons(text: str) -> None:
    assert is_button(text) == (text == "Download")


@pytest.mark.parametrize("text", ["Letter from A. Hall to T. Bell", "Brief von Ada an Tom", "To T. Bell from A. Hall"])
def test_titles_name_a_letter(text: str) -> None:
    assert is_title(text)


ABOVE = [
    "Letter from Tom Bell to Ann Hall, 3 May 1890",
    "Citation:",
    "Call number: MS 4",
    "Summary",
    "A note.",
    "Home",
    "",
]
BELOW = [
    "Notes",
    "1. The cart.",
    "Rights: none",
    "© 2001",
    "Source: the mill",
    "Next letter",
    "",
    "https://a.example/4",
]
OWN = ["Leeds, 3 May", "Dear Ann,", "The cart is empty, and so is the mill.", "Date: soon", "Yours,", "Tom Bell", ""]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ABOVE)), st.lists(st.sampled_from(OWN), min_size=1), st.lists(st.sampled_from(BELOW)))
def test_no_word_is_lost_or_invented(above: list[str], own: list[str], below: list[str]) -> None:
    text = "\n".join([*above, *own, *below])
    if not text.strip():
        return
    for kind in ("", "archive-page"):
        made = etree.fromstring(teikit.encode_bytes(text.encode(), "a.txt", source_kind=kind).tei)
        assert "".join("".join(map(str, made[-1].itertext())).split()) == "".join(text.split())
        assert schema().validate(made), schema().error_log


def schema(cache: list[etree.RelaxNG] = []) -> etree.RelaxNG:  # noqa: B006  read once
    if not cache:
        cache.append(etree.RelaxNG(etree.parse(SCHEMA)))
    return cache[0]


@pytest.mark.timeout(300)  # libxml2 alone takes five seconds and more to read tei_all
def test_the_tei_of_pages_is_valid_against_tei_all(shared: Path) -> None:
    tei_all = etree.RelaxNG(etree.parse(shared / "tei" / "tei_all.rng"))
    for path in PAGES:
        made = etree.fromstring(teikit.encode(path).tei)
        assert tei_all.validate(made), (path.name, tei_all.error_log)
        assert schema().validate(made), (path.name, schema().error_log)


@pytest.mark.parametrize("seed", range(50))
def test_a_broken_page_is_read_or_refused_in_one_sentence(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(PAGES)
    data = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 20)):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(4)] = chance.choice(
            [b"", b"\xff", b"\n", b":", b"\t", b"\0", b"<td>", b"Cote :\n"]
        )
    broken = bytes(data[: chance.randrange(1, len(data))])
    assert "\n" not in outcome(broken, path.name)


def outcome(data: bytes, name: str) -> str:
    """The sentence that refuses a source, "" where it is encoded."""
    try:
        teikit.encode_bytes(data, name)
    except TeikitError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "Call number: " * 40_000,
        "Call number: x\n" * 30_000 + LETTER,
        "(" * 200_000 + "\nRights: none\nCitation: a\n\n" + LETTER,
        "Letter from " * 50_000 + "to\n\n" + LETTER,
        "Citation:\n" + " - | > " * 50_000 + "\nRights: a\n\n" + LETTER,
        "Letter\tTo\tFrom\t" * 30_000,
    ],
    ids=range(6),
)
def test_long_lines_and_many_labels_take_no_long_time(text: str) -> None:
    source = read(text.encode(), "a.txt")
    assert "".join(line.text for line in read_archive_page(source).lines) == "".join(line.text for line in source.lines)


def test_each_letter_of_a_file_may_be_a_page() -> None:
    one = f"Call number: MS 12\nRights: none\n\n{LETTER}"
    made = encode_letters(f"{one}\n---\n{one}".encode(), "a.txt", "---")
    assert [letter.letter.parts[0].unit.text for letter in made.values()] == ["Call number: MS 12"] * 2
