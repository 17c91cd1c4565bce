"""The looks of usual words of @rend, and of the renditions that DTABf and TEI Simple define without declaring them."""

# Each look with its words.
_WORDS = {
    "italic": "italic italics italique i it ital kursiv cursive oblique latintype antiqua slanted",
    "bold": "bold b bf boldface fett gras strong semibold halbfett",
    "upright": "upright roman normalstyle",
    "regular": "normalweight",
    "underline": "underline underlined underscore underscored u ul unterstrichen souligné underline1",
    "double-underline": "double-underline doubleunderline double-underlined underline-double doubleunderlined uu "
    "underline2 underline:double double_underline triple-underline tripleunderline",
    "dotted-underline": "dotted-underline underline-dotted",
    "dashed-underline": "dashed-underline underline-dashed",
    "wavy-underline": "wavy-underline wavyunderline underline-wavy wavy",
    "overline": "overline overlined overbar",
    "small-caps": "small-caps smallcaps small_caps sc smcap smcaps smallcap kapitälchen",
    "capitals": "capitals caps capital allcaps all-caps uppercase versalien majuscules",
    "spaced": "spaced-out spaced letterspace letterspaced letter-spaced letter-spacing gesperrt sperr spaced-letters "
    "wide expanded",
    "superscript": "superscript sup super exposant hochgestellt raised",
    "subscript": "subscript sub tiefgestellt lowered",
    "strike": "strikethrough strike struck line-through linethrough overstrike struckthrough doublestrikethrough "
    "durchgestrichen crossed-out",
    "print": "pre-print print printed typed sansserif sans-serif",
    "mono": "mono monospace typewriter tt code",
    "center": "center centre centered centred center-aligned align-center text-center zentriert",
    "right": "right right-aligned align-right text-right flushright flush-right rechts",
    "left": "left left-aligned align-left text-left flushleft flush-left links",
    "justify": "justify justified",
    "larger": "large larger big",
    "largest": "x-large xx-large largest huge",
    "smaller": "small smaller x-small",
    "indent-1": "indent indented indent1 indent-1 indent(1) eingerückt einzug",
    "indent-2": "indent2 indent-2 indent(2)",
    "indent-3": "indent3 indent-3 indent(3)",
    "indent-4": "indent4 indent-4 indent(4)",
    "hanging": "hang hanging hanging-indent",
    "boxed": "boxed box framed frame border bordered circled encircled",
    "color-red": "red rubric rubricated rot",
    "color-blue": "blue blau",
    "color-green": "green grün",
    "marked": "highlighted highlight",
}
# Names of renditions that are too short to mean the same in @rend: DTABf (https://www.deutschestextarchiv.de/doku/).
_POINTERS = {
    "italic": "aq",
    "small-caps": "k",
    "spaced": "g",
    "center": "c",
    "boxed": "f",
    "strike": "s",
    "indent-1": "et",
    "indent-2": "et2",
    "indent-3": "et3",
    "larger": "in",
    "upright": "fr",
}
LOOKS_OF_WORDS = {word: look for look, words in _WORDS.items() for word in words.split()}
LOOKS_OF_POINTERS = {**LOOKS_OF_WORDS, **{word: look for look, words in _POINTERS.items() for word in words.split()}}
# Values that say what lists and blocks are, or that nothing is special.
_PLAIN = """
    aligned block bulleted bullet bullets display inline inherit none normal numbered ordered plain quoted quotes run-in
    simple unnumbered unordered
"""
NO_LOOKS = frozenset(_PLAIN.split())
