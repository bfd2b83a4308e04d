"""Has every AWS call of a process written down, a JSON line each: for benches that put this folder on PYTHONPATH.

Python imports a module of this name by itself when a process starts. Nothing happens without ``BENCH_METER``, the
folder in which each process keeps a file of its own. What a call is billed by is worked out in ``bench.meter``.
"""

import json
import os
import sys
import time
from typing import Any


def _install(folder: str) -> None:
    import botocore.session

    out = open(os.path.join(folder, f"{os.getpid()}.jsonl"), "a", buffering=1)  # noqa: SIM115 - until the process ends
    function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "fanfolio-api")

    def begin(params: Any, context: Any, **_: Any) -> None:
        context["metered"] = time.time(), params

    def end(parsed: Any, model: Any, context: Any, **_: Any) -> None:
        began, params = context.pop("metered", (time.time(), {}))
        from bench.meter import describe_call

        line = describe_call(model.service_model.service_name, model.name, params, parsed)
        line |= {"at": began, "ms": round((time.time() - began) * 1000, 1), "function": function}
        out.write(json.dumps(line) + "\n")

    born = botocore.session.Session.__init__

    def born_metered(self: Any, *args: Any, **kwargs: Any) -> None:
        born(self, *args, **kwargs)
        self.register("before-parameter-build.*.*", begin)
        self.register("after-call.*.*", end)

    botocore.session.Session.__init__ = born_metered  # type: ignore[method-assign]


# The modules that the local stack runs as the web server and as a function.
_METERED = {"services.api.serve", "services.local.environment"}

if "BENCH_METER" in os.environ and _METERED & set(sys.orig_argv):
    _install(os.environ["BENCH_METER"])
