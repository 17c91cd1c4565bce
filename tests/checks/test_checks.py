"""Each check on documents that have its fault, at the marked place, and on documents that look alike and have none."""

import pytest

from support.check_documents import letter, mark_positions, places, run_checks

DIV = '<div type="letter">{}</div>'
PREFIX = (
    '<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="([a-z]+)" replacementPattern="{}"/>'
    "</listPrefixDef></encodingDesc>"
)
WEB = PREFIX.format("https://example.org/$1")
HERE = PREFIX.format("#$1")
LANGUAGES = (
    '<profileDesc><langUsage><language ident="de">German</language><language ident="la"/></langUsage></profileDesc>'
)
SENT = '<profileDesc><correspDesc><correspAction type="sent">{}</correspAction></correspDesc></profileDesc>'
OPENER = "<opener><dateline>{}</dateline></opener><p>x</p>"
CLOSER = "<p>x</p><closer><signed>{}</signed></closer>"
WILL = '<persName ref="#will" xml:id="will"/>'

# By rule the documents that break it, and those that do not.
CASES: dict[str, tuple[list[str], list[str]]] = {
    "tei/pointer-unresolved": (
        [
            letter('<p><name ‸ref="#a">A</name></p>'),
            letter('<p><name ‸ref="#a #b" xml:id="b">A</name></p>'),
            letter('<p xml:id="A">x</p>\n<p n="1" ‸corresp="#a">x</p>'),
            letter('<p><ref ‸target="#x%41">A</ref></p>'),
            letter('<p><del ‸hand="#h" ‸resp="#ed">A</del></p>'),
            letter('<p>See <ptr\n  type="x"\n  ‸target="#nothing"/></p>'),
            letter('<p>x<anchor xml:id="e"/><app ‸from="#s" to="#e"/></p>'),
            letter("<p>x</p>", '<encodingDesc><p ‸ana="#c"/></encodingDesc>')
            .replace("<p ‸", "<p>x</p><p ‸")
            .replace("/></e", ">x</p></e"),
            letter('<p><name ‸ref="psn:will">A</name></p>', HERE),
            letter('<p ‸decls="#">x</p>'),
        ],
        [
            letter('<p><name ref="#a" xml:id="a">A</name></p>'),
            letter('<p><name ref="#a">A</name> <name xml:id="a">A</name></p>'),
            letter('<p xml:base="https://example.org/"><name ref="#a" xml:id="a">A</name></p>'),
            letter('<p><name ref="#xpath(//p[1])">A</name></p>'),
            letter('<p n="#nobody" rend="#none">A <locus from="#3" to="#4"/></p>'),
            letter('<p><name ref="psn:will" xml:id="will">A</name></p>', HERE),
            letter('<p><ref target="#x%41" xml:id="xA">A</ref></p>'),
            letter(
                '<p><name ref="#a">A</name></p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="a.xml"/>'
            ),
            letter('<p><egXML xmlns="http://www.tei-c.org/ns/Examples"><name ref="#a"/></egXML>x</p>'),
            letter('<p><formula><m xmlns="urn:m" xml:id="m"/></formula><ref target="#m">x</ref></p>'),
        ],
    ),
    "tei/pointer-without-hash": (
        [
            letter('<p><name ‸ref="a" xml:id="a">A</name></p>'),
            letter('<p><name ‸ref="a">A</name> <name xml:id="a">A</name></p>'),
            letter('<p xml:base="https://example.org/"><name ‸ref="a" xml:id="a">A</name></p>'),
            letter('<p><name ‸ref="#a b" xml:id="a">A</name> <name xml:id="b">A</name></p>'),
            letter('<p xml:id="w">x</p><p\n‸next="w">x</p>'),
        ],
        [
            letter('<p><name ref="#a" xml:id="a">A</name></p>'),
            letter('<p><name key="a" xml:id="a">A</name></p>'),
            letter('<p><name ref="b" xml:id="a">A</name></p>'),
            letter('<p><name ref="https://example.org/a" xml:id="a">A</name></p>'),
            letter('<p><biblScope from="a" to="b" xml:id="a">A</biblScope></p>'),
        ],
    ),
    "tei/pointer-prefix-undeclared": (
        [
            letter('<p><name ‸ref="psn:will">A</name></p>'),
            letter('<p><name ‸ref="gnd:118609807">A</name></p>'),
            letter('<p><name ‸ref="prs:will psn:will">A</name></p>', WEB),
            letter('<p ‸ana="int:x">A</p>'),
            letter('<p><pb ‸facs="iiif:12/full"/>A</p>'),
        ],
        [
            letter('<p><name ref="psn:will">A</name></p>', WEB),
            letter('<p><name ref="https://example.org">A</name></p>'),
            letter('<p><name ref="urn:isbn:1">A</name> <ptr target="mailto:a@example.org"/></p>'),
            letter('<p><name ref="doi:10.1/2 HTTPS://example.org">A</name></p>'),
            letter('<p><name ref="a/b:c">A</name></p>'),
            letter('<p><name ref="#xpath(//tei:p)">A</name></p>'),
        ],
    ),
    "tei/pointer-prefix-unmatched": (
        [
            letter('<p><name ‸ref="psn:W1">A</name></p>', WEB),
            letter('<p><name ‸ref="psn:">A</name></p>', WEB).replace("psn:", "psn:9"),
            letter('<p><name ‸ref="psn:a_b">A</name></p>', WEB),
            letter('<p><name ‸ref="psn:a psn:B">A</name></p>', WEB),
            letter('<p><name ‸ref="psn:x">A</name></p>', WEB.replace("[a-z]+", "[0-9]{3}")),
        ],
        [
            letter('<p><name ref="psn:w">A</name></p>', WEB),
            letter('<p><name ref="psn:A9">A</name></p>', WEB + WEB.replace("[a-z]", "[A-Z0-9]")),
            letter('<p><name ref="psn:anything">A</name></p>', WEB.replace("([a-z]+)", "(?:[a-z]+)")),
            letter('<p><name ref="psn:abc">A</name></p>', WEB.replace("([a-z]+)", "^([a-z]+)$")),
            letter('<p><name ref="psn:abc">A</name></p>', WEB.replace("([a-z]+)", "([a-z])([a-z]+)")),
        ],
    ),
    "tei/pointer-malformed": (
        [
            letter('<p><ref ‸target="http:/example.org">A</ref></p>'),
            letter('<p><ref ‸target="https:example.org">A</ref></p>'),
            letter('<p><ref ‸target="www.example.org">A</ref></p>'),
            letter('<p><name ‸ref="#https://example.org/12">A</name></p>'),
            letter('<p><ref ‸target="http//example.org">A</ref></p>'),
            letter('<p><ref ‸target="https://example.org/{a}">A</ref></p>'),
            letter('<p><ref ‸target="https://">A</ref></p>'),
            letter('<p><ref ‸target="https://example.org:99999/">A</ref></p>'),
            letter('<p><ref ‸target="https://https://example.org/">A</ref></p>'),
            letter('<p><ref ‸target="https://example..org/">A</ref></p>'),
            letter('<p><ref ‸target="https://example.org/%zz">A</ref></p>'),
            letter('<p><graphic ‸url="scans\\a.jpg"/></p>'),
        ],
        [
            letter('<p><ref target="http://example.org">A</ref></p>'),
            letter('<p><ref target="https://user@example.org:8080/a?b=c&amp;d#e">A</ref></p>'),
            letter('<p><ref target="https://[::1]/a">A</ref></p>'),
            letter('<p><ref target="https://de.wikipedia.org/wiki/Größe_(Maß)">A</ref></p>'),
            letter('<p><ref target="https://example.org/a%20b">A</ref></p>'),
            letter('<p><ref target="../a/b.xml">A</ref></p>'),
        ],
    ),
    "tei/id-duplicate": (
        [
            letter('<p xml:id="a">x</p><p ‸xml:id="a">x</p>'),
            letter('<p xml:id="a">x</p><p ‸xml:id=" a ">x</p>'),
            letter('<p xml:id="a">x</p>\n<p ‸xml:id="a">x</p>\n<p ‸xml:id="a">x</p>'),
            letter('<p xml:id="a"><name ‸xml:id="a">x</name></p>'),
            letter('<p xml:id="a">x<formula><m xmlns="urn:m" ‸xml:id="a"/></formula></p>'),
        ],
        [
            letter('<p xml:id="a">x</p><p xml:id="b">x</p>'),
            letter('<p xml:id="a">x</p><p xml:id="A">x</p>'),
            letter('<p xml:id="a">x</p><p n="a">x</p>'),
            letter('<p xml:id="a">x<egXML xmlns="http://www.tei-c.org/ns/Examples"><p xml:id="a"/></egXML></p>'),
            letter("<p>x</p>"),
        ],
    ),
    "tei/date-impossible": (
        [
            letter('<p><date ‸when-iso="1899-02-30">x</date></p>'),
            letter('<p><date ‸when="1899-13">x</date></p>'),
            letter('<p><date ‸when="1900-02-29">x</date></p>'),
            letter('<p><date ‸notBefore="1899-8-2">x</date></p>'),
            letter('<p><date ‸from="2. 8. 1899">x</date></p>'),
            letter('<p><time ‸when="25:00:00">x</time></p>'),
            letter('<p><date ‸to-iso="1899-04-31T10:00:00">x</date></p>'),
        ],
        [
            letter('<p><date when-iso="1896-02-29">x</date></p>'),
            letter('<p><date when="--02-29">x</date><date when="1899"/><date when="-0043-03-15"/></p>'),
            letter('<p><date when="1899-08-02T10:00:00+01:00">x</date></p>'),
            letter('<p><date when-iso="1899-W31-3">x</date><date when-iso="1899-214">x</date></p>'),
            letter('<p><date when-iso="1899-08-02/1899-08-05">x</date></p>'),
            letter('<p><biblScope from="12a" to="13b">x</biblScope></p>'),
            letter('<p><date when-custom="1899-02-30">x</date></p>'),
        ],
    ),
    "tei/date-order": (
        [
            letter('<p><date ‸notBefore="1899-06" notAfter="1899-05">x</date></p>'),
            letter('<p><date ‸from="1900" to="1899">x</date></p>'),
            letter('<p><date to="1899-12-31" ‸from="1900">x</date></p>'),
            letter('<p><date ‸from-iso="1899-08-03" to-iso="1899-08-02">x</date></p>'),
            letter('<p><date ‸notBefore="1899-08-02T12:00:00Z" notAfter="1899-08-02T12:30:00+01:00">x</date></p>'),
            letter('<p><date ‸from="1899-08-03" notAfter="1899-08-02">x</date></p>'),
            letter('<p><date ‸notBefore="-0043" notAfter="-0044">x</date></p>'),
        ],
        [
            letter('<p><date notBefore="1899-05" notAfter="1899-05">x</date></p>'),
            letter('<p><date from="1899-08-03" to="1899-08">x</date></p>'),
            letter('<p><date from="1899-08-03" to="1899">x</date></p>'),
            letter('<p><date from="--12-25" to="--01-06">x</date></p>'),
            letter('<p><time from="22:00:00" to="02:00:00">x</time></p>'),
            letter('<p><date notBefore="1899-08-02T12:00:00" notAfter="1899-08-02T08:00:00Z">x</date></p>'),
            letter('<p><locus from="9" to="3">x</locus></p>'),
        ],
    ),
    "tei/language-malformed": (
        [
            letter('<p ‸xml:lang="de_AT">x</p>'),
            letter('<p ‸xml:lang="de-">x</p>'),
            letter('<p ‸xml:lang="deutsch,latein">x</p>'),
            letter('<p ‸xml:lang="de-1996-1996">x</p>'),
            letter('<p ‸xml:lang="de-a-bbb-a-ccc">x</p>'),
            letter("<p>x</p>", '<profileDesc><langUsage><language ‸ident="x"/></langUsage></profileDesc>'),
            letter('<p><textLang mainLang="de" ‸otherLangs="la f">x</textLang></p>'),
        ],
        [
            letter('<p xml:lang="de-AT">x</p>'),
            letter('<p xml:lang="">x</p>'),
            letter('<p xml:lang="DE-at-1996-x-house">x</p>'),
            letter('<p xml:lang="x-argot">x</p>'),
            letter('<p xml:lang="i-klingon">x</p>'),
            letter('<p><textLang mainLang="de" otherLangs="la grc-Grek">x</textLang></p>'),
        ],
    ),
    "tei/language-unregistered": (
        [
            letter('<p ‸xml:lang="ger">x</p>'),
            letter('<p ‸xml:lang="xx">x</p>'),
            letter('<p ‸xml:lang="de-Goth-XW">x</p>').replace("Goth-XW", "Gotx"),
            letter('<p ‸xml:lang="de-YY">x</p>'),
            letter('<p ‸xml:lang="de-fraktur">x</p>'),
            letter('<p ‸xml:lang="german">x</p>'),
            letter('<p><textLang ‸otherLangs="la eng">x</textLang></p>'),
        ],
        [
            letter('<p xml:lang="gsw">x</p>'),
            letter('<p xml:lang="de-Latf-DE-1901">x</p>'),
            letter('<p xml:lang="es-419">x</p>'),
            letter('<p xml:lang="zh-cmn-Hans">x</p>'),
            letter('<p xml:lang="qaa-Qaaa-XZ">x</p>'),
            letter('<p xml:lang="und">x<foreign xml:lang="mul">y</foreign></p>'),
        ],
    ),
    "tei/language-undeclared": (
        [
            letter('<p ‸xml:lang="fr">x</p>', LANGUAGES),
            letter('<p>x <foreign ‸xml:lang="fr-CH">y</foreign></p>', LANGUAGES),
            letter('<p ‸xml:lang="fr">x</p><p xml:lang="fr">x</p><p ‸xml:lang="pl">x</p>', LANGUAGES),
            letter('<p ‸xml:lang="x-argot">x</p>', LANGUAGES),
            letter("<p>x</p>", LANGUAGES).replace("<text>", '<text ‸xml:lang="en">'),
        ],
        [
            letter('<p xml:lang="de">x</p>', LANGUAGES),
            letter('<p xml:lang="de-AT">x <foreign xml:lang="la">y</foreign></p>', LANGUAGES),
            letter('<p xml:lang="fr">x</p>'),
            letter("<p>x</p>", LANGUAGES + '<xenoData xml:lang="en"/>'),
            letter('<p xml:lang="x-argot">x</p>', LANGUAGES.replace('"la"', '"x-argot"')),
        ],
    ),
    "tei/sent-date-differs": (
        [
            letter(OPENER.format('<date when="1899-05-02">x</date>'), SENT.format('‸<date when="1899-05-03"/>')),
            letter(OPENER.format('<date when="1899-05-02">x</date>'), SENT.format('‸<date when="1898"/>')),
            letter(
                OPENER.format('<date when="1899-05-02">x</date>'),
                SENT.format('‸<date from="1899-05-03" to="1899-06"/>'),
            ),
            letter(OPENER.format('<date when-iso="1899-05-02">x</date>'), SENT.format('‸<date when="1899-05-03"/>')),
            letter(
                '<closer><dateline><date notAfter="1899-05-02" notBefore="1899-05">x</date></dateline></closer>',
                SENT.format('‸<date when="1899-05-03"/>'),
            ),
        ],
        [
            letter(OPENER.format('<date when="1899-05-02">x</date>'), SENT.format('<date when="1899-05-02"/>')),
            letter(OPENER.format('<date when="1899-05-02">x</date>'), SENT.format('<date when="1899-05"/>')),
            letter(OPENER.format("<date>x</date>"), SENT.format('<date when="1899-05-03"/>')),
            letter(OPENER.format('<date when="--05-02">x</date>'), SENT.format('<date when="1899-05-03"/>')),
            letter(
                OPENER.format('<date when="1899-04-20" calendar="#j">x</date>'),
                SENT.format('<date when="1899-05-02"/>'),
            ).replace("<p>x", '<p xml:id="j">x'),
            letter(
                OPENER.format('<date when="1899-05-02">x</date>'),
                SENT.format('<date when="1899-05-03"/>').replace("sent", "received"),
            ),
            letter(
                "<p>x</p><note><floatingText><body>"
                + OPENER.format('<date when="1898">x</date>')
                + "</body></floatingText></note>",
                SENT.format('<date when="1899"/>'),
            ),
            letter(
                body=DIV.format("<opener>x</opener><p>x</p>") + DIV.format(OPENER.format('<date when="1898">x</date>')),
                header=SENT.format('<date when="1899"/>'),
            ),
        ],
    ),
    "tei/sender-differs": (
        [
            letter(CLOSER.format('<persName ref="#tom" xml:id="tom">T</persName>'), SENT.format("‸" + WILL)),
            letter(CLOSER.format('<name key="tom">T</name>'), SENT.format('‸<persName key="will"/>')),
            letter(
                CLOSER.format('<persName ref="http://viaf.example/viaf/1/">T</persName>'),
                SENT.format('‸<persName ref="https://viaf.example/viaf/2"/>'),
            ),
            letter(
                CLOSER.format('<persName ref="gnd:1 viaf:3">T</persName>'),
                SENT.format('‸<persName ref="viaf:2"/>'),
            )
            .replace("gnd", "urn")
            .replace("viaf", "tag"),
            letter(
                CLOSER.format('<rs ref="https://example.org/1">T</rs>'),
                SENT.format('‸<orgName ref="https://example.org/2"/>'),
            ),
            letter(CLOSER.format('<hi><name key="a">T</name></hi>'), SENT.format('‸<name key="b"/><name key="c"/>')),
        ],
        [
            letter(CLOSER.format('<persName ref="#will">T</persName>'), SENT.format(WILL)),
            letter(CLOSER.format("<persName>Tom</persName>"), SENT.format(WILL)),
            letter(CLOSER.format('<persName key="c">T</persName>'), SENT.format('<name key="b"/><name key="c"/>')),
            letter(
                CLOSER.format('<persName key="a">T</persName>'),
                SENT.format('<persName key="b"/>').replace("sent", "received"),
            ),
            letter('<p><name key="a">T</name></p><closer/>', SENT.format('<persName key="b"/>')),
            letter(CLOSER.format('<name key="a">T</name>'), SENT.format('<name key="b"/>') * 2),
            # Other authorities, and things of other kinds, cannot be compared.
            letter(CLOSER.format('<persName ref="https://example.org/1">T</persName>'), SENT.format(WILL)),
            letter(CLOSER.format('<persName key="Hall, Tom">T</persName>'), SENT.format('<persName key="p12"/>')),
            letter(CLOSER.format('<persName key="p12">T</persName>'), SENT.format('<orgName key="p14"/>')),
            letter(
                CLOSER.format('<rs type="person" key="p12">T</rs>'),
                SENT.format('<orgName><rs type="org" key="p14"/></orgName>'),
            ),
            letter(
                CLOSER.format('<persName ref="https://gnd.example/gnd/1">T</persName>'),
                SENT.format('<persName ref="https://viaf.example/viaf/2"/>'),
            ),
            letter(
                CLOSER.format('<persName ref="https://viaf.example/viaf/1 https://gnd.example/gnd/3">T</persName>'),
                SENT.format('<persName ref="http://www.viaf.example/viaf/2 http://gnd.example/gnd/3/"/>'),
            ),
        ],
    ),
    "tei/letter-part-order": (
        [
            letter("<p>x</p>‸<postscript><p>x</p></postscript><closer>x</closer>"),
            letter("<p>x</p>‸<opener>x</opener><closer>x</closer>"),
            letter("<p>x</p><closer>x</closer>‸<p>x</p>"),
            letter("<closer>x</closer>‸<opener>x</opener>"),
            letter("<opener>x</opener><p>x</p>\n‸<postscript><p>x</p></postscript>\n<p>x</p><closer>x</closer>"),
            letter(body="‸<postscript><p>x</p></postscript><closer>x</closer>"),
        ],
        [
            letter("<opener>x</opener><p>x</p><closer>x</closer><postscript><p>x</p></postscript>"),
            letter("<p>x</p><closer>x</closer><postscript><p>x</p></postscript><closer>x</closer>"),
            letter("<opener>x</opener><p>x</p><postscript><p>x</p></postscript>"),
            letter(body=DIV.format("<p>x</p><closer>x</closer>") * 2),
            letter("<closer>x</closer><postscript><p>x</p></postscript><note>x</note>"),
            letter("<p>x</p><floatingText><body><opener>x</opener><p>x</p></body></floatingText><closer>x</closer>"),
        ],
    ),
    "tei/part-empty": (
        [
            letter("<p>x</p>‸<p/>"),
            letter("<opener>‸<salute> \n </salute></opener><p>x</p>"),
            letter("<p>x</p><closer>‸<signed><!-- nobody --></signed></closer>"),
            letter("<p>‸<persName/> x</p>"),
            letter("<opener><dateline>‸<date/></dateline></opener><p>x</p>"),
            letter("<p>x</p><postscript>‸<p/></postscript>"),
        ],
        [
            letter("<p>&#x20;x</p>"),
            letter("<opener/><p>x</p><closer/>"),
            letter('<p><gap reason="lost"/></p>'),
            letter('<p><persName key="will"/> x <date when="1899"/></p>'),
            letter("<p>x<lb/></p><table><row><cell/><cell>x</cell></row></table>"),
            # The grammar requires a paragraph there.
            letter("<p>x</p>", "<fileDesc><publicationStmt><p/></publicationStmt></fileDesc>"),
        ],
    ),
    "tei/character-private-use": (
        [
            letter("<p>Fa‸\ue000t</p>"),
            letter("<p>Fa‸&#xE000;t</p>"),
            letter("<p>x\nyä<hi>z</hi>‸\uf8ff \uf8ff</p>"),
            letter("<p>‸\U000f0001</p>"),
            letter("<p>x ‸\ue001 ‸\ue002</p>"),
        ],
        [
            letter("<p>ꝓ</p>"),
            letter(
                '<p><g ref="#c">\ue000</g></p>', '<encodingDesc><charDecl><char xml:id="c"/></charDecl></encodingDesc>'
            ),
            letter(
                "<p>\ue000</p>",
                '<encodingDesc><charDecl><char><mapping type="PUA">\ue000</mapping></char></charDecl></encodingDesc>',
            ),
            letter("<p>\ud7ff\uf900</p>".replace("\uf900", "豈")),
            letter("<p>x</p>"),
        ],
    ),
    "tei/text-not-normalized": (
        [
            letter("<p>Gr‸u\u0308ße</p>"),
            letter("<p>ü Gr‸u\u0308ße</p>"),
            letter("<p>x\n  ‸e\u0301t‸e\u0301</p>"),
            letter("<p>5 ‸\u212b</p>"),
            letter("<p>‸a&#x308;</p>"),
        ],
        [
            letter("<p>Grüße</p>"),
            letter("<p>Gru&#xDF;</p>"),
            letter("<p>m\u0304</p>"),
            letter("<p>ѐ và</p>"),
            letter("<p>日本が</p>"),
        ],
    ),
}
FAULTY = [(rule, each) for rule, (faulty, _) in CASES.items() for each in faulty]
SOUND = [(rule, each) for rule, (_, sound) in CASES.items() for each in sound]


@pytest.mark.parametrize(("rule", "document"), FAULTY)
def test_a_fault_is_told_at_its_place(rule: str, document: str) -> None:
    assert places(run_checks(document), rule) == mark_positions(document)


@pytest.mark.parametrize(("rule", "document"), SOUND)
def test_what_looks_alike_is_no_fault(rule: str, document: str) -> None:
    assert rule not in {each.rule for each in run_checks(document)}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_has_five_documents_of_either_kind(rule: str) -> None:
    faulty, sound = CASES[rule]
    assert len(set(faulty)) >= 5
    assert len(set(sound)) >= 5
