import pytest

from teikit.letter.persons import choose_fuller, is_same_person, restore_spaces


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("M.", "Georg Martin"),
        ("Marie", "Maria Hall"),
        ("Stella", "Stella Marsh"),
        ("Marsh", "Stella Marsh"),
        ("S. Marsh", "Stella Marsh"),
        ("d'Arc", "Jeanne d'Arc de Lorraine"),
        ("Th.", "Thiele"),
        ("DrBurkhard", "Max Burkhard"),
        ("Nicolas M. ROUX", "Nicolas Marie Roux"),
        ("Мария", "Мария Петрова"),
    ],
)
def test_forms_of_one_name_are_one_person(one: str, two: str) -> None:
    assert is_same_person(one, two)
    assert is_same_person(two, one)
    assert two == choose_fuller(one, two)


@pytest.mark.parametrize(
    ("one", "two"), [("Anna Martin", "Georg Martin"), ("Wystan", "Post Office"), ("X.", "Georg"), ("", "A")]
)
def test_others_are_not(one: str, two: str) -> None:
    assert not is_same_person(one, two)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ElsaPlessner", "Elsa Plessner"),
        ("JEWagner", "JE Wagner"),
        ("DeLong", "DeLong"),
        ("McCoy", "McCoy"),
        ("O'Neill", "O'Neill"),
        ("BELL", "BELL"),
        ("", ""),
    ],
)
def test_blanks_that_were_lost_between_names_come_back(written: str, name: str) -> None:
    assert name == restore_spaces(written)
