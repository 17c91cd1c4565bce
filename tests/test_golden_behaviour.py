"""The program's output and exit statuses are those of the golden files.

A golden file in tests/data/golden/ is the transcript of a case: each command, what it writes to standard output, to
standard error and to its output files, and its exit status. To accept a change of behaviour, rewrite the golden files
and review their diff:

    TEIKIT_UPDATE_GOLDEN=1 python -m pytest tests/test_golden_behaviour.py
"""

import hashlib
import os
import re
import shlex
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import teikit
from teikit.cli import COMMANDS
from teikit.exports.formats import FORMATS
from teikit.report.formats import FORMATS as REPORTS

HERE = Path(__file__).parent
GOLDEN = HERE / "data" / "golden"
UPDATES = "TEIKIT_UPDATE_GOLDEN" in os.environ
# Larger files are pinned by their digest.
MOST_CHARACTERS = 12_000
# How sure teikit is, and why, in tables and in JSON: numbers that change with each fit of the recogniser.
FITTED_NUMBER = re.compile(
    r"(?<=│) +\d+%(?= │)|\d+%(?= sure)|(?<=: part valediction )\d+%"
    r"|(?<=\"confidence\": )[\d.]+|(?<=\"weight\": )-?[\d.]+"
)
VERSION = re.compile(rf"(?<![\d.]){re.escape(teikit.__version__)}(?!\.?\d)")
FAULTY = sorted(f"faulty/{path.name}" for path in (HERE / "data" / "faulty").glob("*.xml"))
ALL_FAULTY = shlex.join(FAULTY)
FEW_FAULTY = (
    "faulty/none.xml faulty/value-cert.xml faulty/text-missing.xml faulty/id-twice.xml faulty/xml-ampersand.xml"
)
FIXABLE = "faulty/value-cert.xml faulty/attribute-misspelt.xml faulty/dateline-in-p.xml faulty/value-date-german.xml"

FILES = {
    "list.rnc": """default namespace = "http://example.org/a"
## A list of items.
start = items
items = element items { attribute n { xsd:integer { minInclusive = "1" } }?, item+ }
item = element item { text }
""",
    "incorrect.rnc": "start = element a { list { b } }\nb = element b { missing }\n",
    "broken.rnc": "start = element a { text\n",
    "broken.rng": '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><elment name="a"/></start></grammar>\n',
    "items.xml": '<items xmlns="http://example.org/a" n="0"><item/><itm/></items>\n',
    "house.sch": """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <pattern>
    <rule context="tei:p"><assert test="not(contains(., ';'))">no semicolon</assert></rule>
    <rule context="tei:closer"><report test="tei:salute" role="warning">a salute</report></rule>
  </pattern>
</schema>
""",
    "letters.txt": """Hull, 1 May 1900

Dear Ann,

The boat came.

Yours,
Ben
---
York, 3 May 1900

Dear Ben,

So it did.

Yours,
Ann
""",
    "empty.xml": "",
    "folder/note.txt": "Not a letter.\n",
    "edition.toml": """publisher = "A Press"
year = 2024
doi = "10.1234/x"

[edition]
title = "Letters of a Town"
abstract = "Letters."
editor = ["Ann Editor"]
url = "https://example.org/index.xml"
licence = "https://creativecommons.org/licenses/by/4.0/"
publisher = "A Press"
repository = "Town Archive"
year = 2024
""",
    "settings.toml": """[encode]
language = "de"

[validate]
select = ["rng", "tei"]
ignore = ["tei/pointer"]

[validate.schemas]
"*.xml" = "letter"

[validate.severity]
"rng/attribute-value" = "warning"
""",
    "unknown-key.toml": "[validate]\nignored = []\n",
    "unknown-rule.toml": '[validate]\nignore = ["rng/attribute-valu"]\n',
}
SUBCOMMANDS = {"cache": ("clear", "show"), "schema": ("add", "check", "convert", "list", "remove", "show", "simplify")}
# PDF is left out: its bytes depend on the fonts that are installed.
METADATA = tuple(each.name for each in FORMATS.values() if not (each.pack or each.is_site) and each.name != "pdf")
NEED_METADATA = (
    "cmif", "ead3", "datacite", "datacite-json", "iiif", "inveniordm", "zenodo", "ro-crate", "e-ark", "ocfl",
)  # fmt: skip
PACKAGES = tuple(each.name for each in FORMATS.values() if each.pack)
CASES: dict[str, tuple[str, ...]] = {
    "help": ("teikit --help", "teikit"),
    **{f"help-{name}": (f"teikit {name} --help",) for name in COMMANDS},
    **{f"help-{name}-{sub}": (f"teikit {name} {sub} --help",) for name, subs in SUBCOMMANDS.items() for sub in subs},
    "validate-faulty-json": (f"teikit validate --schema letter --format json {ALL_FAULTY}",),
    "validate-faulty-json-without-schema": (f"teikit validate --format json {ALL_FAULTY}",),
    "validate-faulty-one-by-one": tuple(f"teikit validate --schema letter --format concise {each}" for each in FAULTY),
    **{f"validate-as-{name}": (f"teikit validate --schema letter --format {name} {FEW_FAULTY}",) for name in REPORTS},
    "validate-fixes": (
        f"teikit validate --schema letter --diff {FIXABLE}",
        f"teikit validate --schema letter --diff --unsafe-fixes {FIXABLE}",
        f"teikit validate --schema letter --show-fixes --format json {FIXABLE}",
        f"teikit validate --schema letter --fix {FIXABLE}",
    ),
    "validate-selection": (
        "teikit validate --schema letter --select tei faulty",
        "teikit validate --schema letter --ignore rng,xml faulty",
        "teikit validate --schema letter --ignore rng/nothing faulty/none.xml",
        "teikit validate --config settings.toml faulty/value-cert.xml faulty/id-twice.xml",
    ),
    "validate-baseline": (
        f"teikit validate --schema letter {FEW_FAULTY} --baseline known.json --write-baseline",
        f"teikit validate --schema letter {FEW_FAULTY} --baseline known.json",
        "teikit validate --schema letter faulty/p-in-p.xml --baseline known.json",
    ),
    "validate-schematron": (
        "teikit validate --schematron house.sch faulty/none.xml",
        "teikit validate --schematron house.sch --format svrl faulty/none.xml",
    ),
    "validate-own-schema": (
        "teikit validate --schema list.rnc items.xml",
        "teikit validate --schema incorrect.rnc items.xml",
        "teikit validate --schema missing.rnc items.xml",
        "teikit validate --strict-schema faulty/none.xml",
        "teikit validate --verbose --schema letter faulty/none.xml",
        "teikit validate --fail-fast --schema letter faulty",
    ),
    "merge": (
        f"teikit validate --schema letter --shard 1/2 --format json --output part-1.json {FEW_FAULTY}",
        f"teikit validate --schema letter --shard 2/2 --format json --output part-2.json {FEW_FAULTY}",
        "teikit merge part-1.json part-2.json",
        "teikit merge part-1.json",
    ),
    "encode": (
        "teikit encode french.txt --explain",
        "teikit encode french.txt --explain --format json",
        "teikit encode french.txt --review",
        "teikit encode letters.txt --split --- --meta edition.toml -o tei",
        "teikit encode letters.txt --split --- -o tei",
        "teikit encode french.txt german.txt",
        "teikit encode french.txt --conventions bracket",
    ),
    **{f"export-{name}": (f"teikit export letter.xml --to {name} --meta edition.toml -o out",) for name in METADATA},
    **{f"export-{name}": (f"teikit export letter.xml --to {name} --meta edition.toml -o out",) for name in PACKAGES},
    "export-lacks-metadata": tuple(f"teikit export letter.xml --to {name}" for name in NEED_METADATA),
    "export-canonical-check": ("teikit export letter.xml --to tei --check", "teikit export faulty --to tei --check"),
    "verify": (
        *(f"teikit export --quiet letter.xml --to {name} --meta edition.toml -o {name}.zip" for name in PACKAGES),
        f"teikit verify {' '.join(f'{name}.zip' for name in PACKAGES)}",
        "teikit export --quiet letter.xml --to bag -o bag",
        "damage bag/data/tei/letter.xml",
        "teikit verify bag",
        "teikit verify bag --format json",
        "teikit verify folder",
        "teikit verify letter.xml",
    ),
    "report": (
        "teikit report letter.xml faulty --schema letter",
        "teikit report letter.xml --format json",
        "teikit report letter.xml --format html --no-validate",
    ),
    "explain": (
        "teikit explain",
        "teikit explain rng/attribute-value",
        "teikit explain tei/pointer-unresolved --format markdown",
        "teikit explain tei/id-duplicate --format json",
        "teikit explain tei/pointer-unresolve",
    ),
    "config": (
        "teikit config",
        "teikit config letter.xml --config settings.toml",
        "teikit config letter.xml --config unknown-key.toml",
        "teikit validate faulty/none.xml --config unknown-rule.toml",
        "teikit config --config missing.toml",
    ),
    "schema-check": tuple(
        f"teikit schema check {name}" for name in ("list.rnc", "incorrect.rnc", "broken.rnc", "broken.rng", "empty.xml")
    ),
    "schema-convert": (
        "teikit schema convert list.rnc -",
        "teikit schema convert list.rnc list.rng",
        "teikit schema convert list.rng back.rnc",
        "teikit schema convert list.rnc list.rng",
        "teikit schema convert broken.rnc -",
        "teikit schema convert list.rnc list.xsd",
    ),
    "schema-simplify": (
        "teikit schema simplify list.rnc",
        "teikit schema simplify list.rnc -o simple.rng",
        "teikit schema simplify incorrect.rnc",
    ),
    "schema-list": (
        "teikit schema list",
        "teikit schema show letter",
        "teikit schema show unknown",
        "teikit schema remove letter",
        "teikit schema remove unknown",
        "teikit schema add unknown",
    ),
    "cache": ("teikit cache show", "teikit cache clear"),
    "usage-errors": (
        "teikit valdate",
        "teikit --verison",
        "teikit schema chekc list.rnc",
        "teikit validate --wibble letter.xml",
        "teikit validate --formt json letter.xml",
        "teikit validate --format jsn letter.xml",
        "teikit validate --jobs many letter.xml",
        "teikit validate --shard 3/2 letter.xml",
        "teikit validate --fix --diff letter.xml",
        "teikit validate --unique-ids --shard 1/2 letter.xml",
        "teikit export letter.xml",
        "teikit export letter.xml --to htm",
        "teikit encode french.txt --hyphens drop",
    ),
    "unusable-input": tuple(
        f"{command} {name}".strip()
        for command in (
            "teikit encode", "teikit export --to text", "teikit report", "teikit schema check", "teikit validate",
            "teikit verify",
        )
        for name in ("", "missing.xml", "folder", "empty.xml")
    ),
}  # fmt: skip


def normalize(text: str, folder: Path) -> str:
    """Replace what depends on machine, version or weights, and show carriage returns, which Git might change."""
    for path in (folder.resolve(), folder):
        text = text.replace(str(path), "FOLDER")
    text = FITTED_NUMBER.sub(lambda found: "N".rjust(len(found[0])) if "%" in found[0] else "N", text)
    return VERSION.sub("VERSION", text).replace("\r\n", "\\r\n")


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is the same everywhere: width, colours, day, and no schemas that a user added."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714953600")
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("TEIKIT_NO_CACHE", raising=False)
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.mark.parametrize("case", CASES)
def test_the_program_does_what_the_golden_file_says(case: str, tmp_path: Path, program) -> None:
    path = GOLDEN / f"{case}.txt"
    folder = working_folder(tmp_path, CASES[case])
    transcript = normalize("".join(run_command(each, folder, program) for each in CASES[case]), tmp_path)
    if UPDATES:
        path.parent.mkdir(exist_ok=True)
        path.write_text(transcript, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == transcript


@pytest.mark.skipif(UPDATES, reason="files are being written")
def test_each_golden_file_has_its_case() -> None:
    assert sorted(f"{case}.txt" for case in CASES) == sorted(path.name for path in GOLDEN.iterdir())


def working_folder(parent: Path, commands: Iterable[str]) -> Path:
    """Make a folder with the files that the commands read."""
    folder = parent / "work"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("french", "german"):
        shutil.copy(HERE / "data" / "letters" / f"{name}.txt", folder)
    letter = (HERE / "data" / "letters" / "french.xml").read_text(encoding="utf-8").replace("VERSION", "1.0")
    (folder / "letter.xml").write_text(letter, encoding="utf-8")
    if any("faulty" in each for each in commands):
        shutil.copytree(HERE / "data" / "faulty", folder / "faulty")
    return folder


def run_command(command: str, folder: Path, program) -> str:
    """Run a command line and return its transcript."""
    verb, *arguments = shlex.split(command)
    shown = command.replace(ALL_FAULTY, "faulty/*.xml")
    if verb == "damage":
        (folder / arguments[0]).write_bytes((folder / arguments[0]).read_bytes().replace(b"a", b"b"))
        return f"$ {shown}\n"
    before = digests(folder)
    status, out, err = program(*arguments, cwd=folder)
    sections = [f"$ {shown}\n"]
    if out:
        sections.append(section("standard output", out))
    if err:
        sections.append(section("standard error", "\n".join(err)))
    if "--quiet" not in arguments:
        sections += written_files(folder, before)
    return "".join((*sections, f"-- exit status {status}\n\n"))


def section(title: str, text: str) -> str:
    """Return a part of a transcript under its title."""
    return f"-- {title}\n{text}{'' if text.endswith(chr(10)) else chr(10)}"


def digests(folder: Path) -> dict[Path, str]:
    """Return the digest of each file in a folder."""
    return {path: digest(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def written_files(folder: Path, before: dict[Path, str]) -> Iterator[str]:
    """Yield the contents of each file that a command wrote; archives as the files that they contain."""
    contents: dict[str, bytes] = {}
    for path, its_digest in digests(folder).items():
        name = path.relative_to(folder).as_posix()
        if before.get(path) == its_digest:
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents |= {f"{name}!{each}": archive.read(each) for each in archive.namelist()}
        else:
            contents[name] = path.read_bytes()
    names = digest_names(contents)
    for name, data in contents.items():
        text = data.decode()
        is_small = len(text) <= MOST_CHARACTERS
        yield section(f"file {name}", name_digests(text, names) if is_small else f"sha256 {digest(data)}")


def digest_names(contents: dict[str, bytes]) -> dict[str, str]:
    """Return what each digest of a written file is to be called."""
    return {
        hashlib.new(algorithm, data).hexdigest(): f"<{algorithm} of {name}>"
        for name, data in contents.items()
        for algorithm in ("sha256", "sha512")
    }


def name_digests(text: str, names: dict[str, str]) -> str:
    """Replace the digests of written files, which may contain the version, by the names of the files."""
    return re.sub(r"\b(?:[0-9a-f]{128}|[0-9a-f]{64})\b", lambda found: names.get(found[0], found[0]), text)
