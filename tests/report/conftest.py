"""Results to report on: ordinary ones, and ones in which every text is hostile."""

import io
from collections.abc import Callable, Sequence

import pytest

from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Rule, Safety, Severity, Span, point
from teikit.diagnostics.diagnostic import AssertionFacts, Property
from teikit.messages import escape_control
from teikit.report.formats import make_reporter
from teikit.report.reporter import Result, Style, Summary

Make = Callable[..., str]
SOURCE = ["<TEI>\n", "  <text>\n", "    <body><saluet>Dear Tom,</saluet></body>\n"]

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m\x85\x00\x08",
    "\u202eevil\u2066\u200f\u061c\u2028",
    "[red]x[/red] [/x] [link=http://x]y",
    "::error file=a,line=1::b",
    " ::stop-commands::x ##[error]y ##vso[task.complete]",
    "a\r\n::warning::b\n##[group]",
    "100%0A::error::x,y:z",
    '=HYPERLINK("x")',
    "@SUM(1)",
    "\t+1-1",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"\' onload="alert(1)',
    "]]></failure>--><!--</style></title></textarea>",
    "&lt;b&gt; &#x1b; {{x}} ${x} `x`",
    "lone \ud800 \udcff \ufffe",
)


def fault(message: str = "element 'saluet' is not allowed in 'body'", **changes: object) -> Diagnostic:
    values: dict[str, object] = {
        "file": "a.xml",
        "rule": "rng/element-not-allowed",
        "severity": Severity.ERROR,
        "message": message,
        "span": Span(Position(3, 11), Position(3, 18)),
        "path": "/TEI/text[1]/body[1]/saluet[1]",
    }
    return Diagnostic(**(values | changes))  # type: ignore[arg-type]  the types are those of the values above


@pytest.fixture
def plain() -> list[Result]:
    fix = Fix(Safety.SAFE, "write 'salute'", (Edit(30, 36, "salute"), Edit(48, 54, "salute")))
    note = Note("'body' starts here", "a.xml", Position(3, 5))
    return [
        Result(
            "a.xml",
            (
                fault(notes=(note,), expected=("p", "salute"), fix=fix),
                fault("a date is late", rule="tei/date", severity=Severity.WARNING, span=point(3, 1), path=None),
                fault("it has no place", rule="tei/x", severity=Severity.INFO, span=None, notes=(Note("think"),)),
            ),
            lines=lambda: SOURCE,
        ),
        Result("letters/b c.xml"),
        Result("none.xml", failure="none.xml: no such file"),
    ]


@pytest.fixture
def hostile() -> list[Result]:
    made = []
    for text in HOSTILE:
        fix = Fix(Safety.SAFE, text, (Edit(0, 1, text),))
        notes = (Note(text, escape_control(text), Position(1, 1), text, text),)
        facts = AssertionFacts(text, text, text, (Property(text, text, text, text, text),))
        more = {"notes": notes, "expected": (text,), "fix": fix, "assertion": facts}
        found = fault(text, file=escape_control(text), rule=text, path=text, **more)
        made.append(Result(escape_control(text), (found,), lines=lambda text=text: ["\n", "\n", f"          {text}\n"]))  # type: ignore[misc]  its default makes it a lambda of no arguments
        made.append(Result(escape_control(text), failure=escape_control(text)))
    return made


def _rule(name: str) -> Rule:
    return Rule(name, Severity.ERROR, f"summary of {name}", "why", "<a/>", "<b/>")


@pytest.fixture
def make() -> Make:
    """A whole report of some results."""

    def format_results(form: str, results: Sequence[Result], **style: object) -> str:
        out = io.StringIO()
        summary = Summary()
        report = make_reporter(form, out, Style(**({"find_rule": _rule} | style)))  # type: ignore[arg-type]  as above
        report.begin()
        for each in results:
            summary = summary.plus(each)
            report.add(each)
        report.end(summary)
        return out.getvalue()

    return format_results
