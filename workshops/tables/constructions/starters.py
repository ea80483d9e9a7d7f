"""First rounds that turn, found before: to search for them takes more steps than a hall is given.

They were found with the annealing of `cyclic.py`, longer and from several starts (that of 12-4-15
among those that look the same when its three circles take each other's places). Each is tested
when it is used, as one found just now would be. Where everyone meets everyone they are resolvable
designs: for threes Kirkman's (D. K. Ray-Chaudhuri and R. M. Wilson, "Solution of Kirkman's
schoolgirl problem", 1971), for fours those of H. Hanani, Ray-Chaudhuri and Wilson ("On resolvable
designs", Discrete Mathematics 3, 1972); where all but one are met, nearly Kirkman systems and the
like (C. J. Colbourn and J. H. Dinitz, editors, "Handbook of Combinatorial Designs", 2007, IV.5).
"""

from __future__ import annotations

from typing import Final

from workshops.tables.constructions.turning_circles import Turn, has_no_repeats
from workshops.tables.problem import TableMembers

_STARTERS: Final[dict[tuple[int, int], tuple[Turn, str]]] = {
    # 5-3-7
    (5, 3): (
        Turn((7, 7, 1), (1,)),
        "0 1 5, 2 7 14, 3 11 12, 4 8 10, 6 9 13",
    ),
    # 6-3-8
    (6, 3): (
        Turn((4, 4, 4, 4, 1, 1), (1, 1)),
        "0 4 10, 1 8 14, 2 11 12, 3 5 16, 6 7 15, 9 13 17 / 0 7 8, 1 2 13, 3 4 17, 5 12 15, "
        "6 9 10, 11 14 16",
    ),
    # 6-4-7
    (6, 4): (
        Turn((21, 3), (3,)),
        "0 1 17 22, 2 5 11 13",
    ),
    # 6-5-6
    (6, 5): (
        Turn((6, 6, 6, 6, 6), (1,)),
        "0 2 9 13 29, 1 6 17 22 25, 3 15 21 23 28, 4 8 20 24 26, 5 7 11 14 18, 10 12 16 19 27",
    ),
    # 7-3-10
    (7, 3): (
        Turn((7, 7, 7), (1, 7, 7, 7)),
        "0 12 17, 1 3 4, 2 11 14, 5 9 20, 6 13 15, 7 8 10, 16 18 19 / 3 13 14 / 4 10 17 / 6 7 20",
    ),
    # 7-4-9
    (7, 4): (
        Turn((9, 9, 9, 1), (1,)),
        "0 1 3 19, 2 10 17 24, 4 8 13 25, 5 12 15 16, 6 9 26 27, 7 11 21 22, 14 18 20 23",
    ),
    # 7-5-6
    (7, 5): (
        Turn((14, 14, 7), (7, 7, 7)),
        "5 8 17 26 34 / 9 10 23 26 30 / 3 8 14 27 33",
    ),
    # 8-3-11
    (8, 3): (
        Turn((22, 2), (2,)),
        "0 6 18, 1 20 22, 4 5 13, 14 19 21",
    ),
    # 8-5-7
    (8, 5): (
        Turn((8, 8, 8, 8, 8), (2, 8, 8, 8)),
        "1 2 16 22 38, 4 7 14 26 37, 8 13 15 21 32, 23 25 27 28 35 / 5 9 21 30 39 / "
        "1 12 19 27 32 / 5 11 22 25 37",
    ),
    # 9-4-11
    (9, 4): (
        Turn((33, 3), (3,)),
        "1 7 10 11, 5 13 26 31, 6 8 25 33",
    ),
    # 10-3-14
    (10, 3): (
        Turn((14, 14, 1, 1), (1,)),
        "0 2 17, 1 24 25, 3 12 14, 4 22 26, 5 13 19, 6 7 10, 8 21 27, 9 16 28, 11 23 29, 15 18 20",
    ),
    # 10-4-13
    (10, 4): (
        Turn((39,), (3,), alone=True),
        "5 8 12 27, 6 17 33 35, 10 15 16 24",
    ),
    # 10-5-9
    (10, 5): (
        Turn((9, 9, 9, 9, 9, 1, 1, 1, 1, 1), (1,)),
        "0 11 26 40 46, 1 9 19 35 48, 2 18 28 36 47, 3 16 23 38 45, 4 10 32 43 49, 5 6 8 15 20, "
        "7 29 31 34 44, 12 30 37 39 42, 13 14 17 25 33, 21 22 24 27 41",
    ),
    # 11-3-16
    (11, 3): (
        Turn((32,), (2,), alone=True),
        "1 14 19, 2 11 12, 5 7 31, 10 22 25, 13 20 24",
    ),
    # 11-4-13
    (11, 4): (
        Turn((13, 13, 13, 1, 1, 1, 1, 1), (1,)),
        "0 23 29 39, 1 15 36 37, 2 17 28 43, 3 9 11 22, 4 16 34 40, 5 21 33 38, 6 7 10 31, "
        "8 25 27 41, 12 20 30 42, 13 14 18 24, 19 26 32 35",
    ),
    # 12-3-17
    (12, 3): (
        Turn((17, 17, 1, 1), (1,)),
        "0 32 34, 1 2 14, 3 10 12, 4 15 27, 5 21 35, 6 19 20, 7 17 28, 8 11 33, 9 26 29, "
        "13 24 31, 16 23 25, 18 22 30",
    ),
    # 12-4-15
    (12, 4): (
        Turn((15, 15, 15, 1, 1, 1), (1,)),
        "0 12 13 20, 1 34 40 44, 2 18 26 37, 3 11 22 32, 4 10 14 16, 5 30 42 43, 6 24 38 45, "
        "7 17 33 41, 8 21 39 46, 9 23 36 47, 15 27 28 35, 19 25 29 31",
    ),
    # 13-3-19
    (13, 3): (
        Turn((13, 13, 13), (1, 13, 13, 13, 13, 13, 13)),
        "0 7 8, 1 4 27, 2 11 23, 3 5 30, 6 26 28, 9 20 38, 10 16 17, 12 14 22, 13 24 33, "
        "15 19 25, 18 32 37, 21 29 36, 31 34 35 / 0 13 30 / 6 22 38 / 12 17 30 / 12 16 27 / "
        "2 16 26 / 5 14 26",
    ),
    # 13-4-17
    (13, 4): (
        Turn((51,), (3,), alone=True),
        "11 21 23 30, 12 25 39 43, 15 31 36 37, 24 27 35 50",
    ),
    # 14-3-20
    (14, 3): (
        Turn((14, 14, 14), (1, 14, 14, 14, 14, 14, 14)),
        "0 28 40, 1 4 38, 2 10 16, 3 7 8, 5 37 41, 6 14 22, 9 18 33, 11 13 23, 12 19 31, "
        "15 24 27, 17 21 34, 20 36 39, 25 26 32, 29 30 35 / 7 20 38 / 1 26 36 / 3 18 32 / "
        "5 22 30 / 2 20 29 / 13 18 29",
    ),
    # 15-4-19
    (15, 4): (
        Turn((57, 3), (3,)),
        "0 4 17 57, 1 37 44 53, 11 12 35 41, 14 24 26 46, 21 29 32 47",
    ),
    # 16-3-23
    (16, 3): (
        Turn((46, 2), (2,)),
        "1 10 26, 2 7 40, 5 29 39, 8 23 34, 14 20 21, 19 36 38, 27 41 45, 32 35 46",
    ),
}
"""For tables and people at each: how it turns, and the given tables of every first round."""


def started_rounds(tables: int, size: int, rounds: int) -> list[tuple[TableMembers, ...]]:
    """Rounds of equal tables in which nobody meets twice, none where no first round is known."""
    turn, text = _STARTERS.get((tables, size), (None, ""))
    if turn is None or turn.rounds < rounds:
        return []
    firsts = [
        [tuple(map(int, table.split())) for table in first.split(",")] for first in text.split("/")
    ]
    return list(turn.unfolded(firsts)[:rounds]) if has_no_repeats(turn, firsts) else []


def started() -> tuple[tuple[int, int, int], ...]:
    """Tables, people at each, and rounds, of all that is known here."""
    return tuple([(tables, size, turn.rounds) for (tables, size), (turn, _) in _STARTERS.items()])
