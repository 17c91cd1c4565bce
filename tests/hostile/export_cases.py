"""Exports of hostile TEI in every format, and where they must not be written."""

from hostile.case import Case, Place
from hostile.making import BIDI, NS, SCRIPT, headed, later, nested, tei

_EACH = ("tei", "text", "html", "markdown", "oai_dc", "mods", "citation", "datacite", "datacite-json")
_ALL = ("epub", "ead3", "csv", "json", "zenodo", "cmif")
_PACKAGES = ("bag", "ro-crate", "mets", "e-ark", "archivematica", "dspace", "ocfl")
_META = (
    'publisher = "P"\nyear = 2026\ndoi = "10.1234/x"\ntitle = "T"\nsender = "S"\n[edition]\ntitle = "E"\neditor = ["A B"]\nurl = "https://e.org/x"\nyear = 2026\n'
    'licence = "https://creativecommons.org/licenses/by/4.0/"\nabstract = "a"\nlanguage = "en"\npublisher = "P"\nrepository = "R"\n'
)


_LINKS = (
    f"<p><ref target='javascript:alert(1)'>x</ref><ptr target='data:text/html,x'/><graphic url='file://@SECRET@'/><graphic url='@URL@/a.png'/><graphic url='../outside/secret.xml'/>"
    f'<hi rend="color:red;background:url(@URL@/b)" style="background:url(\'@URL@/b\')">{BIDI}</hi>{SCRIPT.replace("<", "&lt;").replace("]]>", "")}</p>'
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
    )


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
        place.write(f"in/{name}", headed("T"))


CASES = (
    *(
        _export(
            f"markup-in-text-{form}",
            form,
            {"a.xml": headed(SCRIPT, "javascript:alert(1)", _LINKS)},
            never=("<script>alert", "<img src=x"),
            status=(0, 1, 2),
        )
        for form in ("html", "tei", "oai_dc", "mods", "datacite")
    ),
    *(
        _export(
            f"markup-in-text-{form}",
            form,
            {"a.xml": headed(SCRIPT, "javascript:alert(1)", _LINKS)},
            f"o.{suffix}",
            never=("<script>alert", "<img src=x"),
            status=(0, 1, 2),
        )
        for form, suffix in (("epub", "epub"), ("ead3", "xml"), ("cmif", "xml"))
    ),
    _export(
        "pdf-links",
        "pdf",
        {"a.xml": headed("T", "javascript:alert(1)", _LINKS)},
        "o.pdf",
        status=(0, 1, 2),
        seconds=40,
    ),
    _export(
        "csv-formulas",
        "csv",
        {"a.xml": headed("=cmd|'/c calc'!A1", "@SUM(1)")},
        never=("\n=cmd", ",=cmd"),
        status=(0, 1),
    ),
    _export(
        "csv-formulas-of-whites", "csv", {"a.xml": headed("\t=1+1", "+1")}, never=(",\t=", ",=1", ",+1"), status=(0, 1)
    ),
    *(
        _export(f"bidi-{form}", form, {"a.xml": headed(f"a{BIDI}\x85\x9b31m\u2028b")}, status=(0, 1, 2))
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
            "a.xml": headed(
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
            "a.xml": lambda: headed(
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
        "dates-of-digits", "json", {"a.xml": lambda: headed().replace("1890-05-03", "9" * 9_000)}, status=(0, 1, 2)
    ),
    _export("date-year-0", "csv", {"a.xml": headed().replace("1890-05-03", "0000-00-00")}, status=(0, 1, 2)),
    _export("date-far", "mods", {"a.xml": headed().replace("1890-05-03", "-99999-01-01")}, status=(0, 1, 2)),
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
            f"package-{form}", form, {"a.xml": headed(f"{SCRIPT}{BIDI}", "javascript:x")}, "o.zip", status=(0, 1, 2)
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
        for form in (*_PACKAGES, "html", "site")
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
)
