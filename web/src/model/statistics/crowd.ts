/** The reader's stars against everybody's. */
import type { BookEntry, Crowd } from "../shapes";
import { type Circles, range } from "./circles";
import { Counter, highest, lowest, mean, round2 } from "./tally";

/** A catalogue's average of three ratings says nothing about the crowd. */
const CROWD_AT_LEAST = 10;
const BIN_STARS = 0.5;

export function compareWithCrowd({ all }: Circles): Crowd {
  const rated = all.filter((entry) => entry.book.my_rating !== null);
  const compared = rated.flatMap(({ book }) => {
    const value = differenceOf(book);
    return value === null ? [] : [{ book, number: book.number, value }];
  });
  const values = compared.map((each) => each.value);
  const ranked = compared.map(({ number, value }) => ({ number, value }));
  return {
    compared: compared.length,
    without_crowd: rated.length - compared.length,
    mean_mine: mean(compared.map(({ book }) => book.my_rating ?? 0)),
    mean_average: mean(compared.map(({ book }) => book.average_rating ?? 0)),
    mean_difference: mean(values),
    higher: values.filter((value) => value > 0).length,
    equal: values.filter((value) => value === 0).length,
    lower: values.filter((value) => value < 0).length,
    histogram: histogram(values),
    above: highest(ranked).filter(({ value }) => value > 0),
    below: lowest(ranked).filter(({ value }) => value < 0),
  };
}

/** The reader's rating minus the average; null where one is unknown or the crowd is too small. */
export function differenceOf(book: BookEntry): number | null {
  if (book.my_rating === null || book.average_rating === null) return null;
  const isCrowd = book.average_from === "export" || (book.average_crowd ?? 0) >= CROWD_AT_LEAST;
  return isCrowd ? round2(book.my_rating - book.average_rating) : null;
}

/** The half star that a difference lies nearest to. */
export function differenceBin(difference: number): number {
  return Math.floor(difference / BIN_STARS + 0.5) * BIN_STARS;
}

function histogram(values: readonly number[]): Crowd["histogram"] {
  const bins = new Counter<number>();
  for (const value of values) bins.count(Math.round(differenceBin(value) / BIN_STARS));
  if (bins.size === 0) return [];
  return range(Math.min(...bins.keys()), Math.max(...bins.keys())).map((bin) => ({
    difference: bin * BIN_STARS,
    books: bins.of(bin),
  }));
}
