"""Which values state the same: numbers, names and words that come back, and those that do not."""

import random
import re
from itertools import product

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
        ("5 de mayo de 1822", "1822-05-05"), ("den 5. Juni 1822", "1822-06-05"), ("5. VI. 1822", "1822-06-05"),
        ("5 May A.D. 1822", "1822-05-05"), ("1er juin 1822", "1822-06-01"), ("1822-VI", "1822-06"),
        ("8bre 1822", "1822-10"), ("es_419", "es-419"), ("de_1996", "de-1996"),
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
        ("1e-5", "1e5"), ("p-5", "p5"), ("5-a", "5a"), ("a_5", "a5"),
        ("gnd:118", "gnd:119"), ("typical", "atypical"), ("de-AT", "de"),
        ("1.05", "1.5"), ("0,05", "0.5"), ("2.007", "2.7"), ("Maße", "Masse"), ("-animate", "animate"), ("a -b", "a b"),
        ("filed", "filled"), ("later", "latter"), ("diner", "dinner"), ("desert", "dessert"), ("striped", "stripped"),
        ("May Day 1822", "1822-05"), ("May day 1822", "1822-05"), ("5 listopada 1822", "1822-11-05"),
        ("Wintermonat 1822", "1822-11"), ("2 Herbstmonat 1822", "1822-09-02"),
        ("1.6.16", "--06-01"), ("01.06.99", "--06-01"), ("1 June 16", "--06-01"), ("31.12.45", "--12-31"),
        ("June 16", "--06-16"), ("1. Juni '16", "--06-01"), ("16-7", "--07-16"), ("12.5.", "--05-12"), ("V", "--05"),
        ("5mo", "--05"), ("18-- juin", "--06-18"), ("1---1", "--01-01"), ("01 Mai -1816", "1816-05-01"),
        ("01.VI.-1817", "1817-06-01"), ("-1816", "1816"), ("1816-", "1816"), ("1816 -", "1816"),
        ("1816- Dec", "1816-12"),
        ("1816 - May", "1816-05"), ("1815/--mai", "1815-05"), ("juin 12s", "--06-12"), ("um 5 Juni 1816", "1816-06-05"),
        ("um Juni 1816", "1816-06-01"), ("do 5 maja 1816", "1816-05-05"), ("van 5 mei 1816", "1816-05-05"),
        ("a 1816", "1816"), ("1816a", "1816"), ("1816 p.", "1816"), ("1810s", "1810"), ("1816 6", "1816-06"),
        ("1816,5", "1816-05"), ("1816.5", "1816-05"), ("1816/", "1816"), ("5'", "--05"), ("13 6 1816", "1816-06-13"),
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


WORDS = {"June": "6", "Juni": "6", "juin": "6", "VI": "6", "8bre": "10", "Dec": "12", "MDCCCXVI": "1816", "mai": "5"}
NUMBERS = ["1", "01", "5", "31", "16", "'16", "1816", "816", "0016", "181?", "18--", "1st", "12s", "1816a", *WORDS]
BETWEEN = [".", ". ", " ", "-", "/", " - ", "–", "--", ", ", ",", "_", " or ", " bis ", "/-", ".-", " -"]
AROUND = [
    "",
    "",
    "",
    "?",
    " ?",
    "ca. ",
    "c",
    "~",
    "-",
    "+",
    "[",
    "]",
    "(",
    "do ",
    "um ",
    "van ",
    "a ",
    "vor ",
    "s.",
    "Z",
]
AROUND += ["+01:00", "T10:00:00", "/17", "-17", " BC", " v. Chr.", " p.", "%", "ff.", "post ", "not ", "Mon ", " n.s."]
NEUTRAL = {".", "-", "/", ",", "–", "st"}


def stated_parts(value: str) -> list[str]:
    """What a value states, by other means than those of the program: numbers, words and signs, in any order."""
    found = re.findall(r"8bre|(?:(?<=^)|(?<=\s))[-–](?=\w)|(?<=\.)[-–](?=\d)|\d+|[^\W\d_]+|[^\w\s]|_", value)
    tokens = [WORDS.get(each, each) for each in found]
    signs = re.findall(r"(?:^|\s)[-–]\w|[-–]{2}|[-–]\s|\.-", value.removeprefix("--"))
    return sorted([each.lstrip("0") for each in tokens if each not in NEUTRAL] + ["sign"] * len(signs))


@given(st.integers(0, 1_000_000).map(random.Random))
def test_a_value_that_states_a_date_states_nothing_else(chance: random.Random) -> None:
    parts = [chance.choice(NUMBERS) for _ in range(chance.randrange(1, 4))]
    old = chance.choice(AROUND) + parts[0] + "".join(chance.choice(BETWEEN) + each for each in parts[1:])
    old += chance.choice(AROUND)
    numbers = [int(each) for each in stated_parts(old) if each.isdecimal()]
    years, small = [each for each in numbers if each > 999], [each for each in numbers if 0 < each < 32]
    for year in (*years, None):
        for month, day in product((*small, None), repeat=2):
            written = [f"{year:04}" if year else "-", *(f"{each:02}" for each in (month, day) if each)]
            new = "-".join(written)
            if is_equivalent(old, new):
                assert stated_parts(old) == stated_parts(new), (old, new)
