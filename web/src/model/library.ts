/** A library's books with what statistics and filters keep asking of them, worked out once a document. */
import { parseDay } from "./days";
import genreParents from "./genreParents.json";
import { folded, nameKey } from "./names";
import type { BookEntry, Dashboard } from "./shapes";
import { eraOf } from "./statistics/eras";

export type ParentsOf = (genre: string) => readonly string[];

/** A book and what is derived from it. */
export interface Entry {
  readonly book: BookEntry;
  /** Year and month of finishing, of read books only: a day on a shelf of books given up does not count. */
  readonly year: number | null;
  readonly month: number | null;
  /** What all spellings of its first author share. */
  readonly author: string | null;
  /** Its genres and all their parents. */
  readonly genres: readonly string[];
  readonly decade: number | null;
}

export interface Library {
  readonly entries: readonly Entry[];
  readonly byNumber: ReadonlyMap<number, Entry>;
  /** The year in which each author was read for the first dated time. */
  readonly met: ReadonlyMap<string, number>;
  /** What each book can be found by; the same order as `entries`. */
  readonly haystacks: () => readonly string[];
}

const parents: Readonly<Record<string, readonly string[]>> = genreParents;

/** A genre's parents by the rules that this page was built with; a genre they do not know has none. */
export const knownParents: ParentsOf = (genre) => parents[genre] ?? [];

/** The library of a document. */
export function libraryOf(dashboard: Pick<Dashboard, "books">, parentsOf: ParentsOf = knownParents): Library {
  const allGenres = impliedGenres(parentsOf);
  const entries = dashboard.books.map((book) => entryOf(book, allGenres));
  let haystacks: readonly string[] | undefined;
  return {
    entries,
    byNumber: new Map(entries.map((entry) => [entry.book.number, entry])),
    met: firstYears(entries),
    haystacks: () => (haystacks ??= entries.map((entry) => haystackOf(entry.book))),
  };
}

function entryOf(book: BookEntry, allGenres: (genres: readonly string[]) => readonly string[]): Entry {
  const day = book.read && book.date_read !== null ? parseDay(book.date_read) : null;
  const first = book.authors[0];
  return {
    book,
    year: day?.year ?? null,
    month: day?.month ?? null,
    author: first === undefined ? null : nameKey(first),
    genres: allGenres(book.genres),
    decade: book.first_year === null ? null : eraOf(book.first_year, 10)[0],
  };
}

/** Adds the parents that a book's genres imply, remembering each combination. */
function impliedGenres(parentsOf: ParentsOf): (genres: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (genres) => {
    const key = genres.join("\n");
    let all = known.get(key);
    if (all === undefined) known.set(key, (all = withAncestors(genres, parentsOf)));
    return all;
  };
}

function withAncestors(genres: readonly string[], parentsOf: ParentsOf): readonly string[] {
  const found = new Set<string>();
  const waiting = [...genres];
  for (let genre = waiting.pop(); genre !== undefined; genre = waiting.pop()) {
    if (found.has(genre)) continue;
    found.add(genre);
    waiting.push(...parentsOf(genre));
  }
  return [...found].sort();
}

function firstYears(entries: readonly Entry[]): Map<string, number> {
  const met = new Map<string, number>();
  for (const { author, year } of entries) {
    if (author === null || year === null) continue;
    met.set(author, Math.min(year, met.get(author) ?? year));
  }
  return met;
}

function haystackOf(book: BookEntry): string {
  return folded([book.title, ...book.authors, book.series?.name ?? ""].join("\n"));
}
