"""What people see at the terminal: the line at fault, the span underlined, the cause once."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Severity, Span, point
from teikit.report.code_frame import make_code_frame
from teikit.report.groups import DiagnosticGroups, generalize_message
from teikit.report.reporter import Result
from teikit.report.terminal import wrap_text

Make = Callable[..., str]

EXPECTED = """\
error[rng/element-not-allowed]: element 'saluet' is not allowed in 'body'
 --> a.xml:3:11
  |
3 |     <body><saluet>Dear Tom,</saluet></body>
  |           ^^^^^^^
  = note: 'body' starts here (a.xml:3:5)
  = help: write 'salute' (--fix)

warning[tei/date]: a date is late
 --> a.xml:3:1
  |
3 |     <body><saluet>Dear Tom,</saluet></body>
  | ^

info[tei/x]: it has no place
 --> a.xml
  = help: think

"""


def test_a_problem_is_shown_with_its_line_its_notes_and_what_would_mend_it(plain: list[Result], make: Make) -> None:
    assert make("terminal", plain) == EXPECTED
    assert make("terminal", plain, is_grouped=False) == EXPECTED


def test_colours_change_nothing_but_colour(plain: list[Result], make: Make) -> None:
    assert "\x1b[1;31merror[rng/element-not-allowed]\x1b[0m" in make("terminal", plain, colour=True)


def test_a_narrow_terminal_gets_narrow_lines(plain: list[Result], make: Make) -> None:
    shown = make("terminal", plain, width=40)
    assert max(map(cell_len, shown.splitlines())) <= 40
    assert "  |  " in shown
    assert "^^^^^^^" in shown


def many(count: int, **changes: object) -> list[Result]:
    made = []
    for number in range(count):
        values = {
            "message": f"value '{number}' of attribute 'when' is wrong: not a date",
            "rule": "rng/attribute-value",
        }
        values |= changes  # type: ignore[arg-type]  texts and places
        made.append(
            Result(f"{number}.xml", [Diagnostic(f"{number}.xml", severity=Severity.ERROR, span=point(1, 1), **values)])
        )  # type: ignore[arg-type]  as above
    return made


def test_each_cause_is_shown_once_with_its_count_and_first_places_the_largest_first(make: Make) -> None:
    shown = make("terminal", many(1, rule="rng/x") + many(5))
    assert shown.index("rng/attribute-value") < shown.index("rng/x")
    assert "value '...' of attribute 'when' is wrong: not a date\n" in shown
    assert "= seen: 5 times, in 5 files, also 1.xml:1:1, 2.xml:1:1 and 2 more" in shown
    assert shown.endswith("6 problems have 2 causes; --no-group shows each problem\n")


def test_no_more_is_shown_than_was_asked_for_and_the_rest_is_counted(make: Make) -> None:
    assert make("terminal", many(5), is_grouped=False, max_problems=2).endswith("\n3 more not shown\n")
    assert "5 more not shown" in make("terminal", many(5), max_problems=0)
    assert make("concise", many(5), max_problems=2).count("\n") == 2


def test_of_each_file_a_thousand_problems_are_shown_and_the_rest_is_counted(make: Make) -> None:
    found = [Result(name, tuple(each.diagnostics[0] for each in many(5))) for name in ("a.xml", "b.xml")]
    lines = make("concise", found, max_per_file=2).splitlines()
    assert [line for line in lines if "not shown" in line] == [
        f"{name}: 3 more problems not shown (--max-problems N shows up to N in all)" for name in ("a.xml", "b.xml")
    ]
    assert len(lines) == 6
    shown = make("terminal", found, is_grouped=False, max_per_file=2)
    assert (shown.count("error["), shown.count("6 more not shown (--max-problems")) == (4, 1)
    page = make("html", found, max_per_file=2)
    assert (page.count('<li class="error" id="p'), page.count("3 more problems not shown"), "5 errors" in page) == (
        2,
        2,
        True,
    )
    assert "10 times in" in page


def test_the_groups_of_one_file_are_limited_and_the_rest_is_counted(make: Make) -> None:
    found = [
        Result("a.xml", tuple(each.diagnostics[0] for number in range(5) for each in many(1, rule=f"rng/x{number}")))
    ]
    shown = make("terminal", found, max_per_file=2)
    assert (shown.count("error["), "3 more not shown (--max-problems" in shown) == (2, True)


def test_a_message_that_quotes_without_end_is_cut(make: Make) -> None:
    assert len(Diagnostic("a", "x/y", Severity.ERROR, "x" * 100_000).message) == 10_000
    fix = Fix(Safety.SAFE, "x" * 100_000, (Edit(0, 0, ""),))
    found = many(1, message="x" * 100_000, fix=fix, notes=(Note("x" * 100_000),))
    for form in ("concise", "terminal", "html"):
        assert 900 < make(form, found).count("x") < 6_000


def test_a_frame_of_a_line_of_any_length_copies_little_of_it() -> None:
    line = "a" * 10_000_000
    for start in (1, 5_000_000, 9_999_999):
        found = make_code_frame(line, Span(Position(1, start), Position(1, 10_000_000)), 80)
        assert len(found.text) <= 80


def test_names_tell_causes_apart_and_values_do_not() -> None:
    def words(rule: str, message: str, expected: tuple[str, ...] = ()) -> str:
        return generalize_message(Diagnostic("a", rule, Severity.ERROR, message, expected=expected))

    message = "element 'a' is not allowed in 'b'"
    assert words("rng/element-not-allowed", f"{message}, expected 'c'", ("c",)) == message
    assert (
        words("rng/attribute-value", "value 'x' of attribute 'n' is wrong") == "value '...' of attribute 'n' is wrong"
    )
    assert words("rng/idref-unresolved", "there is no ID 'x'") == "there is no ID '...'"


def test_only_what_differs_is_left_out_of_the_words_of_a_cause() -> None:
    def words(*messages: str) -> str:
        causes = DiagnosticGroups()
        for each in messages:
            causes.add(Diagnostic("a", "tei/x", Severity.ERROR, each))
        (cause,) = causes
        return cause.message

    assert words("'a' lacks its '#'", "'b' lacks its '#'") == "'...' lacks its '#'"
    assert words("'a' is late", "'a' is late") == "'a' is late"
    assert words("'a' is wrong (2 elements)", "'b' is wrong (3 elements)") == "'...' is wrong"


def test_any_number_of_causes_needs_no_more_than_so_much_room() -> None:
    causes = DiagnosticGroups()
    for number in range(5_000):
        causes.add(Diagnostic("a", "sch/x", Severity.ERROR, f"{number} is wrong"))
    assert len(causes) == 2_001
    assert sum(each.count for each in causes) == 5_000


TEXT = st.text(st.sampled_from("ab <>\t语é\u0301\x1b\u202e"), max_size=120)


@given(TEXT, st.text("xy语", min_size=1, max_size=30), TEXT, st.integers(20, 90))
def test_the_marks_stand_below_what_is_at_fault(before: str, at: str, after: str, width: int) -> None:
    span = Span(Position(1, len(before) + 1), Position(1, len(before) + len(at) + 1))
    found = make_code_frame(before + at + after, span, width)
    assert cell_len(found.text) <= width
    assert found.start + found.length <= width
    marked, cells = "", 0
    for char in found.text:
        if found.start <= cells < found.start + found.length:
            marked += char if cell_len(char) else ""
        cells += cell_len(char)
    assert at.startswith(marked.removesuffix("...")) if marked.endswith("...") else marked.startswith(at)


@given(st.text(st.sampled_from("ab :语"), max_size=200), st.integers(10, 60))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap_text(text, "  ", width)
    assert "".join(text.split()) == "".join("".join(lines).replace("\\x3a:", "::").split())
    assert all(cell_len(line.replace("\\x3a:", "::")) <= width or line == lines[0] for line in lines)
