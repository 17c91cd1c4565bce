"""The rules of documents that include others."""

from teikit.diagnostics import Rule, Severity

_PAPER = "XInclude 1.0 (Second Edition), clause 4"

NOT_READ = Rule(
    "xml/include-not-read",
    Severity.ERROR,
    "With --xinclude: what a document includes is there, and may be read.",
    "Without a part of it, it is unknown whether the document is valid. Files are read in the folders of the documents"
    " that were named, in the project, and where --allow-read and --catalog say, but no hidden ones, and nothing on the"
    " web.",
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="https://example.org/part.xml"/>',
    "<TEI/>",
    _PAPER,
    "xinclude",
)
INCORRECT = Rule(
    "xml/include-incorrect",
    Severity.ERROR,
    "With --xinclude: each xi:include says what it includes, and nothing includes itself.",
    "Programs that follow XInclude stop at it, each in another way.",
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml#p1"/>',
    "<TEI/>",
    _PAPER,
    "xinclude",
)
RULES = (NOT_READ, INCORRECT)
