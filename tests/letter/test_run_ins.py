"""Parts that are run into one line or paragraph: where they may be cut."""

import pytest

from teikit.letter.cues import using_languages
from teikit.letter.layout import split_units
from teikit.text import lines


def pieces(language: str, text: str) -> list[str]:
    with using_languages(language):
        return [unit.text for unit in split_units(lines(text))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Leeds, May 3, 1850. | My dear Sir, | I have the pleasure to send the books. | Yours truly, | J. Dow."),
        ("fr", "Lyon, le 3 mai 1850. | Mon cher ami, | j'ai reçu votre lettre et je vous en remercie beaucoup."),
        ("it", "Caro Marco, | ho ricevuto la tua lettera del 3 e ti ringrazio di cuore di quello che mi dici."),
        ("it", "Messer Piero.— | Io ho ricevuto la vostra e vi mando per Matteo le misure della porta grande."),
        ("la", "Nihil est quod magis optem quam te videre. | Vale. | Patavii, Idibus Maiis 1523."),
        ("fr", "Je vous écrirai demain. | Adieu, je vous embrasse. | Lyon, le 3 mai. | Ton ami, | Louis."),
        ("es", "No tengo más que decirte. | Te abraza tu hermano. | Juan. | Madrid, 4 de mayo de 1901."),
        ("de", "Mit herzlichem Gruß Ihr | A. Beck. | N. B. Die Bücher kommen morgen."),
        ("de", "Deine | Tante Johanna"),
        ("it", "Vostro | Antonio scultore in Lucca."),
        ("en", "Maria | P. S. Bring the blue coat."),
        ("en", "Yours in haste, | Mary"),
        ("en", "We hope that you will come. All are well here. | P.S. Bring the blue coat."),
    ],
)
def test_run_in_parts_are_cut_off(language: str, text: str) -> None:
    assert pieces(language, text.replace(" | ", " ")) == text.split(" | ")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Yours in Sorrow"),
        ("de", "In Treue und Freundschaft"),
        ("en", "The committee met with Mr. Love and H. P. S. Carter in the hall."),
        ("en", "My regards to Mr. Dow."),
        ("de", "Prag, d. 3. Mai 1850. Abends."),
        ("en", "GEO. P. CARTER."),
        ("de", "Mit herzl. Gruß"),
        ("pt", "De V. Ex.ª"),
        ("fr", "Merci, mon bon ami, de votre belle lettre, que j'ai lue hier soir dans le train de Lyon avec joie."),
    ],
)
def test_parts_are_not_cut_within_names_phrases_and_dates(language: str, text: str) -> None:
    assert pieces(language, text) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("la", "Vale. | Romae, prid. Non. Iun. M.D.XL."),
        ("la", "Vale feliciter. | Ex Heidelberga, 4. Non. Maii, anno 1517."),
    ],
)
def test_a_roman_date_is_not_cut_within_itself(language: str, text: str) -> None:
    assert pieces(language, text.replace(" | ", " ")) == text.split(" | ")


def test_a_close_in_small_letters_at_the_end_of_ragged_lines_is_cut_off() -> None:
    above = [
        "recibimos tu carta el lunes",
        "y nos alegramos mucho de",
        "saber que estás buena y que",
        "el río se llevó el puente",
    ]
    found = pieces("es", "\n".join(["Querida hermana", *above, "tu hermano que te quiere", "Ramón"]))
    assert ["Querida hermana", " ".join(above), "tu hermano que te quiere", "Ramón"] == found


def test_a_name_that_begins_with_a_particle_is_not_joined_to_the_close() -> None:
    close = "Votre très humble et très obéissant serviteur"
    assert pieces("fr", f"{close}\nde la Roche-Aubry l'aîné") == [close, "de la Roche-Aubry l'aîné"]
