"""Records of letters are the same after they were JSON; what is no record is refused."""

import json

import pytest

from support.full_record import ALL
from teikit.exports.record.record import Record
from teikit.exports.site.codec import decode_record, encode


@pytest.mark.parametrize("record", [ALL, Record("a")])
def test_a_record_is_the_same_after_it_was_json(record: Record) -> None:
    assert decode_record(json.loads(json.dumps(encode(record))), {}) == record


def test_equal_values_are_kept_once() -> None:
    known: dict[object, object] = {}
    one, other = (decode_record(json.loads(json.dumps(encode(ALL))), known) for _ in range(2))
    assert one.actions[0].agents[0] is other.actions[0].agents[0]


@pytest.mark.parametrize(
    "value",
    [{}, {"id": 1}, {"id": "a", "other": 1}, [], None, {"id": "a", "titles": "x"}, {"id": "a", "titles": [{"text": 1}]},
     {"id": "a", "is_letter": "yes"}, {"id": "a", "mentions": [{"kind": "person", "name": "x", "coordinates": [1]}]}],
)  # fmt: skip
def test_what_is_no_record_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"wanted|missing|valid"):
        decode_record(value, {})
