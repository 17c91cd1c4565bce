"""Exports: every format of hostile TEI, packages, metadata, and the verbs that read reports and rules."""

import json

from hostile.case import Case, Place
from hostile.making import BIDI, ESCAPES, NS, later, nested, tei

_EACH = ("tei", "text", "html", "markdown", "oai_dc", "mods", "citation", "datacite", "datacite-json")
_ALL = ("epub", "ead3", "csv", "json", "zenodo", "cmif")
_PACKAGES = ("bag", "ro-crate", "mets", "e-ark", "archivematica", "dspace", "ocfl")
_META = (
    'publisher = "P"\nyear = 2026\ndoi = "10.1234/x"\ntitle = "T"\nsender = "S"\n[edition]\ntitle = "E"\neditor = ["A B"]\nurl = "https://e.org/x"\nyear = 2026\n'
    'licence = "https://creativecommons.org/licenses/by/4.0/"\nabstract = "a"\nlanguage = "en"\npublisher = "P"\nrepository = "R"\n'
)
_SCRIPT = "</title></script><script>alert(1)</script>'\"><img src=x onerror=alert(1)>]]>"


def _headed(title: str = "T", ref: str = "x", body: str = "<p>Hello</p>") -> str:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;").replace(">", "&gt;")
    return (
        f"<TEI xmlns='{NS}'><teiHeader><fileDesc><titleStmt><title>{escaped}</title><author ref='{ref}'>{escaped}</author></titleStmt><publicationStmt>"
        f"<publisher>{escaped}</publisher><idno type='DOI'>{escaped}</idno><date when='1999'/><availability><licence target='{ref}'>{escaped}</licence></availability></publicationStmt>"
        f"<sourceDesc><bibl>{escaped}</bibl></sourceDesc></fileDesc><profileDesc><langUsage><language ident='{escaped}'/></langUsage><correspDesc><correspAction type='sent'>"
        f"<persName ref='{ref}'>{escaped}</persName><placeName ref='{ref}'>{escaped}</placeName><date when='1890-05-03'>{escaped}</date></correspAction></correspDesc>"
        f"</profileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    )


_LINKS = (
    f"<p><ref target='javascript:alert(1)'>x</ref><ptr target='data:text/html,x'/><graphic url='file://@SECRET@'/><graphic url='@URL@/a.png'/><graphic url='../outside/secret.xml'/>"
    f'<hi rend="color:red;background:url(@URL@/b)" style="background:url(\'@URL@/b\')">{BIDI}</hi>{_SCRIPT.replace("<", "&lt;").replace("]]>", "")}</p>'
)


def _export(name: str, form: str, files: dict[str, object], out: str = "", **more: object) -> Case:
    output = f" -o {out}" if out else ""
    files = {"m.toml": _META, **files}
    writes = (f"work/{out}", f"work/{out}/*") if out else ()
    return Case(
        f"export/{name}",
        f"export a.xml --to {form}{output} --meta m.toml",
        files,
        **{"document": True, "writes": writes, **more},
    )  # type: ignore[arg-type]


def _duplicates(place: Place) -> None:
    for name in (
        "a/x.xml",
        "a b/x.xml",
        "b/x.xml",
        "A/X.xml",
        "a/x%20.xml",
        "a/\u202egnp.xml",
        "a/\n.xml",
        "a/'.xml",
        "a/é.xml",
        "a/e\u0301.xml",
        "a/con.xml",
        "a/" + "n" * 240 + ".xml",
    ):
        place.write(f"in/{name}", _headed("T"))


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
    return Case(f"merge/{name}", command, {"r.json": content}, **{"status": (1, 2), **more})  # type: ignore[arg-type,dict-item]


CASES = (
    *(
        _export(
            f"markup-in-text-{form}",
            form,
            {"a.xml": _headed(_SCRIPT, "javascript:alert(1)", _LINKS)},
            never=("<script>alert", "<img src=x"),
            status=(0, 1, 2),
        )
        for form in ("html", "markdown", "tei", "oai_dc", "mods", "datacite")
    ),
    *(
        _export(
            f"markup-in-text-{form}",
            form,
            {"a.xml": _headed(_SCRIPT, "javascript:alert(1)", _LINKS)},
            f"o.{suffix}",
            never=("<script>alert", "<img src=x"),
            status=(0, 1, 2),
        )
        for form, suffix in (("epub", "epub"), ("ead3", "xml"), ("cmif", "xml"))
    ),
    _export(
        "pdf-links",
        "pdf",
        {"a.xml": _headed("T", "javascript:alert(1)", _LINKS)},
        "o.pdf",
        status=(0, 1, 2),
        seconds=40,
    ),
    _export(
        "csv-formulas",
        "csv",
        {"a.xml": _headed("=cmd|'/c calc'!A1", "@SUM(1)")},
        never=("\n=cmd", ",=cmd"),
        status=(0, 1),
    ),
    _export(
        "csv-formulas-of-whites", "csv", {"a.xml": _headed("\t=1+1", "+1")}, never=(",\t=", ",=1", ",+1"), status=(0, 1)
    ),
    *(
        _export(f"bidi-{form}", form, {"a.xml": _headed(f"a{BIDI}\x85\x9b31m\u2028b")}, status=(0, 1, 2))
        for form in (*_EACH, *_ALL)
        if form != "epub"
    ),
    *(
        _export(f"depth-{form}", form, {"a.xml": later(nested, "div", 3_000)}, status=(0, 1, 2))
        for form in ("text", "html", "markdown", "tei", "epub", "mods")
    ),
    *(
        _export(
            f"lists-{form}",
            form,
            {"a.xml": lambda: tei("<list><item>" * 1_500 + "x" + "</item></list>" * 1_500)},
            status=(0, 1, 2),
        )
        for form in ("text", "html", "markdown")
    ),
    *(
        _export(
            f"tables-{form}",
            form,
            {
                "a.xml": lambda: tei(
                    "<table><row><cell rows='99999999' cols='" + "9" * 6_000 + "'>x</cell></row></table>"
                )
            },
            status=(0, 1, 2),
        )
        for form in ("text", "html", "markdown")
    ),
    _export(
        "notes-loop",
        "markdown",
        {
            "a.xml": tei(
                "<p><ref target='#n'/><note xml:id='n'>x<ref target='#n'/><note xml:id='m'>y<ref target='#n'/></note></note></p>"
                * 3
            )
        },
        status=(0, 1, 2),
    ),
    _export(
        "joins-loop",
        "text",
        {
            "a.xml": tei(
                "<p xml:id='a' next='#b' prev='#b'>x</p><p xml:id='b' next='#a' prev='#a' corresp='#b' copyOf='#a'>y</p>"
            )
        },
        status=(0, 1, 2),
    ),
    _export(
        "register-loop",
        "json",
        {
            "a.xml": _headed(
                "T",
                "#p",
                "<listPerson><person xml:id='p' sameAs='#p' ref='#p'><persName ref='#p'/></person></listPerson>",
            )
        },
        status=(0, 1, 2),
    ),
    _export(
        "persons-60000",
        "json",
        {
            "a.xml": lambda: _headed(
                "T",
                "#p1",
                "<listPerson>"
                + "".join(f"<person xml:id='p{i}'><persName>x</persName></person>" for i in range(60_000))
                + "</listPerson>",
            )
        },
        status=(0, 1, 2),
        largest=30_000_000,
    ),
    _export(
        "titles-30000",
        "datacite",
        {"a.xml": lambda: tei().replace("<title>T</title>", "<title>T</title><author>x</author>" * 30_000)},
        status=(0, 1, 2),
        largest=30_000_000,
    ),
    _export(
        "dates-of-digits", "json", {"a.xml": lambda: _headed().replace("1890-05-03", "9" * 9_000)}, status=(0, 1, 2)
    ),
    _export("date-year-0", "csv", {"a.xml": _headed().replace("1890-05-03", "0000-00-00")}, status=(0, 1, 2)),
    _export("date-far", "mods", {"a.xml": _headed().replace("1890-05-03", "-99999-01-01")}, status=(0, 1, 2)),
    _export("not-tei", "html", {"a.xml": "<html/>"}, status=(0, 1, 2)),
    _export("not-well-formed", "html", {"a.xml": "<TEI>"}, status=(1, 2)),
    _export(
        "teicorpus-nested",
        "text",
        {"a.xml": lambda: f"<teiCorpus xmlns='{NS}'>" * 3_000 + "</teiCorpus>" * 3_000},
        status=(0, 1, 2),
    ),
    *(
        _export(
            f"package-{form}", form, {"a.xml": _headed(f"{_SCRIPT}{BIDI}", "javascript:x")}, "o.zip", status=(0, 1, 2)
        )
        for form in _PACKAGES
    ),
    *(
        Case(
            f"export/names-{form}",
            f"export in --to {form} -o o --meta m.toml",
            {"m.toml": _META},
            prepare=_duplicates,
            writes=("work/o*",),
            status=(0, 1, 2),
        )
        for form in (*_PACKAGES, "html")
    ),
    Case("export/into-source", "export a.xml --to tei -o a.xml --force", {"a.xml": tei()}, status=2),
    Case(
        "export/into-link",
        "export a.xml --to tei -o l.xml --force",
        {"a.xml": tei()},
        status=2,
        prepare=lambda place: (place.work / "l.xml").symlink_to(place.secret),
    ),
    Case(
        "export/into-hard-link-of-source",
        "export a.xml --to tei -o l.xml --force",
        {"a.xml": tei()},
        status=2,
        prepare=lambda place: (place.work / "l.xml").hardlink_to(place.work / "a.xml"),
    ),
    Case("export/into-foreign-folder", "export a.xml --to bag -o d --force", {"a.xml": tei(), "d/mine": "x"}, status=2),
    Case(
        "export/into-package-with-more",
        "export a.xml --to bag -o d --force",
        {
            "a.xml": tei(),
            "d/bagit.txt": "BagIt-Version: 1.0\n",
            "d/manifest-sha256.txt": "",
            "d/data/mine": "x",
            "d/.git/x": "y",
        },
        status=2,
    ),
    Case("export/into-folder-of-sources", "export in --to bag -o in --force", {"in/a.xml": tei()}, status=2),
    Case(
        "export/into-link-to-folder",
        "export a.xml --to bag -o d --force",
        {"a.xml": tei()},
        status=2,
        prepare=lambda place: (place.work / "d").symlink_to(place.outside),
    ),
    Case("export/into-parent", "export a.xml --to bag -o .. --force", {"a.xml": tei()}, status=2),
    Case("export/into-root", "export a.xml --to bag -o / --force", {"a.xml": tei()}, status=2),
    Case("export/into-device", "export a.xml --to text -o /dev/full --force", {"a.xml": tei()}, status=2),
    Case("export/into-missing-folder", "export a.xml --to text -o x/y/z.txt", {"a.xml": tei()}, status=2),
    Case("export/into-long-name", f"export a.xml --to text -o {'x' * 5_000}", {"a.xml": tei()}, status=2),
    Case(
        "export/into-name-with-escapes", f"export a.xml --to text -o 'a/\x1b[31m{BIDI}.txt'", {"a.xml": tei()}, status=2
    ),
    Case("export/into-nul", "export a.xml --to text -o ''", {"a.xml": tei()}, status=2),
    Case("export/source-device", "export a.xml --to bag -o o.zip --source /dev/zero", {"a.xml": tei()}, status=2),
    Case(
        "export/profile-of-bag",
        "export a.xml --to bag -o o.zip --bag-profile p.json",
        {"a.xml": tei(), "p.json": lambda: "{" * 100_000},
        status=2,
    ),
    Case("export/format-unknown", f"export a.xml --to 'x{BIDI}\x1b[31m'", {"a.xml": tei()}, status=2),
    Case(
        "export/schema-device",
        "export a.xml --to mets -o o.zip --schema /dev/zero --meta m.toml",
        {"a.xml": tei(), "m.toml": _META},
        status=2,
    ),
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
            {"a.xml": _headed(f"{_SCRIPT}{BIDI}\x9b31m", "javascript:alert(1)")},
            never=("<script>alert", "<img src=x") if form == "html" else (),
            status=(0, 1),
        )
        for form in ("table", "html", "json")
    ),
    Case(
        "report/letters-3000",
        "report . --format table --no-validate -q",
        {f"{i}.xml": _headed(f"T{i}") for i in range(400)},
        status=0,
    ),
    Case(
        "report/names-60000",
        "report a.xml --format table",
        {
            "a.xml": lambda: _headed().replace(
                "</correspAction>", "<persName>x</persName>" * 60_000 + "</correspAction>"
            )
        },
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
        {"a.xml": lambda: _headed().replace("1890-05-03", "9" * 9_000)},
        status=(0, 1, 2),
    ),
    Case(
        "report/dates-far",
        "report . --format html",
        {
            "a.xml": _headed().replace("1890-05-03", "0001-01-01"),
            "b.xml": _headed().replace("1890-05-03", "9999-12-31"),
            "c.xml": _headed().replace("1890-05-03", "-9999-12-31"),
            "d.xml": _headed().replace("1890-05-03", "999999-12-31"),
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
