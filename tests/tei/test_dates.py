"""Dates in TEI: attributes in the text and in correspDesc, calendars described in the header, all of it valid."""

import pytest
from lxml import etree

import teikit

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
LETTER = """{dateline}

Dear Tom,

I found the key where you said it would be, behind the brick, with a toad, and left it there for the night.

Ever yours,

Will
"""


@pytest.mark.parametrize(
    ("dateline", "attributes"),
    [
        ("Bristol, May 2, 1899", {"when": "1899-05-02"}),
        ("Bristol, May 2", {"when": "--05-02"}),
        ("Bristol, 3 to 5 May 1890", {"from": "1890-05-03", "to": "1890-05-05"}),
        ("Bristol, end of May 1890", {"notBefore": "1890-05-21", "notAfter": "1890-05-31"}),
        ("Moscow, 12/24 January 1878", {"when": "1878-01-24", "calendar": "#julian"}),
        ("Bristol, [2 May 1899?]", {"when": "1899-05-02", "cert": "low", "evidence": "external"}),
        ("Bristol, 4/5/1923", {}),
    ],
)
def test_dates_bear_what_they_mean(dateline, attributes, tmp_path):
    made = teikit.encode_bytes(LETTER.format(dateline=dateline).encode(), "letter.txt").tei
    root = etree.fromstring(made)
    dates = root.xpath("//t:correspAction[@type='sent']/t:date | //t:dateline/t:date", namespaces=TEI)
    assert [attributes] * 2 == [dict(date.attrib) for date in dates]
    pointers = {date.get("calendar", "#")[1:] for date in dates} - {""}
    assert pointers == {*root.xpath("//t:calendarDesc/t:calendar/@xml:id", namespaces=TEI)}
    (tmp_path / "letter.xml").write_bytes(made)
    assert teikit.validate(tmp_path / "letter.xml") == []
