"""EAD3: archives, shelfmarks, collections, and how sure dates are."""

from dataclasses import replace

import pytest
from lxml import etree

from support.full_record import ALL, PLAY
from teikit.exports.metadata.ead import write
from teikit.exports.record.record import Action, Certainty, Date, Holding, Record
from teikit.exports.record.source import ExportedFile, MissingMetadataError, Settings, TeiFile
from teikit.tei import Metadata


def made(*records: Record, repository: str = "") -> ExportedFile:
    sources = [TeiFile("l1.xml", b"", etree.Element("none"), record) for record in records]
    return write(sources, Settings(Metadata(title="Letters", publisher="P", repository=repository)))


def found(path: str, data: bytes) -> list[tuple[str | None, str | None]]:
    """The labels and words of elements."""
    return [
        (one.get("label"), " ".join("".join(one.itertext()).split())) for one in etree.fromstring(data).iterfind(path)
    ]


def test_it_is_valid_and_reports_what_has_no_place(judge) -> None:
    one = made(ALL)
    assert judge("ead3/ead3.rng")(one.data) == []
    assert one.dropped == ("volume", "publication_place", "published", "edition", "extent", "other_languages")


def test_the_archive_that_letters_name_is_not_asked_for() -> None:
    letters = (replace(ALL, holdings=(Holding(institution="State Archive", shelfmark="ms 5"),)),) * 2
    assert found("{*}archdesc/{*}did/{*}repository", made(*letters).data) == [(None, "State Archive")]


def test_letters_without_an_archive_need_one() -> None:
    with pytest.raises(MissingMetadataError, match=r"edition\.repository"):
        made(replace(ALL, holdings=(Holding(settlement="Venice"),)))


def test_a_collection_is_no_shelfmark() -> None:
    data = made(replace(ALL, holdings=(Holding(repository="R", collection="Lee papers"),))).data
    assert "shelfmark" not in [label for label, _ in found(".//{*}unitid", data)]
    assert found(".//{*}container", data) == [("collection", "Lee papers")]
    assert ("shelfmark", "7") in found(".//{*}unitid", made(ALL).data)


@pytest.mark.parametrize(
    ("certainty", "word"),
    [
        (Certainty("low"), "low"),
        (Certainty("low", "conjecture"), "conjecture"),
        (Certainty("rather low!?"), "rather-low-"),
        (Certainty("high"), None),
    ],
)
def test_a_doubtful_date_has_its_certainty(judge, certainty: Certainty, word: str | None) -> None:
    sent = Action("sent", dates=(Date("3 Feb", when="1801-02-03", certainty=certainty),))
    data = made(Record("a", actions=(sent,)), repository="R").data
    assert judge("ead3/ead3.rng")(data) == []
    (date,) = etree.fromstring(data).iter("{*}unitdate")
    assert (date.get("certainty"), date.get("unitdatetype")) == (word, None)


def test_nobody_is_the_sender_of_a_play() -> None:
    assert b"sender" not in made(PLAY, repository="R").data
