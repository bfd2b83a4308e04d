"""Whether two titles name the same book: what they share has to agree, what is left over must not tell of another.

Two titles may be laid side by side as a whole, by their main titles (a subtitle is left over), or by what follows
the name of a series (the name is left over). The best way counts; what is left over makes it count for less.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from fanfolio.domain import subtitles
from fanfolio.domain.subtitles import content_words
from fanfolio.domain.title_reading import Title, read_title
from fanfolio.domain.title_volumes import holds_the_other, same_volume
from fanfolio.domain.title_words import agreement

# What an agreement is worth where it leaves something over: a subtitle, the name of a series, perhaps a subtitle.
_WITHOUT_SUBTITLE = 0.95
_WITHOUT_SERIES = 0.93
_WITH_A_DOUBT = 0.85
# A single word says little by itself: then the author must agree all the better.
_OF_ONE_WORD = 0.9


class Refusal(StrEnum):
    """Why a work is not the book."""

    TITLE = "another title"
    SUBTITLE = "what follows the title may be that of another book"
    VOLUME = "another volume"
    KIND = "about the book, made from it, a piece of it, or several in one"
    AUTHOR = "another author"
    UNSURE = "title and author agree too loosely"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure we are, 0 to 1; where it is 0, ``refusal`` says why."""

    score: float
    refusal: Refusal | None = None
    leaves_over: bool = False
    """Whether the given title says more than the wanted one."""


_ANOTHER_TITLE = Verdict(0.0, Refusal.TITLE)
_ANOTHER_VOLUME = Verdict(0.0, Refusal.VOLUME)
_ANOTHER_KIND = Verdict(0.0, Refusal.KIND)


def judge_titles(wanted: str, given: str, subtitle: str | None = None) -> Verdict:
    """How well a catalogue's title (and subtitle) agrees with the wanted one."""
    one, other = read_title(wanted), read_title(given, subtitle)
    if one.initials.isdisjoint(other.initials) and one.is_latin == other.is_latin:
        return _ANOTHER_TITLE
    # The best score, else the reason found last, which came the furthest.
    best = _ANOTHER_TITLE
    for verdict in _verdicts(one, other):
        if verdict.score > best.score or (best.score == 0.0 and verdict.refusal is not Refusal.TITLE):
            best = verdict
    return replace(best, leaves_over=bool(other.remark or (other.rest and not one.rest and best.score < 1.0)))


def _verdicts(one: Title, other: Title) -> Iterator[Verdict]:
    yield _by_whole(one, other)
    for verdict in _by_parts(one, other):
        # The whole title says what kind of book it is; where only a part of it agrees, the other part tells.
        partly_agrees = verdict.score > 0.0 or verdict.refusal is Refusal.SUBTITLE
        yield _ANOTHER_KIND if partly_agrees and one.kinds != other.kinds else verdict


def _by_parts(one: Title, other: Title) -> Iterator[Verdict]:
    yield _by_mains(one, other)
    for titles in ((one, other), (other, one)):
        yield _by_number(*titles)
        yield _by_rest(*titles)
        yield _by_series(*titles)


def _by_whole(one: Title, other: Title) -> Verdict:
    """All of both: "Sapiens: A Brief History" and "Sapiens", subtitle "a brief history"."""
    score = agreement(one.full, other.full)
    if score == 0.0:
        return _ANOTHER_TITLE
    if not same_volume(one, other) or holds_the_other(one, other):
        return _ANOTHER_VOLUME
    if not (one.kinds_of_brackets <= other.kinds and other.kinds_of_brackets <= one.kinds):
        return _ANOTHER_KIND
    return Verdict(score)


def _by_mains(one: Title, other: Title) -> Verdict:
    """The main titles, where what follows them speaks for no other book."""
    if not (one.rest or other.rest):
        return _ANOTHER_TITLE
    score = agreement(one.main, other.main)
    if score == 0.0:
        return _ANOTHER_TITLE
    if not same_volume(one, other):
        return _ANOTHER_VOLUME
    if one.rest and other.rest:
        worth = _WITHOUT_SUBTITLE if subtitles.say_the_same(one.rest, other.rest, one.main) else 0.0
    else:
        worth = _worth_without(one, other) if one.rest else _worth_without(other, one)
    if worth == 0.0:
        return Verdict(0.0, Refusal.SUBTITLE)
    is_short = min(len(content_words(one.main)), len(content_words(other.main))) < 2
    return Verdict(score * worth * (_OF_ONE_WORD if is_short else 1.0))


def _worth_without(longer: Title, shorter: Title) -> float:
    """What agreement is worth without the longer title's rest; 0 for "The Arctic Incident" after "Artemis Fowl"."""
    if longer.has_other_title or _is_the_volumes_own(longer, shorter):
        return _WITHOUT_SUBTITLE
    if subtitles.is_generic(longer.main) or longer.is_set or shorter.is_set:
        return 0.0
    if subtitles.names_series(longer.rest, shorter.series):
        return _WITHOUT_SUBTITLE
    if longer.series_volumes and longer.is_named_like_its_series and "1" not in longer.series_volumes:
        return 0.0  # the shorter title is the name of the series, or of its first volume
    return _worth_as_subtitle(longer, shorter)


def _worth_as_subtitle(longer: Title, shorter: Title) -> float:
    rest, main = longer.rest, longer.main
    if subtitles.is_description(rest):
        return _WITHOUT_SUBTITLE
    if not (longer.series or shorter.series):
        if subtitles.is_long(rest, main):
            return _WITHOUT_SUBTITLE
        return _WITH_A_DOUBT if subtitles.may_describe(rest, main) else 0.0
    if any(title.series and title.is_named_like_its_series for title in (longer, shorter)):
        return _WITHOUT_SUBTITLE if subtitles.is_long(rest, main) and not shorter.series else 0.0
    # The series has another name: then the main title is that of the volume.
    return _WITHOUT_SUBTITLE if subtitles.is_long(rest, main) else _WITH_A_DOUBT


def _is_the_volumes_own(longer: Title, shorter: Title) -> bool:
    """Whether the rest belongs to a volume that both name: "Naruto, Vol. 1: Uzumaki Naruto" and "Naruto, Vol. 1"."""
    if longer.has_volume_in_main and longer.volume == shorter.volume:
        return True
    return not longer.series_volumes.isdisjoint(shorter.series_volumes)


def _by_number(one: Title, other: Title) -> Verdict:
    """ "Attack on Titan, Vol. 2" and "Attack on Titan 2"."""
    if one.volume and not other.volume and not other.rest and f"{one.main} {one.volume}" == other.main:
        return Verdict(_WITHOUT_SERIES)
    return _ANOTHER_TITLE


def _by_rest(one: Title, other: Title) -> Verdict:
    """ "Series, Vol. 3: Title" and "Title" or "Series: Title"."""
    if len(one.rest.split()) < 2 or (other.rest and not (one.has_volume_in_main and one.main == other.main)):
        return _ANOTHER_TITLE
    score = agreement(one.rest, other.rest or other.main)
    if score == 0.0:
        return _ANOTHER_TITLE
    if one.volume and other.volume and one.volume != other.volume:
        return _ANOTHER_VOLUME
    if one.is_part and not one.has_volume_in_main and not same_volume(one, other):
        return _ANOTHER_VOLUME  # "From the Two Rivers: The Eye of the World, Part 1"
    return Verdict(_WITHOUT_SERIES * score)


def _by_series(one: Title, other: Title) -> Verdict:
    """ "The Quiche of Death (Agatha Raisin, #1)" and "Agatha Raisin and the Quiche of Death"."""
    if not one.series or one.rest or not one.main or not other.full.endswith(f" {one.main}"):
        return _ANOTHER_TITLE
    if not content_words(other.full.removesuffix(one.main)) <= content_words(one.series):
        return _ANOTHER_TITLE
    return Verdict(_WITHOUT_SERIES) if same_volume(one, other) else _ANOTHER_VOLUME
