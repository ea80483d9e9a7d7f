"""The workshops in Python: `import workshops` and its functions, on files and on DataFrames.

They give what the commands give. What is heavy is loaded when a function first needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sortition.base.errors import BadInput, Message, message
from sortition.base.limits import ROOM_MOST, ROUNDS_MOST
from workshops.common.given import Names, check_whole, each_of, event_given, file_of
from workshops.plan.value import Event, Plan, load_plan, write_plan

if TYPE_CHECKING:
    import pandas

    from workshops.snowball.timing import Restitution

__all__ = [
    "Event",
    "Plan",
    "groups_csv",
    "print_plan",
    "read_plan",
    "snowball",
    "tables",
    "write_plan",
]

_PLAN: Final = "plan.json"
"""What messages call a plan that is in memory."""

Note = Callable[[Message], object]
"""Takes what the command would say about the list and the plan."""


def snowball(
    people: str | Path | pandas.DataFrame,
    *,
    seed: str | None = None,
    levels: Sequence[int] | None = None,
    minutes: float | Sequence[float] | None = None,
    ideas: int | Sequence[int] | None = None,
    mix: Names = (),
    apart: Names = (),
    together: str | None = None,
    seated: str | None = None,
    near_door: str | None = None,
    id: str | None = None,
    welcome: float | None = None,
    silent: float | None = None,
    changeover: float | None = None,
    restitution: Restitution | None = None,
    restitution_minutes: float | None = None,
    closing: float | None = None,
    programme: str | Path | None = None,
    event: Event | None = None,
    note: Note | None = None,
) -> Plan:
    """Plan a snowball: groups nested in groups, mixed at every level, as `sortition snowball` does.

    `people` has one row for each person. `levels` are the sizes of the groups; `minutes` and
    `ideas` hold for every level, or are given one by one. `mix` and `apart` name columns to spread
    and to part by; `together`, `seated`, `near_door` and `id` name one each. Lengths are in
    minutes, and what is not given is as the command has it. `event` is printed around the plan,
    over what the file `programme` says. `note` is called with what the command would say. The seed
    decides everything that could be otherwise; None makes one, which the plan has.

    Raises `BadInput` with everything that is wrong with the list, the lengths and the levels.

    >>> plan = snowball("lille/participants.csv", mix="region", seed="1")
    >>> [len(one.groups) for one in plan.rounds]
    [88, 44, 22, 11]
    """
    from sortition.seed import chosen_seed
    from workshops.common.options import columns_of
    from workshops.common.people import Columns, read_guests
    from workshops.snowball.sizes import FEWEST, check_levels
    from workshops.snowball.solve import plan_snowball
    from workshops.snowball.timing import RESTITUTIONS, Exercise, check_exercise

    text = chosen_seed(seed)
    if restitution not in (None, *RESTITUTIONS):
        raise BadInput(message("usage-choice", name="--restitution", known=RESTITUTIONS))
    lengths = {
        "welcome": welcome,
        "silent": silent,
        "changeover": changeover,
        "restitution_minutes": restitution_minutes,
        "closing": closing,
    }
    chosen: dict[str, Any] = {
        "levels": None if levels is None else tuple(levels),
        "minutes": None if minutes is None else tuple(map(float, each_of(minutes))),
        "ideas": None if ideas is None else each_of(ideas),
        "restitution": restitution,
    }
    chosen |= {name: None if one is None else float(one) for name, one in lengths.items()}
    exercise = Exercise(**{name: one for name, one in chosen.items() if one is not None})
    check_levels(exercise.levels)
    check_exercise(exercise)
    around = event_given(programme, event)
    columns = Columns(
        id=id,
        mix=columns_of(mix),
        apart=columns_of(apart),
        together=together,
        seated=seated,
        near_door=near_door,
    )
    guests = read_guests(file_of(people), columns, fewest=FEWEST, most=ROOM_MOST)
    made = plan_snowball(guests, columns, exercise, around, text)
    _tell(note, [*made.notes, *made.warnings])
    return made.plan


def tables(
    people: str | Path | pandas.DataFrame,
    *,
    rounds: int,
    tables: int | None = None,
    size: int | Sequence[int] | None = None,
    seed: str | None = None,
    mix: Names = (),
    apart: Names = (),
    together: Names = (),
    cluster: str | None = None,
    id: str | None = None,
    absent: str | Path | None = None,
    fixed: str | Path | None = None,
    history: Sequence[str | Path] = (),
    minutes: float | Sequence[float] | None = None,
    changeover: float | None = None,
    programme: str | Path | None = None,
    event: Event | None = None,
    note: Note | None = None,
) -> Plan:
    """Seat people at tables over several rounds so that few meet twice, as `sortition tables` does.

    `people` has one row for each person. The hall has so many `tables`, or tables of a `size`, or
    of one size each. `mix` names columns to spread over the tables, `apart` and `together` those
    whose values part people or keep them together, `cluster` one whose people never meet twice.
    `absent`, `fixed` and `history` are files: who is away when, given seats, earlier plans.
    `minutes` hold for every round, or are given one by one. `event`, `programme`, `seed` and `note`
    are as those of `snowball`.

    Raises `BadInput` with everything that is wrong with the files and the numbers, and `AnswerIsNo`
    where people have no seat.

    >>> plan = tables("grenoble-ateliers/participants.csv", tables=15, rounds=3, seed="1")
    >>> plan.measured["repeats"]
    0
    """
    from sortition.seed import chosen_seed
    from workshops.common.options import columns_of, timing_of
    from workshops.tables.asked import Room, check_room, make_hall
    from workshops.tables.plan import make_plan
    from workshops.tables.read import (
        CrowdColumns,
        History,
        read_absences,
        read_crowd,
        read_fixed,
        read_history,
    )
    from workshops.tables.solve import solve

    seats = () if size is None else each_of(size)
    check_whole("--rounds", [rounds], 1, ROUNDS_MOST)
    check_whole("--tables", [] if tables is None else [tables], 2, ROOM_MOST)
    check_whole("--size", seats, 2, ROOM_MOST)
    room = Room(rounds=rounds, tables=tables, seats=seats)
    check_room(room)
    lengths = {
        "minutes": None if minutes is None else ",".join(map(repr, each_of(minutes))),
        "changeover": None if changeover is None else float(changeover),
    }
    each, between = timing_of(lengths, rounds)
    around = event_given(programme, event)
    text = chosen_seed(seed)
    asked = CrowdColumns(
        id=id,
        mix=columns_of(mix),
        apart=columns_of(apart),
        together=columns_of(together),
        cluster=cluster,
    )
    crowd = read_crowd(file_of(people), asked)
    away, given = (None if one is None else Path(one) for one in (absent, fixed))
    earlier = History((), ())
    if history:
        earlier = read_history([Path(one) for one in history], crowd.ids)
    hall = make_hall(
        crowd,
        room,
        absent=read_absences(away, crowd.ids, rounds) if away else (),
        fixed=read_fixed(given, crowd.ids, rounds) if given else (),
        fixed_file=given.name if given else "",
        history=earlier,
    )
    solved = solve(hall, crowd.ids, text)
    _tell(note, [*crowd.guests.notes, *earlier.notes])
    participants = crowd.guests.participants
    return make_plan(solved, participants, around, text, minutes=each, changeover=between)


def print_plan(
    plan: Plan | str | Path,
    *,
    documents: Names = (),
    formats: Names = (),
    language: str = "fr",
    programme: str | Path | None = None,
    halfdays: int | None = None,
    note: Note | None = None,
) -> dict[str, bytes]:
    """Print a plan as `sortition print` does: the names of the files and their contents.

    `plan` is a plan or its file. `documents` and `formats` are named as on the command line;
    without any, all that make sense for the plan. `language` is `fr` or `en`. `programme` is the
    file of an event and its running order; `halfdays` is how many the sign-in sheet has.

    Raises `BadInput` where the plan cannot be printed, or has not what was asked for by name.

    >>> list(print_plan(plan, documents="roster", formats="csv", language="en"))
    ['roster.csv']
    """
    from sortition.base.messages import LANGUAGES, Words
    from sortition.documents.choice import chosen
    from sortition.documents.formats import FORMAT_NAMES
    from workshops.common.options import columns_of
    from workshops.papers.kit import printed
    from workshops.papers.material import material, with_programme
    from workshops.papers.registry import PAPER_NAMES
    from workshops.programme.read import read_programme

    if language not in LANGUAGES:
        raise BadInput(message("usage-choice", name="--lang", known=LANGUAGES))
    wanted = chosen("--documents", ",".join(columns_of(documents)) or None, PAPER_NAMES)
    suffixes = chosen("--format", ",".join(columns_of(formats)) or None, FORMAT_NAMES)
    check_whole("--halfdays", [] if halfdays is None else [halfdays], 1, 40)
    file = _PLAN if isinstance(plan, Plan) else Path(plan).name
    read = plan if isinstance(plan, Plan) else load_plan(Path(plan))
    found = None if programme is None else read_programme(Path(programme))
    if found is not None:
        read = with_programme(read, found.event)
    made = material(
        read,
        Words(language),
        file=file,
        sessions=found.sessions if found else (),
        half_days=halfdays,
    )
    printing = printed(made, file=file, documents=wanted, formats=suffixes)
    _tell(note, [message(code) for code in printing.unsaid])
    return printing.files


def read_plan(path: str | Path) -> Plan:
    """Read the plan of a file `plan.json`. Raises `BadInput` where it is not one.

    >>> read_plan("snowball/plan.json").kind
    'snowball'
    """
    return load_plan(Path(path))


def groups_csv(plan: Plan) -> bytes:
    """Everyone's groups as the commands write them in `groups.csv` and `tables.csv`.

    >>> Path("groups.csv").write_bytes(groups_csv(plan))
    3338
    """
    from workshops.common.results import groups_csv as written

    return written(plan)


def _tell(note: Note | None, messages: Sequence[Message]) -> None:
    if note is not None:
        for one in messages:
            note(one)
