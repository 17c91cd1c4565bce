"""What the record has of each statement of a header, and of nothing that is not stated there."""

import pytest
from lxml import etree

from teikit.exports.record.header import read_record
from teikit.exports.record.record import (
    STATED,
    Agent,
    AgentKind,
    Certainty,
    Date,
    Holding,
    Identifier,
    Licence,
    Place,
    Record,
    Relation,
    Title,
)

PERSON, ORGANISATION = AgentKind.PERSON, AgentKind.ORGANISATION
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def record(header: str = "", text: str = "", attributes: str = "") -> Record:
    document = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {attributes}><teiHeader>{header}</teiHeader>{text}</TEI>'
    return read_record(etree.fromstring(document), "file")


def file(inside: str, attributes: str = "") -> Record:
    return record(f"<fileDesc>{inside}</fileDesc>", attributes=attributes)


def titles(inside: str, attributes: str = "") -> Record:
    return file(f"<titleStmt>{inside}</titleStmt>", attributes)


def published(inside: str) -> Record:
    return file(f"<publicationStmt>{inside}</publicationStmt>")


def manuscript(inside: str) -> Holding:
    (holding,) = file(f"<sourceDesc><msDesc>{inside}</msDesc></sourceDesc>").holdings
    return holding


def profile(inside: str, text: str = "") -> Record:
    return record(f"<profileDesc>{inside}</profileDesc>", text)


def correspondence(inside: str) -> Record:
    return profile(f"<correspDesc>{inside}</correspDesc>")


@pytest.mark.parametrize(
    ("inside", "expected", "series"),
    [
        (
            "<title xml:lang='en'>Letter</title><title xml:lang='fr'>Lettre</title>",
            [Title("Letter", "en"), Title("Lettre", "fr")],
            "",
        ),
        ("<title>Letter</title>", [Title("Letter", "de")], ""),
        (
            "<title type='sub'>with a map</title><title type='main'>Letter</title>",
            [Title("Letter", "de", "main"), Title("with a map", "de", "sub")],
            "",
        ),
        (
            "<title level='m'>Letters</title><title level='a'>Letter</title>",
            [Title("Letter", "de", "", "a")],
            "Letters",
        ),
        ("<title level='m'>A Book</title>", [Title("A Book", "de", "", "m")], ""),
        ("<title>Letter</title><title type='s'>Letters</title>", [Title("Letter", "de")], "Letters"),
        ("<title>Letter<note>by her</note> of <del>June</del> May</title>", [Title("Letter of May", "de")], ""),
        ("<title>Letter</title><title type='label'>Letter</title>", [Title("Letter", "de")], ""),
        ("<title><!-- none --></title>", [], ""),
    ],
)
def test_titles_keep_language_type_and_level(inside: str, expected: list[Title], series: str) -> None:
    found = titles(inside, "xml:lang='de'")
    assert (list(found.titles), found.series) == (expected, series)


def test_a_series_has_its_main_title_its_volume_and_its_editors() -> None:
    found = file(
        "<seriesStmt><title type='sub'>1 to 9</title><title>Letters</title><editor>Eve</editor>"
        "<biblScope unit='volume'>2</biblScope><respStmt><resp>typing</resp><name>Ty</name></respStmt></seriesStmt>"
    )
    assert (found.series, found.volume) == ("Letters", "2")
    assert found.contributors == (Agent("Ty", role="typing"), Agent("Eve", role="series editor"))
    assert file("<seriesStmt><p>Letters</p></seriesStmt>").series == "Letters"


@pytest.mark.parametrize(
    ("inside", "edition", "unread"),
    [
        (
            (
                "<edition>Second edition <date>2024</date><interpGrp><interp>A comment.</interp></interpGrp>"
                "<note>Another.</note><listPerson><person><p>Ann</p></person></listPerson>"
                "<figure><head>Fig.</head></figure></edition>"
            ),
            "Second edition 2024",
            ("interpGrp", "note", "listPerson", "figure"),
        ),
        ("<p>A digital copy.</p>", "A digital copy.", ()),
    ],
)
def test_commentary_is_no_edition(inside: str, edition: str, unread: tuple[str, ...]) -> None:
    found = file(f"<editionStmt>{inside}</editionStmt>")
    assert (found.edition, found.unread) == (edition, tuple(f"fileDesc/editionStmt/edition/{one}" for one in unread))


@pytest.mark.parametrize(
    ("role", "is_editor"),
    [
        ("", True),
        ("editor", True),
        ("Co-Editor", True),
        ("general", True),
        ("Herausgeberin", True),
        ("edt", True),
        ("translator", False),
        ("Übersetzer", False),
        ("encoder", False),
        ("annotator", False),
    ],
)
def test_an_editor_with_another_role_is_none(role: str, *, is_editor: bool) -> None:
    found = titles(f"<editor role='{role}'>Eve</editor>")
    expected = (Agent("Eve", role=role),)
    assert (found.editors, found.contributors) == ((expected, ()) if is_editor else ((), expected))


def test_a_translator_is_no_author() -> None:
    found = titles("<author>Ann</author><author role='translator'>Tom</author>")
    assert (found.authors, found.contributors) == ((Agent("Ann"),), (Agent("Tom", role="translator"),))


def test_all_kinds_of_responsibility_are_read() -> None:
    found = titles(
        "<principal><persName>Pia</persName><affiliation><orgName>A School</orgName></affiliation></principal>"
        "<sponsor><orgName>A Club</orgName></sponsor><funder>A Fund<address><street>1 Rd</street></address></funder>"
    )
    assert (found.principals, found.sponsors) == ((Agent("Pia", PERSON),), (Agent("A Club", ORGANISATION),))
    assert found.funders == (Agent("A Fund"),)
    assert found.unread == ("fileDesc/titleStmt/principal/affiliation", "fileDesc/titleStmt/funder/address")
    assert file("<editionStmt><funder>A Fund</funder></editionStmt>").funders == (Agent("A Fund"),)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "<resp>typing</resp><resp>checking</resp><name>Ty</name><name>Bo</name>",
            [Agent("Ty", role="typing, checking"), Agent("Bo", role="typing, checking")],
        ),
        (
            "<resp>typing</resp><name>Ty</name><resp>checking</resp><name>Bo</name>",
            [Agent("Ty", role="typing"), Agent("Bo", role="checking")],
        ),
        (
            "<name>Ty</name><resp>typing</resp><name>Bo</name><resp>checking</resp>",
            [Agent("Ty", role="typing"), Agent("Bo", role="checking")],
        ),
        ("<name>Ty</name><resp><note>typing</note></resp>", [Agent("Ty", role="typing")]),
        ("<name>Ty</name>", [Agent("Ty")]),
        ("<resp>typing</resp>", []),
    ],
)
def test_roles_belong_to_the_names_of_their_pair(inside: str, expected: list[Agent]) -> None:
    assert list(titles(f"<respStmt>{inside}</respStmt>").contributors) == expected


def test_a_statement_may_have_the_reference_of_its_only_name() -> None:
    (agent,) = titles("<respStmt ref='https://orcid.org/1'><name>Ty</name><resp>typing</resp></respStmt>").contributors
    assert agent.uris == ("https://orcid.org/1",)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "<persName><surname>Lee</surname>, <forename>Ann</forename></persName>",
            Agent("Lee, Ann", PERSON, forename="Ann", surname="Lee"),
        ),
        (
            (
                "<persName><forename>Ann</forename> <forename>B.</forename> <nameLink>von</nameLink> "
                "<surname>Lee</surname></persName>"
            ),
            Agent("Ann B. von Lee", PERSON, forename="Ann B.", surname="von Lee"),
        ),
        (
            "<persName><forename>Ann</forename> <surname>Lee</surname> <date>1801-1850</date></persName>",
            Agent("Ann Lee", PERSON, forename="Ann", surname="Lee"),
        ),
        ("Lee, Ann", Agent("Lee, Ann")),
        ("<name type='org'>A Club</name>", Agent("A Club", ORGANISATION)),
        ("<hi><persName>Ann</persName></hi>", Agent("Ann", PERSON)),
        (
            "<persName>Ann</persName><idno type='wikidata'>Q1</idno>",
            Agent("Ann", PERSON, ("http://www.wikidata.org/entity/Q1",)),
        ),
        (
            "<persName ref='https://d-nb.info/gnd/1'/>",
            Agent("https://d-nb.info/gnd/1", PERSON, ("https://d-nb.info/gnd/1",)),
        ),
        ("<persName cert='low'>Ann</persName>", Agent("Ann", PERSON, certainty=Certainty("low"))),
        (
            "<persName>Ann<certainty locus='value' cert='medium'/></persName>",
            Agent("Ann", PERSON, certainty=Certainty("medium")),
        ),
    ],
)
def test_names_are_as_given(inside: str, expected: Agent) -> None:
    assert titles(f"<author>{inside}</author>").authors == (expected,)


def test_several_names_of_an_author_with_one_reference_are_forms_of_one_name() -> None:
    uri = "https://d-nb.info/gnd/1"
    found = titles(f"<author ref='{uri}'><persName>Ann</persName> (<persName>Anna</persName>)</author>")
    assert found.authors == (Agent("Ann", PERSON, (uri,)),)
    assert titles("<author><name>Ann</name>, <name>Bo</name></author>").authors == (Agent("Ann"), Agent("Bo"))


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<date>2017</date>", Date("2017", "2017")),
        ("<date>2017-05</date>", Date("2017-05", "2017-05")),
        ("<date>2017-05-03</date>", Date("2017-05-03", "2017-05-03")),
        ("<date>February, 2017</date>", Date("February, 2017")),
        ("<date notAfter='2018'>2017</date>", Date("2017", not_after="2018")),
        ("<date when-iso='2017-05-03T10:00Z'/>", Date(when="2017-05-03")),
        ("<date when-iso='20170503'/>", Date(when="2017-05-03")),
        ("<date when-iso='2017-05-03/2017-05-09'/>", Date(start="2017-05-03", end="2017-05-09")),
        ("<date from-iso='2017' to-iso='2018'>then</date>", Date("then", start="2017", end="2018")),
        ("<date when='-0044-03-15'/>", Date(when="-0044-03-15")),
        ("<date when='2017' precision='low'/>", Date(when="2017", precision="low")),
        ("<date when='2017'>2017<precision precision='medium'/></date>", Date("2017", "2017", precision="medium")),
        ("<date type='access' when='2020'/><date when='2017'/>", Date(when="2017")),
        ("<date>Spring</date><date type='publication'>2017</date>", Date("2017", "2017")),
        ("<p>In <date>2017</date>.</p>", Date("2017", "2017")),
    ],
)
def test_a_date_is_in_attributes_or_in_words_that_are_one(element: str, expected: Date) -> None:
    assert published(element).published == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"<licence>{CC_BY}</licence>", [Licence(CC_BY, CC_BY)]),
        (f"<licence target='{CC_BY}'>CC BY</licence>", [Licence("CC BY", CC_BY)]),
        (f"<licence><ref target='{CC_BY}'>CC BY</ref></licence>", [Licence("CC BY", CC_BY)]),
        (f"<p>Under <ref target='{CC_BY}'>CC BY</ref>.</p>", [Licence("Under CC BY.", CC_BY)]),
        (f"<licence corresp='{CC_BY}'>CC BY</licence>", [Licence("CC BY", CC_BY)]),
        (f"<licence>Under CC BY ({CC_BY}).</licence>", [Licence(f"Under CC BY ({CC_BY}).", CC_BY)]),
        (f"<licence target='{CC_BY}'/>", [Licence(CC_BY, CC_BY)]),
        (
            f"<p>By courtesy of a house.</p><licence target='{CC_BY}'>CC BY</licence><licence>Other.</licence>",
            [Licence("CC BY", CC_BY), Licence("Other."), Licence("By courtesy of a house.")],
        ),
        ("<licence><p>Free to use.</p><p>Name us.</p></licence>", [Licence("Free to use. Name us.")]),
        ("<licence target='javascript:x'/>", []),
    ],
)
def test_a_licence_is_in_an_element_a_reference_or_words(inside: str, expected: list[Licence]) -> None:
    found = published(f"<availability status='free'>{inside}</availability>").licences
    assert found == tuple(Licence(one.text, one.uri, "free") for one in expected)


def test_a_licence_may_be_named_among_words_on_the_publication() -> None:
    found = published(f"<p>Under <ref target='{CC_BY}'>CC BY</ref>, <ref target='https://example.org'>there</ref></p>")
    assert found.licences == (Licence("CC BY", CC_BY),)


@pytest.mark.parametrize(
    ("inside", "expected", "address"),
    [
        ("<idno type='DOI'>10.1234/x</idno>", [Identifier("10.1234/x", "doi")], ""),
        ("<idno>https://doi.org/10.1234/x</idno>", [Identifier("10.1234/x", "doi")], "https://doi.org/10.1234/x"),
        (
            "<p><idno type='URL'>https://dx.doi.org/10.1234/x</idno></p>",
            [Identifier("10.1234/x", "doi")],
            "https://dx.doi.org/10.1234/x",
        ),
        (
            "<p>See <ref target='https://doi.org/10.1234/x'>there</ref></p>",
            [Identifier("10.1234/x", "doi")],
            "https://doi.org/10.1234/x",
        ),
        (
            "<ptr target='https://example.org/l1'/>",
            [Identifier("https://example.org/l1", "url")],
            "https://example.org/l1",
        ),
        ("<p>See <ref target='https://example.org/l1'>there</ref></p>", [], ""),
        (
            "<idno type='project'><idno type='URL'>https://example.org/l1</idno>7</idno>",
            [Identifier("7", "project"), Identifier("https://example.org/l1", "url")],
            "https://example.org/l1",
        ),
        ("<publisher><orgName>A Press<idno type='x'>7</idno></orgName></publisher>", [], ""),
        ("<idno type='inventory'>10.1234/5</idno>", [Identifier("10.1234/5", "inventory")], ""),
    ],
)
def test_an_identifier_is_an_idno_or_the_target_of_a_reference(
    inside: str, expected: list[Identifier], address: str
) -> None:
    found = published(inside)
    assert (list(found.identifiers), found.address) == (expected, address)


def test_publishers_are_those_or_else_the_authority_or_the_distributor() -> None:
    both = published("<publisher>A Press</publisher><distributor>A Shop</distributor><authority>A Town</authority>")
    assert (both.publishers, both.distributors) == ((Agent("A Press"),), (Agent("A Shop"),))
    assert both.unread == ("fileDesc/publicationStmt/authority",)
    other = published("<distributor>A Shop</distributor>")
    assert (other.publishers, other.distributors) == ((Agent("A Shop"),), ())
    two = published("<publisher><orgName>A</orgName><orgName>B</orgName><email>x@y.z</email></publisher>")
    assert two.publishers == (Agent("A", ORGANISATION), Agent("B", ORGANISATION))


@pytest.mark.parametrize(
    ("idnos", "shelfmark", "others"),
    [
        ("<idno>7</idno>", "7", []),
        ("<idno type='old'>6</idno><idno>7</idno>", "7", [Identifier("6", "old")]),
        ("<idno type='shelfmark'>7</idno><idno>8</idno>", "7", [Identifier("8")]),
        ("<idno>6</idno><idno>7</idno>", "7", [Identifier("6")]),
        ("<idno type='inventory'>6</idno>", "", [Identifier("6", "inventory")]),
        ("<idno><idno type='Signatur'>7</idno></idno>", "7", []),
        (
            "<idno>7</idno><altIdentifier type='former'><repository>Old</repository><idno>X</idno></altIdentifier>",
            "7",
            [Identifier("Old, X", "former")],
        ),
    ],
)
def test_the_shelfmark_is_the_idno_that_is_one(idnos: str, shelfmark: str, others: list[Identifier]) -> None:
    found = manuscript(f"<msIdentifier>{idnos}</msIdentifier>")
    assert (found.shelfmark, list(found.identifiers)) == (shelfmark, others)


def test_a_house_is_an_institution_and_its_repository() -> None:
    found = manuscript(
        "<msIdentifier><country>USA</country><settlement>Town</settlement><institution>A University</institution>"
        "<repository>Its Library</repository><collection>Papers</collection><collection>Letters</collection>"
        "<idno>7</idno><msName>The Blue Letter</msName></msIdentifier>"
    )
    assert str(found) == "Town, A University, Its Library, Papers, Letters, 7"
    assert (found.country, found.name) == ("USA", "The Blue Letter")


def test_a_reference_may_have_the_identifier_of_an_original() -> None:
    found = file(
        "<sourceDesc><bibl>A letter, <msIdentifier><repository>A</repository><idno>1</idno></msIdentifier></bibl>"
        "<bibl>A Book</bibl></sourceDesc>"
    )
    assert found.holdings == (Holding(repository="A", shelfmark="1"),)


def test_a_collection_is_no_shelfmark() -> None:
    found = manuscript("<msIdentifier><repository>A</repository><collection>Papers</collection></msIdentifier>")
    assert found == Holding(repository="A", collection="Papers")


def test_fragments_and_parts_are_holdings_of_their_own() -> None:
    found = file(
        "<sourceDesc><msDesc><msIdentifier><msName>The Roll</msName></msIdentifier>"
        "<msFrag><altIdentifier><repository>A</repository><idno>1</idno></altIdentifier></msFrag>"
        "<msFrag><msIdentifier><repository>B</repository><idno>2</idno></msIdentifier></msFrag></msDesc></sourceDesc>"
    ).holdings
    assert found == (
        Holding(name="The Roll"),
        Holding(repository="A", shelfmark="1"),
        Holding(repository="B", shelfmark="2"),
    )


@pytest.mark.parametrize(
    ("inside", "extent", "form"),
    [
        ("<p>Two sheets.</p>", "", "Two sheets."),
        (
            (
                "<objectDesc form='letter'><supportDesc material='paper'><support>grey paper</support><extent>2 sheets"
                "<dimensions unit='cm'><height>20</height><width>15</width></dimensions></extent></supportDesc>"
                "</objectDesc>"
            ),
            "2 sheets, 20 × 15 cm",
            "letter, paper, grey paper",
        ),
        (
            (
                "<objectDesc><supportDesc><extent><measure unit='leaf' quantity='1'/>"
                "<measure unit='page' quantity='4'/></extent></supportDesc></objectDesc>"
            ),
            "1 leaf, 4 page",
            "",
        ),
        (
            (
                "<objectDesc><supportDesc><extent><measure>1 leaf</measure> <measure>4 pages</measure></extent>"
                "</supportDesc></objectDesc>"
            ),
            "1 leaf, 4 pages",
            "",
        ),
        (
            "<objectDesc><supportDesc><extent><measure>1 leaf</measure> and more</extent></supportDesc></objectDesc>",
            "1 leaf and more",
            "",
        ),
    ],
)
def test_an_original_is_described_in_words(inside: str, extent: str, form: str) -> None:
    found = manuscript(f"<msIdentifier><idno>1</idno></msIdentifier><physDesc>{inside}</physDesc>")
    assert (found.extent, found.form) == (extent, form)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<p>born digital</p>", ("born digital",)),
        ("<listBibl><bibl>A Book</bibl><bibl>Another</bibl></listBibl>", ("A Book", "Another")),
        ("<list><item><bibl>A Book</bibl></item></list>", ("A Book",)),
        ("<bibl>A Book, in <bibl>Another</bibl></bibl>", ("A Book, in Another",)),
        (
            (
                "<biblStruct><monogr><author><forename>Ann</forename> <surname>Lee</surname></author>"
                "<title>A Book</title><imprint><pubPlace>Rome</pubPlace><date>1900</date></imprint></monogr>"
                "</biblStruct>"
            ),
            ("Ann Lee, A Book, Rome, 1900",),
        ),
        (
            (
                "<biblFull><titleStmt><title>A Book</title><respStmt><resp>translated by</resp><name>Tom</name>"
                "</respStmt></titleStmt><publicationStmt><publisher>A Press</publisher>"
                "<address><addrLine>1 Rd</addrLine></address>"
                "</publicationStmt></biblFull>"
            ),
            ("A Book, translated by Tom, A Press, 1 Rd",),
        ),
        ("<listWit><witness>Her copy</witness></listWit>", ("Her copy",)),
        ("<msDesc><msIdentifier/><p>One sheet</p></msDesc>", ("One sheet",)),
    ],
)
def test_sources_are_references_in_words(inside: str, expected: tuple[str, ...]) -> None:
    assert file(f"<sourceDesc>{inside}</sourceDesc>").sources == expected


LATIN = "<language ident='en'>English</language><language ident='la'>Latin</language>"


@pytest.mark.parametrize(
    ("listed", "contents", "text", "own", "others"),
    [
        (LATIN, "<textLang mainLang='la' otherLangs='el'>Latin</textLang>", "<text/>", ("la", "el"), ("en",)),
        (LATIN, "", "<text xml:lang='la'><body/></text>", ("la",), ("en",)),
        (LATIN, "", "<text><body xml:lang='la'/></text>", ("la",), ("en",)),
        (
            LATIN,
            "",
            (
                "<text xml:lang='en'><body><div type='edition' xml:lang='la'/><div type='translation' xml:lang='en'/>"
                "</body></text>"
            ),
            ("la",),
            ("en",),
        ),
        ("<language ident='de'/>", "", "<text><body/></text>", ("de",), ()),
        ("<language ident='en' usage='10'/><language ident='la' usage='90'/>", "", "<text/>", ("la",), ("en",)),
        (LATIN, "", "<text><body/></text>", ("en", "la"), ()),
        ("", "", "<text xml:lang='fr'><body/></text>", ("fr",), ()),
        ("", "", "<text/>", (), ()),
        ("", "", "<text xml:lang='fr'><group/></text>", ("fr",), ()),
        (
            "<language ident='deu'/><language ident='en'/>",
            "",
            "<text xml:lang='de-AT'><body/></text>",
            ("de-AT",),
            ("en",),
        ),
    ],
)
def test_languages_are_those_of_the_text_before_those_of_the_file(
    listed: str, contents: str, text: str, own: tuple[str, ...], others: tuple[str, ...]
) -> None:
    header = (
        f"<fileDesc><sourceDesc><msDesc><msContents>{contents}</msContents></msDesc></sourceDesc></fileDesc>"
        f"<profileDesc><langUsage>{listed}</langUsage></profileDesc>"
    )
    found = record(header, text)
    assert (found.languages, found.other_languages, found.unread) == (own, others, ())


def test_the_language_of_the_document_is_that_of_a_text_that_states_none() -> None:
    assert record(text="<text><body/></text>", attributes="xml:lang='hr'").languages == ("hr",)


@pytest.mark.parametrize(
    ("header", "text", "expected"),
    [
        ("<correspDesc/>", "<text/>", True),
        ("", "<text type='letter'/>", True),
        ("", "<text><body><div type='letter'/></body></text>", True),
        ("<particDesc><person role='sender'><persName>Ann</persName></person></particDesc>", "<text/>", True),
        ("", "<text><body><div type='act'/></body></text>", False),
        ("", "<text><body><div type='chapter'><div type='letter'/></div></body></text>", False),
        ("", "<text><body><opener>Dear Tom</opener></body></text>", False),
        ("<particDesc><person role='speaker'><persName>Ann</persName></person></particDesc>", "<text/>", False),
    ],
)
def test_a_letter_is_what_is_called_one(header: str, text: str, *, expected: bool) -> None:
    assert profile(header, text).is_letter is expected


def test_doubts_are_kept_of_agents_places_and_dates() -> None:
    (action,) = correspondence(
        "<correspAction type='Sent'><persName cert='low' resp='#x'>Ann</persName>"
        "<placeName evidence='conjecture'>Bath</placeName><date when='1801' cert='high' evidence='internal'/>"
        "</correspAction>"
    ).actions
    assert action.type == "sent"
    assert action.agents == (Agent("Ann", PERSON, certainty=Certainty("low", "", ("#x",))),)
    assert action.places == (Place("Bath", certainty=Certainty("", "conjecture")),)
    assert action.dates == (Date("", "1801", certainty=Certainty("high", "internal")),)
    assert [one.certainty.is_doubtful for one in (*action.agents, *action.places, *action.dates)] == [True, True, False]
    assert not STATED.is_doubtful


@pytest.mark.parametrize(
    ("inside", "agents", "places"),
    [
        ("<p>Sent by <persName>Ann</persName> from <placeName>Bath</placeName>.</p>", ["Ann"], ["Bath"]),
        ("<name>Ann</name><address><settlement>Bath</settlement></address>", ["Ann"], ["Bath"]),
        ("<rs type='person'>Ann</rs><rs type='place'>Bath</rs>", ["Ann"], ["Bath"]),
        ("<orgName>A Club</orgName><country>Italy</country>", ["A Club"], ["Italy"]),
        ("<persName/><placeName/>", [], []),
    ],
)
def test_the_parts_of_an_action_are_found_in_all_that_it_allows(
    inside: str, agents: list[str], places: list[str]
) -> None:
    (action,) = correspondence(f"<correspAction type='sent'>{inside}</correspAction>").actions
    assert [one.name for one in action.agents] == agents
    assert [one.name for one in action.places] == places


def test_letters_around_and_notes_are_read() -> None:
    found = correspondence(
        "<correspAction type='sent'><note>By hand.</note></correspAction><note>Never <note>ever</note>answered.</note>"
        "<correspContext><p>An answer to <ref type='prev' target='l1'>his letter</ref>.</p>"
        "<ptr type='next' subtype='reply' target='l3'/></correspContext>"
    )
    assert found.notes == ("By hand.", "Never answered.", "ever", "An answer to his letter.")
    assert found.related == (Relation("prev", "l1", "his letter"), Relation("next reply", "l3"))


def test_the_notes_of_the_file_are_read() -> None:
    found = file(
        "<notesStmt><note>A note.</note><noteGrp><note>Another.</note></noteGrp>"
        "<relatedItem type='otherForm' target='#x'><bibl>A copy</bibl></relatedItem></notesStmt>"
    )
    assert (found.notes, found.related) == (("A note.", "Another."), (Relation("otherForm", "#x", "A copy"),))


PARTIES = """<particDesc><listPerson>
 <person role="sender" xml:id="a"><persName>Ann</persName><idno type="viaf">12</idno></person>
 <person role="recipient"><persName>Tom</persName></person>
 <person role="mentioned" cert="low"><persName>Zoe</persName><birth>1801</birth></person>
</listPerson></particDesc>"""


def test_people_with_roles_are_the_parties_where_there_is_no_correspdesc() -> None:
    found = profile(PARTIES)
    assert found.senders == (Agent("Ann", PERSON, ("https://viaf.org/viaf/12",), entry="a"),)
    assert found.recipients == (Agent("Tom", PERSON),)
    assert found.participants == (Agent("Zoe", PERSON, role="mentioned", certainty=Certainty("low")),)
    assert found.unread == ("profileDesc/particDesc/listPerson/person/birth",)


def test_a_note_or_an_occupation_is_no_name_of_a_person() -> None:
    found = profile(
        "<particDesc><person role='participant' sameAs='#a'><note>on the left</note></person>"
        "<person role='participant'><occupation>miller</occupation></person>"
        "<person role='participant'><persName>Ann</persName><note>on the right</note></person></particDesc>"
    )
    assert found.participants == (Agent("Ann", PERSON, role="participant"),)
    assert "profileDesc/particDesc/person/note" in found.unread


def test_a_correspdesc_comes_before_the_roles_of_people() -> None:
    action = "<correspDesc><correspAction type='sent'><persName>Ann</persName></correspAction></correspDesc>"
    found = profile(PARTIES + action)
    assert [one.name for one in found.senders] == ["Ann"]
    assert [(one.name, one.role) for one in found.participants] == [("Tom", "recipient"), ("Zoe", "mentioned")]


@pytest.mark.parametrize(
    ("inside", "dates", "places"),
    [
        (
            "<creation>Written in <date when='1801'>that year</date> at <placeName>Bath</placeName></creation>",
            [Date("that year", "1801")],
            [Place("Bath")],
        ),
        ("<creation when='1801'/>", [Date(when="1801")], []),
        ("<creation>1801</creation>", [Date("1801", "1801")], []),
    ],
)
def test_a_creation_has_dates_and_places(inside: str, dates: list[Date], places: list[Place]) -> None:
    found = profile(inside)
    assert (list(found.created), list(found.creation_places)) == (dates, places)


@pytest.mark.parametrize(("action", "expected"), [("", (Date("then", "0117"),)), ("<correspDesc/>", ())])
def test_the_origin_of_an_object_is_that_of_its_text_unless_it_is_a_letter(
    action: str, expected: tuple[Date, ...]
) -> None:
    history = "<history><origin><p><origDate when='0117'>then</origDate></p></origin></history>"
    found = record(
        f"<fileDesc><sourceDesc><msDesc>{history}</msDesc></sourceDesc></fileDesc><profileDesc>{action}</profileDesc>"
    )
    assert found.created == expected


def test_subjects_are_keywords_codes_and_categories() -> None:
    found = record(
        "<encodingDesc><classDecl><taxonomy><category xml:id='c1'><catDesc>Toads</catDesc></category>"
        "<category xml:id='c2'><catDesc>Frogs</catDesc></category></taxonomy></classDecl></encodingDesc>"
        "<profileDesc><textClass><keywords><list><item>ponds</item></list></keywords>"
        "<keywords><term>newts</term></keywords><classCode scheme='#x'>597.8</classCode>"
        "<catRef target='#c1 #c9'/></textClass></profileDesc>"
    )
    assert found.keywords == ("ponds", "newts", "597.8", "Toads")
    assert found.unread == ("encodingDesc/classDecl/taxonomy/category",)


@pytest.mark.parametrize(
    ("contents", "abstract", "expected"),
    [
        ("<summary>About a toad.</summary>", "", "About a toad."),
        ("<p>About a toad.</p>", "<abstract><p>On toads.</p></abstract>", "On toads."),
    ],
)
def test_an_abstract_is_one_or_a_summary_of_the_contents(contents: str, abstract: str, expected: str) -> None:
    found = record(
        f"<fileDesc><sourceDesc><msDesc><msContents>{contents}</msContents></msDesc></sourceDesc></fileDesc>"
        f"<profileDesc>{abstract}</profileDesc>"
    )
    assert found.abstract == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("<ref type='viaf' target='1234567'/>", ("https://viaf.org/viaf/1234567",)),
        ("<ref type='wikidata' target='https://www.wikidata.org/entity/Q1'/>", ("https://www.wikidata.org/entity/Q1",)),
        ("<ptr target='https://orcid.org/0000-0002-1825-0097'/>", ("https://orcid.org/0000-0002-1825-0097",)),
        ("<ref target='https://example.org/about-her'/>", ()),
        ("<ref type='viaf' target='#a'/>", ()),
    ],
)
def test_a_reference_in_a_name_leads_to_an_authority_record(reference: str, expected: tuple[str, ...]) -> None:
    (editor,) = titles(f"<editor><persName>Ann Lee{reference}</persName></editor>").editors
    assert (editor.name, editor.uris) == ("Ann Lee", expected)
