"""What a deployment can choose, read from CDK's context (``-c name=value``); a mistake is answered by a sentence."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from fanfolio.domain.errors import SettingsInvalid
from fanfolio.settings import REQUIRED, Settings, variable_of

# Settings that the stack itself decides, or that it takes another way.
_DECIDED = frozenset({*REQUIRED, "google_books_key"})

OWN = (
    "maxConcurrency",
    "provisionedPollers",
    "reservedConcurrency",
    "googleBooksKey",
    "architecture",
    "alarmEmail",
    "rollout",
    "tracing",
    "baseImage",
)


# A poller has so many invocations under way at once: AWS's figure.
CALLS_A_POLLER = 10
_POLLERS_GROW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StackOptions:
    """A deployment's choices; ``settings`` are the services' own, by field name, checked as they check them."""

    stage: str
    settings: Mapping[str, str] = field(default_factory=dict)
    max_concurrency: int = 50
    provisioned_pollers: int = 0
    reserved_concurrency: int | None = None
    google_books_key: str | None = None
    architecture: str = "arm64"
    alarm_email: str | None = None
    canary: bool = False
    tracing: bool = False
    base_image: str | None = None
    retention_days: int = 30

    def __post_init__(self) -> None:
        """A message that was throttled comes back as if its worker had died of it: books would be given up."""
        reserved, most, name = self.reserved_concurrency, self.max_concurrency, "maxConcurrency"
        if self.provisioned_pollers:
            most, name = self.provisioned_pollers * CALLS_A_POLLER, f"{CALLS_A_POLLER} × provisionedPollers"
        if reserved is not None and reserved < most:
            raise SystemExit(f"-c reservedConcurrency must not be below {name} ({most}), not '{reserved}'.")

    @property
    def most_pollers(self) -> int:
        """How many pollers there may be when much is to do: no more than have workers reserved for them."""
        most = _POLLERS_GROW * self.provisioned_pollers
        reserved = self.reserved_concurrency
        return most if reserved is None else min(most, reserved // CALLS_A_POLLER)

    @property
    def keeps_data(self) -> bool:
        """Whether bucket and tables outlive the stack: those of production do."""
        return self.stage == "prod"

    @classmethod
    def from_context(cls, context: Mapping[str, Any]) -> "StackOptions":
        """Read and check every choice; raises SystemExit with a sentence that names the one at fault."""
        _refuse_unknown(context)
        given = {name: str(value) for name in names() if (value := context.get(name)) not in (None, "")}
        checked = _check_settings(given)
        return cls(
            stage=_matching(
                given, "stage", r"[a-z][a-z0-9-]{0,15}", "a word of up to 16 letters, such as test"
            ),
            settings={name: given[_camel(name)] for name in _setting_names() if _camel(name) in given},
            max_concurrency=_number(given, "maxConcurrency", default=50, least=2, most=1000),
            provisioned_pollers=_number(given, "provisionedPollers", default=0, least=2, most=200),
            reserved_concurrency=_number(given, "reservedConcurrency", default=0, least=1, most=1000) or None,
            google_books_key=_key_source(given),
            architecture=_one_of(given, "architecture", "arm64", "x86_64"),
            alarm_email=given.get("alarmEmail"),
            canary=_one_of(given, "rollout", "all-at-once", "canary") == "canary",
            tracing=_one_of(given, "tracing", "false", "true") == "true",
            base_image=given.get("baseImage"),
            retention_days=checked.retention_days,
        )


def names() -> tuple[str, ...]:
    """All names that ``-c`` takes: the stack's own, and every setting of the services that is not decided here."""
    return (*OWN, *map(_camel, _setting_names()))


def _setting_names() -> list[str]:
    return [one.name for one in fields(Settings) if one.name not in _DECIDED]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _refuse_unknown(context: Iterable[str]) -> None:
    """A misspelt choice would change nothing and say nothing. CDK's own names have an @ or a colon."""
    for name in context:
        if name in names() or "@" in name or ":" in name:
            continue
        near = difflib.get_close_matches(name, names(), n=1, cutoff=0.7)
        hint = f": is -c {near[0]} meant?" if near else ": docs/deploy.md lists what can be chosen."
        raise SystemExit(f"-c {name} is not a choice of this stack{hint}")


def _check_settings(given: Mapping[str, str]) -> Settings:
    """The services would refuse to start with these: better said before anything is deployed."""
    decided = {variable_of(name): "decided-by-the-stack" for name in REQUIRED}
    chosen = {variable_of(name): given[_camel(name)] for name in _setting_names() if _camel(name) in given}
    try:
        settings = Settings.from_environment(decided | chosen)
        settings.require_contact()
    except SettingsInvalid as exc:
        message = str(exc)
        for name in _setting_names():
            message = re.sub(rf"\b{variable_of(name)}\b", f"-c {_camel(name)}", message)
        raise SystemExit(f"This cannot be deployed: {message}.") from None
    return settings


def _number(given: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    if name not in given:
        return default
    text = given[name]
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SystemExit(f"-c {name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _one_of(given: Mapping[str, str], name: str, *choices: str) -> str:
    chosen = given.get(name, choices[0]).lower()
    if chosen not in choices:
        raise SystemExit(f"-c {name} must be {' or '.join(choices)}, not {chosen!r}.")
    return chosen


def _matching(given: Mapping[str, str], name: str, pattern: str, what: str) -> str:
    if name not in given:
        raise SystemExit(f"-c {name} is missing: {what}.")
    if not re.fullmatch(pattern, given[name]):
        raise SystemExit(f"-c {name} must be {what}, not {given[name]!r}.")
    return given[name]


def _key_source(given: Mapping[str, str]) -> str | None:
    """Where the key for Google Books is kept; the key itself does not belong on a command line or in a template."""
    source = given.get("googleBooksKey")
    if source is not None and not re.fullmatch(r"(secretsmanager|ssm):[\w/+=.@-]+", source):
        raise SystemExit(
            "-c googleBooksKey must say where the key is kept, not what it is: secretsmanager:NAME or ssm:/NAME."
        )
    return source
