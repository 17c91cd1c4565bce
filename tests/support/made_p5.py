"""A document that has the shape of p5subset.xml, made anew."""

MODULES = ("tei", "header", "core", "textstructure")


def p5_document(elements: int = 450, *, version: str = "9.8.7", modules: tuple[str, ...] = MODULES) -> bytes:
    """A document with so many elements, of which the first is TEI."""
    names = ["TEI", *(f"e{number}" for number in range(elements - 1))]
    specs = (
        f'<elementSpec ident="{name}" module="{modules[index % len(modules)]}"><desc>About {name}</desc>'
        "<content><textNode/></content></elementSpec>"
        for index, name in enumerate(names)
    )
    declared = "".join(f'<moduleSpec ident="{each}"/>' for each in modules)
    header = f"<fileDesc><editionStmt><edition>Version {version}</edition></editionStmt></fileDesc>"
    document = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader>'
        f"<text><body><p>{declared}</p>{''.join(specs)}</body></text></TEI>"
    )
    return document.encode()
