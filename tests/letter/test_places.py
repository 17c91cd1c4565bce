from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.cues import using_languages
from teikit.letter.places import place_of_writing, place_spans


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
    ],
)
def test_the_place_of_writing_is_told_from_what_stands_beside_it(language: str, lines: list[str], place: str) -> None:
    with using_languages(language):
        assert place == place_of_writing(lines)


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
