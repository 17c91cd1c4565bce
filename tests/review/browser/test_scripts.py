"""The logic of the page's scripts, tested in the browser: places in code points against UTF-16, and the layout."""

import random
from typing import Any

import pytest

WIDE = "𝔸b😀c"  # code points of two UTF-16 units between those of one


@pytest.fixture(scope="module")
def run(chromium: Any, assets: str) -> Any:
    page = chromium.new_page()
    page.goto(assets)

    def call(module: str, expression: str, *values: Any) -> Any:
        script = f"async values => {{ const it = await import('./{module}.js'); return {expression}; }}"
        return page.evaluate(script, list(values))

    yield call
    page.close()


@pytest.mark.parametrize("points", range(5))
def test_units_and_points_are_each_others_inverse(run: Any, points: int) -> None:
    units = len(WIDE[:points].encode("utf-16-le")) // 2
    assert run("text", "it.toUnits(values[0], values[1])", WIDE, points) == units
    assert run("text", "it.toPoints(values[0], values[1])", WIDE, units) == points


def test_slices_are_those_of_code_points(run: Any) -> None:
    chance = random.Random(5)
    for _ in range(40):
        text = "".join(chance.choices("ab é𝔸😀\u202e\u05d0", k=chance.randrange(12)))
        start = chance.randrange(len(text) + 1)
        end = chance.randrange(start, len(text) + 1)
        found = run("text", "it.slice(values[0], values[1], values[2])", text, start + 1, end + 1)
        assert found == text[start:end]
        assert run("text", "it.countPoints(values[0])", text) == len(text)


def test_controls_are_shown_as_pictures_and_keep_their_places(run: Any) -> None:
    runs = run("text", "it.visibleRuns(values[0])", "a\u202eb\u0007\u200d\t😀")
    assert [(one["text"], one["points"], one["isControl"]) for one in runs] == [
        ("a", 1, False),
        ("\u202e", 1, True),
        ("b", 1, False),
        ("\u0007", 1, True),
        ("\u200d\t😀", 3, False),
    ]
    assert run("text", "it.plain(values[0])", "a\u202eb\u0007") == "a[RLO]b[␇]"
    assert run("text", "it.pictureOf(values[0])", "\U000e0041") == "U+E0041"


def test_steps_are_those_of_characters_as_people_count_them(run: Any) -> None:
    text = "e\u0301😀👨\u200d👩b"
    stops = [0]
    while stops[-1] < len(text):
        stops.append(run("text", "it.step(values[0], values[1], 1, 'grapheme')", text, stops[-1]))
    assert stops == [0, 2, 3, 6, 7]
    back = [len(text)]
    while back[-1] > 0:
        back.append(run("text", "it.step(values[0], values[1], -1, 'grapheme')", text, back[-1]))
    assert back == stops[::-1]


def test_steps_of_words_go_to_where_words_begin(run: Any) -> None:
    text = "My dear 😀 Mr. Brown"
    stops = [0]
    while stops[-1] < len(text):
        stops.append(run("text", "it.step(values[0], values[1], 1, 'word')", text, stops[-1]))
    assert [text[stop:] for stop in stops] == [text, "dear 😀 Mr. Brown", "Mr. Brown", "Brown", ""]
    assert run("text", "it.step(values[0], values[1], -1, 'word')", text, len(text)) == text.index("Brown")


def test_a_step_in_a_line_of_ten_megabytes_takes_no_time(run: Any) -> None:
    took = run(
        "text",
        "(() => { const text = 'ab😀 '.repeat(2500000); const start = performance.now();"
        "it.step(text, 5000000, -1, 'word'); it.wordAt(text, 5000000); return performance.now() - start; })()",
    )
    assert took < 5_000


@pytest.mark.parametrize(("at", "word"), [(0, "O’Neil"), (6, "O’Neil"), (8, "12"), (10, "12"), (7, ""), (12, "Ä")])
def test_the_word_at_a_place(run: Any, at: int, word: str) -> None:
    text = "O’Neil  12. Ä"
    start, end = run("text", "it.wordAt(values[0], values[1])", text, at)
    assert text[start:end] == word


def part(index: int, *pieces: tuple[int, int, int]) -> dict[str, Any]:
    return {"index": index, "pieces": [{"line": line, "column": at, "length": size} for line, at, size in pieces]}


def view(lines: list[str], *parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "lines": [{"number": number, "text": text} for number, text in enumerate(lines, 1)],
        "parts": parts,
        "names": [],
        "claims": [],
    }


def blocks(run: Any, shown: dict[str, Any]) -> list[tuple[int | None, list[str]]]:
    found = run(
        "layout",
        "it.layOut(values[0]).map(one => [one.part ? one.part.index : null, one.rows.map(row => row.text)])",
        shown,
    )
    return [(index, rows) for index, rows in found]


def test_the_layout_has_all_of_the_source_in_its_order(run: Any) -> None:
    lines = ["  Bath, May 2. 😀 Dear Tom,", "", "I came", "", "and saw.", "- 3 -", ""]
    shown = view(
        lines,
        part(0, (1, 3, 14)),
        part(1, (1, 18, 9)),
        part(2, (3, 1, 6), (5, 1, 8)),
    )
    assert blocks(run, shown) == [
        (0, ["  Bath, May 2. 😀 "]),
        (1, ["Dear Tom,"]),
        (None, [""]),
        (2, ["I came", "", "and saw."]),
        (None, ["- 3 -"]),
        (None, [""]),
    ]


def test_a_part_around_another_is_in_two_blocks(run: Any) -> None:
    shown = view(["left one", "right", "left two"], part(0, (1, 1, 8), (3, 1, 8)), part(1, (2, 1, 5)))
    assert blocks(run, shown) == [(0, ["left one"]), (1, ["right"]), (0, ["left two"])]


@pytest.mark.parametrize(
    ("line", "column", "index"), [(1, 1, 0), (1, 3, 0), (1, 4, 0), (1, 5, 1), (2, 1, 1), (3, 1, 1)]
)
def test_the_part_at_a_place(run: Any, line: int, column: int, index: int) -> None:
    shown = view(["abc de", "", "x"], part(0, (1, 1, 3)), part(1, (1, 5, 2)))
    place = {"line": line, "column": column}
    assert run("layout", "it.partAt(values[0], values[1]).index", shown, place) == index


def test_lines_without_their_indents_get_them_back(run: Any) -> None:
    shown = view(["Bath"])
    shown["lines"][0]["column"] = 5
    assert run("layout", "it.withIndents(values[0]).lines[0].text", shown) == "    Bath"


def test_the_date_that_is_proposed_is_the_machines(run: Any) -> None:
    shown = view(["Bath, 2 May 1899"])
    shown["claims"] = [{"kind": "date", "line": 1, "column": 7, "text": "2 May 1899", "values": ["1899-05-02"]}]
    ask = "it.proposedDate(values[0], 1, values[1], values[2])"
    assert run("layout", ask, shown, 7, 10) == "1899-05-02"
    assert run("layout", ask, shown, 1, 4) == ""
    shown["names"] = [{"kind": "date", "line": 1, "column": 9, "length": 8, "when": "1899-05"}]
    assert run("layout", ask, shown, 7, 10) == "1899-05"
