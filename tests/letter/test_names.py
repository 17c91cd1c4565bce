import pytest

from teikit.letter.names import Phrase, PhraseKind, address_phrases, dateline_phrases
from teikit.letter.signatures import signature_phrases


def marked(phrases: tuple[Phrase, ...]) -> str:
    return "".join(f"<{phrase.kind} {phrase.text}>" if phrase.kind else phrase.text for phrase in phrases)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(sgd.) R. Dunmore", "(sgd.) <persName R. Dunmore>"),
        ("/s/ Ada Bell", "/s/ <persName Ada Bell>"),
        ("[signed] J. K. Poe.", "[signed] <persName J. K. Poe>."),
        ("JOSIAH BRANDT.", "<persName JOSIAH BRANDT>."),
        ("Secretary of the Society", "<roleName Secretary of the Society>"),
        ("For the Secretary of State:", "For the <name Secretary of State>:"),
        ("Consul at Leeds, England", "<roleName Consul at Leeds>, England"),
        ("Acting Secretary.", "<roleName Acting Secretary>."),
        ("Ada Bell, Treasurer", "<persName Ada Bell>, <roleName Treasurer>"),
        ("Dr. H. Braun", "Dr. <persName H. Braun>"),
        ("Ada Bell, Paris", "<persName Ada Bell>, Paris"),
        ("With love from your own brother John", "With love from your own brother <persName John>"),
        ("Happy New Year!", "Happy New Year!"),
        ("in the absence of the others", "in the absence of the others"),
    ],
)
def test_signatures_name_people_and_offices(line: str, expected: str) -> None:
    assert expected == marked(signature_phrases(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("To the Ministry of Works", "To the <orgName Ministry of Works>"),
        ("Comrade Ada Bell", "Comrade <persName Ada Bell>"),
        ("Herrn Dr. Karl Rupp", "Herrn Dr. <persName Karl Rupp>"),
        ("To: Peter Marsh", "To: <persName Peter Marsh>"),
        ("4 Mill Lane", "4 Mill Lane"),
        (
            "à Monsieur le Président Nicolas Marie ROUX,",
            "à Monsieur le <roleName Président> <persName Nicolas Marie ROUX>,",
        ),
        ("Herrn Karl Rupp, München.", "Herrn <persName Karl Rupp>, München."),
        ("Hon. Peter Marsh, Jr.", "Hon. <persName Peter Marsh, Jr.>"),
        ("Hochverehrter Herr und Freund!", "Hochverehrter Herr und Freund!"),
    ],
)
def test_addresses_name_people_and_organisations(line: str, expected: str) -> None:
    assert expected == marked(address_phrases(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Linz, den 17. Oktober 1908", "<placeName Linz>, den <date 17. Oktober 1908>"),
        ("Berlin, Monday, May 3, 1920", "<placeName Berlin>, Monday, <date May 3, 1920>"),
        ("DirektionWien29/5 1890", "DirektionWien29/5 1890"),
        ("(Received 5 June 1890)", "(Received 5 June 1890)"),
        ("Date: 14 June 1957", "Date: <date 14 June 1957>"),
        ("Monday evening", "<date Monday> evening"),
        ("Berlin W. 10, 8. IX 1900", "<placeName Berlin> W. 10, <date 8. IX 1900>"),
        ("3 May 1890. 3062 Kirchberg", "<date 3 May 1890>. 3062 <placeName Kirchberg>"),
        (
            "Legation of Spain, Washington, July 3, 1897",
            "<placeName Legation of Spain>, <placeName Washington>, <date July 3, 1897>",
        ),
    ],
)
def test_datelines_name_places_and_dates(line: str, expected: str) -> None:
    assert expected == marked(dateline_phrases(line))


@pytest.mark.parametrize("line", ["Linz, den 17. Oktober 1908", "(sgd.) R. Dunmore,", "To the “Ministry” of Works."])
def test_phrases_hold_every_character_of_their_line(line: str) -> None:
    for phrases in (signature_phrases, address_phrases, dateline_phrases):
        assert line == "".join(phrase.text for phrase in phrases(line))


def test_plain_text_is_a_phrase_that_names_nothing() -> None:
    assert Phrase("x").kind is PhraseKind.TEXT
