"""Given names that are one: as signed and in full, and as different languages write them."""

from functools import lru_cache

_ONE_NAME = {
    name: place
    for place, names in enumerate(
        (
            "alan allan allen",
            "ann anne",
            "alexander aleksandr alexandr alex",
            "andrew andy",
            "anthony tony antony",
            "benjamin ben",
            "carl karl",
            "catherine cathy katherine kate kathy",
            "charles charlie chuck",
            "christopher chris",
            "daniel dan danny",
            "david dave",
            "donald don",
            "douglas doug",
            "edward ed eddie",
            "elizabeth liz beth",
            "eric erik",
            "eugene evgeny yevgeny",
            "frederick fred",
            "fyodor fedor feodor theodore",
            "gerald gerry jerry",
            "gregory greg",
            "james jim jimmy",
            "jeffrey jeff geoffrey",
            "jonathan jon",
            "joseph joe",
            "joshua josh",
            "kenneth ken",
            "lawrence larry laurence",
            "leo lev leon",
            "leonard len",
            "margaret maggie",
            "marc mark",
            "matthew matt",
            "michael mike mikhail",
            "nathaniel nathan nate",
            "nicholas nick nikolai nikolay",
            "patricia pat",
            "patrick pat",
            "peter pete",
            "philip phil phillip",
            "raymond ray",
            "rebecca becky",
            "richard rick dick",
            "robert rob bob",
            "ronald ron",
            "samuel sam",
            "sara sarah",
            "stephen steven steve",
            "stewart stuart",
            "susan sue",
            "theodore ted",
            "thomas tom",
            "timothy tim",
            "victoria vicky",
            "victor viktor",
            "vincent vince",
            "walter walt",
            "william will bill",
        )
    )
    for name in names.split()
}
# A spelling may differ by one letter within a name this long: "Bryan", "Brian".
_LONG = 5
# Such an ending makes a woman's name of a man's: "Robert" and "Roberta" are two people.
_ENDINGS = ("a", "e", "ia", "na", "ne", "la", "lle")


@lru_cache(maxsize=4_096)
def are_one_forename(one: str, other: str) -> bool:
    """Whether two folded given names are forms or spellings of one name."""
    if one == other or (one in _ONE_NAME and _ONE_NAME[one] == _ONE_NAME.get(other)):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LONG or shorter[0] != longer[0] or longer.removeprefix(shorter) in _ENDINGS:
        return False
    from rapidfuzz.distance import Levenshtein  # lazy: matches by identifier need no scores

    return Levenshtein.distance(shorter, longer, score_cutoff=1) <= 1
