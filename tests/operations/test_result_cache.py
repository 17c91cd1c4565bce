"""The results cache of `teikit validate`: what did not change is not judged again, and what it gives is never wrong."""

import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teikit import config
from teikit.cli import run
from teikit.document.document import CHUNK
from teikit.operations import result_cache, result_database
from teikit.operations.result_database import NAME
from teikit.report.formats import FORMATS
from teikit.schematron import load
from teikit.validation import loading, pipeline
from teikit.validation.store import Store

LETTER = (Path(__file__).parents[1] / "data" / "faulty" / "none.xml").read_text(encoding="utf-8")
PERSONS = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:id="hall"/></TEI>'
INCLUDED = (
    'namespace tei = "http://www.tei-c.org/ns/1.0"\n'
    "other = element * - tei:postscript { attribute * { text }*, (other | text)* }\n"
)
ANY = b"start = any\nany = element * { attribute * { text }*, (text | any)* }"
SCHEMA = 'include "included.rnc"\nstart = other\n'
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/><include href="pattern.sch"/>
<phase id="none"/><phase id="all"><active pattern="one"/></phase></schema>"""
PATTERN = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="one"><rule context="tei:p">
<assert test="string-length(.) > 1000">too short</assert></rule></pattern>"""
POINTERS = (
    '<p><persName ref="persons.xml#hall">Hall</persName> <ref target="#nobody">x</ref><graphic url="scan.jpg"/>'
    '<persName ref="b.xml#b1">b</persName></p>'
)


def letter(inside: str = POINTERS, model: str = "") -> str:
    made = LETTER.replace("<closer", f"{inside}<closer", 1)
    assert made != LETTER
    return made.replace("<TEI", f"{model}<TEI", 1) if model else made


def forget() -> None:
    """Forget what a process knows, as a new one would."""
    for each in (
        loading.schema,
        loading.fetch_schema,
        pipeline.schematron,
        pipeline._schematron_digests,
        result_cache._program_digest,
    ):
        each.cache_clear()
    config.clear_cache()


class Edition:
    """A folder of letters that is checked in this process, with a count of those that were judged."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, streams: pytest.CaptureFixture[str]) -> None:
        self.home, self.patch, self._streams = home, patch, streams
        self.judged: list[str] = []
        self.arguments: list[str] = ["a.xml", "b.xml", "c.xml"]
        self.write("a.xml", letter("<p>First.</p>"))
        self.write("b.xml", letter('<p xml:id="b1">Second.</p>'))
        self.write("c.xml", letter())
        self.write("persons.xml", PERSONS)
        self.write("included.rnc", INCLUDED)
        self.write("schema.rnc", SCHEMA)
        self.write("rules.sch", RULES)
        self.write("pattern.sch", PATTERN)

    def write(self, name: str, text: str) -> None:
        (self.home / name).parent.mkdir(exist_ok=True)
        (self.home / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.home / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def validate(self, *arguments: str) -> tuple[object, str, str]:
        """Return the exit status and what was written, and keep which documents were judged."""
        forget()
        self.judged.clear()
        self.patch.setattr(sys, "argv", ["teikit", "validate", "--jobs", "1", *self.arguments, *arguments])
        status = run()
        streams = self._streams.readouterr()
        assert status in ({2} if "schema/not-read" in streams.out else {0, 1}), streams.err
        return status, streams.out, streams.err


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Edition:
    (tmp_path / "edition").mkdir()
    monkeypatch.chdir(tmp_path / "edition")
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    # In the place of the tei_all that ships, which takes a second to compile into each new cache.
    Store(tmp_path / "data" / "teikit" / "schemas").add("tei_all", "here", {"tei_all.rnc": ANY}, "")
    made = Edition(tmp_path / "edition", monkeypatch, capsys)
    judge = pipeline.ValidationPipeline.problems

    def counted(self: pipeline.ValidationPipeline, document: object, *given: object, **named: object) -> object:
        made.judged.append(document.file)  # type: ignore[attr-defined]
        return judge(self, document, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.ValidationPipeline, "problems", counted)
    return made


def test_what_did_not_change_is_not_judged_again_but_for_a_small_first_file(edition: Edition) -> None:
    first = edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]
    second = edition.validate()
    assert edition.judged == ["a.xml"]
    assert second == first
    assert "tei/pointer-unresolved" in first[1]


def test_a_large_first_file_is_not_judged_again(edition: Edition) -> None:
    edition.write("a.xml", letter(f"<p>{'x' * 300_000}</p>"))
    edition.validate()
    edition.validate()
    assert edition.judged == []


def test_a_single_small_file_opens_no_cache(edition: Edition) -> None:
    edition.arguments = ["a.xml"]
    edition.validate()
    assert not (edition.home.parent / "cache" / NAME).exists()


@pytest.mark.parametrize("how", ["--no-cache", "TEIKIT_NO_CACHE"])
def test_without_cache_all_is_judged_and_nothing_kept(edition: Edition, how: str) -> None:
    if how.startswith("--"):
        edition.arguments.append(how)
    else:
        edition.patch.setenv(how, "1")
    edition.validate()
    edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]
    assert not (edition.home.parent / "cache" / NAME).exists()


def _image(edition: Edition) -> None:
    (edition.home / "scan.jpg").touch()


def _moved(edition: Edition) -> None:
    moved = edition.home.parent / "moved"
    shutil.copytree(edition.home, moved)
    edition.patch.chdir(moved)


def _named_by_its_whole_path(edition: Edition) -> None:
    edition.arguments[2] = str(edition.home / "c.xml")


def _linked(edition: Edition) -> None:
    # Where the neighbour is another file, though its name is the same.
    shutil.move(edition.home / "persons.xml", edition.home.parent / "persons.xml")
    (edition.home / "persons.xml").symlink_to(edition.home.parent / "persons.xml")


def _options(*options: str) -> Callable[[Edition], None]:
    def change(edition: Edition) -> None:
        edition.arguments += options

    return change


CHANGES: dict[str, Callable[[Edition], None]] = {
    "its bytes": lambda each: each.replace("c.xml", "Hall", "Holl"),
    "its name": _named_by_its_whole_path,
    "its place": _moved,
    "a neighbour's ids": lambda each: each.replace("persons.xml", "hall", "hell"),
    "a neighbour's bytes": lambda each: each.replace("persons.xml", "<p", "<p n='1'"),
    "a neighbour that goes": lambda each: (each.home / "persons.xml").unlink(),
    "a neighbour that may not be seen": _linked,
    "another document of the run": lambda each: each.replace("b.xml", "b1", "b2"),
    "an image that comes": _image,
    "the soundness of ids": _options("--no-ids"),
    "a schema": _options("--schema", "schema.rnc"),
    "rules": _options("--schematron", "rules.sch"),
    "the version": lambda each: each.patch.setattr(result_cache, "__version__", "99"),
    "Python": lambda each: each.patch.setattr(sys, "version", "9.9"),
    "expat": lambda each: each.patch.setattr("xml.parsers.expat.EXPAT_VERSION", "expat_9"),
    "the program": lambda each: each.patch.setattr(result_cache, "_package_files", lambda _folder: [("x.py", 1, 1)]),
    "a schema that its folder's configuration names": lambda each: each.write(
        "teikit.toml", '[validate.schemas]\n"*.xml" = "schema.rnc"\n'
    ),
    "rules that its configuration names": lambda each: each.write(
        "teikit.toml", '[validate.schematrons]\n"*.xml" = "rules.sch"\n'
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_document_is_judged_again_where_what_it_depends_on_is_another(edition: Edition, what: str) -> None:
    edition.validate()
    CHANGES[what](edition)
    cached = edition.validate()
    assert any(each.endswith("c.xml") for each in edition.judged)
    assert edition.validate("--no-cache") == cached


MORE: dict[str, Callable[[Edition], None]] = {
    "the schema's bytes": lambda each: each.replace("schema.rnc", "start", "# another\nstart"),
    "what the schema includes": lambda each: each.replace("included.rnc", "postscript", "graphic"),
    "the rules' bytes": lambda each: each.replace("rules.sch", "<include", "<!-- another --><include"),
    "what the rules include": lambda each: each.replace("pattern.sch", "1000", "1"),
    "the phase": _options("--phase", "none"),
    "another schema": _options("--schema", "letter"),
    "the libraries of rules": lambda each: each.patch.setattr("elementpath.__version__", "99"),
}


@pytest.mark.parametrize("what", MORE)
def test_a_document_is_judged_again_where_its_schemas_are_others(edition: Edition, what: str) -> None:
    edition.arguments += ["--schema", "schema.rnc", "--schematron", "rules.sch"]
    edition.validate()
    edition.validate()
    assert edition.judged == ["a.xml"]
    MORE[what](edition)
    cached = edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]
    assert edition.validate("--no-cache") == cached


def test_rules_that_a_grammar_holds_count_with_what_it_includes(edition: Edition) -> None:
    edition.write(
        "rules.rng",
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="more.rng"/>'
        '<start><ref name="any"/></start></grammar>',
    )
    more = (
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="any"><element><anyName/><empty/></element>'
        f"</define>{PATTERN}</grammar>"
    )
    edition.write("more.rng", more)
    edition.arguments += ["--schematron", "rules.rng"]
    edition.validate()
    edition.replace("more.rng", "1000", "1")
    cached = edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]
    assert edition.validate("--no-cache") == cached


def test_what_xml_model_names_is_looked_for_each_time(edition: Edition) -> None:
    model = '<?xml-model href="own.rnc" type="application/relax-ng-compact-syntax"?>'
    edition.write("c.xml", letter(model=model))
    missing = edition.validate()
    assert "schema/not-read" in missing[1]
    edition.write("own.rnc", SCHEMA)
    there = edition.validate()
    assert "schema/not-read" not in there[1]
    assert edition.validate("--no-cache") == there
    (edition.home / "own.rnc").unlink()
    assert edition.validate() == missing


def test_a_catalog_that_leads_elsewhere_counts(edition: Edition) -> None:
    model = '<?xml-model href="urn:own" type="application/relax-ng-compact-syntax"?>'
    edition.write("c.xml", letter(model=model))
    catalog = (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="urn:own" uri="schema.rnc"/></catalog>'
    )
    edition.write("catalog.xml", catalog)
    edition.write("other/other.rnc", "start = element nothing { empty }")
    edition.arguments += ["--catalog", "catalog.xml"]
    first = edition.validate()
    edition.replace("catalog.xml", "schema.rnc", "other/other.rnc")
    second = edition.validate()
    assert "c.xml" in edition.judged
    assert second != first
    assert edition.validate("--no-cache") == second


@pytest.mark.parametrize("options", [["--select", "tei/pointer"], ["--ignore", "tei"], ["--select", "rng,tei/date"]])
def test_who_looked_at_all_rules_knows_of_some(edition: Edition, options: list[str]) -> None:
    edition.validate()
    some = edition.validate(*options)
    assert edition.judged == ["a.xml"]
    assert edition.validate("--no-cache", *options) == some


def test_who_looked_at_some_rules_does_not_know_of_all(edition: Edition) -> None:
    edition.validate("--ignore", "tei")
    edition.validate("--ignore", "tei")
    assert edition.judged == ["a.xml"]
    every = edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]
    assert edition.validate("--no-cache") == every


def test_weights_and_baselines_need_no_new_judgement(edition: Edition) -> None:
    edition.validate()
    edition.validate("--baseline", "known.json", "--write-baseline")
    assert edition.judged == ["a.xml"]
    edition.write("teikit.toml", '[validate]\nbaseline = "known.json"\n[validate.severity]\ntei = "error"\n')
    cached = edition.validate()
    assert edition.judged == ["a.xml"]
    assert edition.validate("--no-cache") == cached


@pytest.mark.parametrize("options", [["--unique-ids"], ["--allow-network"]])
def test_what_depends_on_other_documents_or_on_the_network_is_not_kept(edition: Edition, options: list[str]) -> None:
    edition.arguments += options
    edition.validate()
    edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]


@pytest.mark.parametrize(
    "test",
    [
        "current-date() > xs:date('2020-01-01')",
        "string(current-dateTime()) != ''",
        "current-time() > xs:time('00:00:00')",
        "&#x63;urrent-date() > xs:date('2020-01-01')",
    ],
)
def test_what_depends_on_the_day_is_not_kept(edition: Edition, test: str) -> None:
    edition.replace("pattern.sch", "string-length(.) > 1000", test)
    edition.arguments += ["--schematron", "rules.sch"]
    edition.validate()
    edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]


@pytest.mark.parametrize(
    ("test", "lasts"),
    [
        ("$value = 1", True),
        ("count($days) = 1", True),
        ("$moment > xs:date('2020-01-01')", False),
        ("$day > xs:date('2020-01-01')", False),
    ],
)
def test_rules_last_where_no_expression_asks_for_the_moment(tmp_path: Path, test: str, lasts: bool) -> None:  # noqa: FBT001
    day = "" if lasts else '<let name="day" value="current-date()"/>'
    (tmp_path / "a.sch").write_text(
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">{day}<let name="days" value="7"/>'
        f'<pattern abstract="true" id="a"><rule context="*"><assert test="{test}">x</assert></rule></pattern>'
        '<pattern is-a="a"><param name="value" value="1"/><param name="moment" value="current-date()"/></pattern>'
        "</schema>"
    )
    assert load(tmp_path / "a.sch").is_deterministic is lasts


def test_what_could_not_be_evaluated_is_not_kept(edition: Edition) -> None:
    edition.replace("pattern.sch", "string-length(.) > 1000", "xs:integer(string(.)) > 1")
    edition.arguments += ["--schematron", "rules.sch"]
    first = edition.validate()
    assert "sch/not-evaluated" in first[1]
    edition.validate()
    assert edition.judged == ["a.xml", "b.xml", "c.xml"]


def test_a_file_that_changes_while_it_is_judged_is_judged_as_it_was_read(edition: Edition) -> None:
    judge = pipeline.ValidationPipeline.problems

    def changing(self: pipeline.ValidationPipeline, document: object, *given: object, **named: object) -> object:
        edition.write("c.xml", letter("<p>Changed.</p>"))
        return judge(self, document, *given, **named)  # type: ignore[arg-type]

    before = edition.validate("--no-cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.ValidationPipeline, "problems", changing)
        edition.arguments = ["a.xml", "c.xml"]
        edition.write("c.xml", letter())
        edition.validate()
    edition.arguments = ["a.xml", "b.xml", "c.xml"]
    assert edition.validate() == edition.validate("--no-cache")
    edition.write("c.xml", letter())
    assert edition.validate() == before


def test_a_large_file_that_changes_while_it_is_judged_is_not_kept(edition: Edition) -> None:
    edition.patch.setattr("teikit.document.document._MOST_KEPT", CHUNK)
    whole = letter(f"<p>{'x' * 200_000}</p>")
    edition.write("c.xml", whole)
    judge = pipeline.ValidationPipeline.problems

    def changing(self: pipeline.ValidationPipeline, document: object, *given: object, **named: object) -> object:
        edition.write("c.xml", whole.replace("xxx", "<nothing/>", 1))
        return judge(self, document, *given, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.ValidationPipeline, "problems", changing)
        edition.validate()
    edition.write("c.xml", whole)
    assert edition.validate() == edition.validate("--no-cache")


@pytest.mark.parametrize("damage", ["bytes", "entries", "pipe"])
def test_a_cache_that_is_damaged_changes_nothing(edition: Edition, damage: str) -> None:
    whole = edition.validate()
    stored = edition.home.parent / "cache" / NAME
    if damage == "bytes":
        stored.write_bytes(random.Random(1).randbytes(50_000))
    elif damage == "pipe":
        stored.unlink()
        os.mkfifo(stored)
    else:
        results = result_database.ResultDatabase(stored.parent)
        real = results.find

        def hostile(_self: object, key: bytes) -> bytes | None:
            found = real(key)
            return found and b'[["ids", 7, {}], ["exists", "\\u0000", null]]\n[1, [1]]'

        edition.patch.setattr(result_database.ResultDatabase, "find", hostile)
    foreign = "it, or a file of SQLite beside it, is not teikit's alone: no results are kept"
    said = whole[2] if damage == "entries" else f"{whole[2]}teikit: {stored}: {foreign}\n"
    assert edition.validate() == (*whole[:2], said)
    assert edition.validate() == (*whole[:2], said)


@pytest.mark.parametrize("home", ["/nonexistent/home", "", "relative"])
def test_a_home_that_is_not_there_is_no_fault(edition: Edition, home: str) -> None:
    whole = edition.validate("--no-cache")
    edition.patch.delenv("TEIKIT_CACHE_DIR")
    edition.patch.delenv("XDG_CACHE_HOME", raising=False)
    edition.patch.setenv("HOME", home)
    # What the superuser would be allowed to make.
    edition.patch.setattr(Path, "mkdir", _refusing)
    assert edition.validate() == whole
    assert not (edition.home / "relative").exists()
    assert not (edition.home / "~").exists()


def _refusing(_self: Path, *_given: object, **_named: object) -> None:
    raise PermissionError(13, "Permission denied")


def _edits(chance: random.Random, edition: Edition) -> None:
    """Change something of an edition, as an editor may between two runs."""
    texts = [
        letter(),
        letter("<p>First.</p>"),
        letter('<p xml:id="b1">x</p><p xml:id="b1">y</p>'),
        letter('<p><ref target="a.xml#b1">x</ref> <date when="1899-02-30">x</date></p>'),
        letter("<nothing/>"),
        letter("<p>"),
        letter(model='<?xml-model href="schema.rnc" type="application/relax-ng-compact-syntax"?>'),
        letter(model='<?xml-model href="rules.sch" schematypens="http://purl.oclc.org/dsdl/schematron" phase="all"?>'),
        letter("<?teikit ignore tei/pointer?>" + POINTERS),
    ]
    settings = [
        "",
        '[validate.schemas]\n"*.xml" = "schema.rnc"\n',
        '[validate]\nignore = ["tei/pointer"]\n',
        '[validate.severity]\n"tei" = "error"\n',
        '[validate.schematrons]\n"b.xml" = "rules.sch"\n',
    ]
    name = chance.choice(["a.xml", "b.xml", "c.xml"])
    chance.choice(
        [
            lambda: edition.write(name, chance.choice(texts)),
            lambda: edition.write(name, chance.choice(texts)),
            lambda: edition.write("persons.xml", PERSONS.replace("hall", chance.choice(["hall", "hell"]))),
            lambda: (edition.home / "persons.xml").unlink(missing_ok=True),
            lambda: edition.write("scan.jpg", ""),
            lambda: (edition.home / "scan.jpg").unlink(missing_ok=True),
            lambda: edition.write("included.rnc", INCLUDED.replace("postscript", chance.choice(["graphic", "closer"]))),
            lambda: edition.write("pattern.sch", PATTERN.replace("1000", chance.choice(["1", "10", "1000"]))),
            lambda: edition.write("teikit.toml", chance.choice(settings)),
            lambda: edition.write("teikit.toml", chance.choice(settings)),
        ]
    )()


# What is told besides, in each run by chance.
OPTIONS = [
    [],
    [],
    [],
    ["--no-ids"],
    ["--select", "tei"],
    ["--schema", "schema.rnc"],
    ["--schematron", "rules.sch"],
    ["-v"],
]


@pytest.mark.slow
def test_workers_remember_all_that_they_were_given(edition: Edition) -> None:
    for number in range(40):
        edition.write(f"more/{number:02}.xml", letter())
    edition.arguments = ["more"]
    first = edition.validate("--jobs", "2")
    assert result_database.ResultDatabase(edition.home.parent / "cache").usage().entries >= 39
    assert edition.validate("--jobs", "2") == first
    assert edition.validate() == first
    assert edition.validate("--no-cache") == first
    assert edition.validate("--jobs", "2", "--no-cache") == first


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_a_cached_run_tells_what_one_without_cache_tells_in_all_formats(
    edition: Edition, seed: int
) -> None:
    chance = random.Random(seed)
    outputs = [part for name in FORMATS for part in ("--format", name, "--output", f"../report.{name}")]

    def told(*options: str) -> tuple[object, ...]:
        streams = edition.validate(*outputs, *options)
        return streams, [(edition.home.parent / f"report.{name}").read_bytes() for name in FORMATS]

    known = result_cache.ResultCache._find_result
    saved: list[object] = []

    def counting(self: result_cache.ResultCache, *given: result_cache.CacheKey) -> object:
        saved.append(known(self, *given))
        return saved[-1]

    edition.patch.setattr(result_cache.ResultCache, "_find_result", counting)
    for _ in range(25):
        _edits(chance, edition)
        options = chance.choice(OPTIONS)
        cached = told(*options)
        assert told(*options, "--no-cache") == cached
    assert sum(each is not None for each in saved) > 15
