"""Whether two titles speak of the same volume, as far as they speak of any."""

from fanfolio.domain.title_reading import Title


def same_volume(one: Title, other: Title) -> bool:
    """Whether volumes and places in series agree; "Saga, Vol. 2" is neither "Saga" nor "Saga (Saga, #1)"."""
    pairs = ((one, other), (other, one))
    if any(title.volume and title.is_set != counterpart.is_set for title, counterpart in pairs):
        return False
    if one.volume and other.volume:
        return one.volume == other.volume
    if any(title.volume and not _has_place(counterpart, title) for title, counterpart in pairs):
        return False
    if one.series_volumes and other.series_volumes:
        return not one.series_volumes.isdisjoint(other.series_volumes)
    return True


def holds_the_other(one: Title, other: Title) -> bool:
    """Whether one is a set: "The Hunger Games (The Hunger Games, #1-3)", but not "The Complete Maus (Maus, #1-2)"."""
    return any(
        title.is_set and not counterpart.is_set and title.is_named_like_its_series
        for title, counterpart in ((one, other), (other, one))
    )


def _has_place(title: Title, counted: Title) -> bool:
    """Whether the number of the one is the other's in its series: "Saga, Vol. 2" and "Saga (Saga, #2)"."""
    return not counted.is_part and counted.volume in title.series_volumes
