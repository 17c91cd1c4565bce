"""Prepares facts for display: figures, the bars of a chart, and tables cut to a number of rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from teikit.diagnostics import Rule
from teikit.messages import pluralize
from teikit.overview.facts import Facts
from teikit.overview.tally import Parties

_MAX_ELEMENTS = 6
_NO_LETTERS = "No letter states it."
# Text is shown as it is, numbers are aligned to the right, and a sequence of URIs becomes links.
Cell = str | int | Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: its id, title, columns and first rows, and the number of further rows.

    `note` explains how to read it; in a table without rows it is shown alone.
    """

    id: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    more: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The number of letters in the years from `first` to `last`, both included."""

    first: int
    last: int
    letters: int

    @property
    def name(self) -> str:
        """The year or the range of years."""
        return str(self.first) if self.first == self.last else f"{self.first}\N{EN DASH}{self.last}"


def bars(years: Mapping[int, int], most: int) -> list[Bar]:
    """Return the letters by year, or by decade, century or millennium if there are more than `most`, without gaps."""
    if not years:
        return []
    low, high = min(years), max(years)
    width = next((each for each in (1, 10, 100) if high // each - low // each < most), 1000)
    found = dict.fromkeys(range(low // width, high // width + 1), 0)
    for year, letters in years.items():
        found[year // width] += letters
    return [Bar(each * width, each * width + width - 1, letters) for each, letters in found.items()]


def bar_unit(found: Sequence[Bar]) -> str:
    """Return the name of the period of one bar."""
    widths = {1: "year", 10: "decade", 100: "century", 1000: "millennium"}
    return widths[found[0].last - found[0].first + 1] if found else "year"


def figures(facts: Facts) -> list[tuple[str, str]]:
    """Return the main figures of a corpus, each with its name."""
    verdicts, others = facts.validation, facts.documents - facts.letters
    counts = [("TEI files", facts.files), ("letters", facts.letters), ("other documents", others)]
    counts += [("passed over", facts.skipped), ("not readable", facts.unreadable + facts.malformed)]
    kept = [(name, f"{count:,}") for name, count in counts if count or name in {"TEI files", "letters"}]
    kept.insert(2, ("in all", format_bytes(facts.size)))
    if verdicts.checked:
        valid = verdicts.checked - verdicts.invalid - verdicts.undecided - verdicts.files_with_hidden
        kept += [("valid", f"{valid:,}"), ("invalid", f"{verdicts.invalid:,}")]
        kept += [("undecided", f"{verdicts.undecided:,}")] if verdicts.undecided else []
        kept += [("no other errors", f"{verdicts.files_with_hidden:,}")] if verdicts.files_with_hidden else []
    return kept


def format_bytes(size: int) -> str:
    """Return a number of bytes in a readable unit."""
    amount, units = float(size), iter(("kB", "MB", "GB", "TB"))
    if size < 1000:
        return pluralize(size, "byte")
    unit = ""
    while amount >= 1000 and (larger := next(units, "")):
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}"


def describe_dates(facts: Facts) -> str:
    """Return in words what the chart of dates cannot show."""
    dates, years = facts.dates, facts.dates.years
    if not facts.letters and not years:
        return _NO_LETTERS
    if not years:
        return f"No letter states the year in which it was sent; {_describe_inexact_dates(facts)}."
    most = max(years, key=lambda year: (years[year], -year))
    when = f"from {min(years)} to {max(years)}" if len(years) > 1 else f"of {most}"
    peak = f", most in {most}: {years[most]:,}" if len(years) > 1 else ""
    rest = f"; {_describe_inexact_dates(facts)}" if dates.spanning or dates.undated else ""
    return f"{pluralize(sum(years.values()), 'letter')} {when}{peak}{rest}."


def _describe_inexact_dates(facts: Facts) -> str:
    spanning, undated = facts.dates.spanning, facts.dates.undated
    phrases = [f"{pluralize(spanning, 'letter')} can be of more than one year"] if spanning else []
    return ", ".join([*phrases, f"{pluralize(undated, 'letter')} undated"] if undated else phrases)


def tables(facts: Facts, most: int, rule: Callable[[str], Rule | None]) -> Iterator[ReportTable]:
    """Yield the tables of a corpus; `facts` have their namesakes merged, `rule` finds a rule by its id."""
    yield _parties("correspondents", "Correspondents", ("Name", "Sent", "Received"), facts.correspondents, most)
    yield _pairs(facts, most)
    yield _parties("places", "Places", ("Place", "Sent from", "Received at"), facts.places, most)
    yield _languages(facts, most)
    if facts.validation.checked:
        yield _rules(facts, most, rule)
    elements, counts = facts.elements, ("Element", "Count", "Files")
    rows = list(islice(elements, most))
    yield ReportTable("elements", "Elements", counts, rows, len(elements) - len(rows))
    yield _attributes(facts, most)
    if facts.failures:
        # Each reason already names its file.
        reasons = [(each.reason,) for each in facts.failures[:most]]
        more = facts.unreadable + facts.malformed - len(reasons)
        yield ReportTable("unreadable", "Files that could not be read", ("File",), reasons, more)


def _parties(part: str, title: str, columns: Sequence[str], parties: Parties, most: int) -> ReportTable:
    rows = [(each.name, each.sent, each.received, each.uris) for each in islice(parties, most)]
    remark = "" if rows else _NO_LETTERS
    if parties.others:
        remark = f"Others, for whom there was no more room, come {pluralize(parties.others, 'time')}."
    return ReportTable(part, title, (*columns, "Authority records"), rows, len(parties) - len(rows), remark)


def _pairs(facts: Facts, most: int) -> ReportTable:
    name = facts.correspondents.name
    rows = [(name(sender), name(recipient), letters) for (sender, recipient), letters, _ in islice(facts.pairs, most)]
    lacking = [(facts.without_sender, "no sender"), (facts.without_recipient, "no recipient")]
    phrases = [f"{pluralize(count, 'letter names', 'letters name')} {what}" for count, what in lacking if count]
    remark = f"{'; '.join(phrases)}." if phrases else "" if rows else _NO_LETTERS
    columns = ("From", "To", "Letters")
    return ReportTable("pairs", "Who wrote to whom", columns, rows, len(facts.pairs) - len(rows), remark)


def _languages(facts: Facts, most: int) -> ReportTable:
    stated, marked = facts.languages, facts.marked_languages
    names = sorted({*stated.counts, *marked.counts}, key=lambda each: (-stated.files.get(each, 0), each))
    rows = [(each, stated.files.get(each, 0), marked.counts.get(each, 0)) for each in names[:most]]
    columns = ("Tag", "Files whose header states it", "Elements marked with it")
    remark = "" if rows else "No file has any."
    return ReportTable("languages", "Languages", columns, rows, len(names) - len(rows), remark)


def _rules(facts: Facts, most: int, rule: Callable[[str], Rule | None]) -> ReportTable:
    verdicts = facts.validation
    rows: list[Sequence[Cell]] = []
    for (severity, name), count, files in islice(verdicts.rules, most):
        known = rule(name)
        rows.append((severity.value, name, count, files, known.summary if known else ""))
    remark = "" if rows else "There are none."
    if verdicts.undecided:
        named = pluralize(verdicts.undecided, "file is", "files are")
        remark = f"Whether {named} valid is not known: no grammar, or one that is not correct. {remark}"
    columns = ("Severity", "Rule", "Problems", "Files", "What the rule says")
    return ReportTable("rules", "Problems by rule", columns, rows, len(verdicts.rules) - len(rows), remark.strip())


def _attributes(facts: Facts, most: int) -> ReportTable:
    elements: dict[str, list[str]] = {}
    for (attribute, element), _, _ in facts.attribute_elements:
        elements.setdefault(attribute, []).append(element)
    counted = islice(facts.attributes, most)
    rows = [(name, count, files, _format_elements(elements.get(name, []))) for name, count, files in counted]
    columns = ("Attribute", "Count", "Files", "Elements that bear it")
    return ReportTable("attributes", "Attributes", columns, rows, len(facts.attributes) - len(rows))


def _format_elements(elements: Sequence[str]) -> str:
    more = f" and {len(elements) - _MAX_ELEMENTS} more" if len(elements) > _MAX_ELEMENTS else ""
    return ", ".join(elements[:_MAX_ELEMENTS]) + more
