"""The files of a plan that people open themselves."""

from __future__ import annotations

from sortition.spreadsheets import write_csv
from workshops.plan.value import Plan


def groups_csv(plan: Plan) -> bytes:
    """Everyone's group at every level: `id`, then one column a round, named by its size."""
    groups = [
        {person: str(group.number) for group in one.groups for person in group.members}
        for one in plan.rounds
    ]
    rows = [["id", *(one.name for one in plan.rounds)]]
    rows += [
        [one.id, *(numbers.get(one.id, "") for numbers in groups)] for one in plan.participants
    ]
    return write_csv(rows)
