"""What a project learnt is added to the weights that ship."""

from teikit.letter.crf import STATES
from teikit.letter.evidence import describe_feature
from teikit.letter.model import Label, Unit
from teikit.letter.phrases import list_phrases
from teikit.letter.project import ProjectModel
from teikit.letter.recogniser import model_of, recognise, shipped_model
from teikit.text import Line, lines

LETTER = """TO MISS MOULE.

Lowick, March 3, 1830.

My dear Friend,

The rain has kept us within doors since Tuesday, and I have read nothing but old newspapers and a volume of sermons.

Yours affectionately,

M. P.
"""


def test_nothing_learnt_changes_nothing() -> None:
    model = model_of(ProjectModel("0"))
    assert shipped_model().emissions == model.emissions
    assert recognise(tuple(lines(LETTER))) == recognise(tuple(lines(LETTER)), model=model)


def test_a_phrase_of_the_project_outweighs_what_ships() -> None:
    row = [20.0 if label is Label.REFERENCE else 0.0 for label, _ in STATES]
    model = model_of(ProjectModel("0", 2, {"project first: to": row}))
    assert Label.REFERENCE is recognise(tuple(lines(LETTER)), model=model).parts[0].label


def test_phrases_are_the_words_and_the_shape_of_short_lines() -> None:
    found = list_phrases([Unit((Line("TO MISS A. MOULE, 1830.", 1),))])[0]
    assert "project line: to miss a. moule, 0." in found
    assert "project first two: to miss" in found
    assert "project last: 0" in found
    assert "project shape: AA A. AA, 0." in found
    described = describe_feature("project first two: to miss")
    assert described == "the first words “to miss” in this project"


def test_long_words_are_no_phrases() -> None:
    assert all(len(each) <= 120 for each in list_phrases([Unit((Line("x" * 10_000, 1),))])[0])
