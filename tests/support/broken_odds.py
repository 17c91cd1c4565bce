"""Faulty ODDs for tests: compiled, and what is reported of them."""

from teikit.diagnostics import Diagnostic, Position
from teikit.odd.compiler import compile_odd
from teikit.relaxng.syntax import MemoryLoader, SchemaSyntaxError

FILE = "/odd/main.odd"
_HEAD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:rng="http://relaxng.org/ns/structure/1.0"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:xi="http://www.w3.org/2001/XInclude">
<teiHeader><fileDesc><titleStmt><title>A title</title></titleStmt></fileDesc></teiHeader>
<text><body>
"""
_MODULES = """<moduleRef key="tei"/>
<moduleRef key="header" include="teiHeader fileDesc titleStmt publicationStmt sourceDesc"/>
<moduleRef key="core" include="p hi list item head title abbr"/>
<moduleRef key="textstructure" include="TEI text body div"/>
"""
_GRAMMAR = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><text/></start>{}</grammar>'
# An ODD of which another one may be based, a group, and faulty grammars.
OTHER_FILES = {
    "/odd/grammar.rng": _GRAMMAR.format('<define name="a"><text/></define>').encode(),
    "/odd/pattern.rng": _GRAMMAR.format("").encode(),
    "/odd/group.odd": b'<specGrp xmlns="http://www.tei-c.org/ns/1.0" xml:id="g"><moduleRef key="drama"/></specGrp>',
}


def odd(content: str, attributes: str = "") -> str:
    """An ODD with four modules, and the elements that refer to them; attributes are those of its schemaSpec."""
    ident = "" if 'ident="' in attributes else 'ident="test"'
    schema = f"<schemaSpec {ident}\n{attributes}>\n{_MODULES}{content}\n</schemaSpec>"
    return f"{_HEAD}{schema}\n</body></text></TEI>\n"


def marked(text: str) -> tuple[str, Position]:
    """A text without the mark `¦` in it, and the line and column where that was."""
    before, _, after = text.partition("¦")
    return before + after, Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


def diagnose(text: str | bytes) -> list[Diagnostic]:
    """What is reported of an ODD."""
    data = text if isinstance(text, bytes) else text.encode()
    try:
        made = compile_odd(FILE, data, loader=MemoryLoader({FILE: data, **OTHER_FILES}), constraints=True)
    except SchemaSyntaxError as error:
        return list(error.diagnostics)
    return made.diagnostics


def shown(found: list[Diagnostic]) -> list[str]:
    """Diagnostics as lines of text."""
    return [f"{each.file}:{each.span and tuple(each.span.start)}: {each.rule}: {each.message}" for each in found]
