"""Catalogues that are down: the import waits in words, ends with what is known, and can be tried again."""

import httpx
from playwright.sync_api import Route, expect

from tests.browser.reader import Reader
from tests.fixtures.exports import goodreads_export

# Four attempts with their pauses; and until a catalogue that was left alone is asked again.
DOWN_MS = 180_000


def test_with_the_catalogues_down_the_dashboard_comes_all_the_same_and_can_be_completed_later(
    reader: Reader, catalogues: httpx.Client
) -> None:
    page = reader.page
    catalogues.post("/_sim/settings", json={"errors": {"503": 1.0}}).raise_for_status()
    reader.open("/")
    # Books that no other test has looked up: what the cache knows needs no catalogue.
    reader.choose("thirty.csv", goodreads_export(30, seed=30, first=50_000))

    expect(
        page.get_by_text("Waiting for the catalogues").or_(page.get_by_text("does not answer just now"))
    ).to_be_visible()
    expect(page.get_by_text("at the latest you see your dashboard")).to_be_visible()
    reader.picture("waiting")

    expect(page.get_by_role("navigation", name="Views")).to_be_visible(timeout=DOWN_MS)
    expect(page.get_by_text("0 of 30 books found in a catalogue")).to_be_visible()
    genres = page.get_by_role("figure", name="Genres", exact=True)
    expect(genres).to_contain_text("finished books not looked up")
    expect(genres.get_by_role("link", name="try these again")).to_have_attribute("href", "#retry")
    reader.draw_everything()
    reader.picture("catalogues-down")

    # So slow that the retry can be watched, whatever of it is waiting already.
    catalogues.post("/_sim/settings", json={"errors": {}, "latency_ms": 4_000}).raise_for_status()
    page.get_by_role("button", name="Look these 30 up again").click()
    expect(page.get_by_text("The figures below are those from before.")).to_be_visible()
    reader.picture("retrying", full=False)
    catalogues.post("/_sim/settings", json={"latency_ms": 0}).raise_for_status()
    expect(page.get_by_text("30 of 30 books found in a catalogue")).to_be_visible(timeout=DOWN_MS)
    expect(page.get_by_role("button", name="Look these 30 up again")).to_have_count(0)


def test_a_service_that_does_not_answer_for_a_moment_is_asked_again(reader: Reader) -> None:
    page = reader.page
    page.route("**/v1/jobs/*", lambda route: route.abort())
    reader.open("/")
    reader.choose_sample()

    expect(page.get_by_text("The service does not answer just now.")).to_be_visible()

    page.unroute("**/v1/jobs/*")
    reader.wait_for_library()


def test_a_sample_library_that_does_not_arrive_says_so_and_may_be_asked_for_again(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    for lose in (lambda route: route.abort(), lambda route: route.fulfill(status=503, body="no")):
        page.route("**/assets/*.csv", lose)
        reader.choose_sample()
        expect(page.get_by_role("alert")).to_contain_text("The sample library did not arrive")
        page.unroute("**/assets/*.csv")

    reader.choose_sample()
    reader.wait_for_library()


def test_a_library_whose_deletion_was_answered_in_vain_counts_as_deleted(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.choose("three.csv", goodreads_export(3))
    reader.wait_for_library()
    reader.look_at("Share")

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "DELETE":
            assert route.fetch().status == 204
            route.abort()
        else:
            route.continue_()

    page.route("**/v1/jobs/*", lose_the_answer)
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_role("alert")).to_contain_text("Fanfolio cannot be reached")

    page.unroute("**/v1/jobs/*")
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_text("Deleted: nothing of that library is left here.")).to_be_visible()
    expect(page.get_by_role("link", name="three.csv")).to_have_count(0)


def test_who_comes_back_to_a_library_that_was_deleted_meanwhile_is_told_so(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.choose("three.csv", goodreads_export(3))
    path = reader.wait_for_library()
    # As somebody who was sent the link: everything of the library comes with the document.
    reader.open(path)
    reader.wait_for_library()
    token = page.evaluate("() => JSON.parse(Object.values(localStorage)[0]).token")
    reader.open("/")

    httpx.delete(
        f"{reader.home}/v1{path}", headers={"authorization": f"Bearer {token}"}, trust_env=False, timeout=30
    ).raise_for_status()
    page.go_back()

    expect(page.get_by_role("alert")).to_contain_text("This link leads nowhere")


def test_an_upload_that_does_not_arrive_says_so_and_may_be_sent_again(reader: Reader) -> None:
    page = reader.page
    page.route("**/v1/jobs", lambda route: route.abort())
    reader.open("/")
    reader.choose_sample()

    expect(page.get_by_role("alert")).to_contain_text("Fanfolio cannot be reached")

    page.unroute("**/v1/jobs")
    reader.choose_sample()
    reader.wait_for_library()


def test_a_second_file_dropped_while_one_is_sent_is_not_imported_too(reader: Reader) -> None:
    page = reader.page
    held: list[Route] = []
    page.route("**/v1/jobs", lambda route: held.append(route))
    reader.open("/")
    drop = """(name) => {
        const dropped = new DataTransfer();
        dropped.items.add(new File(["Book Id,Title,Author\\n1,Dune,Frank Herbert\\n"], name, { type: "text/csv" }));
        const told = { dataTransfer: dropped, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new DragEvent("drop", told));
    }"""
    page.evaluate(drop, "first.csv")
    expect(page.get_by_text("Sending first.csv")).to_be_visible()
    page.evaluate(drop, "second.csv")
    expect(page.get_by_label("Choose your export")).to_be_disabled()

    for route in held:
        route.abort()
    expect(page.get_by_role("alert")).to_contain_text("Fanfolio cannot be reached")
    assert len(held) == 1


def test_a_browser_without_room_for_the_owner_token_imports_all_the_same(reader: Reader) -> None:
    reader.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    reader.open("/")
    reader.choose("three.csv", goodreads_export(3))

    reader.wait_for_library()
    reader.look_at("Share")
    expect(reader.page.get_by_role("button", name="Delete everything")).to_have_count(0)


def test_a_404_that_is_not_the_services_costs_nobody_their_library(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.choose("three.csv", goodreads_export(3))
    path = reader.wait_for_library()

    page.route("**/v1/jobs/*", lambda route: route.fulfill(status=404, body="<h1>No such host</h1>"))
    reader.open(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("No library here")

    page.unroute("**/v1/jobs/*")
    reader.open(path + "?view=share")
    expect(page.get_by_role("button", name="Delete everything")).to_be_visible()
