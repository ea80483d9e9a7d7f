"""Explanations in words a person can act on: why a draw is impossible, who can never be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sortition.base.errors import AnswerIsNo, Message, message
from sortition.lottery.conflicts import Change, Limit, conflict, excluding, least_change
from sortition.lottery.lottery import Solved
from sortition.pool.prepare import Prepared
from sortition.pool.profiles import Profile
from sortition.pool.rules import Row

EXPLAINED: Final = 10
"""Profiles whose exclusion is explained."""


@dataclass(frozen=True)
class NeverDrawn:
    """A profile nobody of which can be seated, and the limits that keep it out."""

    profile: Profile
    because: tuple[Message, ...]
    """Empty beyond the first `EXPLAINED` profiles: each explanation takes many solves."""


def cannot_meet(prepared: Prepared) -> AnswerIsNo:
    """The explanation of quotas that cannot be met: what conflicts, and the smallest change."""
    model = prepared.pool.model
    limits = limit_messages(prepared, conflict(model))
    changes = [_change_message(prepared, change) for change in least_change(model)]
    return AnswerIsNo(
        [
            message("quotas-impossible", n=len(limits)),
            *(message("list-item", item=limit) for limit in limits),
            message("smallest-change", n=len(changes)),
            *(message("list-item", item=change) for change in changes),
        ]
    )


def never_drawn(prepared: Prepared, solved: Solved) -> list[NeverDrawn]:
    """The profiles whose people have no chance at all, with the limits that exclude them."""
    pool = prepared.pool
    found: list[NeverDrawn] = []
    for kind, chance in zip(pool.model.kinds, solved.lottery.chances(pool.model), strict=True):
        if chance:
            continue
        for profile in kind:
            because: list[Message] = []
            if len(found) < EXPLAINED:
                limits = limit_messages(prepared, excluding(pool.model, profile))
                if not limits and not solved.exact and pool.exact_households:
                    # No lottery was found that seats them; but none is proven impossible.
                    continue
                because = limits or [message("never-by-rounding")]
            found.append(NeverDrawn(pool.profiles[profile], tuple(because)))
    return found


def limit_messages(prepared: Prepared, limits: Sequence[Limit]) -> list[Message]:
    """Limits in words; the households are one limit, however many classes take part."""
    said = [
        _quota_message(prepared, limit.row, limit.side)
        for limit in limits
        if limit.row.kind == "quota"
    ]
    if any(limit.row.kind == "household" for limit in limits):
        said.append(message("limit-household"))
    return said


def _quota_message(prepared: Prepared, row: Row, side: str) -> Message:
    quota = prepared.quotas[row.number]
    people = sum(prepared.pool.model.people[profile] for profile in row.profiles)
    params = {"criterion": quota.criterion, "category": quota.category, "people": people}
    if side == "least":
        return message("limit-least", **params, n=row.least)
    return message("limit-most", **params, n=row.most)


def _change_message(prepared: Prepared, change: Change) -> Message:
    if change.row.kind == "seats":
        name = prepared.protocol.list_names[change.row.number]
        code = "change-seats" if name is None else "change-college-seats"
        return message(code, college=name or "", before=change.row.most, after=change.most)
    quota = prepared.quotas[change.row.number]
    return message(
        "change-quota",
        criterion=quota.criterion,
        category=quota.category,
        before=f"{change.row.least}-{change.row.most}",
        after=f"{change.least}-{change.most}",
    )


def profile_words(profile: Profile) -> str:
    """A profile in a few words: its categories, and its college."""
    parts = [*profile.categories.values()]
    return " · ".join([*([profile.college] if profile.college else []), *parts])
