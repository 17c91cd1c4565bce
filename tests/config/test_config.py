"""Settings: where they are found, that each knows its line, and that mistakes are told with their place."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from teikit.config import Config, clear_cache, config_for
from teikit.diagnostics import Severity
from teikit.errors import ConfigError
from teikit.limits import LimitExceededError

GOOD = """# settings
[encode]
language = "de"
editors = ["A. Bell"]

[validate]
select = ["rng",
  "tei/pointer"]
[validate.schemas]
"letters/*.xml" = "letter"
"*.odd" = ["a.rng", "b.rnc"]
[validate.severity]
"tei/pointer" = "warning"
"""


def written(folder: Path, text: str, name: str = "teikit.toml") -> Config:
    (folder / name).write_text(text, encoding="utf-8")
    return config_for(folder / "a.xml")


def test_settings_are_read_with_their_lines(tmp_path: Path) -> None:
    config = written(tmp_path, GOOD)
    assert (config.encode.language, config.encode.editors, config.encode.publisher) == ("de", ("A. Bell",), "")
    assert config.validate.select == ("rng", "tei/pointer")
    assert dict(config.validate.schemas) == {"letters/*.xml": ("letter",), "*.odd": ("a.rng", "b.rnc")}
    assert dict(config.validate.severity) == {"tei/pointer": Severity.WARNING}
    assert config.lines["validate.select"] == 7
    assert config.lines["validate.severity"] == 12
    assert "validate.ignore" not in config.lines
    assert config.path("a.rng") == tmp_path / "a.rng"


def test_the_nearest_file_upward_counts_and_teikit_toml_goes_before_pyproject(tmp_path: Path) -> None:
    inner = tmp_path / "edition" / "letters"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (inner.parent / "pyproject.toml").write_text('[tool.teikit.encode]\nlanguage = "la"\n')
    (tmp_path / "teikit.toml").write_text('[encode]\nlanguage = "fr"\n')
    assert config_for(inner / "a.xml").encode.language == "la"
    assert config_for(tmp_path / "a.xml").encode.language == "fr"


def test_a_file_that_is_given_counts_alone(tmp_path: Path) -> None:
    (tmp_path / "teikit.toml").write_text('[encode]\nlanguage = "fr"\n')
    (tmp_path / "other.toml").write_text('[encode]\nlanguage = "pl"\n')
    assert config_for(tmp_path / "a.xml", tmp_path / "other.toml").encode.language == "pl"


WRONG = {
    '[validat]\nselect = ["rng"]\n': "1: unknown key 'validat', did you mean 'validate'?",
    '[encode]\n\nlangage = "de"\n': "3: unknown key 'langage' in [encode], did you mean 'language'?",
    "encode.langauge = 'de'\n": "1: unknown key 'langauge' in [encode], did you mean 'language'?",
    '[encode."a b"]\n': "1: unknown key 'a b' in [encode]",
    '[validate]\n# why\nselect = "rng"\n': "3: 'validate.select' must be a list of texts",
    "[encode]\neditors = [1]\n": "2: 'encode.editors' must be a list of texts",
    "validate = 3\n": "1: 'validate' must be a table, not a number",
    "[validate]\nschemas = {a = 3}\n": "2: 'a' in 'validate.schemas' must be a text or a list of texts",
    '[validate.severity]\n"rng" = "error"\n"tei/a" = "eror"\n': (
        "3: 'tei/a' in 'validate.severity' must be error, warning or info, did you mean 'error'?"
    ),
    "[encode]\nlanguage =\n": "2:11: is no TOML: invalid value",
    "[encode]\nlanguage = 'de\n": "2: is no TOML:",
    "[encode": "1: is no TOML:",
    'a = "\x1b[31m"\n': "1:6: is no TOML: illegal character '\\x1b'",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items())
def test_mistakes_are_told_with_file_line_and_what_was_meant(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as told:
        written(tmp_path, text)
    assert str(told.value).startswith(f"{tmp_path}/teikit.toml:{message}")
    assert "\x1b" not in str(told.value)


def test_lines_in_pyproject_are_those_of_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"pyproject\.toml:4: unknown key 'x' in \[encode\]"):
        written(tmp_path, '[project]\nname = "a"\n[tool.teikit.encode]\nx = 1\n', "pyproject.toml")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a = '\xff'", "1:6: is not UTF-8 text (byte 0xFF)"),
        (b"#" * (2 << 20), " is larger than a configuration may be, 1 MiB (--limit configuration-bytes=N allows more)"),
        (b"[" * 100_000, "1:101: has values or names nested more than 100 deep"),
        (b"a = " + b"[" * 100_000, "1:105: has values or names nested more than 100 deep"),
        (b"a." * 100_000, "1:1: has values or names nested more than 100 deep"),
        (b"[limits]\ndepth = " + b"9" * 10_000, "2:9: has a number of more than 1,000 digits"),
        (b"[encode]\npublisher = 'a'\nseries = \"\\u0000\"", "3: 'encode.series' must be a text without U+0000, a"),
        (b"[encode]\neditors = ['a', \"\\b\"]", "2: 'encode.editors' must be a text without U+0008, a character that"),
        (b'[validate.schemas]\n"a\\u001b" = "a"', "2: 'a\\x1b' in 'validate.schemas' must be a text without U+001B"),
        (b'[validate]\nbaseline = "\\u0000"', "2: 'validate.baseline' must be a text without U+0000, a character"),
    ],
)
def test_what_is_no_text_or_costs_too_much_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "given.toml").write_bytes(data)
    with pytest.raises((ConfigError, LimitExceededError), match=f"^{re.escape(f'{tmp_path}/given.toml:{sentence}')}"):
        config_for(tmp_path / "a.xml", tmp_path / "given.toml")


def shown(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "teikit", "config", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def test_the_command_tells_what_holds_and_where_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "teikit.toml").write_text(GOOD)
    result = shown(cwd=tmp_path)
    assert result.returncode == 0
    assert f"# {tmp_path}/teikit.toml" in result.stdout
    assert 'language = "de"  # line 3' in result.stdout
    assert 'publisher = ""  # default' in result.stdout
    read = tomllib.loads(result.stdout)
    assert {key: read["encode"][key] for key in ("language", "editors")} == {"language": "de", "editors": ["A. Bell"]}
    assert read["validate"]["schemas"] == {"letters/*.xml": ["letter"], "*.odd": ["a.rng", "b.rnc"]}


def test_the_command_ends_with_two_where_the_configuration_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "teikit.toml").write_text("[encod]\n")
    result = shown(cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"teikit: {tmp_path}/teikit.toml:1: unknown key 'encod', did you mean 'encode'?\n"


@pytest.mark.parametrize("kind", ["link", "broken link", "pipe", "device"])
def test_a_configuration_that_is_no_regular_file_is_refused_and_not_opened(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "teikit.toml"
    if kind == "pipe":
        os.mkfifo(place)
    else:
        (tmp_path / "other.toml").write_text("[validate]\n")
        place.symlink_to({"link": "other.toml", "broken link": "none.toml", "device": "/dev/zero"}[kind])
    clear_cache()
    with pytest.raises(ConfigError, match=r"teikit\.toml: is (a link|no regular file), and is not read"):
        config_for(tmp_path / "a.xml")
    assert config_for(tmp_path / "a.xml", tmp_path / "other.toml") if kind == "link" else True
