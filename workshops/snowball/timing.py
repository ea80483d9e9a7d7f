"""How long everything takes, and how long everyone can talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sortition.base.errors import Message, Problems, message
from sortition.base.limits import IDEAS_MOST, MINUTES_MOST
from workshops.common.lengths import check_length
from workshops.plan.value import Step
from workshops.snowball.sizes import LEVELS

Restitution = Literal["plenary", "jigsaw"]
RESTITUTIONS: Final = get_args(Restitution)

SHORTEST_TURN: Final = 20
"""Seconds below which a turn to talk is no turn: two or three sentences at most."""
LONGEST_RESTITUTION: Final = 30
"""Minutes beyond which nobody listens to one report after the other."""


@dataclass(frozen=True)
class Exercise:
    """What the facilitator chooses; all lengths in minutes."""

    levels: tuple[int, ...] = LEVELS
    minutes: tuple[float, ...] = (3,)
    """The minutes of each level; a single number holds for all."""
    ideas: tuple[int, ...] = (3,)
    """How many ideas a group keeps at each level; a single one holds for all."""
    welcome: float = 5
    silent: float = 1
    changeover: float = 1
    restitution: Restitution = "plenary"
    restitution_minutes: float = 2
    """For each final group's report."""
    closing: float = 5

    def minutes_of(self, level: int) -> float:
        """The minutes of a level (an index)."""
        return self.minutes[level if len(self.minutes) > 1 else 0]

    def ideas_of(self, level: int) -> int:
        """The ideas a group keeps at a level (an index)."""
        return self.ideas[level if len(self.ideas) > 1 else 0]


def check_exercise(exercise: Exercise) -> None:
    """Refuse lengths that are no lengths, and lists that do not match the levels.

    Raises `BadInput` with all of it.
    """
    problems = Problems()
    levels = len(exercise.levels)
    for option, values, most in (
        ("--minutes", exercise.minutes, MINUTES_MOST),
        ("--ideas", exercise.ideas, IDEAS_MOST),
    ):
        if len(values) not in (1, levels):
            problems.add("one-per-level", option=option, n=len(values), levels=levels)
        for value in values:
            check_length(option, value, problems, most=most)
    for option, value in (
        ("--welcome", exercise.welcome),
        ("--silent", exercise.silent),
        ("--changeover", exercise.changeover),
        ("--restitution-minutes", exercise.restitution_minutes),
        ("--closing", exercise.closing),
    ):
        check_length(option, value, problems, zero=True)
    problems.raise_if_any()


def steps_of(exercise: Exercise, rounds: int, reports: int) -> tuple[Step, ...]:
    """The running order: so many rounds, then so many reports one after the other."""
    steps = [Step("welcome", exercise.welcome), Step("silent", exercise.silent)]
    for level in range(rounds):
        if level:
            steps.append(Step("changeover", exercise.changeover, level))
        steps.append(Step("round", exercise.minutes_of(level), level))
    length = exercise.restitution_minutes * reports
    if exercise.restitution == "jigsaw":
        steps.append(Step("changeover", exercise.changeover, rounds))
        steps.append(Step("jigsaw", length, rounds))
    else:
        steps.append(Step("restitution", length))
    steps.append(Step("closing", exercise.closing))
    return tuple([step for step in steps if step.minutes > 0])


def talking_seconds(minutes: float, largest: int) -> int:
    """Seconds that everyone can talk in the largest group of a level, rounded down."""
    return int(minutes * 60 // largest)


def warnings_on(
    exercise: Exercise, levels: Sequence[int], largest: Sequence[int], reports: int
) -> list[Message]:
    """What to say where turns get short or the restitution long, and what would help."""
    found = []
    minutes = [exercise.minutes_of(level) for level in range(len(levels))]
    turns = [talking_seconds(m, size) for m, size in zip(minutes, largest, strict=True)]
    if min(turns) < SHORTEST_TURN:
        enough = [
            max(m, float(-(-size * SHORTEST_TURN // 60)))
            for m, size in zip(minutes, largest, strict=True)
        ]
        # Levels that are not reached keep their minutes, so that the option has one for each.
        enough += [exercise.minutes_of(i) for i in range(len(levels), len(exercise.levels))]
        shown = ",".join(f"{m:g}" for m in enough)
        found.append(message("talk-short", n=min(turns), minutes=shown, enough=SHORTEST_TURN))
    length = exercise.restitution_minutes * reports
    if exercise.restitution == "plenary" and length > LONGEST_RESTITUTION:
        found.append(message("restitution-long", minutes=round(length), n=reports))
    return found
