"""Dollars for what was counted: calls, durations and bytes times the dated prices of ``prices.toml``.

Durations are of this machine, where a function has a whole processor; Lambda gives it memory / 1,769 MB of one. So
processor time is stretched by that share, and waiting is not. Each environment that had to start is billed for its
start too (container images: INIT is billed).
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.meter import Call, sqs_requests, write_units

_PRICES = Path(__file__).with_name("prices.toml")
_FULL_CPU_MB = 1_769
_GIB = 1024**3
_MB_A_GB = 1024

Bill = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a function did for one job: seconds billed by the clock, of them on the processor, and its starts."""

    function: str
    memory_mb: int
    invocations: int
    seconds: float
    cpu_s: float
    starts: int = 0
    start_cpu_s: float = 0.0

    @property
    def billed_s(self) -> float:
        """As Lambda would bill it."""
        stretch = max(1.0, _FULL_CPU_MB / self.memory_mb)
        cpu_s = min(self.cpu_s, self.seconds)
        return self.seconds - cpu_s + cpu_s * stretch + self.starts * self.start_cpu_s * stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Everything of one job that is billed."""

    calls: Sequence[Call]
    work: Sequence[Work]
    messages: int
    visitor_requests: int
    log_bytes: int
    answer_bytes: int


def prices() -> dict[str, Any]:
    """The price table."""
    return tomllib.loads(_PRICES.read_text())


def bill_of(counted: Counted, at: Mapping[str, Any]) -> Bill:
    """Dollars by service."""
    bill: Bill = defaultdict(float)
    for work in counted.work:
        gb_s = work.billed_s * work.memory_mb / _MB_A_GB
        name = work.function.removeprefix("fanfolio-")
        bill[f"lambda: {name}"] += (
            gb_s * at["lambda"]["gb_second"] + work.invocations * at["lambda"]["request"]
        )
    bill["http api"] += counted.visitor_requests * at["http_api"]["request"]
    # The mapping receives and deletes each message; the functions' own calls were counted.
    bill["sqs"] += (sqs_requests(list(counted.calls)) + 2 * counted.messages) * at["sqs"]["request"]
    tables = [call for call in counted.calls if call.service == "dynamodb"]
    cache = [call for call in tables if call.operation in ("BatchWriteItem", "BatchGetItem")]
    jobs = [call for call in tables if call not in cache]
    for name, calls in (("dynamodb: cache", cache), ("dynamodb: jobs and pace", jobs)):
        bill[name] += write_units(calls) * at["dynamodb"]["write_unit"]
        bill[name] += sum(call.reads for call in calls) * at["dynamodb"]["read_unit"]
    objects = [call.operation for call in counted.calls if call.service == "s3"]
    puts = sum(name.startswith(("Put", "List", "Create", "Upload", "Complete")) for name in objects)
    bill["s3"] += puts * at["s3"]["put"] + (len(objects) - puts) * at["s3"]["get"]
    bill["logs"] += counted.log_bytes / _GIB * at["logs"]["gb"]
    bill["transfer out"] += counted.answer_bytes / _GIB * at["transfer"]["gb_out"]
    return dict(bill)
