"""One question and its answer, with as many attempts as there is patience."""

from collections.abc import Generator

from fanfolio_client import requests
from fanfolio_client.answers import require_success
from fanfolio_client.errors import StoreRefused, Unreachable
from fanfolio_client.patience import Attempts, Patience
from fanfolio_client.wire import Answer, Conversation, Lost, Pause, Reply, Request, Send, Step


def ask(request: Request, patience: Patience) -> Conversation[Answer]:
    """The answer to a request of the API; raises the problem that it is, and Unreachable."""
    return require_success((yield from send(request, patience)))


def remove(request: Request, patience: Patience) -> Conversation[None]:
    """Remove what the request names; that it is not found is success where an earlier attempt may have done it."""
    attempts = Attempts(patience)
    answer = yield from _send(request, attempts)
    if not (attempts.may_have_got_through and answer.status == 404):
        require_success(answer)


def send(request: Request, patience: Patience) -> Conversation[Answer]:
    """Whatever answer comes in the end; raises Unreachable where none does."""
    return (yield from _send(request, Attempts(patience)))


def _send(request: Request, attempts: Attempts) -> Conversation[Answer]:
    while True:
        reply = yield from _sent(request)
        pause_s = attempts.pause_after(reply)
        if pause_s is not None:
            yield Pause(pause_s)
        elif isinstance(reply, Lost):
            raise Unreachable(reply.reason)
        else:
            return reply


def followed(answer: Answer, patience: Patience) -> Conversation[Answer]:
    """What a large answer leads to: it lies in the store, which is not told the owner token."""
    if answer.status != 303:
        return answer
    answer = yield from send(requests.follow(answer.headers.get("location", "")), patience)
    if answer.status != 200:
        raise StoreRefused(f"The store does not give the document: status {answer.status}. Ask for it again.")
    return answer


def _sent(request: Request) -> Generator[Step, Reply, Answer | Lost]:
    reply = yield Send(request)
    if reply is None:
        raise TypeError("whoever holds a conversation replies to what is sent")
    return reply
