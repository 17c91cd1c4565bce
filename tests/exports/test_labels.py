"""The words of pages in three languages: labels, dates and names of languages."""

import json
import string
from importlib import resources

import pytest

from teikit.exports.reading.human_dates import date_in_words, human_date
from teikit.exports.reading.labels import LABEL_LANGUAGES, label_language, labels_for, labels_in
from teikit.exports.reading.language_names import language_name
from teikit.exports.record.record import Date


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_languages_have_the_same_labels_with_the_same_fields() -> None:
    english = labels_in("en")
    for language in LABEL_LANGUAGES:
        labels = labels_in(language)
        assert list(english.words) == list(labels.words)
        for name, text in english.words.items():
            assert fields(text) == fields(labels[name]), f"{language}: {name}"


def test_the_files_of_labels_are_sorted_and_name_nothing_twice() -> None:
    for language in LABEL_LANGUAGES:
        text = resources.files("teikit.exports.reading").joinpath("languages", f"{language}.json").read_text("utf-8")
        names = [name for name, _ in json.loads(text, object_pairs_hook=list)]
        assert sorted(set(names)) == names


@pytest.mark.parametrize(
    ("edition", "languages", "expected"),
    [
        ("", ["de-AT"], "de"),
        ("", ["deu"], "de"),
        ("", ["la", "de"], "en"),
        ("fr", ["de"], "fr"),
        ("it", ["fre"], "fr"),
        ("", [], "en"),
    ],
)
def test_labels_are_in_the_language_of_the_edition_or_else_of_the_text(edition, languages, expected) -> None:
    assert expected == labels_for(edition, languages).language


def test_the_first_language_with_labels_is_found() -> None:
    assert label_language(["la", "grc", "fr", "de"]) == "fr"


DAY, LAST = "1807-01-10", "1807-01-27"


@pytest.mark.parametrize(
    ("date", "english", "german", "french"),
    [
        (Date(when=DAY), "10 January 1807", "10. Januar 1807", "10 janvier 1807"),
        (Date(when="1807-03-01"), "1 March 1807", "1. März 1807", "1er mars 1807"),
        (Date(when="1807-01"), "January 1807", "Januar 1807", "janvier 1807"),
        (Date(when="0079"), "79", "79", "79"),
        (
            Date(not_before=DAY, not_after=LAST),
            "between 10 and 27 January 1807",
            "zwischen dem 10. und dem 27. Januar 1807",
            "entre le 10 et le 27 janvier 1807",
        ),
        (
            Date(not_before=DAY, not_after="1807-02-01"),
            "between 10 January and 1 February 1807",
            "zwischen dem 10. Januar und dem 1. Februar 1807",
            "entre le 10 janvier et le 1er février 1807",
        ),
        (
            Date(not_before="1806-12-28", not_after="1807-01-03"),
            "between 28 December 1806 and 3 January 1807",
            "zwischen dem 28. Dezember 1806 und dem 3. Januar 1807",
            "entre le 28 décembre 1806 et le 3 janvier 1807",
        ),
        (
            Date(not_before="1807-04", not_after="1807-08"),
            "between April and August 1807",
            "zwischen April und August 1807",
            "entre avril et août 1807",
        ),
        (Date(not_before="1806", not_after="1807"), "between 1806 and 1807", "zwischen 1806 und 1807",
         "entre 1806 et 1807"),
        (Date(not_before="1806", not_after=LAST), "between 1806 and 27 January 1807",
         "zwischen 1806 und dem 27. Januar 1807", "entre 1806 et le 27 janvier 1807"),
        (Date(not_before="1807-02-01", not_after="1807-02-28"), "February 1807", "Februar 1807", "février 1807"),
        (Date(not_before="1807-01-01", not_after="1807-12-31"), "1807", "1807", "1807"),
        (Date(not_before="1807-01", not_after="1807-12"), "1807", "1807", "1807"),
        (Date(not_before=DAY, not_after=DAY), "10 January 1807", "10. Januar 1807", "10 janvier 1807"),
        (Date(not_before=DAY), "not before 10 January 1807", "frühestens am 10. Januar 1807",
         "au plus tôt le 10 janvier 1807"),
        (Date(not_after="1807-01"), "not after January 1807", "spätestens Januar 1807", "au plus tard en janvier 1807"),
        (Date(start=DAY, end=LAST), "from 10 to 27 January 1807", "vom 10. bis 27. Januar 1807",
         "du 10 au 27 janvier 1807"),
        (Date(start="1807-04", end="1807-08"), "from April to August 1807", "von April bis August 1807",
         "d’avril à août 1807"),
        (Date(start="1806"), "from 1806 on", "ab 1806", "à partir de 1806"),
        (Date(end="1807-10"), "until October 1807", "bis Oktober 1807", "jusqu’en octobre 1807"),
        (Date(start=DAY, not_after=LAST), "from 10 January 1807 on, not after 27 January 1807",
         "ab dem 10. Januar 1807, spätestens am 27. Januar 1807",
         "à partir du 10 janvier 1807, au plus tard le 27 janvier 1807"),
        (Date(text="spring"), "", "", ""),
    ],
)  # fmt: skip
def test_the_attributes_of_a_date_in_words(date, english, german, french) -> None:
    made = [date_in_words(date, labels_in(language)) for language in ("en", "de", "fr")]
    assert [english, german, french] == made


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (Date("1807-01-10", when=DAY), "10 January 1807"),
        (Date("10.1.1807", when=DAY), "10 January 1807"),
        (Date("10. Jänner 1807", when=DAY), "10. Jänner 1807"),
        (Date("Sunday, 10 January 1807", when=DAY), "Sunday, 10 January 1807"),
        (Date("10 January", when=DAY), "10 January 1807"),
        (Date("1807", when=DAY), "10 January 1807"),
        (Date("10 Jan.", when=DAY), "10 January 1807"),
        (Date("Jänner 1807", when=DAY), "Jänner 1807 (10 January 1807)"),
        (Date("Sunday evening", when=DAY), "Sunday evening (10 January 1807)"),
        (Date("10 January 1806", when=DAY), "10 January 1806 (10 January 1807)"),
        (Date("29 December 1806/10 January 1807", when=DAY), "29 December 1806/10 January 1807"),
        (Date("20 nivôse an XV", when=DAY), "20 nivôse an XV (10 January 1807)"),
        (Date("11.1.1807", when=DAY), "11.1.1807 (10 January 1807)"),
        (Date("soon after", not_before=DAY), "soon after (not before 10 January 1807)"),
        (Date("[undated]"), "[undated]"),
    ],
)
def test_a_date_for_readers_says_all_that_the_header_says(date, expected) -> None:
    assert expected == human_date(date, labels_in("en"))


@pytest.mark.parametrize(
    ("tag", "english", "german", "french"),
    [
        ("grc", "Ancient Greek", "Altgriechisch", "grec ancien"),
        ("de", "German", "Deutsch", "allemand"),
        ("ger", "German", "Deutsch", "allemand"),
        ("de-AT", "Austrian German", "Österreichisches Deutsch", "allemand autrichien"),
        ("fr-SN", "French (Senegal)", "Französisch (Senegal)", "français (Sénégal)"),
        ("grc-Latn", "Ancient Greek (Latin)", "Altgriechisch (Lateinisch)", "grec ancien (latin)"),
        ("la-x-medieval", "Latin (medieval)", "Latein (medieval)", "latin (medieval)"),
        ("xyzzy", "xyzzy", "xyzzy", "xyzzy"),
        ("x-ours", "x-ours", "x-ours", "x-ours"),
        ("", "", "", ""),
    ],
)
def test_languages_have_names(tag, english, german, french) -> None:
    assert [english, german, french] == [language_name(tag, language) for language in LABEL_LANGUAGES]
