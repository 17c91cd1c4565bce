"""A sequence whose members are made when they are first asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

_Source = TypeVar("_Source")
_Made = TypeVar("_Made")


class OnDemand(Sequence[_Made], Generic[_Source, _Made]):
    """The members that a function makes of sources."""

    def __init__(self, sources: Sequence[_Source], make: Callable[[_Source], _Made]) -> None:
        self._sources, self._make = sources, make
        self._made: dict[int, _Made] = {}

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, index: int) -> _Made: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[_Made]: ...

    def __getitem__(self, index: int | slice) -> _Made | Sequence[_Made]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        if number not in self._made:
            self._made[number] = self._make(self._sources[number])
        return self._made[number]

    def __iter__(self) -> Iterator[_Made]:
        return (self[each] for each in range(len(self)))
