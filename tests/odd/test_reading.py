"""An ODD becomes a customisation: the schemaSpec that is wanted, with its items in order."""

from hashlib import sha256
from pathlib import Path

import pytest

from support.made_odds import MAIN, loader, odd, read, tei
from teikit.odd.customisation import ModuleReference, SpecReference
from teikit.odd.reading.odd import read_odd
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import TEI
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader

ODDS = Path(__file__).parents[3] / "shared" / "odd"


def _fault(main: str | bytes, ident: str = "") -> tuple[str, int, int, str]:
    with pytest.raises(SchemaSyntaxError) as raised:
        read(main, ident=ident)
    (found,) = raised.value.diagnostics
    assert found.span is not None
    assert found.file == MAIN
    return found.rule, *found.span.start, found.message


def test_items_are_in_document_order() -> None:
    done = read(
        odd(
            '<moduleRef key="core"/><elementSpec ident="p" mode="change"/><elementRef key="a"/><classRef key="b"/>'
            '<macroRef key="c"/><dataRef key="d"/><classSpec ident="e" type="model" mode="add"/><macroSpec ident="f"/>'
            '<dataSpec ident="g" mode="delete"/><moduleRef key="tei"/>'
        )
    )
    assert done.items == ["core", "change p", "a", "b", "c", "d", "add e", "f", "delete g", "tei"]
    kinds = [each.kind for each in done.odd.items if isinstance(each, SpecReference)]
    assert kinds == ["element", "class", "macro", "data"]
    assert done.reported == []


def test_attributes_of_schema_spec_are_read() -> None:
    done = read(
        odd(
            "<desc>a</desc>",
            'start=" TEI \n teiCorpus " ns="urn:x" prefix="x_" source="tei:current" docLang="de en" '
            'defaultExceptions="urn:y z:w" xmlns:z="urn:z"',
        )
    ).odd
    assert (done.ident, done.file, done.base) == ("test", MAIN, MAIN)
    assert (done.start, done.namespace, done.prefix) == (["TEI", "teiCorpus"], "urn:x", "x_")
    assert (done.source, done.default_exceptions, done.languages) == ("tei:current", "urn:y z:w", ["de", "en"])
    assert done.prefixes["z"] == "urn:z"
    assert [each.text() for each in done.prose["desc"]] == ["a"]


def test_what_is_not_written_has_its_default() -> None:
    done = read(odd("")).odd
    assert (done.start, done.namespace, done.prefix, done.default_exceptions) == (None, TEI, "", None)
    assert read(odd("", 'start=""')).odd.start == []


def test_lists_are_split_at_any_white_space() -> None:
    done = read(odd('<moduleRef key=" core " include="p \n\t  hi"/><moduleRef key="a" except=""/><classRef key="b"/>'))
    core, a, b = done.odd.items
    assert isinstance(core, ModuleReference)
    assert (core.key, core.include, core.exclude) == ("core", ["p", "hi"], None)
    assert isinstance(a, ModuleReference)
    assert a.exclude == []
    assert isinstance(b, SpecReference)
    assert (b.include, b.exclude) == (None, None)


def test_a_module_of_relax_ng_has_its_definitions() -> None:
    content = '<content><define xmlns="http://relaxng.org/ns/structure/1.0" name="a"><empty/></define></content>'
    (module,) = read(odd(f'<moduleRef url="a.rng" prefix="a_">{content}</moduleRef>')).odd.items
    assert isinstance(module, ModuleReference)
    assert (module.url, module.prefix, [each.name for each in module.content]) == ("a.rng", "a_", ["define"])


def test_constraints_and_their_declarations_are_apart() -> None:
    sch = 'xmlns:sch="http://purl.oclc.org/dsdl/schematron"'
    done = read(
        odd(
            f'<constraintSpec ident="a" scheme="schematron"><constraint><sch:assert test="1" {sch}/></constraint>'
            f'</constraintSpec><constraintDecl scheme="schematron" queryBinding="xslt3">'
            f'<sch:ns prefix="a" uri="b" {sch}/></constraintDecl>'
        )
    ).odd
    assert [each.ident for each in done.constraints] == ["a"]
    assert ([each.name for each in done.constraint_declarations], done.query_binding) == (["ns"], "xslt3")


def test_places_are_those_in_the_file() -> None:
    (item,) = read(odd('\n  <moduleRef key="core"/>')).odd.items
    assert item.place.span is not None
    assert (item.place.file, *item.place.span.start) == (MAIN, 5, 3)


def test_what_has_no_effect_in_a_schema_spec_is_reported() -> None:
    done = read(odd('<elementSpc ident="p"/>\n<moduleSpec ident="x"/><note>b</note><a xmlns="urn:x"/><moduleRef/>'))
    assert done.reported == [
        ("odd/unknown-part", "main.odd", 4, "unknown element 'elementSpc' in schemaSpec, did you mean 'elementSpec'?"),
        ("odd/unknown-part", "main.odd", 5, "note has no effect in schemaSpec"),
        ("odd/unknown-part", "main.odd", 5, "a has no effect in schemaSpec"),
        ("odd/missing-ident", "main.odd", 5, "moduleRef has no @key"),
    ]
    assert done.items == ["p"]


def test_elements_in_examples_never_count() -> None:
    example = '<egXML xmlns="http://www.tei-c.org/ns/Examples">{}</egXML>'.format(
        f'<schemaSpec xmlns="{TEI}" ident="not"><moduleRef key="no"/></schemaSpec><xi:include href="no.xml"/>'
        '<a xml:id="1 2"/>'
    )
    done = read(odd(f'<moduleRef key="core"/><div>{example}<moduleRef key="tei"/></div>', around=example))
    assert (done.odd.ident, done.items, done.reported) == ("test", ["core", "tei"], [])


def test_schema_spec_may_be_the_root() -> None:
    done = read(f'<schemaSpec xmlns="{TEI}" ident="a"><moduleRef key="core"/></schemaSpec>')
    assert (done.odd.ident, done.odd.title, done.items) == ("a", "", ["core"])


def test_the_title_is_that_of_the_header() -> None:
    assert read(tei('<schemaSpec ident="a"/>', "My <hi>great</hi>\n  letters")).odd.title == "My great letters"


def test_the_first_of_several_schema_specs_is_read_with_a_remark() -> None:
    main = tei('<schemaSpec ident="a"/><schemaSpec ident="b"/>\n<schemaSpec ident="c"/>')
    done = read(main)
    assert done.odd.ident == "a"
    message = "schemaSpec 'a' is compiled, the first one; others: 'b' and 'c'"
    assert done.reported == [("odd/several-schemas", "main.odd", 3, message)]
    assert done.errors == []
    chosen = read(main, ident="c")
    assert (chosen.odd.ident, chosen.reported) == ("c", [])


def test_the_first_of_one_ident_counts_with_a_warning() -> None:
    done = read(tei('<schemaSpec ident="a"><moduleRef key="b"/></schemaSpec>\n<schemaSpec ident="a"/>'))
    message = "there are 2 schemaSpecs 'a', and the first counts"
    assert (done.items, done.reported) == (["b"], [("odd/duplicate-schema", "main.odd", 3, message)])


def test_a_schema_spec_that_is_not_there_is_an_error() -> None:
    main = tei('<schemaSpec ident="letters"/><schemaSpec ident="prose"/>')
    message = "there is no schemaSpec 'leters', did you mean 'letters'?"
    assert _fault(main, "leters") == ("odd/unknown-schema", 3, 1, message)
    message = "there is no schemaSpec 'xyz'; there is 'letters' and 'prose'"
    assert _fault(main, "xyz") == ("odd/unknown-schema", 3, 1, message)


@pytest.mark.parametrize(
    ("main", "message"),
    [
        (tei("<p/>"), "there is no schemaSpec"),
        (tei('<specGrp xml:id="a"/><specGrp xml:id="b"/>'), "there is no schemaSpec, only specGrp 'a' and 'b'"),
        (tei("<specGrp/>"), "there is no schemaSpec, only 1 specGrp"),
        (tei('<elementSpec ident="a"/>'), "there is no schemaSpec, only specifications"),
        (
            "<html/>",
            "there is no schemaSpec, and 'html' is in no namespace, not in that of TEI, 'http://www.tei-c.org/ns/1.0'",
        ),
    ],
)
def test_no_schema_spec_is_an_error(main: str, message: str) -> None:
    assert _fault(main) == ("odd/no-schema", 1, 1, message)


def test_what_is_not_well_formed_is_an_error_at_its_place() -> None:
    rule, line, column, _ = _fault(odd("<moduleRef>"))
    assert (rule, line, column) == ("xml/not-well-formed", 4, 1)


def test_wrong_ids_are_warnings() -> None:
    done = read(odd("", around='<p xml:id="1 2"/><p xml:id="a"/>\n<p xml:id="a"/><p xml:id="ä-b.c"/>'))
    assert done.reported == [
        ("odd/xml-id", "main.odd", 3, "the xml:id '1 2' is not a name"),
        ("odd/xml-id", "main.odd", 4, "the xml:id 'a' comes again, and references mean the first"),
    ]


def test_a_schema_spec_of_specifications_alone_is_compiled() -> None:
    assert read(odd('<elementSpec ident="a"/><elementSpec ident="b" mode="add"/>')).odd.is_compiled
    assert not read(odd('<elementSpec ident="a"/><moduleRef key="core"/>')).odd.is_compiled
    assert not read(odd('<elementSpec ident="a" mode="change"/>')).odd.is_compiled
    assert not read(odd("")).odd.is_compiled


def test_new_specifications_are_of_the_module_of_their_schema_spec() -> None:
    specs = '<elementSpec ident="a"/><elementSpec ident="b" mode="change"/><elementSpec ident="c" module="d"/>'
    modules = [getattr(each, "module", None) for each in read(odd(specs)).odd.items]
    assert modules == ["derived-module-test", "", "d"]
    assert getattr(read(odd('<classSpec ident="a"/>', 'module="m"')).odd.items[0], "module", None) == "m"


def test_all_files_are_recorded_with_their_digests() -> None:
    group = tei('<specGrp xml:id="a"/>')
    main = odd('<specGrpRef target="b.odd#a"/><specGrpRef target="c.odd"/>')
    done = read(main, {"b.odd": group, "c.odd": group})
    digests = [sha256(each.encode()).hexdigest() for each in (main, group, group)]
    assert done.odd.files == list(zip((MAIN, "/odd/b.odd", "/odd/c.odd"), digests, strict=True))


def test_the_file_is_loaded_where_the_caller_has_no_content(tmp_path: Path) -> None:
    (tmp_path / "a.odd").write_text(odd('<moduleRef key="core"/>'), encoding="utf-8")
    made = read_odd(str(tmp_path / "a.odd"), None, FileLoader((tmp_path,)), Reporter())
    assert len(made.items) == 1
    with pytest.raises(SchemaNotFoundError, match=r"b\.odd"):
        read_odd(str(tmp_path / "b.odd"), None, FileLoader((tmp_path,)), Reporter())
    with pytest.raises(SchemaNotFoundError, match="not a regular file"):
        read_odd(str(tmp_path), None, FileLoader((tmp_path,)), Reporter())


def test_an_odd_in_another_encoding_is_read() -> None:
    assert read(odd('<elementSpec ident="größe"/>').encode("utf-16")).items == ["größe"]


@pytest.mark.skipif(not ODDS.is_dir(), reason="the ODDs of projects are not here")
def test_odds_of_projects_are_read_without_errors() -> None:
    wrong = []
    for path in sorted(ODDS.glob("*/*.odd")):
        if path.stem != path.parent.name:
            continue
        reporter = Reporter()
        made = read_odd(str(path), None, FileLoader((path.parent,)), reporter)
        if not made.items or any(each.severity == "error" for each in reporter.diagnostics):
            wrong.append(path.stem)
    assert wrong == []


def test_a_loader_that_has_nothing_is_not_asked_for_the_file() -> None:
    assert read_odd("a.odd", odd('<moduleRef key="core"/>').encode(), loader({}), Reporter()).file == "a.odd"


@pytest.mark.parametrize(
    "content",
    [
        '<elementSpec ident="a b" mode="add"/>',
        '<elementSpec ident="a:b" mode="add"/>',
        '<elementSpec ident="p" mode="change"><altIdent>1a</altIdent></elementSpec>',
        '<classSpec ident="#a" type="model" mode="add"/>',
        '<elementSpec ident="p"><attList><attDef ident="a/b"/></attList></elementSpec>',
        '<elementSpec ident="p"><attList><attDef ident="n"><altIdent>a b</altIdent></attDef></attList></elementSpec>',
        '<moduleRef url="a.rng" prefix="a b"/>',
    ],
)
def test_what_is_no_name_is_an_error(content: str) -> None:
    done = read(odd(f"\n{content}"))
    assert done.rules == [("odd/invalid-name", 5)]
    assert done.errors == ["odd/invalid-name"]


def test_names_of_attributes_may_have_a_prefix() -> None:
    attributes = '<attDef ident="xml:lang"/><attDef ident="é"><altIdent>x:y</altIdent></attDef>'
    assert read(odd(f'<elementSpec ident="p"><attList>{attributes}</attList></elementSpec>')).reported == []
