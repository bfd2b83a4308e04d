"""A fixed piece of work: how fast this machine is now. Processor times are compared as multiples of it.

It is what handlers do, and uses nothing of ours: JSON, dictionaries, sorting, short strings.
"""

import json
import time
from statistics import median

_RECORDS = 400
_ROUNDS = 12


def yardstick_ms(times: int = 5) -> float:
    """Processor milliseconds that the work takes, the median of several times."""
    return median(_once() for _ in range(times)) * 1000


def _once() -> float:
    began = time.process_time()
    for round_ in range(_ROUNDS):
        records = [
            {"number": number, "title": f"Title {number * 7919 % 997}", "words": ["a", "b", str(round_)]}
            for number in range(_RECORDS)
        ]
        read = json.loads(json.dumps(records))
        by_title: dict[str, list[int]] = {}
        for record in read:
            by_title.setdefault(record["title"].lower(), []).append(record["number"])
        sorted(by_title.items(), key=lambda item: (-len(item[1]), item[0]))
    return time.process_time() - began
