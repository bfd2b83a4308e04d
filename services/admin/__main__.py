"""The ``fanfolio-admin`` command: ``seed-cache FILE… [--dry-run] [--scratch DIR]``, ``redrive [--dry-run]``."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from fanfolio.domain.errors import FanfolioError, SettingsInvalid
from fanfolio.ports import CatalogueCache
from fanfolio.settings import variable_of
from services.admin.seed_cache import seed_cache


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 when it is done, 1 when a file or a setting is at fault."""
    asked = _parser().parse_args(arguments)
    try:
        asked.carry_out(asked)
    except (OSError, FanfolioError) as exc:
        _say(f"fanfolio-admin: {exc}")
        return 1
    return 0


def _seed_cache(asked: argparse.Namespace) -> None:
    began = time.monotonic()
    cache = None if asked.dry_run else _cache()
    seeding = seed_cache(asked.file, cache=cache, say=_say, scratch=asked.scratch)
    verb = "would be written" if asked.dry_run else "written"
    _say(
        f"{seeding.entries:,} entries {verb}, from {seeding.lines:,} lines ({seeding.skipped:,} without a record)"
        f" in {time.monotonic() - began:,.1f} s"
    )


def _redrive(asked: argparse.Namespace) -> None:
    from fanfolio.adapters.aws import Aws
    from fanfolio.adapters.clock import SystemClock
    from fanfolio.adapters.sqs import SqsBookQueue
    from fanfolio.settings import Settings
    from services.admin.redrive import redrive

    settings, aws = Settings.from_environment(os.environ), Aws()
    queue = SqsBookQueue(aws.sqs, queue_url=settings.queue_url, clock=SystemClock())
    done = redrive(aws.sqs, queue_url=settings.queue_url, queue=queue, dry_run=asked.dry_run)
    what = "Dead messages that would go" if asked.dry_run else "Dead messages sent"
    _say(f"{what} back to the workers: {done.messages:,}, with {done.books:,} books.")
    if done.unreadable:
        _say(
            f"Left where they are, for this version cannot read them: {done.unreadable:,}. "
            "Are they a newer version's? Then use its fanfolio-admin."
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fanfolio-admin", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    seed = commands.add_parser("seed-cache", help="fill the catalogue cache from Open Library's dumps")
    seed.add_argument("file", nargs="+", type=Path, help="a dump of authors, works or editions, .gz or plain")
    seed.add_argument("--dry-run", action="store_true", help="read and count, write nothing")
    seed.add_argument("--scratch", type=Path, help="directory for the index (default: the system's)")
    seed.set_defaults(carry_out=_seed_cache)
    redrive = commands.add_parser("redrive", help="send dead messages back to the workers")
    redrive.add_argument("--dry-run", action="store_true", help="count them, move nothing")
    redrive.set_defaults(carry_out=_redrive)
    return parser


def _cache() -> CatalogueCache:
    from fanfolio.adapters.aws import Aws
    from fanfolio.adapters.catalogue_cache import DynamoCatalogueCache
    from fanfolio.adapters.clock import SystemClock

    variable = variable_of("cache_table")
    table = os.environ.get(variable)
    if not table:
        raise SettingsInvalid(f"missing setting {variable}: the name of the deployment's cache table")
    return DynamoCatalogueCache(Aws().dynamodb, table=table, clock=SystemClock())


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201 - a terminal program


if __name__ == "__main__":
    sys.exit(main())
