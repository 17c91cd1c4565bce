"""The seed letter: the first input that must work, part by part as its issue asks for it."""

from pathlib import Path

from lxml import etree

from teikit import __version__, encode

NS = {"t": "http://www.tei-c.org/ns/1.0"}


def found(seed: Path, path: str) -> list[str]:
    root = etree.fromstring(encode(seed).tei)
    return [" ".join("".join(one.itertext()).split()) for one in root.xpath(path, namespaces=NS)]


def test_the_opener_holds_address_and_salute(seed: Path) -> None:
    lines = ["TO THE CENTRAL COMMITTEE OF THE ROMANIAN WORKERS' PARTY", "Comrade Gheorghe Gheorghiu-Dej"]
    assert found(seed, "//t:opener/t:address/t:addrLine") == lines
    assert found(seed, "//t:opener//t:orgName") == ["CENTRAL COMMITTEE OF THE ROMANIAN WORKERS' PARTY"]
    assert found(seed, "//t:opener//t:persName") == ["Gheorghe Gheorghiu-Dej"]
    assert found(seed, "//t:opener/t:salute") == ["Dear Comrades,"]


def test_the_letter_has_eight_paragraphs(seed: Path) -> None:
    assert len(found(seed, "//t:div[@type='letter']/t:p")) == 8


def test_the_closer_holds_salute_and_signature(seed: Path) -> None:
    assert found(seed, "//t:closer/t:salute") == ["With communist greetings,"]
    assert found(seed, "//t:closer/t:signed") == ["First Secretary of the CC of the CPSU (ss) N. Khrushchev"]
    assert found(seed, "//t:signed/t:roleName") == ["First Secretary of the CC of the CPSU"]
    assert found(seed, "//t:signed/t:persName") == ["N. Khrushchev"]


def test_the_editors_note_stands_outside_the_letter(seed: Path) -> None:
    (note,) = found(seed, "//t:body/t:note[@type='editorial']")
    assert note.startswith("Letter from Nikita Khrushchev")
    assert found(seed, "//t:div//t:note") == []


def test_the_header_states_what_the_letter_states_and_no_more(seed: Path) -> None:
    assert found(seed, "//t:titleStmt/t:title") == ["Letter from Nikita Khrushchev to Gheorghe Gheorghiu-Dej"]
    sent, received = "//t:correspAction[@type='sent']", "//t:correspAction[@type='received']"
    assert found(seed, f"{sent}/*") == ["First Secretary of the CC of the CPSU", "Nikita Khrushchev"]
    assert found(seed, f"{sent}/*[@evidence='external']") == ["Nikita Khrushchev"]
    assert found(seed, f"{received}/*") == [
        "CENTRAL COMMITTEE OF THE ROMANIAN WORKERS' PARTY",
        "Gheorghe Gheorghiu-Dej",
    ]
    assert found(seed, "//t:language[@ident='en']") == ["English"]
    assert found(seed, f"//t:application[@ident='teikit'][@version='{__version__}']") == ["teikit"]
    assert found(seed, "//t:sourceDesc/t:p") != []
    assert found(seed, "//t:date | //t:placeName") == []


def test_the_same_letter_gives_the_same_bytes(seed: Path) -> None:
    assert encode(seed).tei == encode(seed).tei
