/** When the read books first came out: by decade and by century, before and after year 1. */
import type { Eras } from "../shapes";
import type { Circles } from "./circles";
import { Groups, highest, lowest, median } from "./tally";

export function countEras({ read }: Circles): Eras {
  const decades = new Groups<number>();
  const centuries = new Groups<number>();
  const ranked = [];
  for (const { book } of read) {
    if (book.first_year === null) continue;
    ranked.push({ number: book.number, value: book.first_year });
    decades.add(eraOf(book.first_year, 10)[0], book);
    centuries.add(eraOf(book.first_year, 100)[0], book);
  }
  return {
    known: ranked.length,
    without_first_year: read.length - ranked.length,
    median_year: median(ranked.map(({ value }) => value)),
    decades: rowsOf(decades, 10),
    centuries: rowsOf(centuries, 100),
    oldest: lowest(ranked),
    newest: highest(ranked),
  };
}

function rowsOf(eras: Groups<number>, length: number): Eras["decades"] {
  return [...eras.keys()]
    .sort((one, other) => one - other)
    .map((era) => {
      const [first, last] = eraOf(era, length);
      return { ...eras.tally(era), first, last };
    });
}

/**
 * The first and last year of a decade or century as people say it: 1990 to 1999, the 800s BCE are -899 to -800.
 * There is no year 0, so the two eras beside it are a year short: 1 to 9, and -9 to -1.
 */
export function eraOf(year: number, length: number): [first: number, last: number] {
  const start = Math.floor(Math.abs(year) / length) * length;
  const [near, far] = [Math.max(start, 1), start + length - 1];
  return year > 0 ? [near, far] : [-far, -near];
}
