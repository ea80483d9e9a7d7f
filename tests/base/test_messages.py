"""The catalogue of messages: whole in both languages, used, and typeset as French is."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import workshops  # noqa: F401 - brings its words into the catalogue
from sortition.base.messages import LANGUAGES, Sentence, Words, catalogue, words_of
from tests.places import ROOT

SIDES = {
    "sortition.messages": sorted((ROOT / "sortition").rglob("*.py")),
    "workshops.messages": sorted((ROOT / "workshops").rglob("*.py")),
}
SOURCES = sorted([*(path for side in SIDES.values() for path in side), ROOT / "cli.py"])
STARTS = (
    *(
        "progress-",
        "verify-",
        "check-",
        "cannot-say-",
        "form-",
        "rules-seats-",
        "verified-",
        "help-",
        "column-",
    ),
    *("doc-group-", "doc-", "step-"),
    *("assign-rank-", "assign-", "share-impossible-", "share-column-"),
)
ENDS = ("-not-found", "-is-folder")
"""Codes put together in the sources from one of these and words."""
SPEAKERS = {"message": 0, "words": 0, "_words": 0, "add": 0, "problem": 0, "line": 0}
"""Functions that take a code, and in which place."""
SPEAKERS |= {"_heading": 0, "note_each": 1, "wrong_kind": 2}


def forms(sentence: Sentence) -> list[str]:
    return list(sentence.values()) if isinstance(sentence, dict) else [sentence]


FORMS = [
    (code, language, form)
    for code, sentences in catalogue().items()
    for language in LANGUAGES
    for form in forms(sentences[language])
]


def placeholders(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def wanted(sentence: Sentence) -> set[str]:
    names: set[str] = set()
    return names.union(*map(placeholders, forms(sentence))) - {"n"}


def nodes(sources: Sequence[Path] = SOURCES) -> Iterator[ast.AST]:
    for path in sources:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def texts(node: ast.AST) -> Iterator[str]:
    """The texts an expression may give: itself, or both sides of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def spoken(sources: Sequence[Path] = SOURCES) -> set[str]:
    """Every code the sources say outright."""
    found: set[str] = set()
    for node in nodes(sources):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = SPEAKERS.get(name)
            if place is not None and len(node.args) > place:
                found.update(texts(node.args[place]))
            if name == "option":
                found.update(t for k in node.keywords if k.arg == "help" for t in texts(k.value))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            found.update(texts(node.value))
    return found


def test_every_code_the_sources_say_is_in_the_catalogue() -> None:
    """No sentence is missing when it is wanted."""
    said = spoken()
    assert len(said) > 100
    assert {code for code in said if re.fullmatch(r"(?!x-)[a-z]+(-[a-z]+)+", code)} <= set(
        catalogue()
    )


def test_words_stand_with_those_who_say_them() -> None:
    """The draw says no word of the workshops, and keeps none that only the workshops say."""
    draw, others = (spoken(sources) for sources in SIDES.values())
    assert not draw & set(words_of("workshops.messages"))
    literals = {n.value for n in nodes(SIDES["sortition.messages"]) if isinstance(n, ast.Constant)}
    literals |= {n.value for n in nodes([ROOT / "cli.py"]) if isinstance(n, ast.Constant)}
    assert others & set(words_of("sortition.messages")) <= literals


def test_the_catalogue_is_whole_wherever_one_comes_in() -> None:
    """Any module of the workshops brings both sides' words, the draw's modules their own alone."""
    said = "from sortition.base.messages import catalogue; print('help-snowball' in catalogue())"
    for module, whole in (("workshops.common.rounds", True), ("sortition.drawing", False)):
        command = [sys.executable, "-c", f"import {module}; {said}"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == str(whole)


def test_every_entry_of_the_catalogue_is_used() -> None:
    """No sentence is left behind by the sources."""
    literals = {
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    words = {literal.replace("_", "-") for literal in literals} | {"1", "2", "3"}
    assert {
        code for code in catalogue() if code not in literals and not _built(code, words)
    } == set()


def _built(code: str, words: set[str]) -> bool:
    """Whether a code is one of the starts or ends and words of the sources."""
    for rest in (
        *(code.removeprefix(start) for start in STARTS if code.startswith(start)),
        *(code.removesuffix(end) for end in ENDS if code.endswith(end)),
    ):
        if rest in words or all(part in words for part in rest.split("-")):
            return True
    return False


def test_both_languages_say_the_same() -> None:
    """Every message has a French and an English sentence, with the same values in them."""
    for code, sentences in catalogue().items():
        assert set(sentences) == set(LANGUAGES), code
        assert wanted(sentences["fr"]) == wanted(sentences["en"]), code
        assert isinstance(sentences["fr"], dict) == isinstance(sentences["en"], dict), code


def test_plural_forms_are_complete() -> None:
    """A sentence that depends on a number has a form for one and a form for others."""
    plural = [s for one in catalogue().values() for s in one.values() if isinstance(s, dict)]
    assert plural
    assert {tuple(sentence) for sentence in plural} == {("one", "other")}


def test_sentences_are_filled_in() -> None:
    """Put together with any values, no sentence has a brace of its own left, or ends in a space."""
    for code, language, _ in FORMS:
        values: dict[str, object] = dict.fromkeys(wanted(catalogue()[code][language]), "x")
        said = Words(language)(code, **values | {"n": 3})
        assert said == said.rstrip(), code
        assert not re.search(r"\{[a-z_]+\}", said), code


def test_french_is_typeset_as_french() -> None:
    """A narrow no-break space stands before : ; ! ? » % and after «, and apostrophes are curly."""
    wrong = re.compile(r"(?<!\u202f)(?:[;!?»%]|:(?!\d))|«(?!\u202f)|\w'\w")
    assert not [form for _, language, form in FORMS if language == "fr" and wrong.search(form)]


def test_english_is_typeset_as_english() -> None:
    """No English sentence has French quotes or typewriter apostrophes."""
    wrong = re.compile(r"[«»\u202f]|\w'\w")
    assert not [form for _, language, form in FORMS if language == "en" and wrong.search(form)]


def test_no_value_stands_in_typewriter_quotes() -> None:
    """Straight quotes are for what the user is to type."""
    assert not [form for _, _, form in FORMS if re.search(r'"\{\w+\}"', form)]


def test_a_plural_is_chosen_as_each_language_does() -> None:
    """French counts none and one alike; English only one."""
    code = "draw-alternates"
    assert [Words("fr")(code, n=n).split()[1] for n in (0, 1, 2)] == [
        "suppléant,",
        "suppléant,",
        "suppléants,",
    ]
    assert [Words("en")(code, n=n).split()[1] for n in (0, 1, 2)] == [
        "alternates,",
        "alternate,",
        "alternates,",
    ]
