"""Rules by path, and what makes a run fail: they hold with baselines, fixes, suppressions, caches and processes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

FAULTY = Path(__file__).parents[1] / "data" / "faulty"
Program = Callable[..., tuple[int, str, list[str]]]
PER_FILE = """
[[validate.per-file-ignores]]
path = "old/*.xml"
ignore = ["rng/attribute"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the same fault in `new/a.xml` and in `old/a.xml`."""
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.xml").write_bytes((FAULTY / "value-cert.xml").read_bytes())
    (tmp_path / "teikit.toml").write_text(f'[validate.schemas]\n"*.xml" = "letter"\n{PER_FILE}')
    return tmp_path


def run(program: Program, folder: Path, *arguments: str) -> tuple[int, list[str]]:
    status, out, _ = program("validate", "--format", "jsonl", *arguments, cwd=folder)
    found = [json.loads(line) for line in out.splitlines()]
    return status, [f"{each['file']} {each['rule']}" for each in found if "rule" in each]


NEW = ["new/a.xml rng/attribute-value"]


@pytest.mark.parametrize("options", [(), ("--no-cache",), ("--jobs", "2"), ("--select", "rng/attribute-value")])
def test_rules_are_ignored_in_the_files_of_a_glob(folder: Path, program: Program, options: tuple[str, ...]) -> None:
    assert run(program, folder, "new", "old", *options) == (1, NEW)
    assert run(program, folder, "old", *options) == (0, [])
    # A second run takes what it knows from the cache.
    assert run(program, folder, "new", "old", *options) == (1, NEW)


def test_the_same_document_has_other_rules_in_another_place(folder: Path, program: Program) -> None:
    (folder / "teikit.toml").write_text(
        PER_FILE.replace("old", "new") + PER_FILE.replace("rng/attribute", "rng/element")
    )
    assert run(program, folder, "new", "old", "--schema", "letter") == (1, ["old/a.xml rng/attribute-value"])


def test_rules_may_be_selected_by_path(folder: Path, program: Program) -> None:
    (folder / "teikit.toml").write_text('[[validate.per-file-ignores]]\nfiles = ["old/", "older/"]\nselect = "tei"\n')
    assert run(program, folder, "new", "old", "--schema", "letter") == (1, NEW)
    # What the command line selects takes precedence.
    assert run(program, folder, "old", "--schema", "letter", "--select", "rng")[0] == 1


def test_a_file_that_is_not_well_formed_is_reported_all_the_same(folder: Path, program: Program) -> None:
    (folder / "teikit.toml").write_text(PER_FILE.replace("rng/attribute", "xml"))
    (folder / "old" / "a.xml").write_text("<TEI>")
    assert run(program, folder, "old") == (1, ["old/a.xml xml/not-well-formed"])


def test_a_fix_is_not_made_where_its_rule_is_ignored(folder: Path, program: Program) -> None:
    before = (folder / "old" / "a.xml").read_bytes()
    assert run(program, folder, "new", "old", "--fix", "--unsafe-fixes")[0] == 0
    assert (folder / "new" / "a.xml").read_bytes() != before
    assert (folder / "old" / "a.xml").read_bytes() == before


def test_a_baseline_has_no_problems_that_are_ignored(folder: Path, program: Program) -> None:
    assert run(program, folder, "new", "old", "--baseline", "known.json", "--write-baseline") == (0, [])
    assert "new/a.xml" in (folder / "known.json").read_text()
    assert "old/a.xml" not in (folder / "known.json").read_text()
    assert run(program, folder, "new", "old", "--baseline", "known.json") == (0, [])


def test_a_wrong_table_is_reported_with_its_line(folder: Path, program: Program) -> None:
    for wrong, words in {
        'ignor = ["tei"]': ":4: unknown key 'ignor' in [[validate.per-file-ignores]], did you mean 'ignore'?",
        "": "teikit.toml:2: [[validate.per-file-ignores]] lacks 'ignore', a list of rules",
        "ignore = 1": "teikit.toml:4: 'ignore' in [[validate.per-file-ignores]] must be a text or a list of texts",
        'ignore = ["tei/pointr"]': "teikit.toml:4: 'ignore' in [[validate.per-file-ignores]]: there is no rule",
        'files = "[a"\nignore = "tei"': "teikit.toml:4: 'validate.per-file-ignores': the glob '[a' matches nothing",
    }.items():
        (folder / "teikit.toml").write_text(f'\n[[validate.per-file-ignores]]\npath = "old"\n{wrong}\n')
        status, _, messages = program("validate", "old", cwd=folder)
        assert status == 2
        assert words in messages[0]


def test_another_kind_of_value_is_refused(folder: Path, program: Program) -> None:
    (folder / "teikit.toml").write_text('[validate.per-file-ignores]\n"old/*.xml" = ["tei"]\n')
    status, _, messages = program("validate", "old", cwd=folder)
    assert status == 2
    assert "must be tables, each under [[validate.per-file-ignores]]" in messages[0]


def test_excluded_files_are_skipped_and_counted(folder: Path, program: Program) -> None:
    status, _, messages = program("validate", ".", "--exclude", "new/", cwd=folder)
    assert status == 0
    assert "passed over (1 excluded" in messages[-1]
    assert run(program, folder, ".", "new/a.xml", "--exclude", "new/") == (1, ["new/a.xml rng/attribute-value"])
    status, _, messages = program("validate", "new/a.xml", "--exclude", "[a", cwd=folder)
    assert (status, messages[0]) == (
        2,
        "teikit: --exclude: the glob '[a' matches nothing: a bracket is not closed, or a backslash ends it",
    )


def test_problems_give_zero_on_request_and_misuse_two(folder: Path, program: Program) -> None:
    status, _, messages = program("validate", "new", "--exit-zero", cwd=folder)
    assert status == 0
    assert "1 error" in messages[-1]
    assert "errors do not count (--exit-zero)" in messages[-1]
    assert program("validate", "new", "none.xml", "--exit-zero", cwd=folder)[0] == 2
    assert program("validate", "new", "--exit-zero", "--select", "nothing", cwd=folder)[0] == 2
    assert program("validate", "new", "--exit-zero", "--diff", cwd=folder)[0] == 0


def test_warnings_count_as_errors_on_request(folder: Path, program: Program) -> None:
    (folder / "teikit.toml").write_text('[validate.severity]\n"rng/attribute" = "warning"\n')
    assert program("validate", "new", "old", "--schema", "letter", cwd=folder)[0] == 0
    status, _, messages = program("validate", "new", "old", "--schema", "letter", "--warn-as-error", cwd=folder)
    assert status == 1
    assert "2 warnings; warnings count as errors (--warn-as-error)" in messages[-1]
    assert program("validate", "new", "--schema", "letter", "--warn-as-error", "--exit-zero", cwd=folder)[0] == 0
    options = ("--schema", "letter", "--warn-as-error", "--fail-fast")
    _, _, messages = program("validate", "new", "old", *options, cwd=folder)
    assert "stopped at the first file at fault" in messages[-1]
