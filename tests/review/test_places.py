"""Where parts of a letter are in the lines of its source."""

import pytest

from teikit.letter.fixed import Place, Stretch
from teikit.operations.encode import encode_bytes
from teikit.operations.review_places import Piece, PlaceError, Places, overlaps

TEXT = """   Leeds, 2 May 1890

Dear Ann, the boat came in on Friday with the tide, as it
always does in the spring, and [illegible] on the quay.

    Yours truly,
  Will Bell
"""


@pytest.fixture
def places() -> Places:
    made = encode_bytes(TEXT.encode(), "letter.txt", conventions="brackets")
    return Places(made.source.lines, made.letter)


def words(place: Place, end: Place) -> str:
    """The words of a stretch in one line of the text."""
    assert place.line == end.line
    return TEXT.split("\n")[place.line - 1][place.column - 1 : end.column - 1]


def test_a_part_is_found_by_any_place_in_it(places: Places) -> None:
    assert places.part_at(Place(1, 4)) == places.part_at(Place(1, 1)) == places.part_at(Place(1, 999)) == 0
    assert places.part_at(Place(3, 3)) == 1
    assert places.part_at(Place(3, 20)) == places.part_at(Place(4, 1)) == 2


def test_parts_that_are_in_one_line_have_their_own_pieces(places: Places) -> None:
    assert places.pieces(1) == [Piece(3, 1, 9)]
    assert [piece.line for piece in places.pieces(2)] == [3, 4]
    assert places.text(places.pieces(1)[0]) == "Dear Ann,"


def test_the_marks_of_a_transcriber_are_in_the_piece(places: Places) -> None:
    assert places.text(places.pieces(2)[1]) == TEXT.split("\n")[3]


def test_a_stretch_is_trimmed_to_its_words(places: Places) -> None:
    assert places.trim(Stretch(Place(1, 1), Place(1, 9))) == Stretch(Place(1, 4), Place(1, 9))
    assert places.trim(Stretch(Place(2, 1), Place(5, 1))) == Stretch(Place(3, 1), Place(4, 56))
    start, end = places.trim(Stretch(Place(6, 1), Place(6, 11)))
    assert words(start, end) == "Yours"


@pytest.mark.parametrize(
    "stretch",
    [((2, 1), (2, 5)), ((1, 1), (1, 3)), ((1, 9), (1, 9)), ((7, 3), (1, 3)), ((1, 400), (2, 1)), ((1, 1), (1, 0))],
)
def test_a_stretch_without_words_is_refused(places: Places, stretch: tuple[tuple[int, int], tuple[int, int]]) -> None:
    with pytest.raises(PlaceError, match="there are no words here"):
        places.trim(Stretch(Place(*stretch[0]), Place(*stretch[1])))


@pytest.mark.parametrize("line", [0, -1, 9, 10**9])
def test_lines_that_there_are_not_are_refused(places: Places, line: int) -> None:
    with pytest.raises(PlaceError, match="the letter has no line"):
        places.part_at(Place(line, 1))
    with pytest.raises(PlaceError, match="the letter has no line"):
        places.trim(Stretch(Place(line, 1), Place(line, 4)))


def test_pieces_overlap_where_they_share_a_character() -> None:
    piece = Piece(3, 5, 4)
    assert overlaps(piece, [Stretch(Place(2, 1), Place(3, 6))])
    assert not overlaps(piece, [Stretch(Place(3, 1), Place(3, 5)), Stretch(Place(3, 9), Place(4, 1))])
