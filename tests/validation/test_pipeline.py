"""A document goes through all that holds for it, and each fault is told once."""

from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic
from teikit.errors import TeikitError
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Options, Plan
from teikit.validation.source import from_bytes, from_file

SOUND = (Path(__file__).parents[1] / "faulty" / "none.xml").read_text(encoding="utf-8")
LETTER = Plan(("letter",), (), "")
NOTHING = Plan((), (), "")


def problems(document: str, plan: Plan = LETTER, **options: object) -> list[Diagnostic]:
    return Validation(Options(**options)).problems(from_bytes(document.encode(), "a.xml"), plan)  # type: ignore[arg-type]


def rules(document: str, plan: Plan = LETTER, **options: object) -> list[str]:
    return [each.rule for each in problems(document, plan, **options)]


def changed(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new, 1)


def test_a_sound_letter_has_no_problems() -> None:
    assert rules(SOUND) == []


def test_checks_follow_the_schema_in_one_order() -> None:
    document = (
        changed("<salute>", "<salutt>").replace("</salute>", "</salutt>", 1).replace("<body>", '<body xml:lang="ger">')
    )
    found = problems(document)
    assert {each.rule for each in found} == {
        "rng/element-not-allowed",
        "tei/language-unregistered",
        "tei/language-undeclared",
    }
    assert [each.span.start for each in found if each.span] == sorted(each.span.start for each in found if each.span)


def test_a_check_does_not_repeat_the_schema() -> None:
    document = changed("<body>", '<body xml:id="a">').replace("<salute>", '<salute xml:id="a">', 1)
    assert rules(document) == ["rng/id-duplicate"]
    assert rules(document, ids=False) == ["tei/id-duplicate"]


def test_a_document_that_is_not_well_formed_is_checked_no_further() -> None:
    assert rules(changed("<body>", '<body xml:lang="ger"') + "<") == ["xml/not-well-formed"]


def test_without_a_schema_a_document_is_well_formed_and_checked() -> None:
    assert rules('<TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:lang="ger">x</p></TEI>', NOTHING) == [
        "tei/language-unregistered"
    ]
    assert rules("<a><b></a>", NOTHING) == ["xml/not-well-formed"]
    assert rules("<a>" + "<b x='1'/>y" * 100 + "</a>", NOTHING) == []


def test_rules_that_do_not_count_are_not_looked_for() -> None:
    document = from_bytes(changed("<body>", '<body xml:lang="ger">').encode(), "a.xml")
    assert Validation(Options()).problems(document, LETTER, holds=lambda rule: rule.startswith("rng")) == []


def test_ids_are_compared_over_a_run_where_that_is_asked_for(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(changed("<body>", '<body xml:id="a">'), encoding="utf-8")
    for unique_ids in (False, True):
        run = Validation(Options(unique_ids=unique_ids))
        found = [each.rule for name in ("a.xml", "b.xml") for each in run.problems(from_file(tmp_path / name), LETTER)]
        assert set(found) == ({"tei/id-duplicate-in-corpus"} if unique_ids else set())


def test_two_schemas_tell_the_same_fault_once() -> None:
    document = changed("<salute>", "<salutt>").replace("</salute>", "</salutt>", 1)
    assert rules(document, Plan(("letter", "letter"), (), "")) == ["rng/element-not-allowed"]


def test_a_schema_of_the_options_that_is_missing_is_known_before_any_document() -> None:
    with pytest.raises(TeikitError, match=r"nowhere\.rng"):
        Validation(Options(("nowhere.rng",)))


def test_an_empty_document_is_none() -> None:
    with pytest.raises(TeikitError, match="empty"):
        from_bytes(b" \n", "a.xml")
