"""The environment: variables, limits of the process, closed and full streams."""

from hostile.case import Case
from hostile.folders import make_names
from hostile.making import BIDI, FILES, FIXABLE, LETTER, later, tei

CASES = (
    Case(
        "environment/locale-c",
        "validate . --schema letter",
        env={"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        prepare=make_names,
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
        FILES,
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
    Case("environment/no-home", "env -u HOME $TEIKIT validate a.xml --schema letter", FILES, in_shell=True, status=1),
    Case(
        "environment/no-home-no-cache",
        "env -u HOME -u TEIKIT_CACHE_DIR $TEIKIT schema list",
        FILES,
        in_shell=True,
        status=0,
    ),
    Case(
        "environment/home-is-a-file",
        "validate a.xml --schema letter",
        FILES,
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
        {"a.xml": FIXABLE},
        env={"TMPDIR": "/nowhere"},
        status=(0, 1),
        writes=("work/a.xml",),
    ),
    Case(
        "environment/columns",
        "validate a.xml --schema letter --format terminal",
        FILES,
        env={"COLUMNS": "9" * 30, "LINES": "-1", "TERM": "\x1b[31m"},
        status=1,
    ),
    Case(
        "environment/columns-0",
        "report a.xml",
        FILES,
        env={"COLUMNS": "0", "TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "1"},
        status=(0, 1),
        never=(),
    ),
    Case(
        "environment/proxy",
        "validate a.xml --schema letter",
        FILES,
        env={"http_proxy": "@URL@", "https_proxy": "@URL@", "ALL_PROXY": "@URL@"},
        status=1,
    ),
    Case(
        "environment/catalogs",
        "validate a.xml --schema letter",
        FILES,
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
        in_shell=True,
        status=2,
    ),
    Case(
        "environment/folder-gone-absolute",
        "mkdir d && cd d && rmdir ../d && $TEIKIT validate @WORK@/a.xml --schema letter",
        FILES,
        in_shell=True,
        status=(1, 2),
    ),
    Case(
        "environment/few-files",
        "ulimit -n 12; $TEIKIT validate a.xml --schema letter -j 4",
        FILES,
        in_shell=True,
        status=(1, 2),
    ),
    Case(
        "environment/small-files",
        "ulimit -f 1; $TEIKIT export a.xml --to html -o o.html; s=$?; test ! -e o.html && exit $s",
        {"a.xml": later(tei, "<p>word</p>" * 3_000)},
        in_shell=True,
        status=2,
    ),
    Case(
        "environment/small-files-encode",
        "ulimit -f 1; $TEIKIT encode a.txt -o o.xml; s=$?; test ! -e o.xml && exit $s",
        {"a.txt": later(str, LETTER * 300)},
        in_shell=True,
        status=2,
    ),
    Case(
        "environment/small-files-fix",
        "cp a.xml b.xml; ulimit -f 1; $TEIKIT validate a.xml --fix --schema letter; s=$?; cmp a.xml b.xml && exit $s",
        {"a.xml": later(tei, '<p><date when="3.5.1890">3 May</date>x</p>' * 300)},
        in_shell=True,
        status=(1, 2),
        writes=("work/b.xml",),
    ),
    Case(
        "environment/small-files-package",
        "ulimit -f 1; $TEIKIT export a.xml --to bag -o o; s=$?; test ! -e o && exit $s",
        {"a.xml": later(tei, "<p>word</p>" * 3_000)},
        in_shell=True,
        status=2,
    ),
    Case(
        "environment/small-files-zip",
        "ulimit -f 1; $TEIKIT export a.xml --to bag -o o.zip; s=$?; test ! -e o.zip && exit $s",
        {"a.xml": lambda: tei("".join(f"<p>word {i * i * 7_919}</p>" for i in range(30_000)))},
        in_shell=True,
        status=2,
    ),
    Case(
        "environment/small-memory",
        "ulimit -v 600000; $TEIKIT validate a.xml --schema letter",
        {"a.xml": lambda: tei(f"<p>{'x' * 30_000_000}</p>")},
        in_shell=True,
        status=(0, 1, 2),
    ),
    Case(
        "environment/small-stack",
        "ulimit -s 256; $TEIKIT validate a.xml --schema letter",
        {"a.xml": lambda: tei("<p>" * 9_000 + "</p>" * 9_000)},
        in_shell=True,
        status=(1, 2),
    ),
    *(
        Case(
            f"closed/{name}-stdout",
            f"$TEIKIT {command} >&-",
            FILES,
            in_shell=True,
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
            ("schema-list", "schema list"),
            ("export", "export b.xml --to text"),
            ("cache", "cache show"),
            ("version", "--version"),
        )
    ),
    *(
        Case(
            f"closed/{name}-full",
            f"$TEIKIT {command} > /dev/full",
            FILES,
            in_shell=True,
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
        Case(f"closed/{name}-stderr", f"$TEIKIT {command} 2>&-", FILES, in_shell=True, status=status)
        for name, command, status in (
            ("validate", "validate a.xml --schema letter", 1),
            ("missing", "validate none.xml", 2),
            ("misuse", "validate --nothing", 2),
            ("encode", "encode none.txt", 2),
        )
    ),
    Case("closed/all", "$TEIKIT validate a.xml --schema letter >&- 2>&- <&-", FILES, in_shell=True, status=2),
    Case(
        "closed/all-output",
        "$TEIKIT validate a.xml --schema letter --format json --output r.json >&- 2>&- <&-",
        FILES,
        in_shell=True,
        status=(1, 2),
        writes=("work/r.json",),
    ),
    Case("closed/stderr-full", "$TEIKIT validate none.xml 2> /dev/full", FILES, in_shell=True, status=2),
    Case("closed/both-full", "$TEIKIT validate a.xml --schema letter > /dev/full 2>&1", FILES, in_shell=True, status=2),
    Case("closed/pipe", "(sleep 0.2; $TEIKIT explain; echo $? >&2) | true", in_shell=True, status=0, word="141"),
    Case(
        "closed/pipe-of-json",
        "($TEIKIT validate a.xml --schema letter --format json; echo $? >&2) | head -c 1",
        {"a.xml": later(tei, "<tex/>" * 5_000)},
        in_shell=True,
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
)
