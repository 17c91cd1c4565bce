"""Lines that begin with "to", or a title, name the person, the office or the firm that a letter is addressed to."""

import pytest

from teikit.letter.addressees import addressee_phrases, begins_with_to
from teikit.letter.cues import using_languages


@pytest.mark.parametrize(
    ("language", "line", "kind", "name"),
    [
        ("en", "TO EMIL LEOPOLD MOLE.[1]", "persName", "EMIL LEOPOLD MOLE"),
        ("en", "12. To B. Mole, 3 May 1890", "persName", "B. Mole"),
        ("en", "To the Editor of the Courier.", "name", "Editor of the Courier"),
        ("en", "TO THE COMMISSIONERS.", "name", "COMMISSIONERS"),
        ("en", "TO HIS NEPHEW.", "name", "HIS NEPHEW"),
        ("en", "TO MOLE & CO.", "orgName", "MOLE & CO"),
        ("en", "To be left at the Post Office", "", ""),
        ("en", "A Letter to a Friend", "", ""),
        ("en", "_To the Rev. B. Mole_", "persName", "B. Mole"),
        ("fr", "A MADAME DE BELLINCOURT", "persName", "DE BELLINCOURT"),
        ("fr", "A Jules Petit.", "persName", "Jules Petit"),
        ("fr", "À Jean Petit libraire à Lyon", "persName", "Jean Petit"),
        ("fr", "A Marie Petit. Juillet 1873.", "persName", "Marie Petit"),
        ("it", "Al mio caro amico Gino della Torre in Firenze.", "persName", "Gino della Torre"),
        ("it", "(A messer Gino del Prato in Roma).", "persName", "Gino del Prato"),
        ("es", "Al señor Capitán Juan Vega:", "persName", "Juan Vega"),
        ("de", "Herrn Nationalrath Dr. A. Keller in Enge.", "persName", "A. Keller"),
        ("de", "MHHerrn Dr. A. Keller, Paris", "persName", "A. Keller"),
        ("de", "Herrn Rud. Kaufmann in Basel.", "persName", "Rud. Kaufmann"),
        ("de", "An die Fakultät der Universität Bern", "orgName", "Fakultät der Universität Bern"),
    ],
)  # fmt: skip
def test_a_line_names_its_addressee(language: str, line: str, kind: str, name: str) -> None:
    with using_languages(language):
        found = addressee_phrases(line)
    assert ([(kind, name)] if name else []) == [(phrase.kind, phrase.text) for phrase in found]


@pytest.mark.parametrize(
    ("language", "line", "is_addressed"),
    [
        ("en", "To Mole", True),
        ("en", "A Mole", False),
        ("fr", "A Mole", True),
        ("de", "Frau Mole an Herrn Rand", False),
    ],
)
def test_a_title_is_not_a_word_such_as_to(language: str, line: str, *, is_addressed: bool) -> None:
    with using_languages(language):
        assert is_addressed is begins_with_to(line)
