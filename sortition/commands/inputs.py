"""The two ways to say what is drawn: a protocol, or a people file and a features file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sortition.base.errors import BadInput, message
from sortition.pool.prepare import Prepared, prepare
from sortition.protocol.model import Protocol


@dataclass(frozen=True)
class Inputs:
    """What a user gave on the command line for a draw."""

    protocol: Path | None
    people: Path | None
    features: Path | None
    seats: int | None
    id_column: str | None
    household: tuple[str, ...]

    def read(self) -> Prepared:
        """Read everything. Raises `BadInput`, also where the options do not go together."""
        if self.protocol is not None:
            given = (self.people, self.features, self.seats, self.id_column, self.household)
            if any(given):
                raise BadInput(message("usage-protocol-or-files"))
            from sortition.protocol.file import read_protocol

            protocol = read_protocol(self.protocol)
            return prepare(protocol, self.protocol.parent, name=self.protocol.name)
        if self.people is None or self.features is None or self.seats is None:
            missing = [
                name
                for name, value in (
                    ("--people", self.people),
                    ("--features", self.features),
                    ("--seats", self.seats),
                )
                if value is None
            ]
            raise BadInput(message("usage-no-input", missing=missing))
        from sortition.protocol.two_files import protocol_of, read_features

        features = read_features(self.features)
        protocol = protocol_of(
            features.criteria,
            people=self.people,
            seats=self.seats,
            id_column=self.id_column,
            household=self.household,
        )
        return prepare(
            protocol,
            self.people.parent,
            name=self.features.name,
            people=self.people,
            notes=features.notes,
        )

    def list_paths(self, protocol: Protocol) -> list[str]:
        """The register and the colleges' lists as the user would name them to `verify`."""
        if self.people is not None:
            return [str(self.people)]
        files = [protocol.register.file, *(college.file for college in protocol.colleges)]
        return [str(self._folder / file) for file in files]

    def exclusion_paths(self, protocol: Protocol) -> list[str]:
        """The lists of people who may not be drawn again, likewise."""
        return [str(self._folder / file) for file in protocol.eligibility.exclude]

    @property
    def _folder(self) -> Path:
        return self.protocol.parent if self.protocol is not None else Path()
