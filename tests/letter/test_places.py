from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.cues import using_languages
from teikit.letter.places import PlaceEvidence, is_known_place, place_evidence, place_of_writing, place_spans


@pytest.mark.parametrize(
    ("language", "lines", "place"),
    [
        ("de", ["Bern, d. 26. März 1890"], "Bern"),
        ("de", ["Gera den 2 9 ten.", "Februar"], "Gera"),
        ("de", ["Wien VIII. Florianigasse No 44"], "Wien"),
        ("de", ["Poschingerstr. 1"], ""),
        ("de", ["Sonntag abends"], ""),
        ("de", ["Frankfurt a. M., 1. Mai 1899."], "Frankfurt a. M"),
        ("de", ["Dr. Karl RuppMünchen den 1. II. 29."], "München"),
        ("en", ["77 St Mark's Place", "New York City", "New York 10003 Dec 29th"], "New York City"),
        ("en", ["Monrovia, Liberia, November 10, 1881. (Received December 13.)"], "Monrovia, Liberia"),
        ("en", ["[Washington,] January 7, 1927."], "Washington"),
        ("en", ["Foreign Office, July 3, 1890"], "Foreign Office"),
        ("en", ["Geneva, June 2, 1934—6 p.m."], "Geneva"),
        ("en", ["The Hague, 3 May 1890"], "The Hague"),
        ("en", ["Dear Stella"], ""),
        ("en", ["Our Ref: LP/22 22nd August 1949"], ""),
        ("en", ["Contents:"], ""),
        ("en", ["Boston: May 3, 1890"], "Boston"),
        ("en", ["German"], ""),
        ("en", ["Staff Meeting, 11 October 1956"], ""),
        ("pt", ["S. Mamede, 7 de Abril 71."], "S. Mamede"),
        ("de", ["Gesendet: Montag, 5. Mai 2003"], ""),
        ("de", ["Memo"], ""),
        ("en", ["c/o Miss Bell", "Leeds"], "Leeds"),
        ("fr", ["à Cirey, ce 3 mai 1770"], "Cirey"),
        ("nl", ["'s-Gravenhage, 12 Maart 1875."], "s-Gravenhage"),
        ("nl", ["Amsterdam, den 3den mei 1890"], "Amsterdam"),
        ("pl", ["Kraków, dnia 3 maja 1890 r."], "Kraków"),
        ("it", ["Roma, lì 3 maggio 1890"], "Roma"),
        ("es", ["Madrid, a 3 de mayo de 1890"], "Madrid"),
        ("pt", ["Lisboa, 3 de maio de 1890"], "Lisboa"),
        ("ru", ["Москва, 3 мая 1890 г."], "Москва"),
        ("la", ["Dabam Basileae, 3 Maii 1520"], "Basileae"),
        ("la", ["Datum Modrusii, XXmo Februarii. MDXXV."], "Modrusii"),
        ("la", ["Ex Zlobina, Xa Aprilis MDXVIII"], "Zlobina"),
        ("es", ["Desde Ginebra, este 13 de junio de 1548"], "Ginebra"),
        ("es", ["Este 20 de abril de 1546."], ""),
        ("es", ["Cuartel General de Tarma a 7 de abril de 1818."], "Cuartel General de Tarma"),
        ("fr", ["De Genesve, ce XXIX de septembre 1541."], "Genesve"),
        ("fr", ["La Châtre, 4 février 1836"], "La Châtre"),
        ("en", ["La Paz, September 19, 1934"], "La Paz"),
        ("de", ["Kiel Moltkestr. 87 1.6.19"], "Kiel"),
        ("de", ["Feldbergstr. 7 Frankfurt / M. den 6.10.29"], "Frankfurt"),
        ("de", ["W.62, Luther Str. 45. Berlin, den 14. Juni 1913."], "Berlin"),
        ("de", ["Telegramm aus Rixdorf 26 W. 1902 den 23ten"], "Rixdorf"),
        ("de", ["Baireut den 18ten", "Dezember", "1820"], "Baireut"),
        ("en", ["32 BELL SQUARE LONDON W1 · Tuesday"], "LONDON"),
        ("en", ["12 Beacon Street, Boston, Mass., May 3, 1923"], "Boston, Mass"),
        ("en", ["159 West Tenth Street. December 12, 1921."], ""),
        ("en", ["Tavistock House, Sunday Night, May 3, 1850"], "Tavistock House"),
        ("en", ['Office of "The Bell," May 3, 1850'], 'Office of "The Bell'),
        ("en", ["B31 12=Toledo Ohio 14 612P 1931 Apr 14 PM 6 40"], "Toledo Ohio"),
        ("en", ["Camp near Falmouth, Va. Dec 11/62"], "Camp near Falmouth, Va"),
        ("en", ["Aunt Jane, Boston, May 3"], "Boston"),
        ("de", ["Glozdorf–Zürich 17. August 1877."], "Glozdorf, Zürich"),
        ("de", ["D-53113 Bonn, 3.5.1995"], "Bonn"),
        ("nl", ["Uit 's Gravenhage den 3 Mei 1650"], "s Gravenhage"),
        ("en", ["Saltview, N. Y.,", "May 2, 1921"], "Saltview"),
        ("en", ["[Botanic Garden]", "April 20th/63"], "Botanic Garden"),
    ],
)
def test_the_place_of_writing_is_told_from_what_stands_beside_it(language: str, lines: list[str], place: str) -> None:
    with using_languages(language):
        assert place == place_of_writing(lines)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["From J. R. Hallam   20 April 1863"]),
        ("en", ["J. R. Hallam, 20 April 1863"]),
        ("en", ["Sent: Friday, March 2, 2001 10:06 AM"]),
        ("en", ["Following", "May 3, 1890"]),
        ("en", ["Editorial Note", "May 3, 1890"]),
        ("en", ["My dear Madam", "May 3, 1890"]),
        ("en", ["H.M.S. Arethusa, May 3, 1805"]),
        ("en", ["On board the Arethusa, May 3, 1805"]),
        ("en", ["12th Regiment, May 3, 1862"]),
        ("en", ["Night, May 3, 1850"]),
        ("en", ["Spring 1862"]),
        ("en", ["Ship Arethusa at sea, 3rd May 1805"]),
        ("de", ["Hochgeborner Herr Graf", "3. Mai 1850"]),
        ("de", ["Laetare 1907"]),
        ("de", ["Nach dem 26. Oktober 1851"]),
        ("fr", ["A Bourdin", "3 mai 1881"]),
        ("la", ["MDCCXCV"]),
    ],
)
def test_persons_ships_troops_and_remarks_are_no_places(language: str, lines: list[str]) -> None:
    with using_languages(language):
        assert place_of_writing(lines) == ""


@pytest.mark.parametrize(
    ("name", "line", "evidence"),
    [
        ("Zürich", "Zürich, 3. Mai 1890", PlaceEvidence.LISTED),
        ("Frankfurt a. M", "Frankfurt a. M., 3. Mai 1890", PlaceEvidence.LISTED),
        ("Berlin-Grunewald", "Berlin-Grunewald", PlaceEvidence.LISTED),
        ("Patavii", "Patavii, Idibus Maiis 1523", PlaceEvidence.LISTED),
        ("Botanic Garden", "[Botanic Garden]", PlaceEvidence.KIND),
        ("Glozdorf", "Glozdorf, 3. Mai 1890", PlaceEvidence.DATE),
        ("Glozdorf", "Glozdorf", PlaceEvidence.NONE),
        ("Paris Bellmann", "Paris Bellmann", PlaceEvidence.NONE),
        ("", "3. Mai 1890", PlaceEvidence.NONE),
    ],
)
def test_the_evidence_for_a_place_is_the_list_a_word_or_the_date(name: str, line: str, evidence: PlaceEvidence) -> None:
    assert evidence == place_evidence(name, [line])


def test_names_are_known_in_any_case_and_in_several_languages() -> None:
    names = ("WIEN", "Vienna", "Lemberg", "Pressburg", "Göttingen", "Genève", "Москва", "St. Petersburg", "Den Haag")
    assert all(map(is_known_place, names))
    assert not any(map(is_known_place, ("Xu", "Editorial Note", "Tomás Rivero", "Hochgeborner Graf")))


@given(
    st.text()
    | st.lists(st.sampled_from(("Wien", "3", "Mai", ",", "VIII.", "(", "den", "RuppWien", ".")), max_size=9).map(
        " ".join
    )
)
def test_places_are_stretches_of_the_text_in_its_order(text: str) -> None:
    spans = place_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
