"""What the page of a review learns from: the letters that were accepted, by the same code as the command."""

from pathlib import Path

from learning.made_project import write_letters
from teikit.inputs.item import Item
from teikit.learning.summary import sentences
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.learn import learn_reviewed, preview
from teikit.operations.reviewing import letters_to_review
from teikit.tei.metadata import MetadataFile


def test_reviewed_letters_are_learnt_from_and_the_others_are_previewed(tmp_path: Path) -> None:
    items = [Item(number, str(path)) for number, path in enumerate(write_letters(tmp_path, count=8, reviewed=6))]
    how = EncodeOperation({}, MetadataFile("", {}, {}))
    learnt = learn_reviewed(how, list(letters_to_review(how, items)))
    assert (learnt.reviewed, learnt.tei, learnt.model.letters) == (6, 0, 6)
    assert [Path(letter.name).name for letter in learnt.unreviewed] == ["06.txt", "07.txt"]
    assert any("a note (before: postscript)" in each for each in sentences(learnt.model.observations))
    found = preview(how, learnt.unreviewed, learnt.model)
    assert (found.letters, found.of) == (2, 2)
    assert (("postscript", "note"), 2) in found.pairs
    assert not list(tmp_path.glob("*.json"))
