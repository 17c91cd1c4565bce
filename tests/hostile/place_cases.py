"""File kinds, names, lists, globs, the environment, outputs, fixes, watching, and the cache."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import zlib

from hostile.case import Case, Place
from hostile.making import BIDI, ESCAPES, LETTER, later, tei

_TEX = tei("<tex/>")
_DATE = tei('<p><date when="3.5.1890">3 May</date></p><?teikit ignore tei/pointer?><p>x</p>')
_VERBS = {
    "validate": "validate {} --schema letter",
    "encode": "encode {}",
    "export": "export {} --to text",
    "report": "report {}",
    "verify": "verify {}",
    "merge": "merge {}",
    "schema-check": "schema check {}",
    "schema-simplify": "schema simplify {}",
    "files-from": "validate --files-from {}",
    "schema": "validate good.xml --schema {}",
    "schematron": "validate good.xml --schematron {}",
    "meta": "encode good.txt --meta {}",
    "config": "validate good.xml --config {}",
    "conventions": "encode good.txt --conventions {}",
    "baseline": "validate good.xml --schema letter --baseline {}",
    "catalog": "validate good.xml --schema letter --catalog {}",
    "bag-profile": "export good.xml --to bag -o o.zip --bag-profile {}",
}


def _kinds(place: Place) -> None:
    """Make one file of each kind that is no document."""
    work = place.work
    os.mkfifo(work / "pipe.xml")
    (work / "broken.xml").symlink_to("nowhere")
    (work / "loop.xml").symlink_to("loop.xml")
    (work / "folder.xml").mkdir()
    (work / "device.xml").symlink_to("/dev/zero")
    here = os.open(".", os.O_RDONLY)
    server = socket.socket(socket.AF_UNIX)
    try:
        os.chdir(work)
        server.bind("socket.xml")
    finally:
        os.chdir(here)
        os.close(here)
        server.close()


def _each_kind(verb: str) -> list[Case]:
    good = {"good.xml": tei("<p>Hello</p>"), "good.txt": LETTER}
    kinds = ("pipe", "broken", "loop", "folder", "device", "socket", "missing")
    return [
        Case(f"kind/{kind}-{verb}", _VERBS[verb].format(f"{kind}.xml"), good, status=2, prepare=_kinds, document=True)
        for kind in kinds
        if (kind, verb)
        not in {
            ("folder", "validate"),
            ("folder", "encode"),
            ("folder", "export"),
            ("folder", "report"),
            ("missing", "baseline"),
        }
    ]


_NAMES = (
    f"{ESCAPES}{BIDI}.xml",
    "a\nb.xml",
    "a\n::error::x.xml",
    "[red]x[/x].xml",
    "-rf.xml",
    "=cmd|x.xml",
    "a\udcff\udc80.xml",
    "\u2028\x9b31m.xml",
    "<img src=x onerror=alert(1)>.xml",
    "a%0Ab.xml",
    "'\";.xml",
    " .xml",
    "~.xml",
    "$HOME.xml",
    "😀\u0301.xml",
    "e\u0301.xml",
    "\u00e9.xml",
    "x" * 250 + ".xml",
)


def _names(place: Place) -> None:
    for name in _NAMES:
        for each, text in ((name, _TEX), (name.replace(".xml", ".txt"), LETTER)):
            path = place.work / each
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)


def _named(name: str, command: str, **more: object) -> Case:
    never = ("\n::error::x", *(["<img src=x onerror"] if "html" in name else []))
    return Case(f"name/{name}", command, prepare=_names, **{"never": never, "status": (0, 1, 2), **more})  # type: ignore[arg-type]


def _tree(place: Place) -> None:
    """Links in a folder that lead out, up and around, and folders that nest."""
    place.write("in/a.xml", tei("<p>x</p>"))
    place.write("in/a.txt", LETTER)
    (place.work / "in/out").symlink_to(place.outside)
    (place.work / "in/out.xml").symlink_to(place.secret)
    (place.work / "in/out.txt").symlink_to(place.secret)
    (place.work / "in/up").symlink_to("..")
    (place.work / "in/self").symlink_to(".")
    _folders(place.work / "in", 300)


def _folders(folder: object, depth: int) -> None:
    path = os.path.join(str(folder), *["d"] * depth)
    os.makedirs(path)


def _watch(place: Place, process: "subprocess.Popen[bytes]") -> None:
    time.sleep(2.5)
    (place.work / "a.xml").write_text(tei(f"<tex n='{BIDI}\x9b31m'/>"))
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)


def _foreign_cache(place: Place) -> None:
    for name in ("results.sqlite", "mine.txt", "x.schema", "schemas"):
        (place.cache / name).write_bytes(b"mine")


def _linked_cache(place: Place) -> None:
    place.cache.rmdir()
    place.cache.symlink_to(place.outside)


def _corrupt_cache(place: Place) -> None:
    database = sqlite3.connect(place.cache / "results.sqlite")
    database.execute("pragma application_id = 1952803179")
    database.execute(
        "create table results (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, content BLOB NOT NULL)"
    )
    database.executemany(
        "insert into results (key, content) values (?, ?)",
        ((bytes([i]) * 20, zlib.compress(b"x" * 50_000)) for i in range(50)),
    )
    database.commit()
    database.close()
    data = bytearray((place.cache / "results.sqlite").read_bytes())
    for at in range(4_096, len(data), 53):
        data[at] ^= 0xFF
    (place.cache / "results.sqlite").write_bytes(data)


def _cache_of_pickles(place: Place) -> None:
    for name in ("a" * 64, "97a7d85e71b9ff026b68285cf5604c6a8194e7c4250daaa4c281e13006be8957"):
        (place.cache / f"{name}.schema").write_bytes(b"cos\nsystem\n(S'touch ../outside/pwned'\ntR.")


def _special_cache(place: Place) -> None:
    os.mkfifo(place.cache / "results.sqlite")
    (place.cache / "x.schema").symlink_to("/dev/zero")


def _cache_is_a_file(place: Place) -> None:
    place.cache.rmdir()
    place.cache.write_text("mine")


def _store(text: str) -> object:
    def make(place: Place) -> None:
        folder = place.home / ".local/share/teikit/schemas/x"
        folder.mkdir(parents=True)
        (folder / "schema.json").write_text(text)

    return make


_FILES_A = {"a.xml": _TEX, "b.xml": tei("<p>Hello</p>"), "a.txt": LETTER}
_FIX = {"a.xml": _DATE}

CASES = (
    *(case for verb in _VERBS for case in _each_kind(verb)),
    Case(
        "kind/all-in-a-folder",
        "validate . --schema letter",
        {"good.xml": tei("<p>x</p>")},
        status=(0, 1, 2),
        prepare=_kinds,
    ),
    Case(
        "kind/all-in-a-folder-encode",
        "encode . -o o",
        {"good.txt": LETTER},
        status=(0, 1, 2),
        prepare=_kinds,
        writes=("work/o*",),
    ),
    Case("kind/all-in-a-folder-report", "report .", {"good.xml": tei("<p>x</p>")}, status=(0, 1, 2), prepare=_kinds),
    Case(
        "kind/all-in-a-folder-export",
        "export . --to bag -o o.zip",
        {"good.xml": tei("<p>x</p>")},
        status=(0, 1, 2),
        prepare=_kinds,
        writes=("work/o.zip",),
    ),
    Case(
        "kind/stdin-endless",
        "yes '<p>' | head -c 200000000 | $TEIKIT validate - --schema letter",
        shell=True,
        status=(1, 2),
        largest=200_000,
    ),
    Case("kind/stdin-zero", "$TEIKIT validate - --schema letter < /dev/zero", shell=True, status=(1, 2)),
    Case("kind/stdin-zero-encode", "$TEIKIT encode - < /dev/zero", shell=True, status=2),
    Case("kind/stdin-zero-list", "$TEIKIT validate --files-from - < /dev/zero", shell=True, status=2),
    Case("kind/stdin-closed", "$TEIKIT encode - <&-", shell=True, status=2),
    Case("kind/stdin-write-only", "$TEIKIT encode - 0>x", shell=True, status=2, writes=("work/x",)),
    *(
        _named(f"validate-{form}", f"validate . --schema letter --format {form}")
        for form in (
            "terminal",
            "concise",
            "statistics",
            "json",
            "jsonl",
            "sarif",
            "junit",
            "github",
            "gitlab",
            "html",
            "svrl",
            "csv",
        )
    ),
    _named("validate-colours", "validate . --schema letter --format terminal --color always"),
    _named("validate-fix", "validate . --schema letter --fix --show-fixes"),
    _named("validate-verbose", "validate . --schema letter -v"),
    _named("encode", "encode . -o o", writes=("work/o*",)),
    _named("encode-review", "encode . --review"),
    _named("encode-explain", "encode . --explain --format json", largest=20_000_000),
    _named("report-html", "report . --format html"),
    _named("report-table", "report . --format table"),
    _named("export", "export . --to html -o o", writes=("work/o*",)),
    *(
        _named(f"export-{form}", f"export . --to {form} -o o", writes=("work/o*",))
        for form in ("bag", "archivematica", "csv")
    ),
    Case("tree/validate", "validate in --schema letter", prepare=_tree, status=(0, 1, 2)),
    Case("tree/report", "report in", prepare=_tree, status=(0, 1, 2)),
    Case("tree/encode", "encode in -o o", prepare=_tree, status=(0, 1, 2), writes=("work/o*",)),
    Case("tree/export", "export in --to bag -o o.zip", prepare=_tree, status=(0, 1, 2), writes=("work/o.zip",)),
    Case("tree/fix", "validate in --schema letter --fix", prepare=_tree, status=(0, 1, 2)),
    Case("tree/schema-check-glob", "schema check 'in/*'", prepare=_tree, status=2),
    Case(
        "list/of-5000-missing",
        "validate --files-from l",
        {"l": lambda: "".join(f"x{i}.xml\n" for i in range(5_000))},
        status=2,
    ),
    Case("list/of-itself", "validate --files-from l", {"l": "l\nl\nl\n"}, status=(1, 2)),
    Case("list/of-escapes", "validate --files-from l", {"l": f"{ESCAPES}{BIDI}\n\x00\x01\n"}, status=2),
    Case("list/of-one-line", "validate --files-from l", {"l": lambda: "x" * 50_000_000}, status=2),
    Case("list/of-line-ends", "validate --files-from l", {"l": lambda: "\n" * 20_000_000}, status=2),
    Case("list/of-nuls", "validate --files-from l", {"l": lambda: b"\0" * 20_000_000}, status=2),
    Case(
        "list/of-globs",
        "validate --files-from l",
        {"l": "*" * 100 + "\n" + "**/" * 100 + "x\n", **_FILES_A},
        status=(1, 2),
    ),
    Case(
        "list/of-utf-16",
        "validate --files-from l",
        {"l": lambda: "a.xml\n".encode("utf-16"), **_FILES_A},
        status=(0, 1, 2),
    ),
    Case("list/of-device", "validate --files-from /dev/zero", status=2),
    Case(
        "glob/of-thirty-stars",
        "validate '" + "*a" * 30 + "*b' --schema letter",
        status=2,
        prepare=lambda place: [place.write("a" * 200 + f"{i}.xml", tei()) for i in range(30)],
    ),
    Case(
        "glob/of-double-stars",
        "validate '" + "**/" * 30 + "*.xml' --schema letter",
        _FILES_A,
        status=(1, 2),
        prepare=lambda place: _folders(place.work / "x", 60),
    ),
    Case("glob/of-brackets", "validate '" + "[a" * 5_000 + "' --schema letter", _FILES_A, status=2),
    Case("glob/of-question-marks", "validate '" + "?" * 100_000 + "' --schema letter", _FILES_A, status=2),
    Case("glob/of-braces", "validate '" + "{a,b}" * 40 + "' --schema letter", _FILES_A, status=2),
    Case("glob/of-root", "validate '/proc/*/mem' --schema letter", _FILES_A, status=2, slow=True),
    Case("glob/upward", "validate '../outside/*.nothing' --schema letter", _FILES_A, status=2),
    Case(
        "ignore/line-of-1-mb",
        "validate . --schema letter",
        {".gitignore": lambda: "a*" * 500_000, **_FILES_A},
        status=1,
    ),
    Case(
        "ignore/stars",
        "validate . --schema letter",
        {".gitignore": ("*a" * 30 + "b\n") + "**/" * 40 + "x\n", "a" * 200 + ".xml": _TEX},
        status=1,
    ),
    Case(
        "ignore/lines-100000",
        "validate . --schema letter",
        {".gitignore": lambda: "".join(f"x{i}/**/y{i}\n" for i in range(100_000)), **_FILES_A},
        status=1,
    ),
    Case(
        "ignore/brackets",
        "validate . --schema letter",
        {".gitignore": "[" * 20_000 + "\n[z-a]\n[[:alpha:\n\\\n[^]\n!\n!!!\n/\n//\n", **_FILES_A},
        status=(0, 1, 2),
    ),
    Case("ignore/not-utf-8", "validate . --schema letter", {".gitignore": b"\xff\xfe\0\n", **_FILES_A}, status=1),
    Case(
        "ignore/of-50-mb",
        "validate . --schema letter",
        {".gitignore": lambda: "\n" * 50_000_000, **_FILES_A},
        status=(1, 2),
    ),
    Case(
        "ignore/pipe",
        "validate . --schema letter",
        _FILES_A,
        status=(1, 2),
        prepare=lambda place: os.mkfifo(place.work / ".gitignore"),
    ),
    Case(
        "ignore/device",
        "validate . --schema letter",
        _FILES_A,
        status=(1, 2),
        prepare=lambda place: (place.work / ".gitignore").symlink_to("/dev/zero"),
    ),
    Case(
        "ignore/link-outside",
        "validate . --schema letter",
        _FILES_A,
        status=(1, 2),
        prepare=lambda place: (place.work / ".gitignore").symlink_to(place.secret),
    ),
    Case("ignore/git-file", "validate . --schema letter", {".git": "gitdir: @OUTSIDE@", **_FILES_A}, status=(1, 2)),
    Case(
        "environment/locale-c",
        "validate . --schema letter",
        env={"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        prepare=_names,
        status=(1, 2),
    ),
    Case(
        "environment/locale-c-encode",
        "encode a.txt",
        {"a.txt": "Paris, 3 mai 1890.\n\nCher Théodore,\n\nÀ bientôt — 😀.\n"},
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
        status=0,
        document=True,
    ),
    Case(
        "environment/locale-unknown",
        "validate a.xml --schema letter",
        _FILES_A,
        env={"LC_ALL": "xx_YY.\x1b[31m", "LANGUAGE": "../../x"},
        status=1,
    ),
    Case(
        "environment/encoding-latin",
        "encode a.txt --explain",
        {"a.txt": f"Dear Tom\u0160{BIDI},\n"},
        env={"PYTHONIOENCODING": "latin-1"},
        status=(0, 1),
    ),
    Case("environment/no-home", "env -u HOME $TEIKIT validate a.xml --schema letter", _FILES_A, shell=True, status=1),
    Case(
        "environment/no-home-no-cache",
        "env -u HOME -u TEIKIT_CACHE_DIR $TEIKIT schema list",
        _FILES_A,
        shell=True,
        status=0,
    ),
    Case(
        "environment/home-is-a-file",
        "validate a.xml --schema letter",
        _FILES_A,
        env={"HOME": "@SECRET@", "TEIKIT_CACHE_DIR": "@SECRET@/x"},
        status=1,
    ),
    Case(
        "environment/home-is-missing",
        "schema list",
        env={"HOME": "/nowhere/at/all", "XDG_DATA_HOME": "/proc/x", "XDG_CACHE_HOME": "relative/../.."},
        status=0,
    ),
    Case(
        "environment/home-hostile",
        "schema add x --from s.rng",
        {"s.rng": "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><text/></element>"},
        env={"HOME": "/dev/null", "XDG_DATA_HOME": "/dev/null/x"},
        status=2,
    ),
    Case(
        "environment/temporary-is-missing",
        "validate a.xml --schema letter --fix",
        _FIX,
        env={"TMPDIR": "/nowhere"},
        status=(0, 1),
        writes=("work/a.xml",),
    ),
    Case(
        "environment/columns",
        "validate a.xml --schema letter --format terminal",
        _FILES_A,
        env={"COLUMNS": "9" * 30, "LINES": "-1", "TERM": "\x1b[31m"},
        status=1,
    ),
    Case(
        "environment/columns-0",
        "report a.xml",
        _FILES_A,
        env={"COLUMNS": "0", "TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "1"},
        status=(0, 1),
        never=(),
    ),
    Case(
        "environment/proxy",
        "validate a.xml --schema letter",
        _FILES_A,
        env={"http_proxy": "@URL@", "https_proxy": "@URL@", "ALL_PROXY": "@URL@"},
        status=1,
    ),
    Case(
        "environment/catalogs",
        "validate a.xml --schema letter",
        _FILES_A,
        env={"XML_CATALOG_FILES": "@SECRET@ @URL@", "SGML_CATALOG_FILES": "@SECRET@", "XML_DEBUG_CATALOG": "1"},
        status=1,
    ),
    Case(
        "environment/epoch",
        "export a.xml --to bag -o o.zip",
        {"a.xml": tei("<p>x</p>")},
        env={"SOURCE_DATE_EPOCH": "-99999999999999", "TZ": "../../etc/passwd"},
        status=(0, 2),
        writes=("work/o.zip",),
    ),
    Case(
        "environment/epoch-words",
        "export a.xml --to bag -o o",
        {"a.xml": tei("<p>x</p>")},
        env={"SOURCE_DATE_EPOCH": "\x1b[31mx", "TZ": "x" * 5_000},
        status=(0, 2),
        writes=("work/o*",),
    ),
    Case(
        "environment/folder-gone",
        "mkdir d && cd d && rmdir ../d && $TEIKIT validate . --schema letter",
        shell=True,
        status=2,
    ),
    Case(
        "environment/folder-gone-absolute",
        "mkdir d && cd d && rmdir ../d && $TEIKIT validate @WORK@/a.xml --schema letter",
        _FILES_A,
        shell=True,
        status=(1, 2),
    ),
    Case(
        "environment/few-files",
        "ulimit -n 12; $TEIKIT validate a.xml --schema letter -j 4",
        _FILES_A,
        shell=True,
        status=(1, 2),
    ),
    Case(
        "environment/small-files",
        "ulimit -f 1; $TEIKIT export a.xml --to html -o o.html; s=$?; test ! -e o.html && exit $s",
        {"a.xml": later(tei, "<p>word</p>" * 3_000)},
        shell=True,
        status=2,
    ),
    Case(
        "environment/small-files-encode",
        "ulimit -f 1; $TEIKIT encode a.txt -o o.xml; s=$?; test ! -e o.xml && exit $s",
        {"a.txt": later(str, LETTER * 300)},
        shell=True,
        status=2,
    ),
    Case(
        "environment/small-files-fix",
        "cp a.xml b.xml; ulimit -f 1; $TEIKIT validate a.xml --fix --schema letter; s=$?; cmp a.xml b.xml && exit $s",
        {"a.xml": later(tei, '<p><date when="3.5.1890">3 May</date>x</p>' * 300)},
        shell=True,
        status=(1, 2),
        writes=("work/b.xml",),
    ),
    Case(
        "environment/small-files-package",
        "ulimit -f 1; $TEIKIT export a.xml --to bag -o o; s=$?; test ! -e o && exit $s",
        {"a.xml": later(tei, "<p>word</p>" * 3_000)},
        shell=True,
        status=2,
    ),
    Case(
        "environment/small-files-zip",
        "ulimit -f 1; $TEIKIT export a.xml --to bag -o o.zip; s=$?; test ! -e o.zip && exit $s",
        {"a.xml": lambda: tei("".join(f"<p>word {i * i * 7_919}</p>" for i in range(30_000)))},
        shell=True,
        status=2,
    ),
    Case(
        "environment/small-memory",
        "ulimit -v 600000; $TEIKIT validate a.xml --schema letter",
        {"a.xml": lambda: tei(f"<p>{'x' * 30_000_000}</p>")},
        shell=True,
        status=(0, 1, 2),
    ),
    Case(
        "environment/small-stack",
        "ulimit -s 256; $TEIKIT validate a.xml --schema letter",
        {"a.xml": lambda: tei("<p>" * 9_000 + "</p>" * 9_000)},
        shell=True,
        status=(1, 2),
    ),
    *(
        Case(
            f"closed/{name}-stdout",
            f"$TEIKIT {command} >&-",
            _FILES_A,
            shell=True,
            status=status,
            word="standard output",
        )
        for name, command, status in (
            ("validate", "validate a.xml --schema letter", 2),
            ("encode", "encode a.txt", 2),
            ("report", "report a.xml", 2),
            ("explain", "explain", 2),
            ("config", "config", 2),
            ("help", "--help", 2),
            ("schema-list", "schema list", 2),
            ("export", "export b.xml --to text", 2),
            ("cache", "cache show", 2),
            ("diff", "validate a.xml --diff --schema letter", (0, 1, 2)),
            ("version", "--version", 2),
        )
        if name != "diff"
    ),
    *(
        Case(
            f"closed/{name}-full",
            f"$TEIKIT {command} > /dev/full",
            _FILES_A,
            shell=True,
            status=2,
            word="standard output",
        )
        for name, command in (
            ("validate", "validate a.xml --schema letter"),
            ("encode", "encode a.txt"),
            ("report", "report a.xml"),
            ("explain", "explain"),
            ("config", "config"),
            ("help", "--help"),
            ("json", "validate a.xml --schema letter --format json"),
            ("html", "validate a.xml --schema letter --format html"),
            ("export", "export b.xml --to text"),
            ("version", "--version"),
        )
    ),
    *(
        Case(f"closed/{name}-stderr", f"$TEIKIT {command} 2>&-", _FILES_A, shell=True, status=status)
        for name, command, status in (
            ("validate", "validate a.xml --schema letter", 1),
            ("missing", "validate none.xml", 2),
            ("misuse", "validate --nothing", 2),
            ("encode", "encode none.txt", 2),
        )
    ),
    Case("closed/all", "$TEIKIT validate a.xml --schema letter >&- 2>&- <&-", _FILES_A, shell=True, status=2),
    Case(
        "closed/all-output",
        "$TEIKIT validate a.xml --schema letter --format json --output r.json >&- 2>&- <&-",
        _FILES_A,
        shell=True,
        status=(1, 2),
        writes=("work/r.json",),
    ),
    Case("closed/stderr-full", "$TEIKIT validate none.xml 2> /dev/full", _FILES_A, shell=True, status=2),
    Case("closed/both-full", "$TEIKIT validate a.xml --schema letter > /dev/full 2>&1", _FILES_A, shell=True, status=2),
    Case("closed/pipe", "(sleep 0.2; $TEIKIT explain; echo $? >&2) | true", shell=True, status=0, word="141"),
    Case(
        "closed/pipe-of-json",
        "($TEIKIT validate a.xml --schema letter --format json; echo $? >&2) | head -c 1",
        {"a.xml": later(tei, "<tex/>" * 5_000)},
        shell=True,
        status=0,
        word="141",
    ),
    *(
        Case(
            f"closed/{name}-diff-encoding",
            "validate a.xml --diff --schema letter",
            {"a.xml": content},
            status=(0, 1, 2),
            document=True,
        )
        for name, content in (
            (
                "latin",
                lambda: ('<?xml version="1.0" encoding="iso-8859-1"?>' + tei('<p>é<date when="3.5.1890"/></p>')).encode(
                    "latin-1"
                ),
            ),
            ("utf-16", lambda: tei('<p><date when="3.5.1890"/></p>').encode("utf-16")),
            ("utf-32", lambda: tei('<p><date when="3.5.1890"/></p>').encode("utf-32")),
            (
                "cp037",
                lambda: ('<?xml version="1.0" encoding="cp037"?>' + tei('<p><date when="3.5.1890"/></p>')).encode(
                    "cp037"
                ),
            ),
            (
                "shift-jis",
                lambda: ('<?xml version="1.0" encoding="Shift_JIS"?>' + tei('<p>ソ<date when="3.5.1890"/></p>')).encode(
                    "shift_jis"
                ),
            ),
            ("utf-7", b'<?xml version="1.0" encoding="utf-7"?><TEI/>'),
            ("broken", b"<TEI>\xff</TEI>"),
        )
    ),
    Case(
        "fix/through-link",
        "validate l.xml --fix --schema letter",
        _FIX,
        status=(0, 1, 2),
        prepare=lambda place: (place.work / "l.xml").symlink_to("a.xml"),
        writes=("work/a.xml",),
    ),
    Case(
        "fix/through-link-outside",
        "validate l.xml --fix --schema letter",
        status=(0, 1, 2),
        prepare=lambda place: (
            (place.outside / "b.xml").write_text(_DATE),
            (place.work / "l.xml").symlink_to(place.outside / "b.xml"),
        ),
    ),
    Case(
        "fix/hard-link",
        "validate a.xml --fix --schema letter",
        _FIX,
        status=(0, 1, 2),
        prepare=lambda place: (place.work / "b.xml").hardlink_to(place.work / "a.xml"),
        writes=("work/a.xml",),
    ),
    Case(
        "fix/bidi",
        "validate a.xml --diff --schema letter",
        {"a.xml": tei(f'<p rend="{BIDI}"><date when="3.5.1890">{BIDI}\x9b31m</date></p>')},
        status=(0, 1, 2),
    ),
    Case(
        "fix/end-tags",
        "validate a.tei --fix --schema letter",
        {"a.tei": "<TEI><p><hi>a</p><p>b</hi></p></TEI>"},
        status=(1, 2),
        writes=("work/a.tei",),
    ),
    Case(
        "fix/of-many",
        "validate a.xml --fix --schema letter",
        {"a.xml": later(tei, '<p><date when="3.5.1890">3 May</date>x</p>' * 3_000)},
        status=(0, 1, 2),
        writes=("work/a.xml",),
        slow=True,
    ),
    Case("fix/stdin", "$TEIKIT validate - --fix --schema letter < a.xml", _FIX, shell=True, status=(0, 1, 2)),
    *(
        Case(
            f"output/{name}",
            f"validate a.xml --schema letter --format json --output {target}",
            _FILES_A,
            status=2,
            prepare=prepare,
        )
        for name, target, prepare in (
            ("onto-input", "a.xml", None),
            ("onto-device", "/dev/full", None),
            ("onto-folder", ".", None),
            ("in-missing-folder", "x/y.json", None),
            ("onto-root", "/", None),
            ("onto-foreign", "a.txt", None),
            ("named-long", "x" * 5_000, None),
            ("named-nul", "''", None),
            ("onto-pipe", "p", lambda place: os.mkfifo(place.work / "p")),
            ("through-link", "l.json", lambda place: (place.work / "l.json").symlink_to(place.outside / "n.json")),
            (
                "onto-hard-link-of-input",
                "h.json",
                lambda place: (place.work / "h.json").hardlink_to(place.work / "a.xml"),
            ),
        )
    ),
    Case(
        "output/one-file-for-two",
        "validate a.xml --schema letter --format json --output r.json --format html --output ./r.json",
        _FILES_A,
        status=2,
    ),
    Case("output/encode-onto-source", "encode a.txt -o a.txt --force", _FILES_A, status=2),
    Case(
        "output/encode-onto-meta",
        "encode a.txt -o m.toml --meta m.toml --force",
        {"a.txt": LETTER, "m.toml": 'title = "x"'},
        status=2,
    ),
    Case(
        "output/encode-onto-config",
        "encode a.txt -o teikit.toml --force",
        {"a.txt": LETTER, "teikit.toml": ""},
        status=2,
    ),
    Case("output/encode-onto-device", "encode a.txt -o /dev/full --force", _FILES_A, status=2),
    Case(
        "output/encode-through-link",
        "encode a.txt -o l.xml --force",
        _FILES_A,
        status=2,
        prepare=lambda place: (place.work / "l.xml").symlink_to(place.outside / "n.xml"),
    ),
    Case(
        "output/encode-into-linked-folder",
        "encode a.txt b.txt -o o",
        {"a.txt": LETTER, "b.txt": LETTER},
        status=(0, 2),
        prepare=lambda place: ((place.work / "o").mkdir(), (place.work / "o/a.xml").symlink_to(place.secret)),
        writes=("work/o/b.xml",),
    ),
    Case(
        "output/encode-same-names",
        "encode a/x.txt b/x.txt x.md -o o",
        {"a/x.txt": LETTER, "b/x.txt": LETTER, "x.md": LETTER},
        status=2,
        writes=(),
    ),
    Case(
        "output/encode-journal-hostile",
        "encode a.txt b.txt -o o",
        {"a.txt": LETTER, "b.txt": LETTER, "o/.teikit-journal-00000000": "[" * 50_000, "o/.teikit-x/old/y": "mine"},
        status=(0, 1, 2),
        writes=("work/o/*.xml",),
    ),
    Case(
        "watch/change-with-escapes",
        "validate a.xml --watch --schema letter",
        {"a.xml": tei("<p>x</p>")},
        status=130,
        meanwhile=_watch,
        writes=("work/a.xml",),
    ),
    Case(
        "watch/folder-with-kinds",
        "validate . --watch --schema letter",
        {"a.xml": tei("<p>x</p>")},
        status=130,
        meanwhile=_watch,
        prepare=_kinds,
        writes=("work/a.xml",),
    ),
    Case(
        "watch/names-with-escapes",
        "validate . --watch --schema letter",
        {"a.xml": tei("<p>x</p>")},
        status=130,
        meanwhile=_watch,
        prepare=_names,
        writes=("work/a.xml",),
    ),
    *(
        Case(f"cache/{name}-{verb}", command, _FILES_A, status=(0, 1, 2), prepare=prepare, own_cache=True)
        for name, prepare in (
            ("foreign", _foreign_cache),
            ("corrupt", _corrupt_cache),
            ("pickles", _cache_of_pickles),
            ("special", _special_cache),
            ("linked", _linked_cache),
            ("file", _cache_is_a_file),
        )
        for verb, command in (
            ("validate", "validate a.xml --schema letter"),
            ("show", "cache show"),
            ("clear", "cache clear"),
        )
    ),
    Case(
        "cache/foreign-files-stay",
        "$TEIKIT cache clear; cat @WORK@/../cache/mine.txt @WORK@/../cache/x.schema",
        shell=True,
        prepare=_foreign_cache,
        own_cache=True,
        word="minemine",
        status=0,
    ),
    *(
        Case(f"store/{name}", command, _FILES_A, status=(0, 1, 2), prepare=_store(text))
        for name, text, command in (  # type: ignore[arg-type]
            ("nested", "[" * 100_000, "schema list"),
            ("nested-show", "[" * 100_000, "schema show x"),
            ("digits", '{"format": ' + "9" * 9_000 + "}", "schema show x"),
            ("types", '{"format": 1, "main": 7, "files": [], "source": null}', "schema show x"),
            (
                "outside",
                json.dumps(
                    {
                        "format": 1,
                        "main": "../../../../../outside/secret.xml",
                        "source": f"x{BIDI}\x1b[31m",
                        "version": "\x1b]0;x\x07",
                        "files": {"../../../../../outside/secret.xml": "00"},
                    }
                ),
                "schema show x",
            ),
            ("validate", '{"format": 1}', "validate a.xml --schema x"),
            ("remove", '{"format": 1e999}', "schema list"),
        )
    ),
)
