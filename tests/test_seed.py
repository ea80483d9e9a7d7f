"""A seed has one form: what cannot be seen does not decide a draw."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.base.errors import BadInput
from sortition.base.limits import SEED_LONGEST
from sortition.base.text import is_invisible, visible
from sortition.seed import chosen_seed, is_seed, seed_sha256


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u00a0\u2003"])
def test_an_empty_seed_is_refused(blank: str) -> None:
    """A seed of white space alone is bad input, never « no seed »."""
    with pytest.raises(BadInput):
        chosen_seed(blank)


def test_a_seed_of_zero_is_a_seed() -> None:
    """The text `0` decides a draw like any other."""
    assert chosen_seed("0") == "0"


def test_white_space_around_a_seed_does_not_count() -> None:
    """`  text ` and `text` are one seed."""
    assert chosen_seed("  text\n") == chosen_seed("text") == "text"


def test_a_made_up_seed_is_new_every_time() -> None:
    """Without a seed one comes from the system's randomness: 128 bits in hexadecimal."""
    assert len(chosen_seed(None)) == 32
    assert chosen_seed(None) != chosen_seed(None)


@pytest.mark.parametrize(
    "hidden",
    "\u200b\u2060\u00ad\ufeff\u202e\u0000\u0007\u001b\u0085\u200e\u2066\u034f\u115f\u3164\ufe0f\U000e0101"
    "\ue000\u0378\u2028\u2800\n\t\r",
    ids=lambda c: f"U+{ord(c):04X}",
)
def test_characters_that_nobody_sees_are_refused_by_their_code(hidden: str) -> None:
    """Inside a seed they would make a thousand seeds of one that was announced; each is named."""
    with pytest.raises(BadInput) as caught:
        chosen_seed(f"se{hidden}ed")
    (message,) = caught.value.messages
    composed = unicodedata.normalize("NFKC", hidden)
    assert message.params["characters"] == [f"U+{ord(composed):04X}"]
    assert message.params["before"] == "se"
    assert not is_seed(f"se{hidden}ed")


@pytest.mark.parametrize("space", "\u00a0\u202f\u2009\u3000\u2003")
def test_every_space_is_a_plain_one(space: str) -> None:
    """A space of typography, as office software types before a colon, counts as a plain one; a
    record cannot have it."""
    assert chosen_seed(f"14{space}h{space}32") == "14 h 32"
    assert not is_seed(f"14{space}h")


def test_accents_are_composed() -> None:
    """The two ways to encode an accented letter are one seed; a record has the composed one."""
    assert chosen_seed("de\u0301put\u00e9") == "d\u00e9put\u00e9"
    assert not is_seed("de\u0301")
    assert is_seed("d\u00e9")


def test_a_seed_of_a_whole_page_is_refused() -> None:
    """A seed is a sentence or some digits, not a book."""
    with pytest.raises(BadInput):
        chosen_seed("x" * (SEED_LONGEST + 1))
    assert chosen_seed("x" * SEED_LONGEST)


def test_bytes_that_are_no_text_are_refused() -> None:
    """What a terminal passes on that is no UTF-8 is not a seed."""
    with pytest.raises(BadInput):
        chosen_seed("a\udcff")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("1-2", f"1{sign}2") for sign in "\u2010\u2011\u2212"),
        *(("a 1", "a  1"), ("...", "\u2026"), ("fi", "\ufb01"), ("12", "\uff11\uff12")),
        *(("l\u2019an", "l\u02bcan"), ("1/2", "1\u20442")),
    ],
)
def test_what_only_looks_another_way_is_one_seed(one: str, other: str) -> None:
    """Signs and spaces that look alike are brought to one form, and a record has that form."""
    assert chosen_seed(one) == chosen_seed(other) == one
    assert not is_seed(other)


@pytest.mark.parametrize(
    "loose",
    ["i\u0307", "a\u0338\u0338", "\u05d0\u05d112", "a\ufffcb", "x\U0001d159y", "\u0e01\u0e34"],
)
def test_marks_that_compose_with_nothing_and_other_directions_are_refused(loose: str) -> None:
    """Loose marks, signs that are blank and letters from right to left look alike too easily."""
    with pytest.raises(BadInput):
        chosen_seed(loose)


@pytest.mark.parametrize(
    "seed",
    [
        "Conseil municipal du 4 mars 2019, 14 h 32",
        "d\u00e9pouillement \u2013 n\u00b0 3 \u00ab \u00c9vry \u00bb (\u0153uvre) 50 \u20ac",
        "l\u2019an \u201cMMXXVI\u201d; 3 + 4 = 7 / 1_000 @ #8 & 50 % * ~ ^ ` | < > $ { } [ ]",
    ],
)
def test_what_people_write_is_a_seed_as_it_is(seed: str) -> None:
    """Accents, typographic quotes and dashes, and every sign of a keyboard stay as they are."""
    assert chosen_seed(seed) == seed
    assert is_seed(seed)


@given(st.text(max_size=40))
def test_whatever_is_accepted_is_visible_and_stays_as_it_is(text: str) -> None:
    """A seed chosen from any text is in its form: it is itself, all of it can be seen, in NFC, and
    its SHA-256 is that of its UTF-8 bytes."""
    try:
        seed = chosen_seed(text)
    except BadInput:
        return
    assert is_seed(seed)
    assert chosen_seed(seed) == seed
    assert visible(seed) == seed
    assert unicodedata.is_normalized("NFC", seed)
    assert not any(map(is_invisible, seed))
    assert seed_sha256(seed) == hashlib.sha256(seed.encode()).hexdigest()
