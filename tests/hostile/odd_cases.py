"""ODDs: what they include, refer to and are based on, and what they define without end or measure."""

from collections.abc import Callable

from hostile.case import Case, Place
from hostile.folders import make_kinds
from hostile.making import BIDI, NS, later

_C = "odd compile a.odd -q -o a.rng -o a.sch -o a.rnc"
_XI = "http://www.w3.org/2001/XInclude"
_MODULES = (
    '<moduleRef key="tei"/><moduleRef key="core" include="p"/><moduleRef key="header"/>'
    '<moduleRef key="textstructure" include="TEI text body div"/>'
)
_ADDED = '<elementSpec ident="{}" mode="add"><classes><memberOf key="model.pLike"/></classes>{}</elementSpec>'
_ASSERT = '<sch:assert xmlns:sch="http://purl.oclc.org/dsdl/schematron" test="1">a</sch:assert>'
_CONSTRAINT = f'<constraintSpec ident="{{}}" scheme="schematron"><constraint>{_ASSERT}</constraint></constraintSpec>'


def _document(content: str, before: str = "") -> str:
    header = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
    rng = 'xmlns:rng="http://relaxng.org/ns/structure/1.0"'
    return f'{before}<TEI xmlns="{NS}" xmlns:xi="{_XI}" {rng}>{header}<text><body>{content}</body></text></TEI>'


def _odd(content: str = "", around: str = "", attributes: str = "", before: str = "") -> str:
    return _document(f'{around}<schemaSpec ident="a" {attributes}>{_MODULES}{content}</schemaSpec>', before)


def _group(name: str, content: str) -> str:
    return f'<specGrp xml:id="{name}">{content}</specGrp>'


def _many(text: str, count: int) -> str:
    """A text so many times, with the number in place of each {}, and the next one in place of each []."""
    return "".join(text.replace("{}", str(i)).replace("[]", str(i + 1)) for i in range(count))


def _case(name: str, content: object, command: str = _C, **more: object) -> Case:
    """A case of one ODD; it may be compiled, or be refused with a word."""
    return Case(
        f"odd/{name}",
        command,
        {"a.odd": content},
        **{"status": 2, "writes": ("work/a.rng", "work/a.sch", "work/a.rnc"), "largest": 64_000_000, **more},
    )


def _compiled(name: str, content: object, **more: object) -> Case:
    return _case(name, content, **{"status": 0, **more})


def _element(content: str, name: str = "q") -> str:
    return _odd(_ADDED.format(name, content))


def _entities(inner: str) -> str:
    lines = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 10))
    return f"<!DOCTYPE TEI [<!ENTITY e0 '{inner}'>{lines}]>"


def _chain(place: Place) -> None:
    for i in range(60):
        place.write(f"s{i}.odd", _odd(f'<elementRef key="hi" source="s{i + 1}.odd"/>'))


def _includes(place: Place) -> None:
    for i in range(60):
        place.write(f"s{i}.xml", f'<p xmlns="{NS}" xmlns:xi="{_XI}"><xi:include href="s{i + 1}.xml"/></p>')


def _include_fan(place: Place) -> None:
    for i in range(40):
        twice = f'<xi:include href="s{i + 1}.xml"/>' * 2
        place.write(f"s{i}.xml", f'<p xmlns="{NS}" xmlns:xi="{_XI}">{twice}</p>')
    place.write("s40.xml", f'<moduleRef xmlns="{NS}" key="drama"/>')


def _included(name: str, href: str, **more: object) -> Case:
    return _case(f"include-{name}", _odd(f'<xi:include href="{href}"/>'), **more)


def _based(name: str, source: str, **more: object) -> Case:
    return _case(f"source-{name}", _odd(f'<elementRef key="hi" source="{source}"/>'), **more)


def _grouped(name: str, target: str, **more: object) -> Case:
    return _case(f"group-{name}", _odd(f'<specGrpRef target="{target}"/>'), **more)


# Reading: files that are named, and what may have no end.
_READING = (
    _included("itself", "a.odd", word="includes itself"),
    _included("outside", "@SECRET@", word="--allow-read"),
    _included("up", "../outside/secret.xml", word="--allow-read"),
    _included("network", "@URL@/a.xml", word="--allow-network"),
    _included("device", "/dev/zero", word="--allow-read"),
    _included("pipe", "pipe.xml", prepare=make_kinds, word="not a regular file"),
    _included("folder", "folder.xml", prepare=make_kinds, word="not a regular file"),
    _included("chain", "s0.xml", prepare=_includes, word="more than 50 deep"),
    _included("fan", "s0.xml", prepare=_include_fan, word="odd-elements"),
    _case("include-text-outside", _odd('<desc><xi:include href="@SECRET@" parse="text"/></desc>'), word="--allow-read"),
    _case("include-pointer", _odd('<xi:include href="" xpointer="xpointer(//*)"/>'), word="not supported"),
    _based("itself", "a.odd", word="based on this one"),
    _based("chain", "s0.odd", prepare=_chain, word="odd-chain"),
    _based("outside", "@SECRET@", word="--allow-read"),
    _based("network", "@URL@/a.odd", word="--catalog"),
    _based("device", "/dev/zero", word="--allow-read"),
    _based("pipe", "pipe.xml", prepare=make_kinds, word="not a regular file"),
    _based("folder", ".", word="not a regular file"),
    _based("of-1-mb", "a" * 1_000_000, word="cannot be read"),
    _based("hostile", f"http://[::1{BIDI}%00", word="cannot be read"),
    _grouped("outside", "@SECRET@#a", word="--allow-read"),
    _grouped("network", "@URL@/a.odd", word="--allow-network"),
    _grouped("device", "/dev/zero", word="--allow-read"),
    _case("group-itself", _odd(_group("g", '<specGrpRef target="#g"/>')), word="contains itself"),
    _compiled(
        "groups-doubling",
        later(
            lambda: _odd(
                '<specGrpRef target="#g0"/>',
                _many(_group("g{}", '<specGrpRef target="#g[]"/>' * 2), 60) + _group("g60", '<moduleRef key="drama"/>'),
            )
        ),
    ),
    _compiled(
        "group-references-100000",
        later(lambda: _odd('<specGrpRef target="#g"/>' * 100_000, _group("g", '<moduleRef key="drama"/>'))),
    ),
    _compiled("group-references-unknown", later(lambda: _odd(_many('<specGrpRef target="#g{}"/>', 50_000)))),
    _case("grammar-outside", _odd('<moduleRef url="@SECRET@"/>'), word="--allow-read"),
    _case("grammar-device", _odd('<moduleRef url="/dev/zero"/>'), word="--allow-read"),
    _case("entity-outside", _odd("<desc>&x;</desc>", before="<!DOCTYPE TEI [<!ENTITY x SYSTEM '@SECRET@'>]>")),
    _case("entities-elements", later(lambda: _odd("&e9;", before=_entities('<moduleRef key="core"/>')))),
    _case("entities-text", later(lambda: _odd("<desc>&e9;</desc>", before=_entities("ha ha ha")))),
    _case("entities-attribute", later(lambda: _odd('<moduleRef key="&e9;"/>', before=_entities("ha ha ha")))),
    _case("depth-100000", later(lambda: _odd("<desc>" * 100_000 + "</desc>" * 100_000)), word="nested more than"),
    _case("no-schema", _document(_group("g", "")), word="only specGrp 'g'"),
    _case("not-xml", "<TEI \0", word="not well-formed"),
    _case("empty", ""),
    _case("is-device", "", "odd compile /dev/zero -o a.rng"),
    _case("is-pipe", "", "odd compile pipe.xml -o a.rng", prepare=make_kinds),
    _case("is-folder", "", "odd compile folder.xml -o a.rng", prepare=make_kinds),
)


def _class(name: str, above: str, content: str = "", kind: str = "atts") -> str:
    members = "".join(f'<memberOf key="{each}"/>' for each in above.split())
    return f'<classSpec ident="{name}" type="{kind}" mode="add"><classes>{members}</classes>{content}</classSpec>'


def _members(count: int, classes: str, content: str = "") -> str:
    keys = "".join(f'<memberOf key="{each}"/>' for each in classes.split())
    return _many(f'<elementSpec ident="e{{}}" mode="add"><classes>{keys}</classes>{content}</elementSpec>', count)


def _attributes(count: int) -> str:
    return "<attList>" + _many('<attDef ident="a{}"/>', count) + "</attList>"


def _either(name: str, make: Callable[[], str], **more: object) -> Case:
    """A case that may be compiled or exceed a limit."""
    return _case(name, later(make), **{"status": (0, 2), **more})


# Compiling: what is defined without measure, or by itself.
_COMPILING = (
    _either("specs-100000", lambda: _odd(_many('<elementSpec ident="e{}" mode="add"/>', 100_000)), slow=True),
    _either("members-100000", lambda: _odd(_members(100_000, "model.pLike att.global")), word="odd-elements"),
    _either("changes-100000", lambda: _odd('<elementSpec ident="p" mode="change"/>' * 100_000)),
    _either("changes-of-nothing", lambda: _odd(_many('<elementSpec ident="e{}" mode="change"/>', 50_000)), slow=True),
    _case("class-cycle", _odd(_class("att.a", "att.b") + _class("att.b", "att.a") + _members(1, "att.a")), word="itself"),
    _either("class-cycle-of-10000", lambda: _odd(_many(_class("att.c{}", "att.c[]"), 10_000) + _class("att.c10000", "att.c0") + _members(1, "att.c0")), word="itself"),
    _either("class-chain-of-10000", lambda: _odd(_many(_class("att.c{}", "att.c[]"), 10_000) + _members(1, "att.c0"))),
    _either("class-chain-attributes", lambda: _odd(_many(_class("att.c{}", "att.c[]", _attributes(1).replace("a0", "a{}")), 20_000) + _members(1, "att.c0")), word="odd-attributes"),
    _compiled("class-diamonds", later(lambda: _odd(_many(_class("att.a{}", "att.a[] att.b[]") + _class("att.b{}", "att.a[] att.b[]"), 60) + _members(1, "att.a0 model.pLike")))),
    _compiled("model-diamonds", later(lambda: _odd(_many(_class("model.a{}", "model.a[] model.b[]", kind="model") + _class("model.b{}", "model.a[] model.b[]", kind="model"), 60) + _class("model.a60", "model.pLike", kind="model") + _members(1, "model.a0")))),
    _case("model-cycle", _odd(_class("model.a", "model.b", kind="model") + _class("model.b", "model.a", kind="model") + _members(1, "model.a")), word="itself"),
    _either("attributes-of-members", lambda: _odd(_class("att.c", "", _attributes(20_000)) + _members(20_000, "att.c")), word="odd-attributes"),
    _either("class-in-content-but-one", lambda: _odd(_class("model.m", "model.pLike", kind="model") + _members(3_000, "model.m", '<content><classRef key="model.m" except="e1"/></content>')), word="odd-patterns"),
    _case("macro-cycle", _odd('<macroSpec ident="macro.a" mode="add"><content><macroRef key="macro.a"/></content></macroSpec>' + _ADDED.format("q", '<content><macroRef key="macro.a"/></content>')), word="itself"),
    _compiled("macros-doubling", later(lambda: _odd(_many('<macroSpec ident="m{}" mode="add"><content><sequence><macroRef key="m[]"/><macroRef key="m[]"/></sequence></content></macroSpec>', 40) + '<macroSpec ident="m40" mode="add"><content><elementRef key="p" minOccurs="0"/></content></macroSpec>' + _ADDED.format("q", '<content><macroRef key="m0"/></content>')))),
    _either("datatypes-doubling", lambda: _odd(_many('<dataSpec ident="d{}" mode="add"><content><alternate><dataRef key="d[]"/><dataRef key="d[]"/></alternate></content></dataSpec>', 40) + '<dataSpec ident="d40" mode="add"><content><dataRef name="token"/></content></dataSpec>' + _ADDED.format("q", '<attList><attDef ident="x"><datatype><dataRef key="d0" restriction="a+"/></datatype></attDef></attList>')), word="odd-patterns"),
    _either("counts-nested", lambda: _element("<content>" + '<sequence minOccurs="30" maxOccurs="30">' * 20 + '<elementRef key="p"/>' + "</sequence>" * 20 + "</content>"), word="odd-patterns"),
    _either("count-of-1e9", lambda: _element('<content><elementRef key="p" minOccurs="999999999" maxOccurs="999999999"/></content>')),
    _either("content-depth-140", lambda: _element("<content>" + '<alternate minOccurs="0" maxOccurs="unbounded"><textNode/>' * 130 + "</alternate>" * 130 + "</content>")),
    _either("choices-depth-140", lambda: _element("<attList>" + '<attList org="choice">' * 130 + '<attDef ident="a"/>' + "</attList>" * 130 + "</attList>")),
    _either("values-100000", lambda: _element('<attList><attDef ident="x"><valList type="closed">' + _many('<valItem ident="v{}"/>', 100_000) + "</valList></attDef></attList>")),
    _either("namespaces-30000", lambda: _odd(_many('<elementSpec ident="q" ns="urn:{}" mode="add"/>', 30_000))),
    _either("ident-of-1-mb", lambda: _element("", "e" * 1_000_000)),
    _either("idents-hostile", lambda: _element("", f"a b&lt;{BIDI}") + f"<!-- {BIDI} -->"),
    _either("warnings-50000", lambda: _odd(_many('<moduleRef key="core{}"/>', 50_000)), command="odd compile a.odd -o a.rng", word="more; teikit odd check"),
    _either("errors-50000", lambda: _odd(_many('<elementRef key="core{}"/>', 50_000)), word="more; teikit odd check"),
    _either("references-unknown", lambda: _odd(_many('<memberOf key="m{}"/>', 1) + _many('<moduleRef key="core{}"/>', 50_000))),
)  # fmt: skip
CASES = (*_READING, *_COMPILING)
