"""Plan workshops and print what lies on the tables."""

from sortition.base.messages import add_words
from sortition.examples.first_commands import add_first_commands
from workshops.examples.first_commands import FIRST_COMMANDS

# Whoever imports anything of the workshops has their words and their examples.
add_words("workshops.messages")
add_first_commands(FIRST_COMMANDS)
