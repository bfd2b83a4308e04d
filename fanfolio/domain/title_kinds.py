"""What is about a book, made from it, a piece of it or more than one of it, is not the book: told by its title."""

import re
from collections.abc import Mapping, Sequence

_NO_STUDY_GUIDE = r"(?<!practical )(?<!beginner's )"
_COUNT = r"(?:\d+|two|three|four|five|six|seven)"

# Telling wherever they stand: in the title, in a subtitle, in brackets.
_ANYWHERE = {
    "about": (
        # what students and their teachers are given
        r"summary|summaries|study (?:guides?|aids?)|sparknotes|shmoop|supersummary|bookcaps|novel units|test bank",
        r"(?:cliffs?|book|york|monarch|max|brodie'?s|coles|lecture|teaching) ?notes|cliffs|annotations|notes$",
        r"(?:reader|teacher|student|instructor|educator)'?s'? (?:guide|edition|companion|handbook|notes)",
        r"(?:reading|literature|discussion|viewing|book club|reading group) (?:guide|kit|questions|prompts)",
        r"bloom'?s (?:guides|notes|reviews|modern|major)|modern critical|critical (?:companion|essays|studies|views)",
        r"for (?:students|teachers|schools|book clubs)|casebook|lesson plans?|answer key|in the classroom",
        r"(?:instructor|teacher|student|solutions?)'?s'? (?:solutions )?manual|student solutions",
        r"gcse|a-level|exams?|worksheets?|vocabulary|curriculum|lit ?(?:plan|guide|notes)",
        r"approaches to teaching|teacher resource|(?:literature|teaching) unit",
        r"(?:an?|the) (?:[\w']+ ){0,2}(?:study|commentary|critique)(?! (?:of|in|on|to)\b)",
        rf"(?:an?|the) (?:[\w']+ ){{0,2}}(?:{_NO_STUDY_GUIDE}guide|handbook|reader(?!'))(?! (?:of|in|on|to|for)\b)",
        # the same in German, French, Spanish, Portuguese, Italian
        r"lekt(?:ü|ue)re(?:hilfe|schl(?:ü|ue)ssel)|erl(?:ä|ae)uterungen|interpretation(?:en)?|zusammenfassung",
        r"fiche de lecture|r(?:é|e)sum(?:é|e) (?:de|et)|analyse (?:de|du|litt(?:é|e)raire)|profil d'une",
        r"gu(?:í|i)a de lectura|resumen|resumo|an(?:á|a)lisis de|an(?:á|a)lise|guida alla lettura|riassunto",
        # what is sold to the hasty
        r"unofficial|unauthori[sz]ed|(?:key )?takeaways|conversation starters|book analysis|analysis of",
        r"instaread|blinkist|trivia(?:-on-books)?|quiz(?:zes)?|in (?:15|20|30|60|an?) (?:minutes?|hour)",
        # what is sold to the devoted
        r"quotes|quotations|devotional|(?:flash|playing|oracle) ?cards|tarot|deck|calendar|day planner|postcards",
        r"(?:colou?ring|activity|sticker|poster|puzzle|postcard|scrap|art) ?books?|concept art|parody|in context",
        r"workbook|(?:guided|companion|reading) journal|a journal|journal for|companion(?! novel)",
        r"(?:official|ultimate|essential|movie|pocket|field|insider'?s) (?:guide|handbook|cookbook)(?! to)",
        r"experiential guide|making of the (?:film|movie|series|musical)|behind the scenes|of the (?:\w+ )?film",
        r"the art of the (?:film|movie|game|series)|the story of the (?:film|movie)|exhibition catalogu?e",
        r"soundtrack|songbook|sheet music|vocal score|piano|scrapbook|sourcebook",
    ),
    "several": (
        r"box(?:ed)? set|boxset|omnibus|trilogy|quartet|tetralogy|duology|books set|gift set|bundle|\d books",
        r"deluxe(?: edition)?,? (?:book|vol(?:ume)?)|compendium|absolute edition|in one volume|bind-?up|anthology",
        r"complete (?:works|series|collection|novels|stories|set|saga|edition)|collect(?:ed|ion of) (?:works|novels)",
        rf"(?<!in ){_COUNT} (?:\w+ ){{0,2}}(?:books|novels|novellas|plays|volumes|bestsellers)",
        r"(?:books?|volumes?|vols?\.?|issues|parts) ?#?\d+ ?(?:-|–|to|and|&|through) ?#?\d+",
        r"(?:books?|volumes?|parts) (?:one|i) (?:-|–|to|and|&|through) (?:two|three|four|five|six|[ivx]+)",
        r"#?\d{1,2} ?[-–] ?#?\d{1,2}|\d[ -]in[ -](?:1|one)",
    ),
    "adapted": (
        r"graphic (?:novels?|adaptation|classics?|history|edition|version)|manga",
        r"comics? (?:book|adaptation|version)|in comics|(?:film|movie) (?:picture )?book",
        r"bande dessin(?:é|e)e|screenplay|(?:script|story) ?book|(?:shooting|radio|play|stage) ?(?:script|play)s?",
        r"adapted|retold|abridged|condensed|simplified|adaptation|dramati[sz](?:ed|ation)|h(?:ö|oe)rspiel|libretto",
        r"(?:the|an?|stage|children'?s|set of) plays?|stage versions?|acting edition|the musical|read-along",
        r"movie (?:storybook|novel)|junior novel\w*|babylit|reader's digest|prequel|sequel to",
        r"for (?:kids|children|teens|young (?:readers|people|adults)|beginners)|easy readers?|beginner reader",
        r"young (?:readers?|people|adults?)'?s?'? (?:edition|adaptation|version)|board book|pop-?up|picture ?book",
        r"(?:classroom|school|student|kids'?|children'?s|junior|simplified|easy) edition",
        r"(?:an?|the) (?:[\w']+ ){0,2}(?:retelling|version|opera|ballet|film|movie|comic|cartoon)(?! of\b)",
        r"adaptaci(?:ó|o)n|f(?:ü|ue)r kinder|para ni(?:ñ|n)os|pour (?:les )?enfants",
        # series that retell
        r"great illustrated classics|stepping stones?|classic starts|classics illustrated|marvel illustrated",
        r"[\w']+ readers|(?:graded|level) reader|oxford bookworms|no fear|clean edition|vocal selections",
        r"step into reading|i can read|real reads|graphic revolve|saddleback|usborne|ladybird|level \d",
    ),
    "piece": (
        r"sampler|selections$|(?:excerpts?|selections?|extracts?) from|sneak peek|free preview|chapter \d+ of",
    ),
}

# Telling in the title itself only: a subtitle may well say "a guide to" or "and other notes on".
_IN_THE_MAIN_TITLE = {
    "about": (
        r"analysis|notes (?:on|to)|guide|journal|cookbook|understanding|introducing|the world of|the art of",
    ),
    "several": (r"collection|^(?:the )?complete",),
}

# "Emma / Persuasion", "Sula; Song of Solomon", "Candide: And Other Stories".
_SEVERAL_TITLES = re.compile(
    r"[^\W\d]\s*/\s*[^\W\d]|;(?!\s*(?:or|oder|ou)\b)|"
    r"[:–—-]\s*(?:and|&) other (?:\w+ )?(?:stories|tales|essays|poems|plays|writings)\b"
)
# That a book is one of a trilogy does not make it one.
_ONE_OF_SERIES = re.compile(
    r"\b(?:book|volume|vol\.?|part|novel) (?:\w+|\d+) (?:of|in) .*|\bfirst (?:\w+ )?(?:of|in) .*|"
    r"\b(?:trilogy|quartet|tetralogy|duology),? (?:book|volume|vol\.?|part|no\.?|#) ?\w+"
)


def kinds_in(title: str, main: str) -> frozenset[str]:
    """The kinds a whole title (subtitle and brackets included) and its main part betray; empty for plain books."""
    title, main = _plain(title), _plain(main)
    kinds = {kind for kind, pattern in _PATTERNS.items() if pattern.search(title)}
    kinds.update(kind for kind, pattern in _MAIN_PATTERNS.items() if pattern.search(main))
    if _SEVERAL_TITLES.search(title):
        kinds.add("several")
    return frozenset(kinds)


def _plain(text: str) -> str:
    return _ONE_OF_SERIES.sub("", text.casefold().replace("’", "'").replace("unabridged", ""))


def _compiled(kinds: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<!\w)(?:{'|'.join(lines)})(?!\w)") for kind, lines in kinds.items()}


_PATTERNS = _compiled(_ANYWHERE)
_MAIN_PATTERNS = _compiled(_IN_THE_MAIN_TITLE)
