"""The parts of a run: each file is in exactly one of them."""

import pytest

from teikit.inputs.item import Item
from teikit.runs.shard import Shard, read_shard


@pytest.mark.parametrize("of", [1, 2, 3, 7, 12])
@pytest.mark.parametrize("count", [0, 1, 5, 10])
def test_every_file_is_in_exactly_one_part(of: int, count: int) -> None:
    items = [Item(number, f"{number}.xml") for number in range(count)]
    found = [each for part in range(1, of + 1) for each in Shard(part, of).items(items)]
    assert items == sorted(found, key=lambda each: each.number)


@pytest.mark.parametrize("total", [0, 1, 5, 10])
def test_a_part_knows_its_share(total: int) -> None:
    items = [Item(number, "a.xml") for number in range(total)]
    for part in (1, 2, 3):
        assert len(list(Shard(part, 3).items(items))) == Shard(part, 3).count_items(total)
    assert Shard(1, 3).count_items(None) is None


def test_a_whole_run_is_no_part() -> None:
    assert read_shard("1/1") == Shard(1, 1)
    assert Shard(1, 1).numbers is None
    assert read_shard("2/3").numbers == (2, 3)


@pytest.mark.parametrize(
    "text", ["", "1", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/2/3", "1.0/2", "1/99999999", "\u0661/2"]
)
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="i/n"):
        read_shard(text)
