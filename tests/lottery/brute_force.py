"""The naive twin of the lottery: every panel enumerated, leximin over people by programmes.

Knows nothing of profiles, household classes, columns or duals: it reads the same protocol and
tables, lists every set of people that may sit, and raises the least chance again and again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.optimize import linprog

from sortition.protocol.model import CROSS, Protocol
from sortition.spreadsheets import Table

Panel = tuple[frozenset[str], ...]
"""The people seated from each list."""


def panels(protocol: Protocol, tables: Sequence[Table]) -> Iterator[Panel]:
    """Every way to fill the seats of each list under all the rules."""
    rows: list[list[dict[str, str]]] = [
        [{str(k): str(v) for k, v in row.items()} for row in table.frame.to_dict("records")]
        for table in tables
    ]
    choices = [
        itertools.combinations(own, protocol.seats_of(index)) for index, own in enumerate(rows)
    ]
    for chosen in itertools.product(*choices):
        people = [row for part in chosen for row in part]
        ids = [row["id"] for row in people]
        homes = [row["home"] for row in people if row.get("home")]
        if len(set(ids)) < len(ids) or len(set(homes)) < len(homes):
            continue
        if _quotas_hold(protocol, chosen):
            yield tuple(frozenset(row["id"] for row in part) for part in chosen)


def _quotas_hold(protocol: Protocol, chosen: Sequence[Sequence[dict[str, str]]]) -> bool:
    for criterion in protocol.criteria:
        counted = chosen[0] if criterion.scope == "drawn" else [r for part in chosen for r in part]
        parts = criterion.cross or (criterion.name,)
        seen = [CROSS.join(row[part] for part in parts) for row in counted]
        assert criterion.quotas is not None
        for category, (least, most) in criterion.quotas.items():
            if not least <= seen.count(category) <= most:
                return False
        if not criterion.cross and not set(seen) <= set(criterion.quotas):
            return False
    return True


def leximin_chances(protocol: Protocol, tables: Sequence[Table]) -> dict[str, float] | None:
    """Everyone's chance under the leximin lottery over all panels; None where there is no panel."""
    everyone = sorted({str(i) for table in tables for i in table.frame["id"]})
    sets = {frozenset().union(*panel) for panel in panels(protocol, tables)}
    if not sets:
        return None
    ordered = sorted(sets, key=sorted)
    seated = np.array([[person in panel for panel in ordered] for person in everyone], dtype=float)
    chances: dict[int, float] = {}
    while len(chances) < len(everyone):
        free = [k for k in range(len(everyone)) if k not in chances]
        level = _best(seated, chances, free, floor=None, objective=None)
        held = [
            k for k in free if _best(seated, chances, free, floor=level, objective=k) < level + 1e-7
        ]
        assert held, "someone is held at every stage"
        chances |= dict.fromkeys(held, level)
    return {everyone[k]: chance for k, chance in chances.items()}


def _best(
    seated: np.ndarray,
    chances: dict[int, float],
    free: Sequence[int],
    *,
    floor: float | None,
    objective: int | None,
) -> float:
    """The greatest least chance of the free people, or the greatest chance of one of them."""
    count = seated.shape[1]
    cost = np.zeros(count + 1)
    if objective is None:
        cost[count] = -1.0
    else:
        cost[:count] = -seated[objective]
    rows, bounds = [], []
    for person, chance in chances.items():
        rows.append([*-seated[person], 0.0])
        bounds.append(-chance + 1e-9)
    for person in free:
        rows.append([*-seated[person], 1.0 if floor is None else 0.0])
        bounds.append(0.0 if floor is None else -floor + 1e-9)
    found = linprog(
        cost, A_ub=rows, b_ub=bounds, A_eq=[[1.0] * count + [0.0]], b_eq=[1.0], method="highs"
    )
    assert found.success
    return float(-found.fun)
