"""Letters for tests of sites: few, small, with all that a site shows."""

from pathlib import Path

from teikit.inputs.paths import InputPaths
from teikit.operations.export import ExportOptions, discover_letters, export_all, find_format
from teikit.operations.run import RunInputs

GND, GEO = "https://d-nb.info/gnd/", "https://www.geonames.org/"
PEOPLE = {"lee": ("Lee, Ann", "118500001"), "hall": ("Hall, Tom", "118500002"), "ray": ("Ray, Sue", "118500003")}
PLACES = {"bath": ("Bath", "2656173", "51.38 -2.36"), "york": ("York", "2633352", "53.96 -1.08")}
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><fileDesc>
<titleStmt><title>{title}</title></titleStmt>
<publicationStmt><publisher>A Press</publisher><availability><licence
target="https://creativecommons.org/licenses/by/4.0/"/></availability></publicationStmt>
<sourceDesc><p>paper</p></sourceDesc></fileDesc><profileDesc><langUsage><language ident="en"/></langUsage>
<correspDesc><correspAction type="sent">{sender}{place}{date}</correspAction>
<correspAction type="received">{recipient}</correspAction>
<correspContext><ref type="next" target="{next}.xml">answer</ref></correspContext></correspDesc></profileDesc>
</teiHeader>
{facsimile}<text><body><div type="letter"><pb n="1" facs="#f1"/><p>{text}</p></div></body></text>
<standOff><listPlace>{register}</listPlace></standOff></TEI>"""


def person(key: str) -> str:
    """A sender or recipient, with the authority record."""
    name, number = PEOPLE[key]
    return f'<persName ref="{GND}{number}">{name}</persName>'


def letter(id_: str, one: str, other: str, when: str = "", place: str = "bath", **values: str) -> str:
    """A letter as TEI."""
    name, number, where = PLACES[place]
    register = f'<place xml:id="{place}"><placeName>{name}</placeName><location><geo>{where}</geo></location>'
    known = {
        "id": id_,
        "title": f"{PEOPLE[one][0]} to {PEOPLE[other][0]}",
        "sender": person(one),
        "recipient": person(other),
        "place": f'<placeName ref="#{place}">{name}</placeName>',
        "date": f'<date when="{when}"/>' if when else "",
        "next": "none",
        "facsimile": "",
        "text": "Dear friend, all is well.",
        "register": f'{register}<idno type="geonames">{GEO}{number}</idno></place>',
    }
    return LETTER.format(**{**known, **values})


def write_letters(folder: Path) -> Path:
    """Write five letters to a folder, and return it."""
    folder.mkdir()
    ray = f'<persName ref="{GND}118500003">Sue</persName>'
    text = (
        f'Dear Tom, {ray} was at <placeName ref="#bath">Bath</placeName>.<lb/>It <del>rained</del> <add>snowed</add>, '
        "<choice><sic>verry</sic><corr>very</corr></choice> much.<note>A note on the <hi>weather</hi>.</note>"
    )
    graphic = '<graphic url="https://example.org/iiif/1/full/max/0/default.jpg"/>'
    picture = f'<facsimile><surface xml:id="f1">{graphic}</surface></facsimile>'
    made = {
        "a": letter("a", "lee", "hall", "1801-02-03", next="b", text=text, facsimile=picture),
        "b": letter("b", "hall", "lee", "1801-03-01", "york", text="Déjà vu: the café in Zürich, dear Ann."),
        "c": letter("c", "lee", "ray", "1802-01-01"),
        "sub/a": letter("sub-a", "ray", "lee", "1803-05", text="A second letter, with the word snowfall."),
        "z": letter("z", "ray", "hall"),
    }
    for name, data in made.items():
        path = folder / f"{name}.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(data, encoding="utf-8")
    return folder


def export_site(letters: Path, out: Path, options: ExportOptions) -> str:
    """Export a folder of letters; return what was done in words, or raise what went wrong."""
    items, _ = discover_letters(RunInputs(InputPaths([str(letters)])))
    (done,) = export_all(items, find_format("site"), out, options)
    if done.failure:
        raise done.failure
    assert not done.problem, done.problem
    return done.remarks[-1]
