"""Inline suppressions in time that grows with instructions and problems, and as a slow twin finds them."""

import time
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, Position, Severity, Span
from teikit.diagnostics.selection import is_matched_by
from teikit.document.editable import EditableDocument, SourceElement
from teikit.suppression.instructions import apply_suppressions

_RULES = ("rng/element-missing", "rng/element-value", "tei/pointer-unresolved", "xml/encoding")
_NAMES = ("rng", "rng/element", "tei", "tei/pointer-unresolved", "tei/date")
_PIECES = st.one_of(
    st.sampled_from(["<a>", "<a>", "</a>", "</a>", "<a/>", "\n", "word", "<?teikit ignore?>", "<?other ignore rng?>"]),
    st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3).map(lambda names: f"<?teikit ignore {' '.join(names)}?>"),
)


def _diagnostic(rule: str, at: Position | None) -> Diagnostic:
    return Diagnostic("a.xml", rule, Severity.ERROR, "wrong", None if at is None else Span(at, at))


def _scope(source: EditableDocument, end: int) -> SourceElement | str | None:
    following = next((each for each in source.elements if each.start >= end), None)
    if following is None:
        return "nothing"
    return following if following.parent else None


def _slow_twin(data: bytes, found: list[Diagnostic]) -> tuple[list[Diagnostic], list[tuple[Position, str]]]:
    """Return the problems that are left, and the place and the name of each suppression that ignores nothing."""
    source = EditableDocument(data)
    instructions: list[tuple[int, list[str], SourceElement | str | None, set[str]]] = []
    for start, end in source.instructions:
        words = source.text[start + 2 : end - 2].split()
        if words[0] == "teikit" and len(words) > 2:
            instructions.append((start, words[2:], _scope(source, end), set()))
    kept = []
    for each in found:
        element = source.innermost_element(source.offset(each.span.start)) if each.span else None
        scopes = [None, *((element, *element.ancestors()) if element else ())]
        used = False
        for _, names, scope, matched in instructions:
            matching = {name for name in names if is_matched_by(each.rule, name)} if scope in scopes else set()
            if not each.rule.startswith("xml/"):
                matched.update(matching)
                used = used or bool(matching)
        kept += [] if used else [each]
    unused = [
        (source.position(start), name)
        for start, names, _, used in instructions
        for name in dict.fromkeys(names)
        if name not in used
    ]
    return kept, unused


@given(st.lists(_PIECES, max_size=30), st.lists(st.tuples(st.sampled_from(_RULES), st.integers(-1, 300)), max_size=12))
def test_as_the_slow_twin(pieces: list[str], problems: list[tuple[str, int]]) -> None:
    data = f"<a>{''.join(pieces)}</a>".encode()
    source = EditableDocument(data)
    places = [None if at < 0 else source.position(min(at, len(source.text))) for _, at in problems]
    found = [_diagnostic(rule, at) for (rule, _), at in zip(problems, places, strict=True)]
    left = apply_suppressions(data, "a.xml", found, unknown=lambda _name: "")
    own = [each for each in left if each.rule.startswith("suppression/") and each.rule != "suppression/malformed"]
    kept, unused = _slow_twin(data, found)
    others = [each for each in left if not each.rule.startswith("suppression/")]
    assert sorted(map(id, others)) == sorted(map(id, kept))
    reported = [(each.span.start, name) for each in own if each.span for name in each.message.split("'")[1::2]]
    assert sorted(reported) == sorted(unused)


@pytest.mark.parametrize(
    "text",
    [
        "<?teikit" + " " * 60_000,
        "<?teikit" + " x" * 60_000 + " " * 60_000 + "y?>",
        "<?teikit ignore" + " rng" * 100_000 + "?>",
    ],
)
def test_blanks_and_words_without_end_take_little_time(text: str) -> None:
    begin = time.process_time()
    apply_suppressions(f"<a>{text}".encode(), "a.xml", [], unknown=lambda _name: "")
    assert time.process_time() - begin < 10


def test_many_nested_instructions_and_problems_take_little_time() -> None:
    count = 5_000
    begun = "<?teikit ignore rng?>\n<a>" * count
    starts = accumulate([2] * count)
    found = [_diagnostic("rng/element-missing", Position(1 + number // 2, 1)) for number in starts]
    begin = time.process_time()
    left = apply_suppressions(f"<r>{begun}{'</a>' * count}</r>".encode(), "a.xml", found, unknown=lambda _name: "")
    assert len(left) < count
    assert time.process_time() - begin < 10
