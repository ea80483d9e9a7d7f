"""Tables over several rounds."""

from workshops.common.callable_package import make_callable

make_callable(__name__)
