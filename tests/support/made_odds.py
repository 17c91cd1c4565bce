"""Makes ODDs for tests, in memory."""

from collections.abc import Mapping

from teikit.diagnostics import Severity
from teikit.odd.customisation import Customisation
from teikit.odd.reading.odd import read_odd
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import TEI
from teikit.p5.specs import Spec
from teikit.relaxng.syntax.loading import MemoryLoader

XINCLUDE = "http://www.w3.org/2001/XInclude"
MAIN = "/odd/main.odd"


def tei(content: str, title: str = "A title") -> str:
    """A document of TEI with some content in its body."""
    header = f"<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader>"
    return f'<TEI xmlns="{TEI}" xmlns:xi="{XINCLUDE}">{header}\n<text><body>\n{content}\n</body></text></TEI>'


def odd(content: str, attributes: str = "", around: str = "") -> str:
    """An ODD with a schemaSpec that has some content, which begins on line 4, and something before it."""
    return tei(f'{around}<schemaSpec ident="test" {attributes}>\n{content}</schemaSpec>')


def loader(files: Mapping[str, str | bytes]) -> MemoryLoader:
    """A loader of files in one folder, by their names in it."""
    made = {f"/odd/{name}": each if isinstance(each, bytes) else each.encode() for name, each in files.items()}
    return MemoryLoader(made)


class Read:
    """What was read, and what was reported: each as rule, file name, line and message."""

    def __init__(self, customisation: Customisation, reporter: Reporter) -> None:
        self.odd = customisation
        self.reported = [
            (each.rule, each.file.removeprefix("/odd/"), each.span.start.line if each.span else 0, each.message)
            for each in reporter.diagnostics
        ]
        self.errors = [each.rule for each in reporter.diagnostics if each.severity is Severity.ERROR]

    @property
    def rules(self) -> list[tuple[str, int]]:
        """The rules and lines of what was reported."""
        return [(rule, line) for rule, _, line, _ in self.reported]

    @property
    def items(self) -> list[str]:
        """The items as one word each: mode and ident of specifications, the key of references."""
        return [f"{each.mode} {each.ident}".strip() if isinstance(each, Spec) else each.key for each in self.odd.items]


def read(main: str | bytes, files: Mapping[str, str | bytes] | None = None, ident: str = "") -> Read:
    """Read an ODD, which may refer to other files."""
    reporter = Reporter()
    data = main if isinstance(main, bytes) else main.encode()
    return Read(read_odd(MAIN, data, loader(files or {}), reporter, ident=ident), reporter)
