/** The circles of books that statistics speak of: all, read, and read on a known day. */
import type { Entry } from "../library";

export interface Circles {
  readonly all: readonly Entry[];
  readonly read: readonly Entry[];
  readonly dated: readonly Entry[];
  readonly undated: readonly Entry[];
  /** Every year from the first to the last with a dated book, none left out. */
  readonly years: readonly number[];
}

export function circlesOf(all: readonly Entry[]): Circles {
  const read = all.filter((entry) => entry.book.read);
  const dated = read.filter((entry) => entry.year !== null);
  return { all, read, dated, undated: read.filter((entry) => entry.year === null), years: yearsOf(dated) };
}

function yearsOf(dated: readonly Entry[]): number[] {
  let first = Infinity;
  let last = -Infinity;
  for (const { year } of dated) {
    if (year === null) continue;
    first = Math.min(first, year);
    last = Math.max(last, year);
  }
  return range(first, last);
}

/** Whole numbers from `first` to `last`, both included; none when there is no first. */
export function range(first: number, last: number): number[] {
  return first > last ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
