"""Which schemas hold for a document: options, configuration, xml-model, root element, in this order."""

from pathlib import Path

import pytest

from teikit.config import config_for
from teikit.document.document import from_bytes, from_file
from teikit.resources import ADDRESSES, TEI_SCHEMAS
from teikit.validation import loading
from teikit.validation.access import ReadPolicy
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options, Plan
from teikit.validation.store import Store

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
RNG = 'schematypens="http://relaxng.org/ns/structure/1.0"'
SCH = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
ANY = b"start = any\nany = element * { attribute * { text }*, (text | any)* }"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path / "data")
    monkeypatch.setattr(loading, "store", lambda: made)
    monkeypatch.setattr("teikit.validation.plan.store", lambda: made)
    return made


@pytest.fixture
def edition(tmp_path: Path, store: Store) -> Path:
    assert store.names() == []
    folder = tmp_path / "edition"
    (folder / "schema").mkdir(parents=True)
    for name in ("a.rnc", "schema/b.rnc", "../outside.rnc"):
        (folder / name).write_bytes(ANY)
    (folder / "a.sch").write_text("<schema/>")
    return folder


def plan(edition: Path, document: str, **options: object) -> Plan:
    path = edition / "letter.xml"
    path.write_text(document)
    run = ValidationPipeline(Options(folders=(edition,), **options))  # type: ignore[arg-type]
    return run.plan(from_file(path), config_for(path))


def model(href: str, kind: str = RNG) -> str:
    return f'<?xml-model href="{href}" {kind}?>\n'


def test_options_go_before_all(edition: Path) -> None:
    (edition / "teikit.toml").write_text('[validate.schemas]\n"*" = "a.rnc"\n')
    found = plan(edition, model("a.rnc") + TEI, schemas=("letter",))
    assert (found.schemas, found.reason) == (("letter",), "--schema")


def test_configuration_goes_before_what_the_document_says(edition: Path) -> None:
    (edition / "teikit.toml").write_text(
        '[validate.schemas]\n"other/" = "letter"\n"*.xml" = ["schema/b.rnc", "letter"]\n'
    )
    found = plan(edition, model("a.rnc") + TEI)
    assert found.schemas == (str(edition / "schema/b.rnc"), "letter")
    assert "teikit.toml" in found.reason


def test_what_the_document_says_goes_before_its_root(edition: Path) -> None:
    found = plan(edition, model("schema/b.rnc") + TEI)
    assert (found.schemas, found.reason) == ((str(edition / "schema" / "b.rnc"),), "xml-model")


def test_several_instructions_hold_together_each_in_its_phase(edition: Path) -> None:
    found = plan(edition, model("a.rnc") + model("schema/b.rnc") + model("a.sch", f'phase="draft" {SCH}') + TEI)
    assert found.schemas == (str(edition / "a.rnc"), str(edition / "schema/b.rnc"))
    assert found.schematrons == ((str(edition / "a.sch"), "draft"),)


def test_a_phase_of_the_options_goes_before_that_of_the_document(edition: Path) -> None:
    assert plan(edition, model("a.sch", f'phase="draft" {SCH}') + TEI, phase="final").schematrons[0][1] == "final"


def test_schematron_of_the_document_does_not_hold_beside_a_schema_of_the_options(edition: Path) -> None:
    assert plan(edition, model("a.sch", SCH) + TEI, schemas=("letter",)).schematrons == ()


def test_a_document_with_rules_alone_is_held_to_what_its_root_suggests(edition: Path) -> None:
    found = plan(edition, model("a.sch", SCH) + "<html/>")
    assert (found.schemas, found.schematrons) == ((), ((str(edition / "a.sch"), ""),))
    assert not found.lacks_schema
    assert "Schematron alone" in found.gaps[0].reason
    assert not found.gaps[0].leaves_undecided
    assert plan(edition, model("a.sch", SCH) + TEI).schemas == ("tei_all",)


@pytest.mark.parametrize("name", ["TEI", "teiCorpus"])
def test_tei_of_others_is_validated_against_tei_all(name: str, edition: Path) -> None:
    found = plan(edition, TEI.replace("TEI", name, 1))
    assert (found.schemas, found.reason) == (("tei_all",), "its root element")


@pytest.mark.parametrize("document", ["<html/>", "<TEI/>", TEI.replace("TEI", "div", 1), "<TEI.2/>", "<"])
def test_no_schema_is_known_for_other_documents_and_parts_of_tei(document: str, edition: Path) -> None:
    assert plan(edition, document).lacks_schema


HEADER = "<teiHeader><encodingDesc><appInfo>{}</appInfo></encodingDesc></teiHeader>"
APPLICATION = "<application ident='teikit' version='1'/>"
MADE = TEI.replace("/>", f">{HEADER.format(APPLICATION)}</TEI>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_teikit_made_is_held_to_the_schema_of_letters(encoding: str, store: Store) -> None:
    store.add("tei_all", "here", {"tei_all.rnc": ANY}, "")
    document = from_bytes(MADE.encode(encoding), "made.xml")
    assert ValidationPipeline(Options()).plan(document).schemas == ("letter",)


@pytest.mark.parametrize(
    "content",
    [
        "<!-- <application ident='teikit'/> -->",
        "<application ident='teikit'/>",
        "<text><application ident='teikit'/></text>",
        HEADER.format("<application ident='other'><desc>ident='teikit'</desc></application>"),
        HEADER.format("<ptr ident='teikit'/>"),
    ],
)
def test_what_only_mentions_teikit_was_not_made_by_it(content: str, edition: Path) -> None:
    assert plan(edition, TEI.replace("/>", f">{content}</TEI>")).schemas == ("tei_all",)


@pytest.mark.parametrize(
    ("prolog", "root", "words"),
    [
        ('<?xml-model href="a.xsd"?>', TEI, "an XSD"),
        ('<?xml-model href="a" schematypens="http://www.w3.org/2001/XMLSchema"?>', TEI, "an XSD"),
        ('<?xml-model href="a.nvdl"?>', TEI, "an NVDL"),
        ('<?xml-model href="a.x" type="application/xml-dtd"?>', TEI, "a DTD"),
        ('<?xml-model href="a.x" schematypens="urn:x"?>', TEI, "a schema of an unknown kind"),
        ('<?oxygen NVDLSchema="a.nvdl"?>', TEI, "an NVDL"),
        ('<!DOCTYPE TEI SYSTEM "tei.dtd">', TEI, "a DTD"),
        ('<!DOCTYPE TEI PUBLIC "-//TEI//DTD TEI P5//EN" "tei.dtd">', TEI, "a DTD"),
        ("<!DOCTYPE TEI [<!ELEMENT TEI ANY>]>", TEI, "a DTD"),
        ("", TEI.replace("/>", f' {XSI} xsi:schemaLocation="http://www.tei-c.org/ns/1.0 tei.xsd"/>'), "an XSD"),
        ("", f'<a {XSI} xsi:noNamespaceSchemaLocation="a.xsd"/>', "an XSD"),
    ],
)
def test_a_schema_that_is_not_read_is_named_and_no_other_takes_its_place(
    prolog: str, root: str, words: str, edition: Path, store: Store
) -> None:
    store.add("tei_all", "here", {"tei_all.rnc": ANY}, "")
    found = plan(edition, prolog + root)
    assert (found.schemas, found.lacks_schema) == ((), True)
    assert [each.reason.partition(" is named")[0] for each in found.gaps] == [words]


def test_entities_alone_are_no_schema(edition: Path) -> None:
    assert plan(edition, '<!DOCTYPE TEI [<!ENTITY a "b">]>' + TEI).unsupported == ()


def test_a_grammar_beside_a_schema_that_is_not_read_decides(edition: Path) -> None:
    found = plan(edition, model("a.rnc") + '<!DOCTYPE TEI SYSTEM "tei.dtd">' + TEI)
    assert found.schemas == (str(edition / "a.rnc"),)
    assert [each.leaves_undecided for each in found.gaps] == [False]


def test_instructions_of_oxygen_are_followed_like_xml_model(edition: Path) -> None:
    found = plan(edition, '<?oxygen RNGSchema="a.rnc" type="compact"?><?oxygen SCHSchema="a.sch"?>' + TEI)
    assert (found.schemas, found.reason) == ((str(edition / "a.rnc"),), "the oxygen instruction")
    assert found.schematrons == ((str(edition / "a.sch"), ""),)
    (fault,) = plan(edition, '\n<?oxygen RNGSchema="no.rng" type="xml"?>' + TEI).faults
    place = f"there is no file {edition / 'no.rng'}"
    assert fault.message == f"the schema 'no.rng' that the oxygen instruction names is not there: {place}"


def test_xml_model_goes_before_an_instruction_of_oxygen_for_the_same_kind(edition: Path) -> None:
    found = plan(edition, '<?oxygen RNGSchema="no.rng" type="xml"?>' + model("a.rnc") + TEI)
    assert (found.schemas, found.faults) == ((str(edition / "a.rnc"),), ())


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("nowhere.rng", "is not there"),
        ("schema", "is not there"),
        ("n" * 5_000 + ".rng", "is not there"),
        ("../outside.rnc", "--allow-read"),
        ("/etc/passwd", "--allow-read"),
        ("file:///etc/passwd", "--allow-read"),
        ("https://example.org/a.rng", "teikit schema add"),
        ("ftp://example.org/a.rng", "on the web"),
        ("link.rnc", "--allow-read"),
    ],
)
def test_a_schema_that_may_not_or_cannot_be_read_is_told_where_it_is_named(
    href: str, words: str, edition: Path
) -> None:
    (edition / "link.rnc").symlink_to(edition.parent / "outside.rnc")
    found = plan(edition, "\n" + model(href) + TEI)
    (fault,) = found.faults
    assert (fault.rule, fault.span and fault.span.start) == ("schema/not-read", (2, 1))
    assert words in fault.message
    assert found.schemas == ()


def test_folders_that_are_allowed_may_hold_schemas(edition: Path) -> None:
    found = plan(edition, model("../outside.rnc") + TEI, access=ReadPolicy(folders=(edition.parent,)))
    assert (found.faults, len(found.schemas)) == ((), 1)


def test_catalogs_tell_where_remote_schemas_lie(edition: Path) -> None:
    catalog = edition / "catalog.xml"
    catalog.write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="https://example.org/a.rng"'
        ' uri="a.rnc"/></catalog>'
    )
    found = plan(edition, model("https://example.org/a.rng") + TEI, access=ReadPolicy(catalogs=(catalog,)))
    assert found.schemas == (str(edition / "a.rnc"),)


def test_a_schema_that_was_added_serves_for_its_address(edition: Path, store: Store) -> None:
    store.add("house", "https://example.org/a.rnc", {"https://example.org/a.rnc": ANY}, "")
    assert plan(edition, model("https://example.org/a.rnc") + TEI).schemas == ("house",)


def test_standard_input_lies_nowhere() -> None:
    document = from_bytes((model("a.rng") + TEI).encode(), "stdin")
    (fault,) = ValidationPipeline(Options()).plan(document).faults
    assert "standard input" in fault.message


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_address_of_the_letter_schema_means_the_one_that_ships(edition: Path, scheme: str) -> None:
    address = ADDRESSES["letter"].replace("https", scheme)
    found = plan(edition, model(address) + TEI)
    assert (found.schemas, found.reason, found.faults) == (("letter",), "xml-model", ())


RELEASE = "tei-c.org/release/xml/tei/custom/schema/relaxng"
AT_TEI = [
    f"http://www.{RELEASE}/tei_all.rng",
    f"https://www.{RELEASE}/tei_all.rng",
    f"http://{RELEASE}/tei_all.rng",
    f"https://{RELEASE}/tei_all.rnc",
    ADDRESSES["tei_all"],
    "http://vault.tei-c.org/P5/3.6.0/xml/tei/custom/schema/relaxng/tei_all.rng",
    "https://vault.tei-c.org/P5/4.9.0a/xml/tei/custom/schema/relaxng/tei_all.rnc",
    "https://vault.tei-c.de/P5/3.1.0/xml/tei/custom/schema/relaxng/tei_all.rng",
    "http://www.tei-c.org/Vault/P5/2.3.0/xml/tei/custom/schema/relaxng/tei_all.rng",
    "https://tei-c.org/Vault/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng",
    "https://jenkins.tei-c.org/job/TEIP5/lastSuccessfulBuild/artifact/P5/release/xml/tei/custom/schema/relaxng/tei_all.rng",
    "http://tei.oucs.ox.ac.uk/jenkins/job/TEIP5/lastSuccessfulBuild/artifact/release/xml/tei/custom/schema/relaxng/tei_all.rng",
    "https://www.tei-c.org/release/xml/tei/Exemplars/tei_all.rng",
    "https://raw.githubusercontent.com/TEIC/TEI/dev/P5/Exemplars/tei_all.odd",
    "https://cdn.jsdelivr.net/gh/TEIC/TEI@dev/P5/Exemplars/tei_all.odd",
    "https://github.com/TEIC/TEI/raw/dev/P5/Exemplars/tei_all.odd",
    "https://www.tei-c.org:443/release/xml/tei/custom/schema/relaxng/tei_all.rng?raw=true",
]


@pytest.mark.parametrize("address", AT_TEI)
def test_all_usual_addresses_of_tei_all_mean_the_one_that_ships(address: str, edition: Path) -> None:
    found = plan(edition, model(address) + TEI)
    assert (found.schemas, found.reason, found.faults) == (("tei_all",), "xml-model", ())
    rules = plan(edition, model(address) + model(address, SCH) + TEI)
    assert (rules.schemas, rules.schematrons) == (("tei_all",), (("tei_all", ""),))


@pytest.mark.parametrize("name", TEI_SCHEMAS)
def test_every_schema_of_tei_that_ships_is_found_by_its_address(name: str, edition: Path) -> None:
    assert plan(edition, model(f"https://www.{RELEASE}/{name}.rng") + TEI).schemas == (name,)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"http://www.{RELEASE}/teilite.rng", "tei_lite"),
        ("https://raw.githubusercontent.com/TEIC/TEI-Simple/master/teisimple.rng", "tei_simplePrint"),
    ],
)
def test_former_names_of_schemas_of_tei_mean_their_successors(address: str, name: str, edition: Path) -> None:
    assert plan(edition, model(address) + TEI).schemas == (name,)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/tei_all.rng",
        "https://tei-c.org.example.org/release/xml/tei/custom/schema/relaxng/tei_all.rng",
        "https://example.org/tei-c.org/tei_all.rng",
        "https://raw.githubusercontent.com/other/TEI/dev/tei_all.odd",
        f"https://www.{RELEASE}/tei_odds.rng",
        f"https://www.{RELEASE}/tei_all.xsd",
        "http://www.tei-c.org/Vault/P4/tei_all.rng",
        "https://vault.tei-c.de/P4/tei_all.rng",
        "https://tei-c.de/P5/tei_all.rng",
        "ftp://www.tei-c.org/tei_all.rng",
        f"https://{'a-' * 5_000}.org/{'tei_all/' * 5_000}",
    ],
)
def test_other_addresses_do_not(address: str, edition: Path) -> None:
    found = plan(edition, model(address) + TEI)
    assert (found.schemas, len(found.faults)) == ((), 1)


def test_what_the_user_added_comes_before_what_ships(edition: Path, store: Store) -> None:
    store.add("mine", "https://example.org/tei.rnc", {AT_TEI[0]: ANY}, "4.9.0")
    assert plan(edition, model(AT_TEI[0]) + TEI).schemas == ("mine",)
    assert plan(edition, model(AT_TEI[1]) + TEI).schemas == ("tei_all",)


def test_a_missing_file_with_the_name_of_a_schema_of_tei_gets_a_hint(edition: Path) -> None:
    (fault,) = plan(edition, model("../schema/tei_all.rng") + TEI, access=ReadPolicy(folders=(edition.parent,))).faults
    assert fault.message.endswith("; '--schema tei_all' names TEI's own, which ships with teikit")


def test_an_odd_that_the_document_names_is_its_schema_unless_it_names_a_grammar_too(edition: Path) -> None:
    (edition / "x.odd").write_text("<TEI/>")
    odd = model("x.odd", 'schematypens="http://www.tei-c.org/ns/1.0"')
    assert plan(edition, odd + TEI).schemas == (str(edition / "x.odd"),)
    assert plan(edition, model("x.odd", 'type="application/tei+xml"') + TEI).schemas == (str(edition / "x.odd"),)
    assert plan(edition, odd + model("a.rnc") + TEI).schemas == (str(edition / "a.rnc"),)


@pytest.mark.parametrize("prolog", ["", '<!DOCTYPE TEI.2 SYSTEM "tei2.dtd">'])
def test_a_document_of_an_older_tei_has_one_reason_that_says_what_to_do(edition: Path, prolog: str) -> None:
    [gap] = plan(edition, prolog + "<TEI.2><teiHeader/></TEI.2>").gaps
    assert gap.reason == "the root element is that of TEI P4, so the grammar was not checked"
    assert gap.help.startswith("convert the file to TEI P5")
    assert plan(edition, model("a.rnc") + "<TEI.2/>").gaps == ()
