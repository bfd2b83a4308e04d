/** A book's genres and why it has them; or why it has none. */
import { searchOf } from "../model/filters";
import type { BookEntry, Evidence } from "../model/shapes";
import { catalogueName, listed } from "../model/words";
import type { Look } from "./LibraryPage";

export function GenreEvidence({ look, book }: { look: Look; book: BookEntry }) {
  return (
    <section class="genres" aria-labelledby="book-genres">
      <h3 id="book-genres">Genres</h3>
      {book.genres.length > 0 && (
        <dl>
          {book.genres.map((genre) => (
            <div key={genre}>
              <dt>
                <a href={look.path + searchOf({ genre }, { view: "books" })}>{genre}</a>
              </dt>
              <dd>{reasonsFor(book.evidence.filter((piece) => piece.genre === genre))}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="quiet">{lookedUp(book)}</p>
    </section>
  );
}

function reasonsFor(evidence: readonly Evidence[]): string {
  if (evidence.length === 0) return "follows from the others";
  const quoted = (isShelf: boolean) =>
    evidence.filter(({ kind }) => (kind === "shelf") === isShelf).map(({ term }) => `“${term}”`);
  const [headings, shelves] = [quoted(false), quoted(true)];
  return listed([
    ...(headings.length > 0 ? [`the catalogue’s ${headings.length > 1 ? "headings" : "heading"} ${listed(headings)}`] : []),
    ...(shelves.length > 0 ? [`your ${shelves.length > 1 ? "shelves" : "shelf"} ${listed(shelves)}`] : []),
  ]);
}

const MATCHES: Readonly<Record<string, string>> = {
  isbn: "its ISBN",
  "goodreads-id": "its Goodreads number",
  "title-author": "title and author",
};

const REASONS: Readonly<Record<string, string>> = {
  "deadline-passed": "the time for looking books up was over",
  "quota-spent": "the catalogue’s allowance for the day was used up",
  "out-of-time": "the catalogue took too long",
  "worker-gave-up": "looking it up failed several times",
};

function lookedUp(book: BookEntry): string {
  const link = book.catalogue;
  if (link) {
    const by = MATCHES[link.matched_by] ?? "its data";
    return `Found in ${catalogueName(link.source)} by ${by}, as “${link.title}”.`;
  }
  if (book.outcome === "unmatched") return "No catalogue that was asked knows this book.";
  return `It could not be looked up: ${REASONS[book.reason ?? ""] ?? "no catalogue answered"}.`;
}
