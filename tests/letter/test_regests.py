import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.letter.regests import regest


@pytest.mark.parametrize(
    ("note", "sender", "recipient", "when"),
    [
        ("Letter from Mr. Bell to Mr. E. B. Marsh, dated 1890-05-03.", "Mr. Bell", "Mr. E. B. Marsh", "1890-05-03"),
        ("[This letter was sent by Bell to Marsh; spelling kept.]", "Bell", "Marsh", ""),
        ("Letter of Bell, informing Marsh of the decision taken.", "Bell", "Marsh", ""),
        ("Bell writes to Marsh, dated 1890-05-03.", "Bell", "Marsh", "1890-05-03"),
        ("Der Brief von K. von Rupp an Jo Hall, datiert 1890-05-03 ist da.", "K. von Rupp", "Jo Hall", "1890-05-03"),
        ("Lettre adressée par Jean d'Arc à Luc Roux, datée du 3 mai 1890.", "Jean d'Arc", "Luc Roux", "1890-05-03"),
        ("Brief van J. de Vries aan Maria Bakker, gedateerd 3 mei 1890.", "J. de Vries", "Maria Bakker", "1890-05-03"),
        ("Carta de Ana Ruiz a Luis Vega, fechada el 3 de mayo de 1905.", "Ana Ruiz", "Luis Vega", "1905-05-03"),
        ("Lettera di Gino Neri a Emilia Rossi.", "Gino Neri", "Emilia Rossi", ""),
        ("List Jana Kowala do Adama Nowaka.", "Jana Kowala", "Adama Nowaka", ""),
        ("Carta de José de Melo a Rui Pinto (cópia).", "José de Melo", "Rui Pinto", ""),
        ("Letter from the Post Office (a draft) to Marsh.", "the Post Office", "Marsh", ""),
    ],
)  # fmt: skip
def test_notes_say_who_wrote_to_whom(note: str, sender: str, recipient: str, when: str) -> None:
    found = regest(note)
    assert found is not None
    assert (sender, recipient) == (found.sender, found.recipient)
    assert when == (found.date.when if found.date else "")


@pytest.mark.parametrize(
    "text",
    [
        "Letter from my brother to the company arrived.",
        "Note to self",
        "A copy is kept in Leeds.",
        "I wrote to Marsh.",
        "",
    ],
)
def test_other_sentences_say_nothing_of_it(text: str) -> None:
    assert regest(text) is None


@given(
    st.text()
    | st.lists(
        st.sampled_from(("Letter", "from", "Brief", "von", "A.", "Bell", "an", "to", "(", ",", "1890")), max_size=9
    ).map(" ".join)
)
def test_no_text_is_too_odd(text: str) -> None:
    found = regest(text)
    assert found is None or (found.sender and found.recipient)
