"""Orders letters by their dates."""

from teikit.exports.record.record import Record


def date_order(record: Record) -> tuple[bool, str, str]:
    """Return the sort key of a letter: the first day on which it may have been sent, then the last; undated ones last.

    A letter that has no date of sending has that of its writing.
    """
    dates = [date for date in (*record.sent_dates, *record.created) if date.iso_8601]
    if not dates:
        return True, "", ""
    date = dates[0]
    first, last = date.when or date.start or date.not_before, date.when or date.end or date.not_after
    # Of an unknown first day only the last one is known: such letters come after all others of that day.
    return False, first or f"{last}~", last
