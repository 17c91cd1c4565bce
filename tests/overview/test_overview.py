"""What a corpus contains: facts that add up in any order, as the headers' records have them."""

import pickle
from pathlib import Path

import pytest

from teikit.document.document import from_bytes
from teikit.exports.record.source import read_tei_file
from teikit.inputs.item import Item
from teikit.operations.summarize import SummarizeOperation
from teikit.overview import reading, tally
from teikit.overview.facts import Facts, merge_namesakes
from teikit.overview.listing import Bar, bar_unit, bars, format_bytes
from teikit.overview.reading import facts_of

GND = "https://d-nb.info/gnd/1"


def tei(inside: str, text: str = "<text><body><p/></body></text>") -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc/><profileDesc>{inside}</profileDesc></teiHeader>{text}</TEI>'


def letter(sender: str, recipient: str, date: str = "", text: str = "<text><body><p/></body></text>") -> str:
    return tei(
        f'<correspDesc><correspAction type="sent">{sender}{date}</correspAction>'
        f'<correspAction type="received">{recipient}</correspAction></correspDesc>',
        text,
    )


def facts(*documents: str) -> Facts:
    made = Facts()
    for each in documents:
        made.plus(facts_of(from_bytes(each.encode(), "a.xml")))
    return made


ANN, BEN = f'<persName ref="{GND}">Ann</persName>', "<persName>Ben</persName>"


def test_elements_attributes_and_languages_are_counted_with_their_files() -> None:
    found = facts(
        tei('<langUsage><language ident="de"/></langUsage>', '<text xml:lang="de"><p n="1"/><p n="2"/></text>'), tei("")
    )
    assert (found.elements.counts["p"], found.elements.files["p"]) == (3, 2)
    assert (found.elements.counts["TEI"], found.elements.files["TEI"]) == (2, 2)
    assert (found.attributes.counts["n"], found.attributes.files["n"]) == (2, 1)
    assert found.attribute_elements.counts["n", "p"] == 2
    assert {"xml:lang", "n", "ident"} == set(found.attributes.counts)
    assert (found.languages.files, found.marked_languages.counts) == ({"de": 1}, {"de": 1})


def test_dates_are_those_of_sending_and_undated_letters_are_counted() -> None:
    found = facts(
        letter(ANN, BEN, '<date when="1899-05-02"/>'),
        letter(ANN, BEN, '<date notBefore="1899" notAfter="1901"/>'),
        letter(ANN, BEN),
    )
    assert (found.dates.years, found.dates.spanning, found.dates.undated) == ({1899: 1}, 1, 1)


def test_who_wrote_to_whom_is_counted_by_letters() -> None:
    found = facts(letter(ANN, BEN), letter(ANN, BEN), letter(BEN, ""))
    assert found.pairs.counts == {(GND, "Ben"): 2}
    assert (found.without_recipient, found.without_sender) == (1, 0)
    ann, ben = found.correspondents.by_key[GND], found.correspondents.by_key["Ben"]
    assert (ann.sent, ann.received, ben.sent, ben.received) == (2, 0, 1, 2)


def test_a_bare_name_is_the_one_person_of_that_name_who_has_a_record() -> None:
    found = merge_namesakes(facts(letter(ANN, BEN), letter("<persName>Ann</persName>", BEN)))
    assert sorted((each.name, each.sent) for each in found.correspondents) == [("Ann", 2), ("Ben", 0)]
    assert found.pairs.counts == {(GND, "Ben"): 2}


def test_a_bare_name_stays_by_itself_where_two_persons_of_that_name_have_records() -> None:
    other = '<persName ref="https://d-nb.info/gnd/2">Ann</persName>'
    found = merge_namesakes(facts(letter(ANN, BEN), letter(other, BEN), letter("<persName>Ann</persName>", BEN)))
    assert [each.sent for each in found.correspondents if each.name == "Ann"] == [1, 1, 1]


def test_people_of_a_letters_own_register_have_their_records_though_the_text_is_not_kept() -> None:
    text = (
        '<text><body><p>x</p></body><back><listPerson><person xml:id="p0"><idno>https://d-nb.info/gnd/0</idno></person>'
        f'<person xml:id="p1"><idno>{GND}</idno><persName>A</persName></person></listPerson></back></text>'
    )
    found = facts(letter('<persName ref="#p1">Ann</persName>', BEN, text=text))
    assert found.correspondents.by_key[GND].uris == (GND,)


def test_facts_add_up_in_any_order_and_travel() -> None:
    documents = [letter(ANN, BEN, f'<date when="18{year}"/>') for year in range(50, 60)]
    one, other = facts(*documents), facts(*reversed(documents))
    assert one == other
    assert one == pickle.loads(pickle.dumps(one))  # noqa: S301  what this test has pickled


def test_names_beyond_the_bound_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MAX_NAMES", 3)
    found = facts(*(letter(f"<persName>{number}</persName>", "") for number in range(5)))
    assert (len(found.correspondents), found.correspondents.others) == (3, 2)
    assert len(found.elements) == 3
    assert found.elements.others > 0


def test_a_letter_to_more_people_than_there_are_costs_no_more_than_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_PEOPLE", 3)
    many = "".join(f"<persName>{number}</persName>" for number in range(50))
    assert len(facts(letter(many, many)).pairs) == 9


def test_a_corpus_in_one_file_has_all_its_letters() -> None:
    inside = letter(ANN, BEN) + letter(BEN, ANN)
    found = facts(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{inside}</teiCorpus>')
    assert (found.files, found.documents, found.letters) == (1, 2, 2)


@pytest.mark.parametrize(
    ("name", "content", "found", "counts"),
    [
        ("a.xml", b"<a/>", True, (1, 0, 0)),
        ("a.xml", b"<a/>", False, (0, 1, 0)),
        ("a.xml", b"<TEI", True, (0, 0, 1)),
        ("a.bin", b"\0\1", True, (1, 0, 0)),
        ("a.bin", b"\0\1", False, (0, 0, 1)),
        ("a.xml", b"", True, (0, 1, 0)),
    ],
)
def test_what_is_no_tei_is_passed_over_or_told(
    tmp_path: Path,
    name: str,
    content: bytes,
    found: bool,  # noqa: FBT001  how the file came into the run
    counts: tuple[int, int, int],
) -> None:
    (tmp_path / name).write_bytes(content)
    got = SummarizeOperation().prepare()(Item(0, str(tmp_path / name), is_discovered=found))
    assert counts == (got.skipped, got.unreadable, got.malformed)
    assert got.files == 0


def test_an_id_that_comes_twice_is_no_fault_here() -> None:
    assert facts(tei("", '<text><p xml:id="a"/><p xml:id="a"/></text>')).elements.counts["p"] == 2


def test_a_file_whose_worker_died_is_told() -> None:
    assert SummarizeOperation().failure_result(Item(3, "a.xml"), "killed").failures[0].reason == "a.xml: killed"


@pytest.mark.parametrize(
    ("years", "count", "name"),
    [({1889: 1, 1931: 1}, 43, "year"), ({1500: 1, 1931: 1}, 44, "decade"), ({1: 1, 1931: 1}, 20, "century")],
)
def test_a_chart_has_years_decades_or_centuries(years: dict[int, int], count: int, name: str) -> None:
    found = bars(years, 150)
    assert (count, name, 2) == (len(found), bar_unit(found), sum(each.letters for each in found))


def test_bars_hold_both_their_years() -> None:
    assert [Bar(1880, 1889, 2), Bar(1890, 1899, 1)] == bars({1889: 2, 1890: 1, 1891: 0}, 2)


@pytest.mark.parametrize(
    ("size", "told"), [(1, "1 byte"), (999, "999 bytes"), (20_400_000, "20.4 MB"), (10**16, "10000.0 TB")]
)
def test_sizes_are_told_as_people_say_them(size: int, told: str) -> None:
    assert told == format_bytes(size)


def test_people_are_those_that_the_whole_tree_tells_of(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "schnitzler" / "raw").glob("*.xml"))[:40]:
        record = read_tei_file(path.read_bytes(), str(path)).record
        found = facts_of(from_bytes(path.read_bytes(), path.name))
        people = {frozenset(each.uris) for each in (*record.senders, *record.recipients)}
        assert people == {frozenset(each.uris) for each in found.correspondents}
