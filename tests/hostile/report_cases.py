"""Reports that are merged, overviews of corpora, and explanations of rules."""

import json

from hostile.case import Case
from hostile.making import BIDI, ESCAPES, SCRIPT, headed, later, tei
from teikit.report.formats import FORMATS


def _report(problems: int, path: str = "a.xml", message: str = "m") -> str:
    one = {
        "file": path,
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 2,
        "severity": "error",
        "rule": "rng/element-missing",
        "message": message,
        "path": "/TEI",
        "notes": [],
    }
    return json.dumps(
        {
            "version": 1,
            "diagnostics": [one] * problems,
            "summary": {"files": 1, "invalid": 1, "errors": problems, "warnings": 0},
        }
    )


def _merge(name: str, content: object, command: str = "merge r.json", **more: object) -> Case:
    return Case(f"merge/{name}", command, {"r.json": content}, **{"status": (1, 2), **more})


CASES = (
    _merge("nested", "[" * 200_000, status=2),
    _merge("nested-objects", lambda: '{"diagnostics": ' * 100_000, status=2),
    _merge(
        "numbers", lambda: '{"version": ' + "9" * 9_000 + ', "diagnostics": [], "summary": {"files": 1e999}}', status=2
    ),
    _merge("numbers-in-problem", lambda: _report(1).replace('"line": 1', '"line": ' + "9" * 9_000)),
    _merge("numbers-infinite", _report(1).replace('"line": 1', '"line": 1e999')),
    _merge("numbers-nan", _report(1).replace('"line": 1', '"line": NaN')),
    _merge("numbers-negative", _report(1).replace('"line": 1', '"line": -1')),
    _merge("types", _report(1).replace('"notes": []', '"notes": {"a": 1}')),
    _merge("types-of-fix", _report(1).replace('"notes": []', '"notes": [1, null], "fix": {"safety": 7, "edits": "x"}')),
    _merge("types-of-summary", '{"version": 1, "diagnostics": null, "summary": []}', status=2),
    _merge("surrogates", _report(1, "\ud800.xml", "\udfff\ud83d")),
    *(
        _merge(
            f"escapes-{form}",
            _report(
                1, f"{ESCAPES}{BIDI}.xml", f"{ESCAPES}{BIDI}\x9b31m</script><script>alert(1)</script>]]>\n::error::x"
            ),
            f"merge r.json --format {form}",
            status=(1, 2),
            never=("<script>alert", "\n::error::x"),
        )
        for form in FORMATS
    ),
    _merge("formulas", _report(1, "=cmd|x", "@SUM(1)"), "merge r.json --format csv", never=(",@SUM", "\n=cmd")),
    _merge("problems-100000", later(_report, 100_000), "merge r.json --format concise"),
    _merge("not-utf-8", b'{"version": 1, "x": "\xff"}', status=2),
    _merge("utf-16", lambda: _report(1).encode("utf-16")),
    _merge("jsonl-of-one-line", lambda: '{"file": "' + "x" * 30_000_000, status=2),
    _merge("jsonl-of-lines", lambda: "{}\n" * 300_000, status=2),
    _merge("jsonl-of-empty-lines", lambda: "\n" * 5_000_000, status=2),
    _merge("same-report-twice", _report(1), "merge r.json r.json"),
    _merge("onto-itself", _report(1), "merge r.json --format json --output r.json", status=2),
    _merge(
        "onto-foreign",
        _report(1),
        "merge r.json --format json --output x.json",
        prepare=lambda place: place.write("x.json", '{"mine": 1}'),
    ),
    _merge("device", _report(1), "merge /dev/zero", status=2),
    _merge("folder", _report(1), "merge .", status=2),
    _merge("keys-twice", '{"version": 1, "version": 2, "diagnostics": [], "diagnostics": {}, "summary": {}}', status=2),
    _merge(
        "shards-hostile",
        _report(1).replace('"version": 1', '"version": 1, "shard": {"part": ' + "9" * 5_000 + ', "of": -1}'),
    ),
    *(
        Case(
            f"report/escapes-{form}",
            f"report . --format {form}",
            {"a.xml": headed(f"{SCRIPT}{BIDI}\x9b31m", "javascript:alert(1)")},
            never=("<script>alert", "<img src=x") if form == "html" else (),
            status=(0, 1),
        )
        for form in ("table", "html", "json")
    ),
    Case(
        "report/letters-3000",
        "report . --format table --no-validate -q",
        {f"{i}.xml": headed(f"T{i}") for i in range(400)},
        status=0,
    ),
    Case(
        "report/names-60000",
        "report a.xml --format table",
        {"a.xml": lambda: headed().replace("</correspAction>", "<persName>x</persName>" * 60_000 + "</correspAction>")},
        status=(0, 1, 2),
    ),
    Case(
        "report/elements-60000",
        "report a.xml --format table --no-validate",
        {"a.xml": lambda: tei("".join(f"<e{i}/>" for i in range(60_000)))},
        status=(0, 1, 2),
    ),
    Case(
        "report/dates-of-digits",
        "report a.xml",
        {"a.xml": lambda: headed().replace("1890-05-03", "9" * 9_000)},
        status=(0, 1, 2),
    ),
    Case(
        "report/dates-far",
        "report . --format html",
        {
            "a.xml": headed().replace("1890-05-03", "0001-01-01"),
            "b.xml": headed().replace("1890-05-03", "9999-12-31"),
            "c.xml": headed().replace("1890-05-03", "-9999-12-31"),
            "d.xml": headed().replace("1890-05-03", "999999-12-31"),
        },
        status=(0, 1, 2),
    ),
    Case("report/onto-source", "report a.xml -o a.xml --format html", {"a.xml": tei()}, status=2),
    Case(
        "report/onto-foreign",
        "report a.xml -o x.html",
        {"a.xml": tei(), "x.html": "<p>mine</p>"},
        status=(0, 1, 2),
        writes=(),
    ),
    Case(
        "report/through-link",
        "report a.xml -o l.html",
        {"a.xml": tei()},
        status=2,
        prepare=lambda place: (place.work / "l.html").symlink_to(place.outside / "new.html"),
    ),
    Case("explain/unknown", f"explain 'rng/{BIDI}\x1b[31m'", status=2),
    Case("explain/long", f"explain {'x' * 100_000}", status=2),
    Case("explain/surrogate", "explain 'a\udc80\udcff'", status=2),
    *(Case(f"explain/all-{form}", f"explain --format {form}", status=0) for form in ("text", "markdown", "json")),
    *(
        Case(
            f"explain/each-{form}",
            f"explain --format {form} rng/element-missing suppression/unused bag/name-unsafe xml/not-well-formed",
            status=(0, 2),
        )
        for form in ("text", "markdown", "json")
    ),
)
