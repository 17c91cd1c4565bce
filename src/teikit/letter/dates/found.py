"""A date that was found in a text."""

from dataclasses import dataclass, replace

_MOST_YEARS_APART = 20
# A month of a year, and a day of any year (--05-03), are of one length.
_YEAR, _MONTH, _FULL = len("1890"), len("1890-05"), len("1890-05-03")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: offsets of its characters from 0, end exclusive, and its meaning; "" for what is not stated.

    `when` and the bounds are W3C dates of the Gregorian calendar (TEI: att.datable.w3c) with as much as is written: a
    day without a year is --05-03. `calendar` is "julian", "republican" or "roman" where the text counts so. Doubtful
    dates have a question mark or "about", bracketed ones were supplied by an editor. `short_year` lacks its century.
    `time` is the time of day of a full date, as in XML Schema: 10:06:00+01:00.
    """

    start: int
    end: int
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    begin: str = ""
    finish: str = ""
    calendar: str = ""
    is_doubtful: bool = False
    is_bracketed: bool = False
    short_year: int | None = None
    time: str = ""

    @property
    def is_full(self) -> bool:
        """Whether the date is a day of a year."""
        return len(self.when) == _FULL

    @property
    def is_year(self) -> bool:
        """Whether the date is a year alone."""
        return len(self.when) == _YEAR

    @property
    def has_month(self) -> bool:
        """Whether the date has a month, and so is hardly a number by chance."""
        return len(self.when) >= _MONTH

    def with_century(self, years: frozenset[int]) -> "FoundDate":
        """Return the date with its century where years known from elsewhere allow exactly one, else unchanged."""
        if self.short_year is None or not self.when.startswith("--"):
            return self
        nearest = {min(range(self.short_year, 2100, 100), key=lambda year: abs(year - known)) for known in years}
        close = all(abs(year - known) <= _MOST_YEARS_APART for year in nearest for known in years)
        if len(nearest) != 1 or not close:
            return self
        return replace(self, when=f"{nearest.pop()}{self.when[1:]}", short_year=None)
