"""Measures the time of the rules of a document, and gives up those that take too long."""

import time

from teikit.limits import describe_excess
from teikit.schematron.compiler import CompiledRule
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.spending import Spending


class RuleClock:
    """The seconds of the rules of a document; `given_up` are those that took too many.

    The time that passes is measured, since reading the processor's time takes longer than most rules, and only where it
    is too long the share of it that the processor worked for this thread.
    """

    def __init__(self, spending: Spending) -> None:
        self.given_up: set[CompiledRule] = set()
        self._spending = spending
        self._seconds: dict[CompiledRule, float] = {}
        self._all_seconds = 0.0
        self._start = time.perf_counter(), time.thread_time()
        self._rule_start = self._start[0]
        self._latest = 0.0

    def begin(self, rule: CompiledRule) -> None:
        """Begin to count the time of a rule."""
        self._rule_start = time.perf_counter()
        rest = self._spending.all_seconds - self._all_seconds
        self._latest = self._rule_start + min(self._spending.rule_seconds - self._seconds.get(rule, 0.0), rest)

    def check(self) -> None:
        """Compare the time of the rule with the limit.

        Raises:
            ExpressionError: It is more.
        """
        if time.perf_counter() > self._latest and self._has_worked(time.perf_counter() - self._latest):
            raise ExpressionError(describe_limit("rule-seconds"))

    def end(self, rule: CompiledRule) -> None:
        """End to count the time of a rule; give it up if it was too long."""
        now = time.perf_counter()
        passed = now - self._rule_start
        self._seconds[rule] = self._seconds.get(rule, 0.0) + passed
        self._all_seconds += passed
        if now > self._latest and self._has_worked(now - self._latest):
            self.given_up.add(rule)

    def _has_worked(self, excess: float) -> bool:
        """Whether the processor worked so long for this thread that a time is exceeded in spite of other programs."""
        start, work = self._start
        idle = time.perf_counter() - start - (time.thread_time() - work)
        return excess > idle


def describe_limit(name: str) -> str:
    """Return why what exceeds a limit is given up."""
    return f"is given up: it {describe_excess(name)}"
