/** A year in a few figures, for the card. */
import type { Entry } from "./library";
import { statisticsOf } from "./statistics";
import { count, counted, fine, listed } from "./words";

export interface RecapFigures {
  readonly year: number;
  readonly books: number;
  readonly pages: number;
  readonly pagesUnknown: number;
  readonly authors: number;
  readonly newAuthors: number;
  readonly meanStars: number | null;
  readonly genres: readonly { readonly genre: string; readonly books: number }[];
  readonly months: readonly number[];
  readonly bestLoved: readonly string[];
  readonly longest: string | null;
  /** The whole card as a sentence, for those who do not see it. */
  readonly inWords: string;
}

const MOST_GENRES = 5;
const MOST_LOVED = 3;

/** The card of `year`; null when no book of it is among these. */
export function recapOf(entries: readonly Entry[], met: ReadonlyMap<string, number>, year: number): RecapFigures | null {
  const ofYear = entries.filter((entry) => entry.year === year);
  if (ofYear.length === 0) return null;
  const { totals, authors, ratings, genres, by_time, lengths } = statisticsOf(ofYear, met);
  const titles = new Map(ofYear.map(({ book }) => [book.number, book.title]));
  const longest = lengths.longest[0];
  const figures = {
    year,
    books: totals.read,
    pages: totals.pages,
    pagesUnknown: totals.without_pages,
    authors: totals.authors,
    newAuthors: authors.by_year[0]?.new ?? 0,
    meanStars: ratings.mean,
    genres: genres.rows.slice(0, MOST_GENRES).map((row) => ({ genre: row.genre, books: row.books })),
    months: by_time.calendar_months.map((row) => row.books),
    bestLoved: ratings.best_loved.slice(0, MOST_LOVED).map(({ number }) => titles.get(number) ?? ""),
    longest: longest ? `${titles.get(longest.number) ?? ""}, ${count(longest.value)} pages` : null,
  };
  return { ...figures, inWords: inWords(figures) };
}

function inWords(recap: Omit<RecapFigures, "inWords">): string {
  const parts = [
    `My reading in ${recap.year}: ${counted(recap.books, "book")}, ${counted(recap.pages, "page")}, ${counted(recap.authors, "author")}, ${count(recap.newAuthors)} of them new to me.`,
    recap.meanStars === null ? "" : `${fine(recap.meanStars)} stars on average.`,
    recap.genres.length === 0 ? "" : `Genres: ${listed(recap.genres.map(({ genre, books }) => `${genre} ${count(books)}`))}.`,
    recap.bestLoved.length === 0 ? "" : `Best loved: ${listed(recap.bestLoved)}.`,
  ];
  return parts.filter(Boolean).join(" ");
}
