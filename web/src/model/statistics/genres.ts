/** What kinds of books the reader reads, and how the mix changes. */
import type { Genres, GenresOverTime } from "../shapes";
import type { Circles } from "./circles";
import { Counter, Groups, LISTED_NAMES, tallyOf } from "./tally";

export function countGenres({ all, read }: Circles): Genres {
  const inLibrary = new Counter<string>();
  const groups = new Groups<string>();
  for (const { book, genres } of all) {
    for (const genre of genres) {
      inLibrary.count(genre);
      if (book.read) groups.add(genre, book);
    }
  }
  const rows = [...inLibrary].map(([genre, in_library]) => ({ ...groups.tally(genre), genre, in_library }));
  const topics = new Counter<string>();
  const audiences = new Counter<string | null>();
  for (const { book } of read) {
    for (const topic of book.topics) topics.count(topic);
    audiences.count(book.audience);
  }
  const fiction = (is: boolean | null) => read.filter((entry) => entry.book.fiction === is).length;
  return {
    rows: rows.sort(
      (one, other) =>
        other.books - one.books || other.in_library - one.in_library || byName(one.genre, other.genre),
    ),
    without_genre: tallyOf(read.filter((entry) => entry.genres.length === 0).map((entry) => entry.book)),
    fiction: { fiction: fiction(true), nonfiction: fiction(false), unknown: fiction(null) },
    audiences: mostFirst(audiences).map(([audience, books]) => ({ audience, books })),
    topics: mostFirst(topics)
      .slice(0, LISTED_NAMES)
      .map(([topic, books]) => ({ topic, books })),
  };
}

export function countGenresOverTime({ dated, undated, years }: Circles): GenresOverTime {
  const first = years[0] ?? 0;
  const series = new Map<string, number[]>();
  const withoutGenre = years.map(() => 0);
  const count = (counts: number[], at: number) => (counts[at] = (counts[at] ?? 0) + 1);
  for (const { year, genres } of dated) {
    const at = (year ?? first) - first;
    if (genres.length === 0) count(withoutGenre, at);
    for (const genre of genres) {
      let counts = series.get(genre);
      if (counts === undefined) series.set(genre, (counts = years.map(() => 0)));
      count(counts, at);
    }
  }
  const rows = [...series].map(([genre, books]) => ({ genre, books, total: books.reduce((a, b) => a + b, 0) }));
  rows.sort((one, other) => other.total - one.total || byName(one.genre, other.genre));
  return {
    years: [...years],
    rows: rows.map(({ genre, books }) => ({ genre, books })),
    without_genre: withoutGenre,
    undated: undated.length,
  };
}

function mostFirst<Key extends string | null>(counts: ReadonlyMap<Key, number>): [Key, number][] {
  return [...counts].sort(([one, ones], [other, others]) => others - ones || byName(one ?? "", other ?? ""));
}

function byName(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
