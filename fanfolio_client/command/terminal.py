"""Where words go: data to standard output, messages to standard error, colours to terminals that want them."""

import json
import os
import sys
import unicodedata
from io import TextIOWrapper
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text


class Terminal:
    """The two streams. ``is_watched`` is whether a person looks at the messages as they come."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A title may have letters that the terminal's encoding has not.
                stream.reconfigure(errors="replace")
        self.out = _console(stderr=False)
        self.err = _console(stderr=True)

    @property
    def is_watched(self) -> bool:
        """Whether messages may move about: not in a file, a pipe or a dumb terminal."""
        return sys.stderr.isatty() and not self.err.is_dumb_terminal

    def show(self, *parts: RenderableType) -> None:
        """Data for people."""
        for part in parts:
            if self.out.is_terminal:
                self.out.print(part, soft_wrap=isinstance(part, str | Text), markup=False)
            else:
                sys.stdout.write(self._without_margins(part))

    def _without_margins(self, part: RenderableType) -> str:
        with self.out.capture() as captured:
            self.out.print(part, soft_wrap=isinstance(part, str | Text), markup=False)
        return "\n".join(line.rstrip() for line in captured.get().split("\n"))

    def write_json(self, document: object) -> None:
        """Data for programs: one document, in lines where a person reads it."""
        indent = 2 if sys.stdout.isatty() else None
        escaped = "utf" not in self.out.encoding.lower()
        sys.stdout.write(json.dumps(document, ensure_ascii=escaped, indent=indent) + "\n")

    def write_bytes(self, content: bytes) -> None:
        """Data as it is."""
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()

    def say(self, message: str | Text) -> None:
        """A message, after whatever data came before it."""
        sys.stdout.flush()
        self.err.print(message, soft_wrap=True, markup=False)

    def complain(self, message: str) -> None:
        """A message about what went wrong."""
        self.err.print(Text.assemble(("fanfolio: ", "bold red"), plain(message)), soft_wrap=True)


def plain(text: str) -> str:
    """A text from elsewhere without what would command the terminal, such as escape sequences."""
    return "".join(" " if unicodedata.category(letter) in _COMMANDING else letter for letter in text)


# Control characters, and those that turn the direction of writing around or hide.
_COMMANDING = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def as_json(value: Any) -> Any:
    """A value of the client as JSON has it."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: as_json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list):
        return [as_json(member) for member in value]
    return value


def _console(*, stderr: bool) -> Console:
    # Beyond what NO_COLOR asks for, there is no bold or dim either.
    return Console(
        stderr=stderr, highlight=False, color_system=None if os.environ.get("NO_COLOR") else "auto"
    )
