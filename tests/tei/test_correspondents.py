"""Who wrote to whom, whence and when: from all that a letter states, and nothing else."""

import pytest
from lxml import etree

import teikit

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
BODY = "I found the key where you said it would be, behind the brick, with a toad, and left it there for the night."
LETTER = """{head}

{dateline}

{salute}

{body}

Yours truly,

{signed}

{note}
"""


def stated(**parts):
    given = {"head": "", "dateline": "Leeds, 3 May 1890", "salute": "Dear Sir,", "signed": "Ada Bell", "note": ""}
    text = LETTER.format(body=BODY, **{**given, **parts}).strip() + "\n"
    made = teikit.encode_bytes(text.encode(), "letter.txt")
    root = etree.fromstring(made.tei)
    names = {
        kind: root.xpath(
            f"//t:correspAction[@type='{kind}']/*[self::t:persName or self::t:name]/text()", namespaces=TEI
        )
        for kind in ("sent", "received")
    }
    return names["sent"], names["received"], root, made.warnings


@pytest.mark.parametrize(
    ("parts", "sent", "received"),
    [
        ({}, ["Ada Bell"], []),
        ({"salute": "Dear Mr. Marsh,"}, ["Ada Bell"], ["Marsh"]),
        ({"salute": "My dear Tom,", "signed": "Ada"}, ["Ada"], ["Tom"]),
        ({"head": "Miss Bell to Mr. Marsh"}, ["Ada Bell"], ["Marsh"]),
        ({"head": "The Consul at Leeds (Bell) to the Secretary of State"}, ["Ada Bell"], ["Secretary of State"]),
        ({"head": "12. To Thomas Marsh"}, ["Ada Bell"], ["Thomas Marsh"]),
        ({"salute": "Dear Professor,"}, ["Ada Bell"], []),
        ({"signed": "(sgd.) Ada Bell"}, ["Ada Bell"], []),
        ({"signed": "/s/ Ada Bell"}, ["Ada Bell"], []),
        ({"note": "[Letter from Ada Bell to Thomas Marsh.]", "signed": "A."}, ["Ada Bell"], ["Thomas Marsh"]),
        ({"note": "[Letter from Ada Bell to Thomas Marsh.]", "salute": "Dear Tom,"}, ["Ada Bell"], ["Thomas Marsh"]),
        ({"note": "[Letter from Cecil Hall to Thomas Marsh.]"}, ["Ada Bell", "Cecil Hall"], ["Thomas Marsh"]),
    ],
)
def test_people_are_named_by_the_fullest_form_and_once(parts, sent, received):
    found = stated(**parts)
    assert (sent, received) == found[:2]


def test_what_only_a_note_says_is_marked_as_external():
    *_, root, _ = stated(note="[Letter from Ada Bell to Thomas Marsh, dated 1890-05-03.]", dateline="Leeds, 3 May")
    external = root.xpath("//t:correspAction/*[@evidence='external']", namespaces=TEI)
    assert [element.text for element in external] == ["3 May", "Thomas Marsh"]
    assert root.xpath("//t:correspAction/t:date/@when", namespaces=TEI) == ["1890-05-03"]
    assert root.xpath("//t:dateline/t:date/@when", namespaces=TEI) == ["--05-03"]


def test_a_title_dates_a_letter_that_does_not():
    *_, root, _ = stated(head="Letter from Miss Bell to Mr. Marsh, 3 May 1890", dateline="")
    (date,) = root.xpath("//t:correspAction[@type='sent']/t:date", namespaces=TEI)
    # How certain it is depends on the weights of the recogniser.
    assert {key: date.get(key) for key in ("when", "evidence")} == {"when": "1890-05-03", "evidence": "external"}


def test_the_date_of_receipt_is_told():
    *_, root, _ = stated(dateline="Leeds, 3 May 1890. (Received May 5, 1890.)")
    assert root.xpath("//t:correspAction[@type='received']/t:date/@when", namespaces=TEI) == ["1890-05-05"]


def test_a_century_comes_from_the_letters_own_years():
    *_, root, _ = stated(
        dateline="Leeds, 3 May 90", note="[Letter from Ada Bell to Thomas Marsh, written 1890 or 1891.]"
    )
    assert root.xpath("//t:correspAction[@type='sent']/t:date/@when", namespaces=TEI) == ["1890-05-03"]


@pytest.mark.parametrize(("day", "warnings"), [("Saturday", 0), ("Friday", 1)])
def test_a_weekday_that_the_date_does_not_fall_on_is_a_warning(day, warnings):
    assert warnings == len(stated(dateline=f"Leeds, {day}, 3 May 1890")[3])
