"""One round before anyone is seated: who must sit together, and where they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workshops.tables.problem import Hall, TableMembers


@dataclass(frozen=True)
class Places:
    """One round on its way: who must sit together, and where there is room."""

    hall: Hall
    round_: int
    barred: frozenset[tuple[int, int]]
    """People and tables they may not go to."""

    @cached_property
    def units(self) -> tuple[TableMembers, ...]:
        """People present, those who stay together as one."""
        there = self.hall.present[self.round_]
        sets = [tuple(p for p in unit if p in set(there)) for unit in self.hall.together]
        joined = {person: unit for unit in sets for person in unit}
        return tuple(dict.fromkeys(joined.get(person, (person,)) for person in there))

    def ruled(self, unit: TableMembers) -> bool:
        """Whether a rule says anything about these people."""
        fixed = self.hall.fixed_in(self.round_)
        watched = self.watched
        return len(unit) > 1 or any(p in fixed or p in watched for p in unit)

    @cached_property
    def watched(self) -> frozenset[int]:
        """People with whom someone may not sit, or who may not go everywhere."""
        apart = {person for apart_set in self.hall.apart_sets for person in apart_set}
        return frozenset(apart | {person for person, _ in self.barred})

    def table_of(self, unit: TableMembers) -> int | None:
        """The table where one of these people has a given seat."""
        fixed = self.hall.fixed_in(self.round_)
        return next((fixed[person] for person in unit if person in fixed), None)

    def may(self, unit: TableMembers, table: int, seated: Sequence[int]) -> bool:
        """Whether these people may join those seated at a table, room apart."""
        apart = self.hall.apart
        if any((person, table) in self.barred for person in unit):
            return False
        return not any((min(p, q), max(p, q)) in apart for p in unit for q in seated)
