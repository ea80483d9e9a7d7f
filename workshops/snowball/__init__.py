"""The snowball exercise: pairs, fours, eights, sixteens."""

from workshops.common.callable_package import make_callable

make_callable(__name__)
