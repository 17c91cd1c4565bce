"""`<?teikit ignore RULE?>`: what it hides, and what is said of it."""

from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic
from teikit.fixing.editing import apply_edits
from teikit.relaxng.validator import Schema
from teikit.rulebook import unknown_rule_message
from teikit.suppression.instructions import apply_suppressions
from teikit.suppression.presence import may_suppress

ROOT = Path(__file__).parents[2]
SCHEMA = Schema.load(ROOT / "schema" / "teikit-letter.rng")
WHOLE = (ROOT / "tests" / "data" / "faulty" / "none.xml").read_text(encoding="utf-8")
PARAGRAPH = '<p xml:id="p2">'
# Two faults: a date and an attribute.
FAULTY = '<p xml:id="p2" colour="red"><date when="1911-6-4">then</date></p>'


def letter(before_paragraph: str = "", prolog: str = "", inside: str = FAULTY) -> str:
    text = WHOLE.replace(PARAGRAPH, f"{before_paragraph}{inside}{PARAGRAPH.replace('p2', 'p9')}")
    return text.replace("<TEI ", f"{prolog}<TEI ", 1)


def told(text: str, encoding: str = "utf-8") -> list[Diagnostic]:
    data = text.replace("UTF-8", encoding).encode(encoding)
    return apply_suppressions(data, "a.xml", SCHEMA.validate(data, "a.xml"), unknown=unknown_rule_message)


def rules(found: list[Diagnostic]) -> list[str]:
    return [each.rule for each in found]


def test_without_an_instruction_all_is_told() -> None:
    assert rules(told(letter())) == ["rng/attribute-not-allowed", "rng/attribute-value"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_before_an_element_it_hides_what_is_in_it(encoding: str) -> None:
    assert told(letter("<?teikit ignore rng?>\n<!-- for now -->\n"), encoding) == []


def test_a_rule_that_is_not_named_is_told() -> None:
    assert rules(told(letter("<?teikit ignore rng/attribute-value?>"))) == ["rng/attribute-not-allowed"]


def test_several_rules_may_be_named() -> None:
    assert told(letter("<?teikit ignore rng/attribute-value rng/attribute-not-allowed?>")) == []


def test_it_does_not_reach_beyond_its_element() -> None:
    found = told(letter('<?teikit ignore rng/attribute-value?><p><date when="1">1</date></p>'))
    assert rules(found) == ["rng/attribute-not-allowed", "rng/attribute-value"]


def test_in_the_prolog_it_holds_for_the_file() -> None:
    assert told(letter(prolog="<?teikit ignore rng?>\n")) == []


def test_what_hides_nothing_is_told_with_the_fix_that_takes_it_away() -> None:
    text = letter("<?teikit ignore rng/id-duplicate rng/attribute?>")
    (found,) = told(text)
    assert (found.rule, found.message) == ("suppression/unused", "no problem of 'rng/id-duplicate' is here to ignore")
    assert found.fix is not None
    assert found.span is not None
    assert apply_edits(text.encode(), [found.fix], "utf-8").decode() == text.replace("rng/id-duplicate ", "")


def test_behind_the_last_element_there_is_nothing_to_hide() -> None:
    text = WHOLE.rstrip() + "<?teikit ignore rng?>"
    assert rules(told(text)) == ["suppression/unused"]


@pytest.mark.parametrize(
    ("instruction", "rule", "words"),
    [
        ("<?teikit?>", "suppression/malformed", "'ignore'"),
        ("<?teikit ignore?>", "suppression/malformed", "must name"),
        ("<?teikit ignroe rng?>", "suppression/malformed", "'ignroe' is not known"),
        ("<?teikit ignore xml?>", "suppression/malformed", "cannot be ignored"),
        ("<?teikit ignore rng/atribute-value?>", "suppression/unknown-rule", "did you mean 'rng/attribute-value'"),
    ],
)
def test_a_wrong_instruction_hides_nothing_and_is_told(instruction: str, rule: str, words: str) -> None:
    found = told(letter(instruction))
    assert sorted(rules(found)) == sorted([rule, "rng/attribute-not-allowed", "rng/attribute-value"])
    assert words in next(each.message for each in found if each.rule == rule)


def test_instructions_in_comments_and_to_others_are_none() -> None:
    assert len(told(letter("<!-- <?teikit ignore rng?> --><?teikitty ignore rng?>"))) == 2


def test_rules_that_were_not_asked_for_are_not_called_unused() -> None:
    data = letter("<?teikit ignore tei?>", inside="").encode()
    assert apply_suppressions(data, "a.xml", [], unknown=unknown_rule_message, holds=lambda rule: rule != "tei") == []


def test_a_file_that_is_not_well_formed_is_told_all_the_same() -> None:
    assert rules(told(letter(prolog="<?teikit ignore rng?>", inside="<p>&</p>"))) == [
        "suppression/unused",
        "xml/not-well-formed",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_instruction_is_seen_wherever_pieces_part_it(encoding: str) -> None:
    data = "<TEI><?teikit ignore rng?></TEI>".encode(encoding)
    for size in range(4, len(data)):
        assert may_suppress(data[start : start + size] for start in range(0, len(data), size))
    assert not may_suppress((data[:8], b"", data[-8:]))
    assert not may_suppress(())
