"""A folder of letters as a site: all its pages lead somewhere, load nothing from elsewhere, and run nothing unasked."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from support.letters_for_sites import export_site, letter, write_letters
from teikit.exports.reading.labels import LABEL_LANGUAGES
from teikit.exports.site.shell import site_labels
from teikit.operations.export import ExportOptions
from teikit.tei import read_metadata

DAY = date(2024, 5, 6)
OPTIONS = ExportOptions(day=DAY)
EDITION = b"""[edition]
title = "Letters of <Bath>"
url = "https://example.org/letters/cmif.xml"
editor = ["Ann Editor"]
"""


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_letters(tmp_path_factory.mktemp("site") / "letters")


@pytest.fixture(scope="module")
def site(letters: Path) -> Path:
    out = letters.parent / "site"
    export_site(letters, out, ExportOptions(read_metadata(EDITION, "meta.toml"), day=DAY))
    return out


def parsed(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_bytes())


def page_of(site: Path, title: str, folder: str) -> Path:
    found = [page for page in sorted((site / folder).iterdir()) if parsed(page).findtext(".//h1") == title]
    assert len(found) == 1
    return found[0]


def addresses(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What a page loads or links to, with the element's name."""
    for element in page.iter(etree.Element):
        for name in ("href", "src", "action"):
            if element.get(name) is not None:
                yield str(element.tag), element.get(name)


def faults(site: Path, page: Path) -> Iterator[str]:
    """What is wrong with the addresses of a page."""
    for tag, address in addresses(parsed(page)):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if tag not in {"a", "link"} or parts.scheme not in {"http", "https"}:
                yield f"{tag} {address}"
            continue
        target = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
        if not target.is_file() or not target.is_relative_to(site.resolve()):
            yield f"dead: {address}"
        elif parts.fragment and target.suffix == ".html" and not parsed(target).xpath("//*[@id=$x]", x=parts.fragment):
            yield f"no such place: {address}"


def test_no_link_of_a_site_is_dead_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == 15
    assert {page.relative_to(site).as_posix(): found for page in pages if (found := list(faults(site, page)))} == {}


def test_no_page_has_a_script_or_a_style_in_itself(site: Path) -> None:
    for page in site.rglob("*.html"):
        root = parsed(page)
        policy = root.xpath("string(//meta[@http-equiv]/@content)")
        assert policy.startswith("default-src 'none'; script-src 'self' file:;")
        assert "unsafe" not in policy
        assert not root.xpath("//style | //@style | //@*[starts-with(name(), 'on')] | //iframe | //img")
        assert {one.get("type") or one.get("src", "")[-7:] for one in root.iter("script")} <= {
            "application/ld+json",
            "site.js",
        }


def test_each_letter_has_its_page_its_file_and_its_neighbours(site: Path, letters: Path) -> None:
    page = parsed(site / "letters" / "a.html")
    assert (site / "tei" / "a.xml").read_bytes() == (letters / "a.xml").read_bytes()
    links = {(one.get("rel"), one.get("href")) for one in page.xpath("//nav[@class='pager']/a")}
    assert links == {("next", "b.html")}
    rows = [one.text for one in page.xpath("//section[@class='beside']//dt")]
    assert rows == ["Next by date", "Next in this correspondence", "Letters named in the header"]
    assert {"../tei/a.xml", "b.html"} <= {address for _, address in addresses(page)}


def test_letters_with_the_same_name_have_pages_of_their_own(site: Path) -> None:
    names = sorted(page.name for page in (site / "letters").iterdir())
    assert names == ["a.html", "b.html", "c.html", "sub_a.html", "z.html"]


def test_letters_are_listed_by_their_dates_and_those_without_last(site: Path) -> None:
    index = parsed(site / "index.html")
    assert [one.get("href") for one in index.xpath("//ol[contains(@class, 'letters')]//a")] == [
        "letters/a.html", "letters/b.html", "letters/c.html", "letters/sub_a.html", "letters/z.html",
    ]  # fmt: skip
    assert [one.text.strip() for one in index.iter("h3")] == ["1801", "1802", "1803", "Without date"]


def test_people_and_places_have_pages_with_their_letters(site: Path) -> None:
    ann = parsed(page_of(site, "Lee, Ann", "people"))
    assert [one.text.strip() for one in ann.iter("h2")] == ["Sent", "Received"]
    sue = parsed(page_of(site, "Ray, Sue", "people"))
    assert [one.text.strip() for one in sue.iter("h2")] == ["Sent", "Received", "Mentioned"]
    assert sue.xpath("//ul[@class='authorities']//a/@href") == ["https://d-nb.info/gnd/118500003"]
    bath = parsed(page_of(site, "Bath", "places"))
    assert len(bath.xpath("//section[h2[starts-with(., 'Sent from here')]]//li")) == 4
    assert json.loads(bath.findtext(".//script[@type]") or "")["geo"]["latitude"] == 51.38


def test_names_in_the_text_lead_to_their_pages(site: Path) -> None:
    found = {
        one.text_content(): one.get("href") for one in parsed(site / "letters" / "a.html").xpath("//a[@class='name']")
    }
    people, places = (page_of(site, "Ray, Sue", "people"), page_of(site, "Bath", "places"))
    assert found == {"Sue": f"../people/{people.name}", "Bath": f"../places/{places.name}"}


def test_the_index_of_people_counts_letters(site: Path) -> None:
    rows = parsed(site / "people.html").xpath("//tbody/tr")
    assert {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in rows} == {
        "Hall, Tom": ["1", "2", ""],
        "Lee, Ann": ["2", "2", ""],
        "Ray, Sue": ["2", "1", "1"],
    }


def test_the_map_has_the_places_with_coordinates_and_the_timeline_the_years(site: Path) -> None:
    places = parsed(site / "places.html").xpath("//svg//a/@aria-label")
    assert sorted(places) == ["Bath: 4 letters", "York: 1 letter"]
    months = parsed(site / "index.html").xpath("//svg//a/@aria-label")
    assert months == ["February 1801: 1 letter", "March 1801: 1 letter", "January 1802: 1 letter", "May 1803: 1 letter"]


def test_both_views_of_a_text_are_in_its_page(site: Path) -> None:
    page = parsed(site / "letters" / "a.html")
    assert [one.get("id") for one in page.xpath("//input[@type='radio']")] == ["reading", "diplomatic"]
    text = page.xpath("//article")[0]
    assert text.xpath("string(.//*[@class='sic paper'])") == "verry"
    assert text.xpath("string(.//*[@class='other'])") == " [very]"
    assert len(text.xpath(".//br[@class='lb']")) == 1
    assert not parsed(site / "letters" / "c.html").xpath("//input[@type='radio']")


def test_a_note_is_a_footnote_and_shown_where_its_number_is(site: Path) -> None:
    page = parsed(site / "letters" / "a.html")
    assert page.xpath("string(//*[@class='pop'])") == "A note on the weather."
    assert "A note on the weather." in page.xpath("string(//section[@role='doc-endnotes'])")


def test_a_facsimile_is_a_link_which_loads_nothing_by_itself(site: Path) -> None:
    link = parsed(site / "letters" / "a.html").xpath("//section[@class='facsimile']//a")[0]
    assert link.get("href") == link.get("data-picture") == "https://example.org/iiif/1/full/max/0/default.jpg"


def test_pages_tell_machines_what_is_known(site: Path) -> None:
    data = json.loads(parsed(site / "letters" / "a.html").findtext(".//script[@type]") or "")
    assert data["@type"] == "Message"
    assert data["dateSent"] == "1801-02-03"
    assert data["sender"] == [{"@type": "Person", "name": "Lee, Ann", "sameAs": ["https://d-nb.info/gnd/118500001"]}]
    undated = json.loads(parsed(site / "letters" / "z.html").findtext(".//script[@type]") or "")
    assert "dateSent" not in undated


def test_what_needs_the_address_of_the_site_is_made_only_if_it_is_known(
    site: Path, letters: Path, tmp_path: Path
) -> None:
    assert b"https://example.org/letters/letters/a.html" in (site / "sitemap.xml").read_bytes()
    assert etree.parse(site / "feed.xml").findtext("channel/title") == "Letters of <Bath>"
    cmif = etree.parse(site / "cmif.xml")
    assert len(cmif.findall(".//{*}correspDesc")) == 5
    assert cmif.find(".//{*}correspDesc").get("ref") == "https://example.org/letters/letters/a.html"
    export_site(letters, tmp_path / "site", OPTIONS)
    assert not {"sitemap.xml", "feed.xml", "cmif.xml"} & {path.name for path in (tmp_path / "site").iterdir()}


def test_the_search_has_all_words_without_accents_and_the_texts(site: Path) -> None:
    index = (site / "search" / "index.js").read_text(encoding="utf-8")
    facts = json.loads(index.removeprefix("teikit.index(").removesuffix(");\n"))
    assert facts["order"] == [0, 1, 2, 3, 4]
    words = {}
    for path in site.glob("search/words-*.js"):
        call = path.read_text(encoding="utf-8").removeprefix("teikit.words(").removesuffix(");\n")
        words |= json.loads(f"[{call}]")[1]
    assert {"cafe": "1", "zurich": "1", "deja": "1", "snowed": "0", "snowfall": "3"}.items() <= words.items()
    assert words["letter"] == "3"
    assert "Déjà vu: the café in Zürich" in (site / "search" / "texts-0.js").read_text(encoding="utf-8")


HOSTILE = (
    "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;\"' onclick='x' &amp;lt;"
)


def test_what_letters_say_is_never_markup_or_script(tmp_path: Path) -> None:
    name = f'<persName ref="javascript:alert(1)">{HOSTILE}</persName>'
    folder = tmp_path / "letters"
    folder.mkdir()
    facsimile = '<facsimile><surface><graphic url="javascript:alert(3)"/></surface></facsimile>'
    made = letter(
        "a",
        "lee",
        "hall",
        "1801-01-01",
        title=HOSTILE,
        sender=name,
        text=f"{HOSTILE}<ref target='javascript:x'>{HOSTILE}</ref> {name}",
        place="bath",
        facsimile=facsimile,
    )
    (folder / "a.xml").write_text(made.replace(">Bath<", f">{HOSTILE}<"), encoding="utf-8")
    second = letter("b", "hall", "lee", "&quot;&gt;&lt;script&gt;", recipient=name)
    (folder / "'\"<b>.xml").write_text(second, encoding="utf-8")
    site = tmp_path / "site"
    export_site(folder, site, OPTIONS)
    for page in site.rglob("*.html"):
        assert not list(faults(site, page)), page
        root = parsed(page)
        assert not root.xpath("//img | //b | //@onclick | //@onerror | //script[not(@src) and not(@type)]"), page
        assert len(root.xpath("//script")) == 1 + len(root.xpath("//script[@type='application/ld+json']"))
        for script in root.xpath("//script[@type]"):
            json.loads(script.text)
    for script in site.rglob("search/*.js"):
        call = re.fullmatch(r"teikit\.(?:words|texts|index)\((.*)\);\n", script.read_text(encoding="utf-8"), re.DOTALL)
        assert call
        json.loads(f"[{call[1]}]")
        assert "<" not in call[1]


def test_texts_that_are_no_letters_are_listed_by_title(tmp_path: Path) -> None:
    folder = tmp_path / "plays"
    folder.mkdir()
    beside = "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
    header = f"<fileDesc><titleStmt><title>{{}}</title></titleStmt>{beside}</fileDesc>"
    for name in ("Faust", "Nathan"):
        text = f"<text><body><p>{name} speaks.</p></body></text>"
        data = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header.format(name)}</teiHeader>{text}</TEI>'
        (folder / f"{name}.xml").write_text(data, encoding="utf-8")
    site = tmp_path / "site"
    export_site(folder, site, OPTIONS)
    assert "2 texts" in (site / "index.html").read_text(encoding="utf-8")
    assert not {"people.html", "places.html", "network.html"} & {path.name for path in site.iterdir()}
    for page in site.rglob("*.html"):
        assert not list(faults(site, page)), page


def test_a_theme_is_used_after_the_own_styles(letters: Path, tmp_path: Path) -> None:
    theme = tmp_path / "mine.css"
    theme.write_text(":root{--accent:navy}", encoding="utf-8")
    site = tmp_path / "site"
    export_site(letters, site, ExportOptions(day=DAY, theme=theme))
    assert (site / "theme.css").read_bytes() == theme.read_bytes()
    styles = parsed(site / "letters" / "a.html").xpath("//link[@rel='stylesheet']/@href")
    assert styles == ["../site.css", "../theme.css"]


@pytest.mark.parametrize(("language", "words"), [("de", "5 Briefe"), ("fr", "5 lettres"), ("en", "5 letters")])
def test_labels_are_in_the_language_of_the_edition(letters: Path, tmp_path: Path, language: str, words: str) -> None:
    meta = read_metadata(f'[edition]\nlanguage = "{language}"\n'.encode(), "meta.toml")
    export_site(letters, tmp_path / "site", ExportOptions(meta, day=DAY))
    index = tmp_path / "site" / "index.html"
    assert parsed(index).get("lang") == language
    assert words in index.read_text(encoding="utf-8")


def test_all_languages_have_the_same_labels() -> None:
    known = [site_labels(language) for language in LABEL_LANGUAGES]
    fields = [{name: set(re.findall(r"\{\w+\}", words)) for name, words in one.words.items()} for one in known]
    assert all(each.keys() == fields[0].keys() for each in fields)
    assert [
        name
        for name in fields[0]
        if not name.startswith("date.") and len({str(sorted(each[name])) for each in fields}) > 1
    ] == []
