"""What can be set about the simulator, at the start and (but for the works) while it runs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import msgspec

SAMPLE_WORKS = Path(__file__).parent / "sample" / "works.jsonl"

FAULTS = (
    "429",
    "403",
    "500",
    "502",
    "503",
    "empty",
    "truncated",
    "cut",
    "reset",
    "hang",
    "partial",
    "slow",
)
"""The names of the faults; docs/simulator.md says what each looks like on the wire."""


class SettingsRefused(ValueError):
    """A setting is unknown, malformed or out of range; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimSettings:
    """Shares are from 0 to 1; ``errors`` (Open Library) and ``google_errors`` map a fault's name to its share.

    ``works`` is a table of works as JSON lines, or ``None`` for invented works alone. The seed decides faults,
    misses and jitter; a work depends on the key it is asked by and on nothing else.
    """

    seed: int = 1
    works: str | None = str(SAMPLE_WORKS)
    latency_ms: float = 0.0
    jitter_ms: float = 0.0
    miss_share: float = 0.0
    limits: bool = True
    contact_required: bool = True
    errors: Mapping[str, float] = field(default_factory=dict)
    hang_s: float = 30.0
    slow_body_s: float = 2.0
    google_errors: Mapping[str, float] = field(default_factory=dict)
    google_key: str = "sim-key"
    google_per_day: int = 1_000
    google_needs_country: bool = True
    google_wrong_isbn_share: float = 0.03

    def __post_init__(self) -> None:
        for name in ("latency_ms", "jitter_ms", "hang_s", "slow_body_s", "google_per_day"):
            _require(getattr(self, name) >= 0, f"{name} must not be negative")
        for name in ("miss_share", "google_wrong_isbn_share"):
            _require(0 <= getattr(self, name) <= 1, f"{name} must be a share from 0 to 1")
        for name in ("errors", "google_errors"):
            _check_mix(name, getattr(self, name))

    def updated(self, changes: Mapping[str, object]) -> "SimSettings":
        """These settings with some changed; raises SettingsRefused that names what is wrong."""
        if "works" in changes:
            raise SettingsRefused("works can only be chosen at the start (--works)")
        if unknown := sorted(changes.keys() - {known.name for known in fields(self)}):
            raise SettingsRefused(f"unknown setting {', '.join(unknown)}")
        return settings_from({**asdict(self), **changes})


def settings_from(values: Mapping[str, Any]) -> SimSettings:
    """Settings from plain values; raises SettingsRefused."""
    try:
        return msgspec.convert(values, SimSettings)
    except msgspec.ValidationError as exc:
        raise SettingsRefused(str(exc)) from exc


def mix_from(text: str) -> dict[str, float]:
    """An error mix as it is written on the command line: ``429=0.05,503=0.02``."""
    mix = {}
    for part in filter(None, text.split(",")):
        name, _, share = part.partition("=")
        try:
            mix[name.strip()] = float(share)
        except ValueError:
            raise SettingsRefused(f"{part!r} is not NAME=SHARE") from None
    return mix


def _check_mix(name: str, mix: Mapping[str, float]) -> None:
    unknown = sorted(mix.keys() - set(FAULTS))
    _require(not unknown, f"{name} knows no {', '.join(unknown)}, only {', '.join(FAULTS)}")
    _require(all(share >= 0 for share in mix.values()), f"{name} holds a negative share")
    _require(sum(mix.values()) <= 1 + 1e-9, f"{name} must not add up to more than 1")


def _require(holds: bool, complaint: str) -> None:
    if not holds:
        raise SettingsRefused(complaint)
