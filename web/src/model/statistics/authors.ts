/** Whom the reader reads, and whom they met when. */
import type { Authors } from "../shapes";
import type { Circles } from "./circles";
import { Groups, LISTED_NAMES } from "./tally";

/** `met` is when each author of the whole library was read first: a filter does not make an old acquaintance new. */
export function countAuthors({ read, years }: Circles, met: ReadonlyMap<string, number>): Authors {
  const groups = new Groups<string>();
  const spelling = new Map<string, string>();
  const readIn = new Map<number, Set<string>>(years.map((year) => [year, new Set()]));
  let withoutAuthor = 0;
  for (const { book, author, year } of read) {
    if (author === null) {
      withoutAuthor += 1;
      continue;
    }
    groups.add(author, book);
    if (!spelling.has(author)) spelling.set(author, book.authors[0] ?? "");
    if (year !== null) readIn.get(year)?.add(author);
  }
  const dated = new Set([...readIn.values()].flatMap((authors) => [...authors]));
  return {
    distinct: groups.size,
    without_author: withoutAuthor,
    undated_only: groups.size - dated.size,
    top: [...groups]
      .sort(([, one], [, other]) => other.books - one.books)
      .slice(0, LISTED_NAMES)
      .map(([author, running]) => ({ ...running.tally(), author: spelling.get(author) ?? author })),
    by_year: [...readIn].map(([year, authors]) => ({
      year,
      authors: authors.size,
      new: [...authors].filter((author) => met.get(author) === year).length,
    })),
  };
}
