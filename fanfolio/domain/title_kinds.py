"""What is about a book, made from it, a piece of it or more than one of it, is not the book: told by its title."""

import re

# Telling wherever they stand, in a subtitle or in brackets too.
_ANYWHERE = {
    "about": (
        r"summary|summaries|study guides?|sparknotes|cliffs ?notes|shmoop|supersummary|novel units|bookcaps",
        r"unofficial|unauthori[sz]ed|key takeaways|conversation starters|critical essays|casebook|lesson plans?",
        r"(?:reader|teacher|student|instructor)'?s'? (?:guide|edition|companion)|reading guide|literature guide",
        r"colou?ring book|wall calendar|a critical companion|discussion (?:guide|questions|prompts)",
        r"(?:movie|film|visual|illustrated|official|ultimate|essential|reading) companion|guided journal|test bank",
        r"(?:york|monarch|max|brodie'?s) ?notes|book analysis|instaread|blinkist|study aid|answer key",
        r"(?:instructor|teacher|student|solutions?)'?s'? (?:solutions )?manual|student solutions",
    ),
    "several": (
        r"box(?:ed)? set|boxset|omnibus|trilogy|quartet|tetralogy|books set|gift set|bundle",
        r"deluxe(?: edition)?,? (?:book|vol(?:ume)?)|compendium|absolute edition|in one volume",
        r"complete (?:works|series|collection|novels|stories|set|saga)|collect(?:ed|ion of) (?:works|novels)",
        r"(?:\d+|two|three|four|five|six|seven) (?:books?|novels|volumes)(?: set| collection)|\d in (?:1|one)",
        r"(?:books?|volumes?|vols?\.?) ?\d+ ?(?:-|–|to|and|&|through) ?\d+|#?\d{1,2} ?[-–] ?#?\d{1,2}",
    ),
    "adapted": (
        r"graphic novel|graphic adaptation|manga adaptation|screenplay|script book|movie storybook",
        r"adapted|retold|abridged|for kids|easy reader|board book|pop-?up book|picture book edition",
        r"young readers'? edition|the play|adaptation|dramati[sz](?:ed|ation)",
    ),
    "piece": (r"sampler|excerpts? from|sneak peek|free preview|chapter \d+ of",),
}

# Telling in the title itself only: a subtitle may well say "a guide to" or "and other notes on".
_IN_THE_MAIN_TITLE = {
    "about": (
        r"companion|analysis|workbook|trivia|quiz(?:zes)?|notes on|guide|calendar|journal|cookbook",
        r"the making of|the world of|the art of",
    ),
    "several": (r"collection|anthology",),
}


def kinds_in(title: str, main: str) -> frozenset[str]:
    """The kinds a whole title (subtitle and brackets included) and its main part betray; empty for plain books."""
    title, main = _plain(title), _plain(main)
    return frozenset(
        [kind for kind, pattern in _PATTERNS.items() if pattern.search(title)]
        + [kind for kind, pattern in _MAIN_PATTERNS.items() if pattern.search(main)]
    )


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'").replace("unabridged", "")


def _compiled(kinds: dict[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<!\w)(?:{'|'.join(lines)})(?!\w)") for kind, lines in kinds.items()}


_PATTERNS = _compiled(_ANYWHERE)
_MAIN_PATTERNS = _compiled(_IN_THE_MAIN_TITLE)
