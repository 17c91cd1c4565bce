"""The names in salutations, in many languages."""

import pytest

from teikit.letter.cues import using_languages
from teikit.letter.titles import salutation_names, titled_name


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Dear Mr. and Mrs. Mole,", ["Mole"]),
        ("en", "Dear Anna, dear Paul,", ["Anna", "Paul"]),
        ("en", "My dear Will,", ["Will"]),
        ("en", "Dear Aunt Jane,", ["Jane"]),
        ("de", "Liebe Ada und lieber Karl!", ["Ada", "Karl"]),
        ("de", "Lieber Doctor Herzl,", ["Herzl"]),
        ("de", "Hochgeachteter Herr Regierungs Präsident!", []),
        ("de", "Liebe Großmama!", []),
        ("da", "Kære Hr. Holm,", ["Holm"]),
        ("da", "Kjære Ven!", []),
        ("sv", "Kära farbror Nils,", ["Nils"]),
        ("no", "Ærede herr redaktør Moe,", ["Moe"]),
        ("fi", "Arvoisa Herra Tohtori Mäkinen!", ["Mäkinen"]),
        ("fi", "Rakas Ystävä!", []),
        ("cs", "Vážený pane Nováku,", ["Nováku"]),
        ("cs", "Milý příteli!", []),
        ("sk", "Milá Zuzka,", ["Zuzka"]),
        ("sl", "Velecenjeni gospod profesor Zupan!", ["Zupan"]),
        ("hu", "Tisztelt Kovács Úr!", ["Kovács"]),
        ("hu", "Kedves Barátom!", []),
        ("el", "Αγαπητέ κύριε Παππά,", ["Παππά"]),
        ("hr", "Dragi prijatelju!", []),
        ("uk", "Шановний пане Шевчук!", ["Шевчук"]),
        ("tr", "Sayın Ahmet Bey,", ["Ahmet"]),
        ("ca", "Distingit senyor director,", []),
        ("bg", "Уважаеми господин Петров,", ["Петров"]),
        ("la", "Reverendissime in Christo pater,", []),
        ("it", "Reverendissima Madama,", []),
        ("es", "Muy Ilustrísimo Señor:", []),
    ],
)
def test_a_salutation_names_people_but_no_titles_and_relations(language: str, text: str, names: list[str]) -> None:
    with using_languages(language):
        assert names == list(salutation_names(text) or filter(None, [titled_name(text)]))
