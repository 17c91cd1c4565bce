from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.cues import language_words, using_languages
from teikit.letter.dates import (
    FoundDate,
    find_date,
    find_receipt,
    find_weekday,
    is_gregorian_day,
    is_other_weekday,
    mask_receipt,
)
from teikit.letter.languages import LANGUAGES, read_words


@pytest.mark.parametrize(
    ("text", "found", "when"),
    [
        ("Geneva, June 2, 1934—6 p.m.", "June 2, 1934", "1934-06-02"),
        ("the 4th of March 1911", "4th of March 1911", "1911-03-04"),
        ("Wien, den 3. Mai 1890", "3. Mai 1890", "1890-05-03"),
        ("Wien, 3. 5. 1890", "3. 5. 1890", "1890-05-03"),
        ("Wien29/5 1890", "29/5 1890", "1890-05-29"),
        ("den 3. ten Mai 1890", "3. ten Mai 1890", "1890-05-03"),
        ("Paris, le 1er août 1914", "1er août 1914", "1914-08-01"),
        ("Paris, 30 Avril1922", "30 Avril1922", "1922-04-30"),
        ("Paris, 28 Décrembre 1923", "28 Décrembre 1923", "1923-12-28"),
        ("17/IV 1958", "17/IV 1958", "1958-04-17"),
        ("31: V: 1984", "31: V: 1984", "1984-05-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("1890 May 3", "1890 May 3", "1890-05-03"),
        ("21/9/1874", "21/9/1874", "1874-09-21"),
        ("20.7.ber 1805", "20.7.ber 1805", "1805-09-20"),
        ("15 Xbris 1650", "15 Xbris 1650", "1650-12-15"),
        ("Mantova, a dì 12 di marzo MDXXIII", "12 di marzo MDXXIII", "1523-03-12"),
        ("3. November 809", "3. November 809", "1809-11-03"),
        ("the fourth of July 1776", "fourth of July 1776", "1776-07-04"),
        ("5. Septemb. 1898", "5. Septemb. 1898", "1898-09-05"),
        ("May the 3rd, 1890", "May the 3rd, 1890", "1890-05-03"),
        ("Decr 3d 1799", "Decr 3d 1799", "1799-12-03"),
        ("Delft den 3 Meij 1675", "3 Meij 1675", "1675-05-03"),
        ("a 12 días del mes de marzo de 1810", "12 días del mes de marzo de 1810", "1810-03-12"),
        ("1890 г. Мая 5", "1890 г. Мая 5", "1890-05-05"),
        ("12-го мая", "12-го мая", "--05-12"),
        ("3 May [18]90", "3 May [18]90", "1890-05-03"),
        ("October 1908", "October 1908", "1908-10"),
        ("1832 August", "1832 August", "1832-08"),
        ("Montag, 12. März", "12. März", "--03-12"),
        ("27. VII.", "27. VII", "--07-27"),
        ("17/IV 58", "17/IV 58", "--04-17"),
        ("28 Nov. 04", "28 Nov. 04", "--11-28"),
        ("Feb 6th, 77 High Street", "Feb 6th", "--02-06"),
        ("im Jahr 1890", "1890", "1890"),
        ("Whit Monday 1890", "Whit Monday 1890", "1890-05-26"),
        ("Karfreitag 1911", "Karfreitag 1911", "1911-04-14"),
        ("Christmas Day, 1849", "Christmas Day, 1849", "1849-12-25"),
        ("am 2. Weihnachtstag 1890", "2. Weihnachtstag 1890", "1890-12-26"),
        ("Michaelmas 1711", "Michaelmas 1711", "1711-09-29"),
        ("Easter Monday 1650", "Easter Monday 1650", "1650"),
        ("Edgeton May 9 h. 1833", "May 9 h. 1833", "1833-05-09"),
        ("den 23 n Febr. 1810", "23 n Febr. 1810", "1810-02-23"),
        ("Basel, 24. 8r 1856", "24. 8r 1856", "1856-10-24"),
        ("den 9:de December 1845", "9:de December 1845", "1845-12-09"),
        ("d. 15ten Xber", "15ten Xber", "--12-15"),
        ("6 Octob 1854", "6 Octob 1854", "1854-10-06"),
        ("3 Feb[ruary] 1890", "3 Feb[ruary] 1890", "1890-02-03"),
        ("24 d'aprile <1497>", "24 d'aprile <1497", "1497-04-24"),
        ("17 di g<i>ugno 1479", "17 di g<i>ugno 1479", "1479-06-17"),
        ("ce 20 d'octobre (1538).", "20 d'octobre (1538", "1538-10-20"),
        ("1843, d. 29. Juni.", "1843, d. 29. Juni", "1843-06-29"),
        ("1853 25.7.", "1853 25.7", "1853-07-25"),
        ("Scripta 1534. die XVI Junii", "1534. die XVI Junii", "1534-06-16"),
        ("No. 1851, 5 May 1852", "5 May 1852", "1852-05-05"),
        ("1030 Wien, 3. Mai", "3. Mai", "--05-03"),
        ("3d day of May in the year of our Lord 1776", "3d day of May in the year of our Lord 1776", "1776-05-03"),
        ("Nov: ye 3d: 1711", "Nov: ye 3d: 1711", "1711-11-03"),
        ("Decembr. 24. 1666", "Decembr. 24. 1666", "1666-12-24"),
        ("Bern 7 Novr 1865", "7 Novr 1865", "1865-11-07"),
        ("Octbr. 3. 1799", "Octbr. 3. 1799", "1799-10-03"),
        ("3d of 5th month 1776", "3d of 5th month 1776", "1776-05-03"),
        ("Sept. 12th. 19 44", "Sept. 12th. 19 44", "1944-09-12"),
        ("3 de mayo de 1.890", "3 de mayo de 1.890", "1890-05-03"),
        ("Falmouth, Va. Dec 11/62", "Dec 11/62", "--12-11"),
        ("dritten Tag des Monats Mai 1790", "dritten Tag des Monats Mai 1790", "1790-05-03"),
        ("6. die mensis Sept. A. D. 1593", "6. die mensis Sept. A. D. 1593", "1593-09-06"),
    ],
)
def test_a_date_is_found_in_its_fullest_shape(text: str, found: str, when: str) -> None:
    date = find_date(text)
    assert date is not None
    assert (found, when) == (text[date.start : date.end], date.when)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Ex Urbe XI. Decembris 1523", "1523-12-11"),
        ("Xa Aprilis MDXVIIIo", "1518-04-10"),
        ("die xvij. Januarii anno Domini M. D. XIIII.", "1514-01-17"),
        ("xv. Aprilis M. D. XIII", "1513-04-15"),
        ("V. Februarii M.CCCC.LVI", "1456-02-05"),
        ("die iiij. Aprilis CIↃ IↃ C XL", "1640-04-04"),
        ("addì XXVJ di febraro 1544", "1544-02-26"),
        ("ce XXIX de septembre 1541", "1541-09-29"),
        ("a dì v di marzo", "--03-05"),
        ("a dì venti d'aprile", "--04-20"),
        ("adì venti sei di gennaio 1523", "1523-01-26"),
        ("a los siete días del mes de abril de mil ochocientos veinte y cinco", "1825-04-07"),
        ("vinte e cinco de abril de mil setecentos e cinquenta e seis", "1756-04-25"),
        ("le trois mai mil sept cent quatre-vingt-treize", "1793-05-03"),
        ("ce dix-neufviesme de febvrier mil cinq cens quarante et ung", "1541-02-19"),
        ("den vierten Mai achtzehnhundertvierundneunzig", "1894-05-04"),
        ("the twenty-first of May, eighteen hundred and sixty-two", "1862-05-21"),
        ("anno millesimo quingentesimo vigesimo tertio die quinta Maii", "1523-05-05"),
        ("este último de mayo de 1545", "1545-05-31"),
        ("ultimo di febraio 1524", "1524-02-29"),
        ("penultima Maij M. D. XIII", "1513-05-30"),
    ],
)
def test_numbers_may_be_roman_or_in_words(text: str, when: str) -> None:
    date = find_date(text)
    assert date is not None
    assert when == date.when


@pytest.mark.parametrize(
    "text",
    [
        "I. May",
        "V. März",
        "I may come",
        "A second may be enough",
        "In May, one of them",
        "MIX",
        "M. C. may",
        "fd 17 30 s",
    ],
)
def test_initials_and_words_are_no_dates(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("text", "when", "doubtful"),
    [
        ("PARIS, 2 5 Octobre 1917", "1917-10-25", True),
        ("den 2 9 ten Februar", "--02-29", True),
        ("Wiengasse 2 5 Mai 1917", "1917-05-05", False),
        ("9/22 decembrie 1881", "1881-12-21", True),
        ("9/21 decembrie 1881", "1881-12-21", False),
    ],
)
def test_digits_apart_and_miscounted_days_are_doubtful(text: str, when: str, *, doubtful: bool) -> None:
    date = find_date(text)
    assert date is not None
    assert (when, doubtful) == (date.when, date.is_doubtful)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Firenze, 5 gennaio 1520 stile fiorentino", "1521-01-05"),
        ("Firenze, 5 aprile 1520 stile fiorentino", "1520-04-05"),
        ("Venezia, 28 febbraio 1520 m. v.", "1521-02-28"),
        ("Venezia, 5 marzo 1520 m. v.", "1520-03-05"),
        ("Firenze, 5 gennaio 1520", "1520-01-05"),
    ],
)
def test_years_that_begin_in_march_are_converted_only_where_the_text_states_so(text: str, when: str) -> None:
    date = find_date(text)
    assert date is not None
    assert when == date.when


@pytest.mark.parametrize(
    ("text", "when", "calendar"),
    [
        ("Ems, August 9-21, 1879", "1879-08-21", "julian"),
        ("9/21 August 1879", "1879-08-21", "julian"),
        ("July 28 / August 9, 1879", "1879-08-09", "julian"),
        ("postridie Kal. Maias 1520", "1520-05-02", "roman"),
        ("Pridie kal. septembris.", "--08-31", "roman"),
        ("Kal. XIII Junii 1453", "1453-05-20", "roman"),
        ("MDVI III Idus Sextiles", "1506-08-11", "roman"),
        ("anno Salvatoris MDXV, VI. Kalendas Maias", "1515-04-26", "roman"),
        ("XII kalendas Iulias 1480", "1480-06-20", "roman"),
        ("12/24 January 1878", "1878-01-24", "julian"),
        ("12 (24) января 1878", "1878-01-24", "julian"),
        ("28 December 1877 / 9 January 1878", "1878-01-09", "julian"),
        ("3 марта 1850 ст. ст.", "1850-03-15", "julian"),
        ("den 3. März 1850 a. St.", "1850-03-15", "julian"),
        ("Feb. 11, 1731/32, O.S.", "1732-02-22", "julian"),
        ("3 May 1760 N.S.", "1760-05-03", ""),
        ("Paris, le 14 floréal an VI", "1798-05-03", "republican"),
        ("9 Thermidor de l'an 2", "1794-07-27", "republican"),
        ("15 prairial, an XII", "1804-06-04", "republican"),
        ("1 vendémiaire an XII", "1803-09-24", "republican"),
        ("1 vendémiaire an XI", "1802-09-23", "republican"),
        ("tertio nonas Maias 1520", "1520-05-05", "roman"),
        ("VI. Idus Maii 1541", "1541-05-10", "roman"),
        ("pridie Kal. Martii 1530", "1530-02-28", "roman"),
        ("Nonis Aprilis MDXII", "1512-04-05", "roman"),
        ("3 Cal. Jun. 1520", "1520-05-30", "roman"),
    ],
)
def test_other_calendars_are_told_in_ours(text: str, when: str, calendar: str) -> None:
    date = find_date(text)
    assert date is not None
    assert (when, calendar) == (date.when, date.calendar)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("3.–5. Mai 1890", ("", "", "1890-05-03", "1890-05-05")),
        ("3.–5.8.1890", ("", "", "1890-08-03", "1890-08-05")),
        ("3 to 5 May 1890", ("", "", "1890-05-03", "1890-05-05")),
        ("30 April - 2 May 1890", ("", "", "1890-04-30", "1890-05-02")),
        ("28. Dezember 1890 bis 2. Januar 1891", ("", "", "1890-12-28", "1891-01-02")),
        ("May 3-5, 1890", ("", "", "1890-05-03", "1890-05-05")),
        ("May 3-5", ("", "", "--05-03", "--05-05")),
        ("July 28 to August 3, 1879", ("", "", "1879-07-28", "1879-08-03")),
        ("24/25 December 1881", ("", "", "1881-12-24", "1881-12-25")),
        ("(1543-44.)", ("1543", "1544", "", "")),
        ("1711/12", ("1711", "1712", "", "")),
        ("end of May 1890", ("1890-05-21", "1890-05-31", "", "")),
        ("Anfang Februar 1890", ("1890-02-01", "1890-02-10", "", "")),
        ("Pfingsten 1890", ("1890-05-25", "1890-05-26", "", "")),
        ("[before 3 May 1890]", ("", "1890-05-03", "", "")),
        ("[after 3 May 1890]", ("1890-05-03", "", "", "")),
    ],
)
def test_stretches_have_bounds(text: str, bounds: tuple[str, str, str, str]) -> None:
    date = find_date(text)
    assert date is not None
    assert not date.when
    assert bounds == (date.not_before, date.not_after, date.begin, date.finish)


@pytest.mark.parametrize(
    ("text", "doubtful", "bracketed"),
    [
        ("3 May 1890", False, False),
        ("3 May 1890 [?]", True, False),
        ("3 May 1890?", True, False),
        ("[3 May 1890]", False, True),
        ("[3 May 1890?]", True, True),
        ("3 May [1890]", False, True),
        ("3 May 1890. [Received June 1.]", False, False),
        ("circa 1890", True, False),
        ("Washington, D. C. May 4, 1893", False, False),
        ("[c. 3 May 1862]", True, True),
    ],
)
def test_doubt_and_brackets_are_noticed(text: str, *, doubtful: bool, bracketed: bool) -> None:
    date = find_date(text)
    assert date is not None
    assert (doubtful, bracketed) == (date.is_doubtful, date.is_bracketed)


@pytest.mark.parametrize(
    ("text", "languages", "when"),
    [
        ("4/5/1923", ("en",), ""),
        ("4/5/1923", ("de",), "1923-05-04"),
        ("5/X 1923", ("en",), "1923-10-05"),
        ("30/5/1923", ("en",), "1923-05-30"),
    ],
)
def test_a_date_that_may_be_read_in_two_ways_has_no_certain_form(
    text: str, languages: tuple[str, ...], when: str
) -> None:
    with using_languages(*languages):
        date = find_date(text)
    assert date is not None
    assert when == date.when


@pytest.mark.parametrize("text", ["31 February 1900", "Dear Sir", "17/IV 58", "room 12", "in may", "12 rue de Milan"])
def test_what_is_no_date_or_lacks_its_year_gets_no_year(text: str) -> None:
    date = find_date(text)
    assert date is None or not date.when[:4].isdigit() or date.when in {"1900-02", "1900"}


@pytest.mark.parametrize(
    ("years", "when"),
    [({1958}, "1958-04-17"), ({1945, 1960}, "1958-04-17"), (set(), "--04-17"), ({1858, 1958}, "--04-17")],
)
def test_a_year_of_two_digits_gets_its_century_from_years_near_it_only(years: set[int], when: str) -> None:
    date = find_date("17/IV 58")
    assert date is not None
    assert when == date.with_century(frozenset(years)).when


@pytest.mark.parametrize(
    ("text", "when"), [("12 mo: 3: 1790", "1790-12-03"), ("5mo 3d 1843", "1843-05-03"), ("5th mo. 3d 1690", "1690")]
)
def test_months_that_are_counted_begin_with_january_only_since_1752(text: str, when: str) -> None:
    with using_languages("en"):
        date = find_date(text)
    assert date is not None
    assert when == date.when


def test_a_year_with_a_letter_in_place_of_a_digit_is_not_read() -> None:
    with using_languages("en"):
        date = find_date("Feb 3rd,I966")
    assert date is not None
    assert date.when == "--02-03"


def test_short_names_of_months_in_other_languages_count_between_a_day_and_a_year() -> None:
    with using_languages("en"):
        found, alone = find_date("den 4 maj 1868"), find_date("den 4 maj")
    assert found is not None
    assert found.when == "1868-05-04"
    assert alone is None


def test_a_month_may_have_a_year_of_two_digits() -> None:
    date = find_date("April '62")
    assert date is not None
    assert date.short_year == 62
    assert date.when == "--04"
    assert date.with_century(frozenset({1861})).when == "1862-04"


def test_a_century_is_not_guessed_from_years_far_away() -> None:
    date = find_date("17/IV 58")
    assert date is not None
    assert date.with_century(frozenset({1910})).when == "--04-17"


@pytest.mark.parametrize(
    ("text", "receipt"),
    [
        ("Leeds, 3 May 1890. (Received May 5.)", "(Received May 5.)"),
        ("Received May 5, 1890", "Received May 5, 1890"),
        ("[erhalten 5. Mai] Bern", "[erhalten 5. Mai]"),
        ("Your letter, received on May 5", ""),
    ],
)
def test_notes_of_receipt_are_not_dates_of_writing(text: str, receipt: str) -> None:
    found = find_receipt(text)
    assert receipt == (text[slice(*found)] if found else "")
    assert len(mask_receipt(text)) == len(text)


def test_weekdays_are_known_and_held_against_dates() -> None:
    assert find_weekday("Montag abends") == (1, 0, 6)
    assert find_weekday("in the morning") is None
    assert not is_other_weekday(6, "1890-05-03")
    assert is_other_weekday(7, "1890-05-03")
    # The third of May was a Thursday by the Julian calendar.
    assert not is_other_weekday(4, "1890-05-03")


DAYS = st.dates(date(1500, 1, 1), date(2029, 12, 31))
FORMS = (
    "{day} {month} {year}",
    "{day}. {month} {year}",
    "Roma, {day} {month}, {year}.",
    "{month} {day}, {year}",
    "{day}.{number}.{year}",
    "{day}/{roman} {year}",
    "({year}-{number:02}-{day:02})",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@given(language=st.sampled_from(LANGUAGES), form=st.sampled_from((*FORMS, "connected")), day=DAYS, data=st.data())
def test_what_is_written_in_a_usual_form_is_read_back(language: str, form: str, day: date, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(language_words(language)["months"][day.month - 1]))
    form = read_words(language, "samples")["connected_date"] if form == "connected" else form
    text = form.format(day=day.day, month=name, number=day.month, roman=ROMAN[day.month - 1], year=day.year)
    with using_languages(language):
        found = find_date(text)
    assert found is not None, text
    assert day.isoformat() == found.when, text


def values(found: FoundDate) -> list[str]:
    return [found.when, found.not_before, found.not_after, found.begin, found.finish]


def is_real(when: str) -> bool:
    year, month, day = ([*when.replace("--", "2000-").split("-"), "1", "1"])[:3]
    return is_gregorian_day(int(year), int(month), int(day))


PIECES = ("3", "31", "29", "1890", "92", "Mai", "Februar", "II", "/", ".", "-", "–", "(", "[", "?", "ten", "bis", "an",
          "floréal", "Kal",
          "XIV", "M.", "ultimo", "mil", "quinientos", "m. v",
          "idus", "pridie", "MDX", "Ostern", "Ende", "vor", "a. St.", "7", "ber", " ")  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_every_date_told_is_a_real_one_whatever_the_text(text: str) -> None:
    found = find_date(text)
    assert found is None or (
        0 <= found.start < found.end <= len(text) and all(map(is_real, filter(None, values(found))))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_of_words_is_whole(language: str) -> None:
    words = read_words(language, "dates")
    assert len(words["weekdays"]) == 7
    assert len(words["spellings"]) == 12
    with using_languages(language):
        for name in words["feasts"]:
            found = find_date(f"{name} 1890")
            assert found is not None, name
            assert not found.when or found.when.startswith("1890-"), name


def test_easter_and_what_hangs_on_it_moves_by_the_year() -> None:
    sundays = [find_date(f"Easter Sunday {year}") for year in range(1800, 2030)]
    days = [date.fromisoformat(found.when) for found in sundays if found]
    assert all(day.isoweekday() == 7 for day in days)
    assert {timedelta(0)} < {day - date(day.year, 3, 22) for day in days}


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("5 Teşrinievvel 1332", ""),
        ("Mayıs 1334", ""),
        ("3 Mayıs 1334 - 16 Mayıs 1918", "1918-05-16"),
        ("5 Mayıs 1332 miladi", "1332-05-05"),
        ("5 Ekim 1932", "1932-10-05"),
    ],
)
def test_a_year_of_a_turkish_letter_that_is_counted_from_the_hijra_has_no_gregorian_date(text: str, when: str) -> None:
    with using_languages("tr"):
        found = find_date(text)
    assert found is not None
    assert when == found.when
    assert (found.begin, found.finish) == ("", "")
