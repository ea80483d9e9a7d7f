"""The running order that a plan's steps make: what happens, why, how, with what, by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sortition.base.messages import Words, catalogue
from sortition.documents.speech import length
from workshops.plan.value import Plan, Round, Step, kind_of
from workshops.programme.read import Activity, ProgrammeStep, Session

RELATIVE_START: Final = dt.datetime(1, 1, 1)
"""Stands for a start that nobody knows: times are then counted from it."""

_DETAILS: Final = ("purpose", "method", "room", "material", "who", "result")


def session_of(plan: Plan, words: Words) -> Session:
    """The plan's steps one after the other from the event's start."""
    now = plan.event.start_time or RELATIVE_START
    steps = []
    for step in plan.steps or _plain_steps(plan):
        made = ProgrammeStep(
            start=now,
            minutes=step.minutes,
            activity=_activity(plan, step, words),
            for_facilitators=step.kind == "changeover",
        )
        steps.append(made)
        now = made.end
    return Session("", "", tuple(steps))


def _plain_steps(plan: Plan) -> Sequence[Step]:
    """The rounds alone, for a plan that says no more; nothing where it does not say how long."""
    if not any(one.minutes for one in plan.rounds):
        return []
    return [Step("round", one.minutes, index) for index, one in enumerate(plan.rounds)]


def _activity(plan: Plan, step: Step, words: Words) -> Activity:
    one = plan.rounds[step.round] if step.round is not None else None
    kind = kind_of(plan).step_words(one)
    values = _values(plan, step, one, words)

    def said(name: str) -> str:
        for code in (f"step-{step.kind}-{kind}-{name}", f"step-{step.kind}-{name}"):
            if code in catalogue():
                return words(code, **values)
        return ""

    details = {name: said(name) for name in _DETAILS}
    if step.kind == "round" and one is not None:
        details |= _round_details(plan, one, words)
    return Activity(sequence=said("sequence"), **details)


def _values(plan: Plan, step: Step, one: Round | None, words: Words) -> dict[str, object]:
    levels = kind_of(plan).levels(plan.rounds)
    finals = len(plan.rounds[levels[-1]].groups) if levels else 0
    values: dict[str, object] = {
        "round": one.name if one else "",
        "n": len(one.groups) if one else finals,
        "time": length(words, step.minutes / finals) if finals else "",
    }
    return values


def _round_details(plan: Plan, one: Round, words: Words) -> dict[str, str]:
    """What depends on the round's groups: speaking time, ideas kept, who speaks."""
    details = {}
    largest = max((len(group.members) for group in one.groups), default=0)
    if largest:
        seconds = one.minutes * 60 // largest
        details["method"] = words("step-round-speaking", time=length(words, seconds / 60))
    if one.ideas is not None:
        details["result"] = words("step-round-ideas", n=one.ideas)
    if any(group.spokesperson or group.scribe for group in one.groups):
        details["who"] = words("step-round-parts")
    return details
