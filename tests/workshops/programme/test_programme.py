"""Reading a programme: the event, and running orders with computed starts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sortition.base.errors import BadInput
from sortition.base.messages import LANGUAGES, Words
from workshops.programme.read import Programme, read_event, read_moment, read_programme, read_time


def read(tmp_path: Path, text: str) -> Programme:
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    return read_programme(path)


def problems(tmp_path: Path, text: str) -> dict[str, str]:
    """The key of each problem and its code; every one can be said in both languages."""
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    for language in LANGUAGES:
        for one in caught.value.messages:
            assert "programme.toml" in Words(language).say(one)
    return {str(one.params.get("key", "")): one.code for one in caught.value.messages}


def starts(programme: Programme) -> list[str]:
    steps = [step for session in programme.sessions for step in session.steps]
    return [step.start.strftime("%d %H:%M") for step in steps]


def test_the_event_is_read_whole(tmp_path: Path) -> None:
    """Every key of the event is kept as written."""
    path = tmp_path / "programme.toml"
    path.write_text(
        'title = "T"\nquestion = "Q ?"\nplace = "P"\norganiser = "O"\nstart = 2014-11-18T15:15:00\n'
        'timezone = "Europe/Brussels"\ncontroller = "C"\npurpose = "U"\nretention = "R"\n',
        encoding="utf-8",
    )
    event = read_event(path)
    assert (event.title, event.question, event.place, event.organiser) == ("T", "Q ?", "P", "O")
    assert (event.start, event.timezone) == ("2014-11-18T15:15", "Europe/Brussels")
    assert (event.controller, event.purpose, event.retention) == ("C", "U", "R")


def test_an_empty_programme_is_an_event_of_which_nothing_is_known(tmp_path: Path) -> None:
    """No key is required."""
    programme = read(tmp_path, "")
    assert programme.sessions == ()
    assert programme.event.start_time is None
    assert programme.event.timezone == "Europe/Paris"


def test_steps_follow_one_another(tmp_path: Path) -> None:
    """A step without a start begins when the one before it ends."""
    text = "start = 2014-11-18T09:00:00\n" + "".join(
        f'[[steps]]\nlength = {length}\nsequence = "S"\n' for length in (20, 45, 30)
    )
    assert starts(read(tmp_path, text)) == ["18 09:00", "18 09:20", "18 10:05"]


def test_sessions_of_several_days_keep_their_own_starts(tmp_path: Path) -> None:
    """A session may start on another day, a step at an hour of its day."""
    programme = read(
        tmp_path,
        """start = "18/11/2014 à 9 h"
        [[sessions]]
        title = "Premier jour"
        [[sessions.steps]]
        length = 60
        sequence = "Ouverture"
        [[sessions.steps]]
        start = 14:00:00
        length = 30
        sequence = "Reprise"
        [[sessions]]
        start = 2014-11-19T09:30:00
        [[sessions.steps]]
        length = 30
        sequence = "Suite"
        [[sessions.steps]]
        start = "11h15"
        length = 30
        sequence = "Fin"
        """,
    )
    assert starts(programme) == ["18 09:00", "18 14:00", "19 09:30", "19 11:15"]


def test_what_goes_on_in_parallel_stays_with_its_step(tmp_path: Path) -> None:
    """Parallel workshops share the start and the length of their step."""
    programme = read(
        tmp_path,
        """start = 2014-11-18T09:00:00
        [[steps]]
        length = 90
        sequence = "Ateliers"
        for = "facilitators"
        [[steps.parallel]]
        sequence = "A"
        place = "Salle 1"
        [[steps.parallel]]
        sequence = "B"
        """,
    )
    (step,) = programme.sessions[0].steps
    assert [(one.sequence, one.place) for one in step.parallel] == [("A", "Salle 1"), ("B", "")]
    assert step.for_facilitators


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    """Unknown keys, wrong kinds and impossible times come together, each with its place."""
    found = problems(
        tmp_path,
        """tilte = "x"
        timezone = "Europe/Pari"
        start = 2014-11-18T09:00:00
        [[sessions]]
        [[sessions.steps]]
        length = 60
        sequence = "A"
        [[sessions.steps]]
        start = 09:30:00
        length = 0
        sequense = "B"
        """,
    )
    assert found == {
        "tilte": "protocol-unknown-key-near",
        "timezone": "programme-timezone-near",
        "[[sessions]] 1 [[steps]] 2 start": "programme-too-early",
        "[[sessions]] 1 [[steps]] 2 length": "protocol-number-too-small",
        "[[sessions]] 1 [[steps]] 2 sequence": "protocol-key-missing",
        "[[sessions]] 1 [[steps]] 2 sequense": "protocol-unknown-key-near",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('start = "demain"', "protocol-wrong-kind"),
        ("start = 2014-11-18", "protocol-wrong-kind"),
        ("start = 2014-11-18T09:00:00Z", "protocol-wrong-kind"),
        ('title = ""', "protocol-wrong-kind"),
        ('title = "a', "protocol-broken"),
        ('[[steps]]\nlength = 5\nsequence = "A"', "programme-start-missing"),
        ("[[sessions]]\nstart = 2014-11-18T09:00:00", "protocol-key-missing"),
        ('timezone = "x"', "programme-timezone"),
        (
            'start = 2014-11-18T09:00:00\n[[steps]]\nlength = 1441\nsequence = "A"',
            "protocol-number-too-large",
        ),
        (
            'start = 2014-11-18T09:00:00\n[[steps]]\nlength = 999999999\nsequence = "A"',
            "protocol-number-too-large",
        ),
    ],
)
def test_a_programme_that_says_too_little_or_wrong_is_refused(
    tmp_path: Path, text: str, code: str
) -> None:
    """Each problem has its own sentence."""
    assert code in problems(tmp_path, text).values()


def test_a_missing_programme_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere, or to a folder, is said."""
    with pytest.raises(BadInput) as caught:
        read_programme(tmp_path / "no.toml")
    assert caught.value.messages[0].code == "programme-not-found"
    with pytest.raises(BadInput) as caught:
        read_programme(tmp_path)
    assert caught.value.messages[0].code == "programme-is-folder"


@pytest.mark.parametrize(
    "text",
    [
        "2014-11-18T15:15",
        "2014-11-18 15:15:00",
        "18/11/2014 15:15",
        "18/11/2014 à 15 h 15",
        "18.11.2014, 15h15",
    ],
)
def test_moments_are_read_as_people_write_them(text: str) -> None:
    """ISO dates and French ones, with a colon or an h."""
    assert read_moment(text) == dt.datetime(2014, 11, 18, 15, 15)


@pytest.mark.parametrize(
    "text", ["18/11/2014", "15:15", "31/02/2014 15:15", "18/11/2014 25:00", ""]
)
def test_what_is_no_moment_is_not_guessed(text: str) -> None:
    """A day without an hour, or an hour that does not exist, is no moment."""
    assert read_moment(text) is None


def test_a_bare_number_is_no_time() -> None:
    """« 9 h » is nine o'clock, « 9 » and « 9: » are not."""
    assert read_time("9 h") == dt.time(9)
    assert read_time("9") is None
    assert read_time("9:") is None
