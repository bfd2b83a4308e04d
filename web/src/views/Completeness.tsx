/** What is missing from the figures, counted; rows of the file that did not become books, by line. */
import { searchOf, UNKNOWN, type Filters } from "../model/filters";
import { count, counted } from "../model/words";
import type { Look } from "./LibraryPage";

interface Missing {
  readonly books: number;
  readonly text: string;
  readonly filters?: Filters;
}

export function Completeness({ look }: { look: Look }) {
  const { coverage, complaints } = look.dashboard;
  const missing = missingOf(look).filter(({ books }) => books > 0);
  const share = coverage.total - coverage.unmatched - coverage.unavailable;
  return (
    <details class="completeness">
      <summary>
        {count(share)} of {counted(coverage.total, "book")} found in a catalogue
        {coverage.undated > 0 && `, ${count(coverage.undated)} finished without a day`}
        {coverage.complaints > 0 && `, ${counted(coverage.complaints, "row")} not readable`}
      </summary>
      <ul>
        {missing.map(({ books, text, filters }) => (
          <li key={text}>
            {filters ? (
              <a href={look.path + searchOf(filters, { view: "books" })}>{counted(books, "book")}</a>
            ) : (
              counted(books, "book")
            )}{" "}
            {text}
          </li>
        ))}
      </ul>
      {coverage.notes.length > 0 && (
        <>
          <h3>Cells that could not be used</h3>
          <ul>
            {coverage.notes.map(({ kind, cells, meaning }) => (
              <li key={kind}>
                <strong>{counted(cells, "cell")}</strong>: {meaning}
              </li>
            ))}
          </ul>
        </>
      )}
      {coverage.complaints > 0 && (
        <>
          <h3>Rows that are no books</h3>
          <ul>
            {complaints.map(({ line, column, advice }, index) => (
              <li key={index}>
                <strong>Line {line}</strong>
                {column ? `, column “${column}”` : ""}: {advice}
              </li>
            ))}
          </ul>
          {coverage.complaints > complaints.length && (
            <p>and {counted(coverage.complaints - complaints.length, "further row")}.</p>
          )}
        </>
      )}
    </details>
  );
}

function missingOf(look: Look): Missing[] {
  const { coverage, statistics } = look.dashboard;
  return [
    { books: coverage.unmatched, text: "are in no catalogue that was asked", filters: { found: "unmatched" } },
    {
      books: coverage.unavailable,
      text: "could not be looked up: no catalogue answered",
      filters: { found: "unavailable" },
    },
    { books: coverage.undated, text: "are finished on a day unknown", filters: { year: UNKNOWN } },
    {
      books: coverage.unrated,
      text: "are finished and have no rating of yours",
      filters: { rating: UNKNOWN, status: "read" },
    },
    {
      books: coverage.without_genres,
      text: "are finished and have no genre",
      filters: { genre: UNKNOWN, status: "read" },
    },
    {
      books: coverage.without_pages,
      text: "are finished and have no page count",
      filters: { pages: UNKNOWN, status: "read" },
    },
    {
      books: coverage.without_first_year,
      text: "are finished and have no year of first publication",
      filters: { era: UNKNOWN, status: "read" },
    },
    { books: coverage.implausible_days, text: "have a day that cannot be true; it is taken as unknown" },
    { books: coverage.implausible_years, text: "have a year that cannot be true; it is taken as unknown" },
    {
      books: coverage.dated_but_not_read,
      text: "have a day of finishing but stand on a shelf of your own; they do not count as finished",
    },
    {
      books: statistics.totals.on_to_read + statistics.totals.on_currently_reading,
      text: "are being read or still to be read; only genres count them, beside the finished ones",
      filters: { status: "unread" },
    },
  ];
}
