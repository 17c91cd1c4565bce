"""What is to be done is shared out whole, in portions of some size, and not too far ahead."""

from hypothesis import given
from hypothesis import strategies as st

from support.sample_operations import items
from teikit.executors.work_queue import MAX_BATCH_BYTES, MAX_BATCH_FILES, WorkQueue
from teikit.inputs.item import Item

SIZES = st.lists(st.one_of(st.integers(0, 100_000), st.integers(0, 10 << 20)), max_size=400)


@given(SIZES, st.integers(1, 8))
def test_each_item_is_given_out_once_and_in_order(sizes: list[int], jobs: int) -> None:
    some = [Item(number, str(number), size) for number, size in enumerate(sizes)]
    agenda = WorkQueue(some, jobs, 10_000)
    found: list[Item] = []
    while chunk := agenda.next_batch(more=True)[0]:
        assert len(chunk) == 1 or (
            len(chunk) <= MAX_BATCH_FILES and sum(each.size for each in chunk) <= MAX_BATCH_BYTES
        )
        found += chunk
    assert found == some
    assert list(agenda.pending_items) == some


def test_a_large_file_stands_alone_and_nothing_waits_behind_it() -> None:
    agenda = WorkQueue([Item(0, "a", 5 << 20), *items(9)[1:]], 2, 100)
    assert agenda.next_batch(more=True) == ([Item(0, "a", 5 << 20)], True)


def test_chunks_grow_smaller_towards_the_end() -> None:
    agenda = WorkQueue(items(200), 2, 10_000)
    counts = []
    while chunk := agenda.next_batch(more=True)[0]:
        counts.append(len(chunk))
    assert counts[0] > 20
    assert counts[-1] == 1
    assert counts == sorted(counts, reverse=True)


def test_chunks_may_be_several_times_as_large() -> None:
    long_names = [Item(number, "n" * 100, 10_000) for number in range(4_000)]
    once, thrice = (WorkQueue(long_names, 2, 10_000).next_batch(more=True, times=times)[0] for times in (1, 3))
    assert (len(once), len(thrice)) == (30, 90)
    assert len(WorkQueue(items(4_000, 100), 2, 10_000).next_batch(more=True, times=3)[0]) == 3 * MAX_BATCH_FILES
    assert WorkQueue([Item(0, "a", 2 * MAX_BATCH_BYTES)], 2, 100).next_batch(more=True, times=3)[1] is False


def test_names_of_a_chunk_fit_into_the_smallest_pipe() -> None:
    agenda = WorkQueue([Item(number, "n" * 1_000) for number in range(50)], 2, 100)
    assert len(agenda.next_batch(more=True)[0]) == 3


def test_no_more_is_taken_than_may_wait() -> None:
    agenda = WorkQueue(items(1_000), 2, 10)
    while agenda.next_batch(more=True)[0]:
        pass
    assert len(agenda.pending_items) == 10


def test_what_is_given_back_goes_first_and_what_is_set_apart_before_it() -> None:
    agenda = WorkQueue(items(100), 1, 100)
    first = list(agenda.next_batch(more=True)[0])
    agenda.requeue(first[1:])
    agenda.requeue_alone(first[0])
    assert agenda.next_batch(more=False) == ([first[0]], True)
    assert agenda.next_batch(more=False) == (first[1:], False)
    assert agenda.next_batch(more=False)[0] == []


def test_it_has_ended_when_all_was_passed_on() -> None:
    agenda = WorkQueue(items(1), 1, 10)
    assert not agenda.has_ended()
    agenda.pending_items.popleft()
    assert agenda.has_ended()
    assert WorkQueue([], 1, 10).has_ended()
