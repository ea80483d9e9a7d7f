"""What can go wrong, as values: a code and its parameters, never a sentence.

The words live in the catalogue (`sortition.base.messages`); the command turns an error into text in
the reader's language and into an exit status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

Read = TypeVar("Read")


@dataclass(frozen=True)
class Message:
    """Something to tell the user: a key of the catalogue and the values its sentence needs."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def message(code: str, /, **params: object) -> Message:
    """Build a `Message`; the keyword arguments are the values named in the catalogue's sentence."""
    return Message(code, params)


class SortitionError(Exception):
    """An error with everything that is wrong, each as a `Message`.

    `exit_status` is what the command returns: 1 when the answer is no, 2 for bad input.
    """

    exit_status: ClassVar[int] = 2

    def __init__(self, messages: Message | Iterable[Message]) -> None:
        self.messages: tuple[Message, ...] = (
            (messages,) if isinstance(messages, Message) else tuple(messages)
        )
        super().__init__("; ".join(m.code for m in self.messages))


class BadInput(SortitionError):
    """The input cannot be used: a file, a cell, a key or an option is wrong. Exit status 2."""

    exit_status = 2


class AnswerIsNo(SortitionError):
    """The input is understood and what it asks for does not exist. Exit status 1."""

    exit_status = 1


class Problems:
    """Collects what is wrong with one input, so that everything is reported at once."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    def __len__(self) -> int:
        return len(self._messages)

    def add(self, code: str, /, **params: object) -> None:
        """Note one problem; the keyword arguments are the values of its sentence."""
        self._messages.append(Message(code, params))

    def extend(self, messages: Iterable[Message]) -> None:
        """Note several problems."""
        self._messages.extend(messages)

    def attempt(self, read: Callable[[], Read]) -> Read | None:
        """What a reading gives; None where the input is bad, its problems then noted."""
        try:
            return read()
        except BadInput as error:
            self.extend(error.messages)
            return None

    def raise_if_any(self) -> None:
        """Raise `BadInput` with everything noted so far, or do nothing."""
        if self._messages:
            raise BadInput(self._messages)
