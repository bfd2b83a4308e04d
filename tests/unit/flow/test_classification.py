"""Genres are worked out where books are looked up, and once more only where that does not say it all."""

from msgspec import structs

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain.classification import Classifier
from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.domain.genres import RULES_VERSION, BookGenres, classify
from fanfolio.keys import results_prefix
from fanfolio.messages import decode_result
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows

WORK = match_of(1).work


class Asked:
    """The genre rules, with the headings that they were asked about."""

    def __init__(self) -> None:
        self.shelves: list[tuple[str, ...]] = []

    def __call__(
        self, *, subjects: tuple[str, ...], categories: tuple[str, ...], shelves: tuple[str, ...]
    ) -> BookGenres:
        self.shelves.append(shelves)
        return classify(subjects=subjects, categories=categories, shelves=shelves)


def as_a_worker_leaves_it() -> Enrichment:
    classified = Classifier().of_work(WORK)
    return Enrichment(number=1, outcome=Outcome.MATCHED, match=match_of(1), classified=classified)


def test_a_worker_leaves_the_genres_of_each_match_with_its_result() -> None:
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1)}))
    job_id = pipeline.upload(export_of(plain_rows(2))).job.job_id
    pipeline.starter.run()
    pipeline.work()

    (key,) = pipeline.objects.keys(results_prefix(job_id))
    first, second = decode_result(pipeline.objects.get(key)).enrichments

    assert first.classified == Classifier().of_work(WORK)
    assert first.classified.genres == ("Fantasy",)
    assert second.classified is None


def test_what_a_worker_made_of_a_work_stands_where_shelves_say_nothing_of_genres() -> None:
    asked, settled = Asked(), as_a_worker_leaves_it()

    found = Classifier(asked).of_book(settled, shelves=("favourites", "lent to Kim"))

    assert found == settled.classified
    assert asked.shelves == []


def test_the_rules_are_asked_again_where_a_shelf_speaks_of_genres() -> None:
    asked = Asked()

    Classifier(asked).of_book(as_a_worker_leaves_it(), shelves=("favourites", "horror"))

    assert asked.shelves == [("favourites", "horror")]


def test_of_books_without_a_work_each_set_of_shelves_is_asked_about_once() -> None:
    asked = Asked()
    classifier = Classifier(asked)

    for shelves in (("horror",), ("owned",), ("horror",)):
        classifier.of_book(None, shelves=shelves)

    assert asked.shelves == [("horror",), ("owned",)]


def test_the_rules_are_asked_again_where_they_have_changed_since() -> None:
    settled = as_a_worker_leaves_it()
    outdated = structs.replace(settled.classified, rules=RULES_VERSION - 1, genres=("Horror",))

    found = Classifier().of_book(structs.replace(settled, classified=outdated), shelves=())

    assert found == settled.classified
