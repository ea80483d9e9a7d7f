"""Who has a name, and what has a title, with letters that no PDF can show.

They are found before anything is printed, all of them, and the person named.
"""

from __future__ import annotations

from collections.abc import Iterable

from sortition.base.errors import Problems
from sortition.documents.letters import OTHER_FORMATS, missing_letters, named_letters
from workshops.papers.material import Material
from workshops.papers.names import name_of


def check_letters(material: Material) -> None:
    """Refuse a plan with letters that no PDF can show.

    Raises `BadInput` naming every person, or text, and the letters.
    """
    problems = Problems()
    for person in material.plan.participants:
        name = name_of(person)
        letters = missing_letters(f"{name.first} {name.last} {name.id}")
        if letters:
            problems.add(
                "print-letters-person",
                id=person.id,
                name=f"{person.first_name} {person.last_name}".strip(),
                letters=named_letters(letters),
                formats=OTHER_FORMATS,
            )
    for text in _other_texts(material):
        letters = missing_letters(text)
        if letters:
            problems.add(
                "print-letters-text",
                text=text,
                letters=named_letters(letters),
                formats=OTHER_FORMATS,
            )
    problems.raise_if_any()


def _other_texts(material: Material) -> Iterable[str]:
    """Every text of the event, the groups and the places, each once."""
    plan = material.plan
    texts = [value for value in vars(plan.event).values() if isinstance(value, str)]
    for one in plan.rounds:
        for group in one.groups:
            texts += [group.place, group.topic, group.file_id]
    texts += [spot.name for spot in plan.floor]
    for session in material.sessions:
        texts += [session.title, session.place]
        for step in session.steps:
            for activity in (step.activity, *step.parallel):
                texts += list(vars(activity).values())
    return dict.fromkeys(texts)
