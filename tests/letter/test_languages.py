"""Letters of a language: their dates, places, salutations and closes are known by the words of its folder."""

import pytest

from teikit.letter.cues import find_cue, using_languages
from teikit.letter.dates import find_date
from teikit.letter.places import place_of_writing

DATELINES = [
    ("bg", "София, 3 май 1934 г.", "1934-05-03", "София"),
    ("bg", "Пловдивъ, 12 септемврий 1878", "1878-09-12", "Пловдивъ"),
    ("ca", "Vilanova, a 12 d'agost de 1880", "1880-08-12", "Vilanova"),
    ("ca", "Girona, 3 de maig de 1934", "1934-05-03", "Girona"),
    ("el", "Ἐν Ἀθήναις, τῇ 12 Ἰουλίου 1886", "1886-07-12", "Ἀθήναις"),
    ("el", "Αθήνα, 3 του Μάη 1934", "1934-05-03", "Αθήνα"),
    ("hr", "U Zagrebu, dne 3. svibnja 1934.", "1934-05-03", "Zagrebu"),
    ("hr", "Beč, 12. listopada 1848", "1848-10-12", "Beč"),
    ("hu", "Kelt Szegeden, 1901. évi október hó 12-én", "1901-10-12", "Szegeden"),
    ("hu", "Pest, 1848 márcz. 15.", "1848-03-15", "Pest"),
    ("tr", "Ankara, 3 Mayıs 1934", "1934-05-03", "Ankara"),
    ("tr", "Bursa, 3 Kânunusani 1930", "1930-01-03", "Bursa"),
    ("uk", "Львів, дня 3 травня 1904 р.", "1904-05-03", "Львів"),
    ("uk", "Полтава, 12 листопада 1921", "1921-11-12", "Полтава"),
]
CLOSES = [
    ("bg", "Многоуважаеми господине Минков,", "Със сърдечен поздрав"),
    ("bg", "Любезний братко!", "Оставам ваш искрен приятел"),
    ("ca", "Benvolgut amic Puigvert,", "Rebeu una forta abraçada"),
    ("ca", "Molt honorable senyor:", "Vostre afectíssim amic"),
    ("el", "Ἀγαπητέ μου φίλε,", "Μὲ ἀγάπην"),
    ("el", "Αξιότιμε κύριε Καλλέργη,", "Μετά πάσης τιμής"),
    ("hr", "Velecijenjeni gospodine!", "S osobitim štovanjem"),
    ("hr", "Dragi moj brate,", "Grli te i ljubi tvoj"),
    ("hu", "Tekintetes Uram!", "Kiváló tisztelettel vagyok alázatos szolgája"),
    ("hu", "Kedves Barátom!", "Sokszor ölel szerető barátod"),
    ("tr", "Muhterem Efendim,", "Ellerinden öperim"),
    ("tr", "Sayın Dilmen,", "Saygılarımı sunarım"),
    ("uk", "Високоповажаний Добродію!", "З глибоким поважанням"),
    ("uk", "Люба моя Лесю!", "Цілую міцно"),
    ("de", "Hochgeachteter Herr Präsident!", "Genehmigen Sie die Versicherung meiner vollkommenen Hochachtung"),
    ("de", "Euere Exzellenz!", "Mit freundschaftlichem Gruße"),
    ("en", "Dr. Sir,", "Ever affectionately"),
    ("en", "My very worthy Friend,", "We are, Sir, your most obedient humble servants"),
    ("es", "Muy Señor mío y dueño:", "Que besa su mano"),
    ("fr", "Monsieur l'ambassadeur,", "Merci encore, et bien à vous"),
    ("it", "Messer Lapo mio carissimo,", "Cristo ti guardi"),
    ("la", "Chare amice!", "Valeat felicissime"),
]


@pytest.mark.parametrize(("language", "line", "day", "place"), DATELINES)
def test_a_dateline_of_a_language_names_its_day_and_place(language: str, line: str, day: str, place: str) -> None:
    with using_languages(language):
        date = find_date(line)
        assert (day, place) == (date and date.when, place_of_writing([line]))


@pytest.mark.parametrize(("language", "salutation", "close"), CLOSES)
def test_a_salutation_and_a_close_of_a_language_begin_with_cues(language: str, salutation: str, close: str) -> None:
    with using_languages(language):
        assert find_cue("salute", salutation, at_start=True) is not None
        assert find_cue("valediction", close, at_start=True) is not None
