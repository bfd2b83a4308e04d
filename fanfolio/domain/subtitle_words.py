"""The words by which a subtitle is told from another title, folded, in the languages readers import most."""

import re

from fanfolio.domain.title_reading import ARTICLES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# "How we got here", "from novice to master": descriptions open like this, titles of volumes seldom.
LEADS = _words("how why what my from being or wie warum comment pourquoi como por inside")
# "Adventures in the culinary underbelly", "lessons in life": so do these before one of the links.
PLURAL_LEADS = _words(
    "adventures confessions notes travels dispatches recipes lessons essays tales stories letters"
)
LINKS = _words("of from in on to with for about")
INDEFINITE = _words("a an some his her ein eine un une una um uma")

# What a book may be called. Not in the list: what is made from books, such as plays, and what is about them.
FORMS = _words(
    "story stories tale tales history histories memoir memoirs biography autobiography diary diaries letters essays "
    "novel novels novella thriller mystery whodunit romance western poem poems ballad fable parable legend epic saga "
    "odyssey adventure comedy tragedy satire fantasia farce idyll drama folktale monologue chronicle account record "
    "correspondence testimony manifesto report journey introduction principles meditation meditations reflections "
    "memories inquiry exploration investigation process science psychology philosophy theory economics politics "
    "anatomy power art life lives truth bestseller translation "
    "geschichte geschichten roman leben biografie biographie erinnerungen erzahlung erzahlungen bericht marchen "
    "dichtung tragodie komodie novelle"
)
FORMS_BEFORE_ADJECTIVES = _words(
    "historia historias memorias vida novela cuentos ensayos relatos histoire histoires memoires vie recit contes "
    "essai essais roman storia romanzo vita racconti biografia autobiografia romance ensaios contos monologo"
)
ENDS_A_PHRASE = _words(
    "of in on to for from with without by at as about through into between against before after over under and "
    "und von im et du des y del e do da that who which"
)

# Main titles of these alone name a kind of text: what follows tells one such book of an author from another.
GENERIC = _words(
    "collected complete selected best short early late later new stories tales poems poetry essays letters plays "
    "works writings novels novellas diaries diary journals journal interviews speeches sonnets prose fiction "
    "collection cuentos poemas contes gedichte erzahlungen briefe werke obras oeuvres poesie racconti"
)
SAY_OF_A_SERIES = _words("the a an of in series saga cycle book volume novel trilogy")
LITTLE = ARTICLES | _words(
    "and or of in on to for from with by at as into its his her their our your my und von im et du des en y del e do "
    "da is are be"
)

# An edition of these is one of the same book, which an "edition for schools" or a "graphic edition" is not.
_OF_AN_EDITION = (
    r"(?:anniversary|revised|updated|expanded|enlarged|restored|special|deluxe|limited|collectors|signed|new|first|"
    r"second|third|international|us|uk|illustrated|annotated|critical|definitive|original|uncut|unabridged|tie in|"
    r"paperback|hardcover|large print|\d+(?:st|nd|rd|th)?)"
)
EDITION = re.compile(
    rf"\b{_OF_AN_EDITION}(?: (?:and )?{_OF_AN_EDITION})* (?:edition|text|version)\b|\b(?:edicion|ausgabe|auflage)\b"
)
# "Adventures of a curious character", "die Geschichte einer Jugend".
OF_A = re.compile(r"\b(?:(?:of|in) an?|ein(?:er|es)|d une?|de un[ao]?|de uma?|di una?) ")
GUIDE = re.compile(
    r"\b(?:guide|handbook|manual) (?:to|for) (?!the novel|the book|reading)|"
    r"\b(?:practical|beginners) guide\b|\ba primer\b"
)
