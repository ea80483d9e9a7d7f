"""What to try first with an example of the workshops."""

from __future__ import annotations

from typing import Final

FIRST_COMMANDS: Final = (
    "sortition assign voeux.csv --workshops ateliers.csv --rounds 3 --programme programme.toml "
    "--out plan",
    "sortition share projets.csv lecteurs.csv --readings 4 --apart commune,theme "
    "--mix sexe,occupation,territoire --out lectures",
    "sortition snowball participants.csv --programme programme.toml "
    "--mix niveau,poste,region --apart organisation",
    "sortition tables participants.csv --tables 5 --rounds 2 --mix sexe,age,secteur,college "
    "--out seance-1",
)
"""For each kind of example, by the files it has."""
