/** How long the read books are. */
import type { Lengths } from "../shapes";
import { type Circles, range } from "./circles";
import { Counter, highest, lowest, mean, median } from "./tally";

const BIN_PAGES = 100;
const LAST_BIN = 10;

export function countLengths({ read }: Circles): Lengths {
  const ranked = read.flatMap(({ book }) => (book.pages === null ? [] : [{ number: book.number, value: book.pages }]));
  const pages = ranked.map(({ value }) => value);
  const bins = new Counter<number>();
  for (const each of pages) bins.count(lengthBin(each));
  return {
    known: pages.length,
    without_pages: read.length - pages.length,
    mean: mean(pages),
    median: median(pages),
    histogram: range(0, LAST_BIN).map((bin) => ({
      first: Math.max(bin * BIN_PAGES, 1),
      last: bin === LAST_BIN ? null : (bin + 1) * BIN_PAGES - 1,
      books: bins.of(bin),
    })),
    longest: highest(ranked),
    shortest: lowest(ranked),
  };
}

function lengthBin(pages: number): number {
  return Math.min(Math.floor(pages / BIN_PAGES), LAST_BIN);
}
