"""Notes of many forms and languages say who wrote to whom; other notes say nothing of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.editor_notes import read_note


@pytest.mark.parametrize(
    ("note", "sender", "recipient"),
    [
        ("Ada Mole to Tom Rand. Printed from the original.", "Ada Mole", "Tom Rand"),
        ("Letter: Ada Mole to Tom Rand. Two leaves.", "Ada Mole", "Tom Rand"),
        ("From Ada Mole, addressed to Rev. Tom Rand. Not answered.", "Ada Mole", "Rev. Tom Rand"),
        ("[From Ada Mole, addressed to Tom Rand Esq. Not answered.]", "Ada Mole", "Tom Rand Esq"),
        ("Draft in the hand of Ada Mole; the copy sent to Mrs. Rand is lost.", "Ada Mole", "Mrs. Rand"),
        ("A letter in which Ada Mole thanks Tom Rand for his help.", "Ada Mole", "Tom Rand"),
        ("Tom Rand received the above from Ada Mole and kept it.", "Ada Mole", "Tom Rand"),
        ("March 3, 1957 Letter from Mole to Rand Regarding the Rail Talks", "Mole", "Rand"),
        ("Copy in another hand. Draft in the hand of Ada Mole.", "", ""),
        ("Konzept. Emil Keller bittet Jakob Huber um Nachricht.", "Emil Keller", "Jakob Huber"),
        ("Antwort von Emil Keller auf das Schreiben von J.L. Huber; am Rand.", "Emil Keller", "J.L. Huber"),
        ("Emil Keller an Chr. Huber. Abschrift.", "Emil Keller", "Chr. Huber"),
        ("Der Bischof von Chur, Emil Keller, bedauert den Rücktritt.", "Emil Keller", ""),
        ("Emil Keller, Direktor der Bahn, teilt dem Minister mit, dass es regnet.", "Emil Keller", ""),
        ("Der Jurist Emil Keller erklärt Jakob Huber, wie es steht.", "Emil Keller", "Jakob Huber"),
        ("Emil Keller dankt dem Maler und Bibliothekar Jakob Huber für die Karte.", "Emil Keller", "Jakob Huber"),
        ("Copie d'un secrétaire; Luc Roux répond ici à Jean Petit.", "Luc Roux", "Jean Petit"),
        ("Copia coeva; Piero Neri risponde a mio caro amico Gino Rossi in Roma.", "Piero Neri", "Gino Rossi"),
        ("Piero Neri a Gino da Todi. Autografo.", "Piero Neri", "Gino da Todi"),
    ],
)  # fmt: skip
def test_the_words_between_names_say_who_wrote_to_whom(note: str, sender: str, recipient: str) -> None:
    found = read_note(note)
    assert (sender, recipient) == ((found.sender, found.recipient) if found else ("", ""))


@pytest.mark.parametrize(
    "note",
    [
        "Mentions Mole's letter to Rand.",
        "Answered by Mole, 3 May 1890.",
        "Printed in: Letters of Mole, vol. 3.",
        "The original is in the County Library, Leeds.",
        "Translated by Ann Rand. Received May 5.",
        "Envelope addressed to Mr. Mole, Leeds.",
        "Mole was then at Leeds to see his brother.",
        "",
    ],
)
def test_other_notes_say_nothing_of_it(note: str) -> None:
    assert read_note(note) is None


def test_the_date_after_the_names_is_the_letters():
    found = read_note("Ada Mole to Tom Rand, 3 May 1890. Two leaves.")
    assert found is not None
    assert found.date is not None
    assert found.date.when == "1890-05-03"


WORDS = st.sampled_from(
    ("Letter", "Ada Mole", "J.", "an", "to", "thanks", "von", "der", "Konzept.", ",", ";", "(", "1890")
)


@given(st.text() | st.lists(WORDS, max_size=9).map(" ".join))
def test_no_note_is_too_odd(text: str) -> None:
    found = read_note(text)
    assert found is None or found.sender
