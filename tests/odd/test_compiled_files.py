"""A compilation names all files that it depends on, with their digests."""

from hashlib import sha256
from pathlib import Path

from support.made_odds import odd, tei
from teikit.odd.compiler import compile_odd

_MODULES = '<moduleRef key="tei"/><moduleRef key="textstructure" include="TEI text body"/><moduleRef key="header"/>'


def test_all_files_that_an_odd_depends_on_are_named(tmp_path: Path) -> None:
    grammar = '<grammar xmlns="http://relaxng.org/ns/structure/1.0">{}</grammar>'
    files = {
        "a.odd": odd(
            f'{_MODULES}<xi:include href="b.xml"/><specGrpRef target="c.odd#g"/>'
            '<elementRef key="hi" source="d.odd"/><moduleRef url="f.rng"/>'
        ),
        "b.xml": "<p/>",
        "c.odd": tei('<specGrp xml:id="g"/>'),
        "d.odd": odd('<elementRef key="hi" source="e.odd"/>'),
        "e.odd": odd('<elementSpec ident="hi"><content><textNode/></content></elementSpec>'),
        "f.rng": grammar.format('<include href="g.rng"/>'),
        "g.rng": grammar.format('<define name="a"><element name="a"><empty/></element></define>'),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    compiled = compile_odd(str(tmp_path / "a.odd"))
    expected = [(str(tmp_path / name), sha256(content.encode()).hexdigest()) for name, content in files.items()]
    assert list(compiled.files) == expected
