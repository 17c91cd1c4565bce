"""A document goes through all that holds for it, and each fault is told once."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, Severity, collection, point, sort_diagnostics
from teikit.document.document import from_bytes, from_file
from teikit.errors import TeikitError
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options, Plan
from teikit.validation.repeated import drop_known_problems

SOUND = (Path(__file__).parents[1] / "data" / "faulty" / "none.xml").read_text(encoding="utf-8")
# Few places, so that several meet.
diagnostics = st.builds(
    lambda place: Diagnostic("a.xml", "tei/a", Severity.ERROR, "wrong", point(*place) if place else None),
    st.none() | st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
LETTER = Plan(("letter",), (), "")
NOTHING = Plan((), (), "")


def problems(document: str, plan: Plan = LETTER, **options: object) -> list[Diagnostic]:
    return ValidationPipeline(Options(**options)).problems(from_bytes(document.encode(), "a.xml"), plan)  # type: ignore[arg-type]


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


@given(st.lists(diagnostics), st.lists(st.lists(diagnostics), max_size=3))
def test_what_others_tell_of_a_place_is_not_told_again(found: list[Diagnostic], told: list[list[Diagnostic]]) -> None:
    places = {each.span.start for others in told for each in others if each.span}
    kept = [each for each in sort_diagnostics(found) if not each.span or each.span.start not in places]
    assert kept == list(drop_known_problems(sort_diagnostics(found), list(map(sort_diagnostics, told)), []))


@pytest.mark.parametrize(
    ("fault", "plan", "most"),
    [('<ref target="#{}"/>\n', NOTHING, 4_500_000), ('<p colour="red">{}</p>\n', LETTER, 3_500_000)],
)
def test_many_problems_take_little_room(fault: str, plan: Plan, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_BLOCK", 200)
    monkeypatch.setattr(collection, "_MANY", 1_000)
    run = ValidationPipeline(Options())
    for count in (9, 5_000, 5_000):
        # What is loaded once, and what is remembered of tags for the documents to come, does not count.
        faults = "".join(map(fault.format, range(count)))
        document = from_bytes(SOUND.replace("<closer", f"{faults}<closer", 1).encode(), "a.xml")
        tracemalloc.start()
        found = run.problems(document, plan)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(found) >= 5_000
    assert peak < most


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
    assert (
        ValidationPipeline(Options()).problems(document, LETTER, is_selected=lambda rule: rule.startswith("rng")) == []
    )


def test_ids_are_compared_over_a_run_where_that_is_asked_for(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(changed("<body>", '<body xml:id="a">'), encoding="utf-8")
    for unique_ids in (False, True):
        run = ValidationPipeline(Options(unique_ids=unique_ids))
        found = [each.rule for name in ("a.xml", "b.xml") for each in run.problems(from_file(tmp_path / name), LETTER)]
        assert set(found) == ({"tei/id-duplicate-in-corpus"} if unique_ids else set())


def test_two_schemas_tell_the_same_fault_once() -> None:
    document = changed("<salute>", "<salutt>").replace("</salute>", "</salutt>", 1)
    assert rules(document, Plan(("letter", "letter"), (), "")) == ["rng/element-not-allowed"]


def test_a_schema_of_the_options_that_is_missing_is_known_before_any_document() -> None:
    with pytest.raises(TeikitError, match=r"nowhere\.rng"):
        ValidationPipeline(Options(("nowhere.rng",)))


def test_an_empty_document_is_none() -> None:
    with pytest.raises(TeikitError, match="empty"):
        from_bytes(b" \n", "a.xml")
