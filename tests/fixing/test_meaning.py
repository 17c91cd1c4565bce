"""Which values state the same: numbers, names and words that come back, and those that do not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.fixing import apply_fixes
from teikit.fixing.meaning import is_equivalent, is_misspelt
from teikit.relaxng.validator import Schema

SCHEMA = """
datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes"
start = element list { element item { attribute when {
  xsd:date | xsd:gYear | xsd:gMonth | xsd:gYearMonth | xsd:gMonthDay | xsd:time | xsd:dateTime } }* }
"""
MONTHS = {
    2: ("February", "Feb.", "Februar", "février", "II"),
    5: ("May", "Mai", "mai", "V"),
    6: ("June", "Juni", "juin", "VI"),
    12: ("December", "Dez.", "décembre", "XII"),
}
# Each says more than a date does.
BESIDE = ("ca. ", "before ", "not ", "[", "?", " ?", "]", " old style", " 9:30", " or 1822", " Easter", "Tuesday, ")


def dates(chance: random.Random) -> tuple[str, str | None]:
    """Return a date as somebody may write it, and its W3C form; None where not all of it has one."""
    year, month, day = chance.randint(1600, 1999), chance.choice([*MONTHS]), chance.randint(1, 28)
    written = chance.choice([str(year), str(year), f"{year % 100:02}", f"'{year % 100:02}", ""])
    name = chance.choice(MONTHS[month])
    forms = [
        f"{day} {name} {written}",
        f"{day}. {name} {written}",
        f"{day}.{month}.{written}",
        f"{day}/{month}/{written}",
        f"{name} {day}, {written}",
        f"{day:02}-{month:02}-{written}",
        f"{written}-{month}-{day}",
    ]
    text = chance.choice(forms).strip(" ,")
    may_be_turned = day <= 12 and ("/" in text or text.startswith(f"{day:02}-"))
    known = not written or (len(written) == 4 and not may_be_turned)
    meant = f"{year if written else '-'}-{month:02}-{day:02}"
    if chance.random() < 0.3:
        more = chance.choice(BESIDE)
        text, known = (text + more, False) if more[0] in " ?]" else (more + text, False)
    return text, meant if known else None


@given(st.lists(st.integers(0, 1_000_000).map(random.Random).map(dates), min_size=1, max_size=12))
def test_a_safe_fix_of_a_date_states_each_number_and_word_of_it(
    compact: Schema, written: list[tuple[str, str | None]]
) -> None:
    items = "".join(f'<item when="{text}"/>' for text, _ in written)
    mended = apply_fixes(
        f"<list>{items}</list>".encode(), lambda data: compact.validate(data, "list.xml")
    ).data.decode()
    values = [each.partition('"')[0] for each in mended.split('when="')[1:]]
    for (text, meant), value in zip(written, values, strict=True):
        assert value in {text, meant}


@pytest.fixture(scope="module")
def compact(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "list.rnc"
    path.write_text(SCHEMA)
    return Schema.load(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1822-7-3", "1822-07-03"), ("1822/7/3", "1822-07-03"), ("18220703", "1822-07-03"), ("3.7.1822", "1822-07-03"),
        ("3. Juli 1822", "1822-07-03"), ("July 3rd, 1822", "1822-07-03"), ("3 juillet 1822", "1822-07-03"),
        ("3.VII.1822", "1822-07-03"), ("23/07/1822", "1822-07-23"), ("July 1822", "1822-07"), ("3 July", "--07-03"),
        ("July 3", "--07-03"), ("July 16th", "--07-16"), ("4 8bre 1822", "1822-10-04"), ("1829/7", "1829-07"),
        ("1822-7-3T10:00:00Z", "1822-07-03T10:00:00Z"), ("--7-3", "--07-03"),
        ("pt_BR", "pt-BR"), ("fra", "fr"), ("fra-CA", "fr-CA"), ("Yes", "true"), ("0", "0 "), ("2,75", "2.75"),
        ("0,125", "0.125"), ("Recto", "recto"), ("to be kept", "to-be-kept"), ("p-hall", "#p-hall"), ("veros", "verso"),
        ("adressed", "addressed"), ("01.5", "1.5"), ("p. 05", "p. 5"), ("5th day of June 1822", "1822-06-05"),
        ("5 June in the year 1822", "1822-06-05"), ("sent.", "sent"),
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise_states_the_same(old: str, new: str) -> None:
    assert is_equivalent(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3.7.22", "--07-03"), ("3 July '22", "--07-03"), ("July 22", "--07-22"), ("July '22", "--07-22"),
        ("3/7/1822", "1822-07-03"), ("3-7-1822", "1822-07-03"), ("ca. 3 July 1822", "1822-07-03"),
        ("3 July 1822?", "1822-07-03"), ("[3 July 1822]", "1822-07-03"), ("Wednesday 3 July 1822", "1822-07-03"),
        ("Whitsun 1822", "1822-05-26"), ("12/24 January 1878", "1878-01-24"), ("5 February 1711/12", "1712-02-16"),
        ("1811/12", "1811-12"), ("1811/2", "1811-02"), ("end of July 1822", "1822-07"), ("3 July 1822", "1822-07"),
        ("July 1822", "1822-07-03"), ("3 July 1822 9:30", "1822-07-03"), ("-.5", "--05"), ("1,500", "1.500"),
        ("1-5", "1.5"), ("1 5", "15"), ("- 1", "-1"), ("-1", "1"), ("sender", "sent"), ("send", "sent"),
        ("sent?", "sent"), ("(sent)", "sent"), ("<5", "5"), ("#ana", "#anna"), ("Johan", "Johann"), ("Anan", "Anna"),
        ("gnd:118", "gnd:119"), ("typical", "atypical"), ("de-AT", "de"),
        ("1.05", "1.5"), ("0,05", "0.5"), ("2.007", "2.7"), ("Maße", "Masse"), ("-animate", "animate"), ("a -b", "a b"),
        ("filed", "filled"), ("later", "latter"), ("diner", "dinner"), ("desert", "dessert"), ("striped", "stripped"),
        ("May Day 1822", "1822-05"), ("May day 1822", "1822-05"), ("5 listopada 1822", "1822-11-05"),
        ("Wintermonat 1822", "1822-11"), ("2 Herbstmonat 1822", "1822-09-02"),
    ],
)  # fmt: skip
def test_what_states_less_more_or_something_else_is_not_the_same(old: str, new: str) -> None:
    assert not is_equivalent(old, new)


@pytest.mark.parametrize(("name", "meant"), [("persname", "persName"), ("tpye", "type"), ("placName", "placeName")])
def test_a_name_with_one_slip_is_misspelt(name: str, meant: str) -> None:
    assert is_misspelt(name, meant)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("cRef", "ref"), ("term", "item"), ("add", "ab"), ("titleStmt", "title"), ("placeName", "persName")],
)
def test_a_name_that_is_near_by_chance_is_another_name(name: str, meant: str) -> None:
    assert not is_misspelt(name, meant)
