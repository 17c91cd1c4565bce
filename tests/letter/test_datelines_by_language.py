"""Datelines as letters of each language have them: the date, and the place without the words around it."""

import pytest

from teikit.letter.cues import using_languages
from teikit.letter.dates import find_date
from teikit.letter.places import place_of_writing

DATELINES = [
    ("cs", "V Praze dne 3. května 1887.", "1887-05-03", "Praze"),
    ("cs", "Kolín, 12. čce 1901", "1901-07-12", "Kolín"),
    ("cs", "Na Štědrý den 1890", "1890-12-24", ""),
    ("da", "Kjøbenhavn d. 3die Mai 1843", "1843-05-03", "Kjøbenhavn"),
    ("da", "Aarhus, den 21de Octbr. 1871", "1871-10-21", "Aarhus"),
    ("da", "Roskilde, Langfredag 1890", "1890-04-04", "Roskilde"),
    ("fi", "Kuopiossa 7 p:nä toukokuuta 1868.", "1868-05-07", "Kuopiossa"),
    ("fi", "Helsinki 28. huhtik. 1849", "1849-04-28", "Helsinki"),
    ("fi", "Viipurissa, jouluaattona 1901", "1901-12-24", "Viipurissa"),
    ("no", "Bergen, d. 4de mai 1921", "1921-05-04", "Bergen"),
    ("no", "Oslo 17. des. 1938", "1938-12-17", "Oslo"),
    ("no", "Kristiania, Sankthansaften 1899", "1899-06-23", "Kristiania"),
    ("sk", "Martin, dňa 12. marca 1893.", "1893-03-12", "Martin"),
    ("sk", "V Košiciach 5-ho mája 1921", "1921-05-05", "Košiciach"),
    ("sl", "V Ljubljani, dne 8. aprila 1901", "1901-04-08", "Ljubljani"),
    ("sl", "Kranj, 2. grudna 1869", "1869-12-02", "Kranj"),
    ("sv", "Göteborg den 4 maj 1868.", "1868-05-04", "Göteborg"),
    ("sv", "Upsala d. 8de Julii 1846", "1846-07-08", "Upsala"),
    ("sv", "Borgå, Midsommardagen 1880", "1880-06-24", "Borgå"),
]


@pytest.mark.parametrize(("language", "line", "when", "place"), DATELINES)
def test_a_dateline_states_the_date_and_the_place(language: str, line: str, when: str, place: str) -> None:
    with using_languages(language):
        date = find_date(line)
        found = place_of_writing([line])
    assert date is not None
    assert (when, place) == (date.when, found)
