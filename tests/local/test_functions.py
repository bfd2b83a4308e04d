"""Functions run handlers in processes of their own, as Lambda does."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.local.environments import InvocationFailed
from services.local.function_shapes import FunctionShape
from services.local.functions import Function
from tests.fixtures.processes import is_running, wait_for

MakeFunction = Callable[..., Function]


@pytest.fixture
def make_function(tmp_path: Path) -> Iterator[MakeFunction]:
    made: list[Function] = []

    def make(handler: str = "obey", *, timeout_s: int = 10, concurrency: int = 4) -> Function:
        shape = FunctionShape(
            name=f"toy-{handler}",
            handler=f"tests.fixtures.toy_handlers:{handler}",
            timeout_s=timeout_s,
            memory_mb=256,
            concurrency=concurrency,
        )
        made.append(Function(shape, variables={**os.environ, "TOY": "yes"}, log=tmp_path / "toy.log"))
        return made[-1]

    yield make
    for function in made:
        function.close()


def test_a_handler_is_told_about_its_invocation_as_lambda_tells_it(make_function: MakeFunction) -> None:
    answer = make_function("echo").invoke({"job_id": "j"}, request_id="r-1")

    assert answer["event"] == {"job_id": "j"}
    assert answer["request_id"] == "r-1"
    assert answer["function"] == "toy-echo"
    assert answer["arn"] == "arn:aws:lambda:us-east-1:000000000000:function:toy-echo"
    assert answer["memory_mb"] == 256
    assert 9_000 < answer["remaining_ms"] <= 10_000
    assert answer["variable"] == "yes"


def test_an_environment_stays_warm_between_invocations(make_function: MakeFunction) -> None:
    function = make_function("echo")

    answers = [function.invoke({}) for _ in range(3)]

    assert [answer["calls"] for answer in answers] == [1, 2, 3]
    assert {answer["pid"] for answer in answers} == function.pids()


def test_invocations_at_once_have_an_environment_each(make_function: MakeFunction, tmp_path: Path) -> None:
    function = make_function(concurrency=4)
    place = tmp_path / "place"
    place.mkdir()

    with ThreadPoolExecutor(4) as callers:
        events = [{"do": "meet", "at": str(place), "guests": 4}] * 4
        answers = list(callers.map(function.invoke, events))

    assert len({answer["pid"] for answer in answers}) == 4


def test_a_throttled_function_runs_nothing_until_it_may_again(make_function: MakeFunction) -> None:
    function = make_function("echo")

    with ThreadPoolExecutor(1) as callers:
        with function.throttled():
            waiting = callers.submit(function.invoke, {})
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
            assert not function.pids()
        assert waiting.result()["calls"] == 1


def test_no_more_environments_start_than_the_concurrency_allows(make_function: MakeFunction) -> None:
    function = make_function(concurrency=2)

    with ThreadPoolExecutor(6) as callers:
        answers = list(callers.map(function.invoke, [{"do": "answer"}] * 12))

    assert len(answers) == 12
    assert len(function.pids()) <= 2


def test_an_overrunning_invocation_is_killed_and_the_next_one_runs(make_function: MakeFunction) -> None:
    function = make_function(timeout_s=1)
    function.warm_up()
    before = function.pids()

    with pytest.raises(InvocationFailed, match="timed out after 1 seconds"):
        function.invoke({"do": "hang"})

    assert not any(is_running(pid) for pid in before)
    assert function.invoke({"do": "answer"})["pid"] not in before


def test_a_crash_is_noticed_at_once_and_the_next_invocation_runs(make_function: MakeFunction) -> None:
    function = make_function(timeout_s=60)

    with pytest.raises(InvocationFailed, match=r"Runtime\.ExitError.* ended with 3"):
        function.invoke({"do": "crash"})

    assert function.invoke({"do": "answer"})["pid"] in function.pids()


def test_an_environment_that_died_while_idle_is_replaced(make_function: MakeFunction) -> None:
    function = make_function()
    first = function.invoke({"do": "answer"})["pid"]

    os.kill(first, 9)
    wait_for(lambda: not is_running(first), what="the environment's end")

    assert function.invoke({"do": "answer"})["pid"] != first


def test_an_exception_fails_the_invocation_and_keeps_the_environment(make_function: MakeFunction) -> None:
    function = make_function()

    with pytest.raises(InvocationFailed) as failure:
        function.invoke({"do": "raise"})

    assert failure.value.error == {"errorType": "ValueError", "errorMessage": "as told"}
    assert function.invoke({"do": "answer"})["pid"] in function.pids()


def test_an_answer_that_is_not_json_fails_the_invocation(make_function: MakeFunction) -> None:
    with pytest.raises(InvocationFailed, match="TypeError"):
        make_function().invoke({"do": "unspeakable"})


def test_a_handler_that_cannot_be_imported_fails_the_invocation(make_function: MakeFunction) -> None:
    with pytest.raises(InvocationFailed, match="AttributeError"):
        make_function("no_such_handler").invoke({})


def test_what_a_handler_prints_goes_to_its_log(make_function: MakeFunction) -> None:
    function = make_function()

    function.invoke({"do": "print"})

    assert function.log.read_text() == "hello from the handler\nand from standard error\n"


def test_closing_ends_idle_and_busy_environments(make_function: MakeFunction, tmp_path: Path) -> None:
    function = make_function(timeout_s=60)
    function.warm_up(2)
    begun = tmp_path / "begun"
    busy = threading.Thread(target=_invoke_ignoring_failure, args=(function, str(begun)))
    busy.start()
    wait_for(begun.exists, what="the invocation")
    pids = function.pids()

    function.close()
    busy.join(timeout=5)

    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids)
    with pytest.raises(InvocationFailed, match="is being stopped"):
        function.invoke({"do": "answer"})


def _invoke_ignoring_failure(function: Function, note: str) -> None:
    with pytest.raises(InvocationFailed):
        function.invoke({"do": "hang", "note": note})
