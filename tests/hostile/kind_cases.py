"""Files that are none, names that are hostile, and folders with links that lead out."""

from hostile.case import Case, Place
from hostile.folders import make_kinds, make_names, nest_folders
from hostile.making import LETTER, tei
from teikit.report.formats import FORMATS

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


def _each_kind(verb: str) -> list[Case]:
    good = {"good.xml": tei("<p>Hello</p>"), "good.txt": LETTER}
    kinds = ("pipe", "broken", "loop", "folder", "device", "socket", "missing")
    return [
        Case(
            f"kind/{kind}-{verb}", _VERBS[verb].format(f"{kind}.xml"), good, status=2, prepare=make_kinds, document=True
        )
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


def _named(name: str, command: str, **more: object) -> Case:
    never = ("\n::error::x", *(["<img src=x onerror"] if "html" in name else []))
    return Case(f"name/{name}", command, prepare=make_names, **{"never": never, "status": (0, 1, 2), **more})


def _tree(place: Place) -> None:
    """Links in a folder that lead out, up and around, and folders that nest."""
    place.write("in/a.xml", tei("<p>x</p>"))
    place.write("in/a.txt", LETTER)
    (place.work / "in/out").symlink_to(place.outside)
    (place.work / "in/out.xml").symlink_to(place.secret)
    (place.work / "in/out.txt").symlink_to(place.secret)
    (place.work / "in/up").symlink_to("..")
    (place.work / "in/self").symlink_to(".")
    nest_folders(place.work / "in", 300)


CASES = (
    *(case for verb in _VERBS for case in _each_kind(verb)),
    Case(
        "kind/all-in-a-folder",
        "validate . --schema letter",
        {"good.xml": tei("<p>x</p>")},
        status=(0, 1, 2),
        prepare=make_kinds,
    ),
    Case(
        "kind/all-in-a-folder-encode",
        "encode . -o o",
        {"good.txt": LETTER},
        status=(0, 1, 2),
        prepare=make_kinds,
        writes=("work/o*",),
    ),
    Case(
        "kind/all-in-a-folder-report", "report .", {"good.xml": tei("<p>x</p>")}, status=(0, 1, 2), prepare=make_kinds
    ),
    Case(
        "kind/all-in-a-folder-export",
        "export . --to bag -o o.zip",
        {"good.xml": tei("<p>x</p>")},
        status=(0, 1, 2),
        prepare=make_kinds,
        writes=("work/o.zip",),
    ),
    Case(
        "kind/stdin-endless",
        "yes '<p>' | head -c 200000000 | $TEIKIT validate - --schema letter",
        in_shell=True,
        status=(1, 2),
        largest=200_000,
    ),
    Case("kind/stdin-zero", "$TEIKIT validate - --schema letter < /dev/zero", in_shell=True, status=(1, 2)),
    Case("kind/stdin-zero-encode", "$TEIKIT encode - < /dev/zero", in_shell=True, status=2),
    Case("kind/stdin-zero-list", "$TEIKIT validate --files-from - < /dev/zero", in_shell=True, status=2),
    Case("kind/stdin-closed", "$TEIKIT encode - <&-", in_shell=True, status=2),
    Case("kind/stdin-write-only", "$TEIKIT encode - 0>x", in_shell=True, status=2, writes=("work/x",)),
    *(_named(f"validate-{form}", f"validate . --schema letter --format {form}") for form in FORMATS),
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
)
