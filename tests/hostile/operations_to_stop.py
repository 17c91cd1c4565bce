"""The operations of the fault drills: what each reads, what it replaces, and what a stopped run may leave."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

_LETTER = """Thornbury, {day} May 1871

Dear Mrs. Ashdown,

Your parcel of seeds number {day} arrived this morning, and I thank you for it with all my heart.
The garden is wet, and nothing can be sown before the wind turns.

Believe me, yours very truly,
Eleanor Whitcombe
"""
_SCHEMA = """start = element note { attribute n { xsd:integer }, text }
"""
_METS = ("--to", "mets", "-o", "object", "--meta", "edition.toml")
_FORMER, _NEW = range(1, 4), range(1, 7)


class Operation(NamedTuple):
    """An operation: its arguments and files, relative to its folder.

    `wholes` are outputs that are written as one, such as a package; all other files are each one. `varying` are files
    whose contents depend on more than the inputs. With `resumes` a stopped run leaves what the next one needs; with
    `uses_cache` results are kept.
    """

    name: str
    arguments: tuple[str, ...]
    sources: str
    status: int = 0
    wholes: tuple[str, ...] = ()
    varying: tuple[str, ...] = ()
    resumes: bool = False
    uses_cache: bool = False

    def prepare(self, folder: Path) -> None:
        """Write the sources and the former results into an empty folder, and set the environment."""
        shutil.copytree(_prepared(self.sources), folder, dirs_exist_ok=True)
        os.environ |= {"TEIKIT_NO_CACHE": "1", "TEIKIT_CACHE_DIR": str(folder / "cache"), "XDG_DATA_HOME": str(folder)}
        if self.uses_cache:
            del os.environ["TEIKIT_NO_CACHE"]

    def units(self, *states: Iterable[str]) -> set[str]:
        """Return the outputs and sources that are each whole, of the names of files in some states."""
        names = {name for state in states for name in state if not self.is_varying(name)}
        return {next((each for each in self.wholes if name.startswith(f"{each}/")), name) for name in names}

    def is_varying(self, name: str) -> bool:
        """Return whether a file is not compared; the cache never is, which each run may use and fill."""
        return name.startswith("cache/") or name in self.varying

    def may_leave(self, name: str, *, is_killed: bool) -> bool:
        """Return whether a run that is stopped, or killed, may leave a file beside its results."""
        parts = Path(name).parts
        if any(each.startswith(".teikit-journal-") for each in parts):
            return self.resumes
        is_temporary = any(each.startswith((".teikit-", "tmp", ".old-")) for each in parts)
        return is_killed if is_temporary else self.is_varying(name)


def _write_letters(folder: Path, days: Iterable[int]) -> None:
    folder.mkdir()
    for day in days:
        (folder / f"{day}.txt").write_text(_LETTER.format(day=day), encoding="utf-8")


def _run(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "teikit", *arguments], cwd=folder, check=True, capture_output=True)


@cache
def _prepared(kind: str) -> Path:
    """Return a folder with sources and former results, made once."""
    folder = Path(mkdtemp(prefix="teikit-drills-"))
    _MAKERS[kind](folder)
    return folder


def _make_texts(folder: Path) -> None:
    _write_letters(folder / "letters", _NEW)
    (folder / "letter.txt").write_text(_LETTER.format(day=9), encoding="utf-8")
    _run(folder, "encode", "letters/1.txt", "letter.xml")


def _make_tei(folder: Path) -> None:
    _write_letters(folder / "texts", _NEW)
    _run(folder, "encode", "texts", "-o", "all", "-q")
    (folder / "tei").mkdir()
    for day in _FORMER:
        shutil.copy(folder / "all" / f"{day}.xml", folder / "tei")
    _run(folder, "export", "tei", "--to", "bag", "-o", "bag")
    _run(folder, "export", "tei", "--to", "bag", "-o", "bag.zip")
    (folder / "edition.toml").write_text('[edition]\ntitle = "Letters on seeds"\n', encoding="utf-8")
    _run(folder, "export", "tei", *_METS)
    for day in _NEW:
        shutil.copy(folder / "all" / f"{day}.xml", folder / "tei")
    shutil.rmtree(folder / "all")


def _make_notes(folder: Path) -> None:
    (folder / "s.rnc").write_text(_SCHEMA, encoding="utf-8")
    for name in ("good", "other"):
        (folder / f"{name}.xml").write_text('<note n="1">Sown</note>\n', encoding="utf-8")
    _run(folder, "schema", "convert", "s.rnc", "s.rng")
    _run(folder, "validate", "good.xml", "--schema", "s.rnc", "--format", "json", "--output", "report.json")
    _run(folder, "validate", "good.xml", "--schema", "s.rnc", "--baseline", "known.json", "--write-baseline")
    words = " ".join(f"Row {number} was sown, and watered twice." for number in range(2_000))
    (folder / "bad.xml").write_text(f'<note m="1" n="2" o="3">{words}</note>\n', encoding="utf-8")
    (folder / "s.rnc").write_text(f"{_SCHEMA}row = element row {{ text }}\n", encoding="utf-8")


def _make_decisions(folder: Path) -> None:
    for name in ("letter", "second"):
        (folder / f"{name}.txt").write_text(_LETTER.format(day=9), encoding="utf-8")
    tables = "".join(f'\n[[decisions]]\ntype = "cut"\nline = {line}\ntext = "Eleanor"\n' for line in range(1, 300))
    (folder / "letter.review.toml").write_text(f'source = "letter.txt"\n{tables}', encoding="utf-8")
    letters = "".join(f'\n[[letters]]\nsource = "book-{day}.txt"\nreviewed = true\n' for day in _NEW)
    (folder / "book").mkdir()
    (folder / "book" / "teikit.review.toml").write_text(letters, encoding="utf-8")


_MAKERS = {"texts": _make_texts, "tei": _make_tei, "notes": _make_notes, "decisions": _make_decisions}
_CHECK = ("validate", "bad.xml", "--schema", "s.rnc")

OPERATIONS = (
    Operation("decide", ("decide", "letter.txt", "second.txt", "book/book.txt=book-3.txt"), "decisions"),
    Operation("encode", ("encode", "letter.txt", "letter.xml", "--force"), "texts"),
    Operation("journal", ("encode", "letters", "-o", "out", "-q", "-j", "1"), "texts", resumes=True),
    Operation("bag", ("export", "tei", "--to", "bag", "-o", "bag", "--force"), "tei", wholes=("bag",)),
    Operation("zip", ("export", "tei", "--to", "bag", "-o", "bag.zip", "--force"), "tei"),
    Operation("mets", ("export", "tei", *_METS, "--force"), "tei", wholes=("object",)),
    Operation("pages", ("export", "tei", "--to", "html", "-o", "pages", "-j", "1"), "tei", resumes=True),
    Operation("fix", (*_CHECK, "--fix", "--unsafe-fixes"), "notes"),
    Operation("output", (*_CHECK, "--format", "json", "--output", "report.json"), "notes", status=1),
    Operation("baseline", (*_CHECK, "--baseline", "known.json", "--write-baseline"), "notes"),
    Operation("convert", ("schema", "convert", "s.rnc", "s.rng", "--force"), "notes"),
    Operation(
        "cache",
        (*_CHECK, "good.xml", "other.xml", "--format", "json", "--output", "report.json"),
        "notes",
        status=1,
        uses_cache=True,
    ),
    Operation(
        "store", ("schema", "add", "own", "--from", "s.rng"), "notes", varying=("teikit/schemas/own/schema.json",)
    ),
)
