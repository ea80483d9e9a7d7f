"""Moves drawn by what they cost."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.stats import chisquare

from sortition.base.chance import Chance
from workshops.mixing.heat_bath import draw_move, falling_weights


def test_weights_fall_by_a_ratio_and_end() -> None:
    """Each is the one before times the ratio, rounded down; the dearest moves weigh nothing."""
    weights = falling_weights(1, 3, 4).tolist()
    assert weights == [1 << 40, (1 << 40) // 3, (1 << 40) // 3 // 3, (1 << 40) // 3 // 3 // 3, 0]


def test_moves_are_drawn_by_their_weights() -> None:
    """In the long run each move, and staying, comes as often as its price says (χ²)."""
    costs, weights = np.array([2, -1, 0, 3, 50]), falling_weights(1, 2, 20)
    chance, tries = Chance("x", "heat bath"), 6000
    drawn = Counter(draw_move(costs, weights, chance) for _ in range(tries))
    # Staying costs nothing, the cheapest move one less.
    parts = {0: 2.0**-3, 1: 1.0, 2: 2.0**-1, 3: 2.0**-4, None: 2.0**-1}
    assert set(drawn) == set(parts)
    expected = [tries * part / sum(parts.values()) for part in parts.values()]
    assert chisquare([drawn[place] for place in parts], expected).pvalue > 0.001


def test_where_all_moves_are_too_dear_none_is_drawn() -> None:
    """Staying as one is can always be drawn."""
    weights = falling_weights(1, 2, 20)
    assert draw_move(np.array([20, 1000]), weights, Chance("x", "dear")) is None
