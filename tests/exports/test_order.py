"""The order of letters by date."""

from teikit.exports.record.order import date_order
from teikit.exports.record.record import Action, Date, Record


def letter(id_: str, *dates: Date, created: tuple[Date, ...] = ()) -> Record:
    return Record(id_, actions=(Action("sent", dates=dates),), created=created)


def test_letters_are_ordered_by_their_first_possible_day() -> None:
    letters = [
        letter("undated", Date("in spring")),
        letter("after", Date(not_after="1807-01-10")),
        letter("day", Date(when="1807-01-10")),
        letter("interval", Date(not_before="1807-01-09", not_after="1807-02-01")),
        letter("month", Date(when="1807-01")),
        letter("created", created=(Date(when="1806"),)),
        letter("period", Date(start="1807-01-09", end="1807-01-12")),
    ]
    ordered = [record.id for record in sorted(letters, key=date_order)]
    assert ordered == ["created", "month", "period", "interval", "day", "after", "undated"]
