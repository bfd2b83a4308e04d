"""``fanfolio doctor``: whether a deployment is well."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import typer
from rich.table import Table
from rich.text import Text

from fanfolio_client.client import Client
from fanfolio_client.command.exits import Exit, exit_of
from fanfolio_client.command.options import JsonOption, UrlOption
from fanfolio_client.command.terminal import plain
from fanfolio_client.command.visit import visiting
from fanfolio_client.errors import FanfolioError
from fanfolio_client.health import Checks, Health
from fanfolio_client.version import VERSION

# Above this a job waits for something; the service's own deadline is ten minutes.
_LONG_S = 120.0

_SIGNS = {"ok": ("✓", "ok", "bold green"), "note": ("!", "!", "bold yellow"), "bad": ("✗", "XX", "bold red")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``verdict`` is ok, note (worth knowing) or bad."""

    about: str
    verdict: str
    finding: str


def doctor(context: typer.Context, as_json: JsonOption = False, url: UrlOption = None) -> int:
    """Check a deployment: reachable, version, storage, queue, jobs, catalogues."""
    with visiting(context, url=url) as visit:
        findings, code = _examine(visit.client)
        if as_json:
            found = [asdict(finding) for finding in findings]
            visit.terminal.write_json({"url": visit.client.url, "well": code is Exit.OK, "findings": found})
        else:
            visit.terminal.show(_table(findings, unicode="utf" in visit.terminal.out.encoding.lower()))
        return code


def _examine(client: Client) -> tuple[list[Finding], Exit]:
    began = time.monotonic()
    try:
        client.health()
        took_ms = (time.monotonic() - began) * 1000
        health = client.health(deep=True)
    except FanfolioError as exc:
        return [_found("reachable", plain(str(exc)), "bad")], exit_of(exc)
    checks = () if health.checks is None else _look_at(health.checks)
    findings = [_found("reachable", f"{client.url} answers in {took_ms:.0f} ms"), _version(health), *checks]
    is_well = all(finding.verdict != "bad" for finding in findings)
    return findings, Exit.OK if is_well else Exit.UNWELL


def _version(health: Health) -> Finding:
    told = f"{plain(health.version)}, stage {plain(health.stage)}"
    if _release(health.version) == _release(VERSION):
        return _found("version", told)
    return _found("version", f"{told}; this command is {VERSION}: what is new in either may not work", "note")


def _release(version: str) -> list[str]:
    """Up to the number that changes when something new comes."""
    return version.split(".")[:2]


def _look_at(checks: Checks) -> Iterator[Finding]:
    if not checks.storage_answers:
        yield _found("storage", "does not answer: nothing can be imported or read", "bad")
        return
    yield _found("storage", "answers")
    yield _queue(checks)
    yield _jobs(checks)
    yield from _catalogues(checks)


def _queue(checks: Checks) -> Finding:
    waiting = "unknown" if checks.waiting_messages is None else f"about {checks.waiting_messages:,}"
    return _found("queue", f"{waiting} messages waiting")


def _jobs(checks: Checks) -> Finding:
    running, oldest_s = checks.open_jobs or 0, checks.oldest_job_s or 0.0
    if checks.late_jobs:
        return _found(
            "jobs", f"{checks.late_jobs:,} of {running:,} open are past their deadline: see the logs", "bad"
        )
    if not running:
        return _found("jobs", "none open")
    told = f"{running:,} open, the oldest for {oldest_s:.0f} s in its state"
    return _found("jobs", told, "note" if oldest_s > _LONG_S else "ok")


def _catalogues(checks: Checks) -> Iterator[Finding]:
    if not checks.paused_catalogues:
        yield _found("catalogues", "none is paused")
    for paused in checks.paused_catalogues:
        left_s = (paused.until - datetime.now(UTC)).total_seconds()
        yield _found("catalogues", f"{plain(paused.source)} is not asked for another {_span(left_s)}", "note")


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{max(0, seconds):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def _found(about: str, finding: str, verdict: str = "ok") -> Finding:
    return Finding(about=about, verdict=verdict, finding=finding)


def _table(findings: list[Finding], *, unicode: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for each in findings:
        sign, ascii_sign, style = _SIGNS[each.verdict]
        table.add_row(
            Text(sign if unicode else ascii_sign, style=style),
            Text(each.about, style="bold"),
            Text(each.finding),
        )
    return table
