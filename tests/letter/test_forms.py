"""Labelled lines of memoranda and e-mails, telegrams, and accounts: what they make certain."""

import pytest

from teikit.letter import recognise
from teikit.letter.accounts import account_runs, is_row
from teikit.letter.dates import find_date, with_time
from teikit.letter.form_labels import LabelKind, read_label, second_label
from teikit.letter.forms import is_form_title, opening_block
from teikit.letter.layout import split_units
from teikit.letter.telegrams import office_of_origin, telegram_states
from teikit.text import lines

BODY = "The boiler was inspected this morning, and two of the tubes were found to leak badly.\n"


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.label, part.unit.text) for part in recognise(lines(text)).parts]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("TO: Ann Hall", LabelKind.TO, "Ann Hall"),
        ("FROM   :   Ann Hall", LabelKind.FROM, "Ann Hall"),
        ("FECHA . . . . : 18 de agosto", LabelKind.DATE, "18 de agosto"),
        ("Objet :", LabelKind.SUBJECT, ""),
        ("An:\tDirektion", LabelKind.TO, "Direktion"),
        ("Von\tK. Helm", LabelKind.FROM, "K. Helm"),
        ("*Betreff:* Dach", LabelKind.SUBJECT, "Dach"),
        ("Кому: Ивану", LabelKind.TO, "Ивану"),
        ("z. Hd.: Frau Helm", LabelKind.OTHER, "Frau Helm"),
    ],
)
def test_a_label_is_known_in_any_language_and_with_any_mark(text: str, kind: LabelKind, value: str):
    found = read_label(text)
    assert found is not None
    assert (kind, value) == (found.kind, found.value)


@pytest.mark.parametrize("text", ["To Ann Hall", "Dear Ann: I came", "Note: see above", "", ":", "An Herrn Helm"])
def test_other_lines_have_no_label(text: str):
    assert read_label(text) is None


def test_two_labels_on_a_line_are_two_parts():
    text = "TO:  Ann Hall                  DATE:  4 May 1948"
    assert text[second_label(text) :] == "DATE:  4 May 1948"
    found = parts(f"{text}\nFROM: T. Rudd\n\n{BODY}")
    assert found[:3] == [("address", "TO:  Ann Hall"), ("dateline", "DATE:  4 May 1948"), ("address", "FROM: T. Rudd")]


def test_a_single_label_is_no_form():
    assert opening_block(split_units(lines(f"To: Ann Hall\n\n{BODY}"))) is None


def test_labels_below_a_text_are_of_its_closer():
    found = parts(f"{BODY}\n{BODY}\nFrom: T. Rudd\nTo: Ann Hall\nDate: 4 May 1931\n")
    assert [label for label, _ in found] == ["p", "p", "address", "address", "dateline"]


def test_a_second_block_of_labels_above_more_text_is_of_a_quoted_message():
    block = "From: {}\nSent: 4 May 2001 10:06\nTo: {}\nSubject: box\n\n"
    text = block.format("Ann Hall", "Tom Rudd") + BODY + "\n" + block.format("Tom Rudd", "Ann Hall") + BODY
    found = recognise(lines(text)).parts
    assert [part.label for part in found[-5:]] == ["note"] * 5
    assert found[4].label == "p"


@pytest.mark.parametrize("introduction", [
    "On 4 May 2001, at 10:06, Tom Rudd <tom@example.org> wrote:",
    "Am 04.05.2001 um 10:06 schrieb Tom Rudd:",
    "Le 4 mai 2001 à 10:06, Tom Rudd a écrit :",
    "El 4 may 2001, a las 10:06, Tom Rudd escribió:",
    "Op 4 mei 2001 om 10:06 schreef Tom Rudd:",
    "4 мая 2001 г., 10:06, Tom Rudd написал:",
])  # fmt: skip
def test_words_of_a_program_introduce_a_message_with_and_without_marks(introduction: str):
    for mark in ("> ", ""):
        found = recognise(lines(f"Dear Tom,\n\n{BODY}\nYours,\nAnn\n\n{introduction}\n\n{mark}{BODY}")).parts
        assert [part.label for part in found[-2:]] == ["note", "note"]


@pytest.mark.parametrize("text", ["MEMORANDUM FOR THE FILE", "Memorandum", "Aktennotiz Nr. 4", "NOTE DE SERVICE"])
def test_titles_of_forms_are_known(text: str):
    assert is_form_title(text)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Sent: Friday, March 2, 2001 10:06 AM", "10:06:00"),
        ("Date: Fri, 2 Mar 2001 22:06:12 +0100", "22:06:12+01:00"),
        ("Date: Fri, 2 Mar 2001 10:06:12 -0000", "10:06:12"),
        ("Date: 2 March 2001 10:06 GMT", "10:06:00Z"),
        ("2 March 2001 12:10 AM", "00:10:00"),
        ("1931 Apr 14 PM 6 40", "18:40:00"),
        ("12 OCTOBER 1934  0915", "09:15:00"),
        ("2 March 2001 31:06", ""),
        ("2 March 2001", ""),
        ("2 March 2001, 10 rooms", ""),
    ],
)
def test_the_time_beside_a_date_is_read(text: str, when: str):
    found = find_date(text)
    assert found is not None
    assert with_time(text, found).time == when


def test_the_office_states_from_where_a_telegram_came():
    for text in ("Telegramm aus Breslau, 4. Juli", "Spedito da Breslau il 4", "Sent from Breslau"):
        span = office_of_origin(text)
        assert span is not None
        assert text[slice(*span)] == "Breslau"


def test_a_letter_about_a_telegram_is_none():
    text = f"Telegram me when you arrive, and tell us how long you can stay with us.\n\n{BODY}\n{BODY}\nYours,\nAnn\n"
    assert telegram_states(split_units(lines(text))) == {}


@pytest.mark.parametrize("text", [
    "Tea, 2 lb. . . . . . 14s.",
    "12 Fl. Rheinwein  . . . . .     9     —    —",
    "Port et emballage ; 1 fr. 75 c.",
    "lenzuola di lino\tn. 12",
    "To the smith, 2 Coulters                  0  13   4",
])  # fmt: skip
def test_rows_of_accounts_are_known(text: str):
    assert is_row(text)


@pytest.mark.parametrize("text", [
    "Leeds, 4 March 1901", "12 Main Street", "I paid him 4 shillings", "Boston      May 4, 1893", "1. Tea   14s", "9",
])  # fmt: skip
def test_other_lines_are_no_rows(text: str):
    assert not is_row(text)


def test_an_account_has_its_columns_and_its_total():
    rows = "Tea        1  2  3\nMilk       1  2  3\nBread      1  2  3\n"
    text = f"               £  s  d\n{rows}-----\n     3  6  9\n\nThat is all.\n"
    assert [range(6)] == account_runs(split_units(lines(text)))
