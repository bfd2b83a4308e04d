/** The reader's stars: how many of each, and the best loved. */
import type { Entry } from "../library";
import type { BookEntry, Ratings } from "../shapes";
import { type Circles, range } from "./circles";
import { Counter, mean, top } from "./tally";

const QUARTERS_A_STAR = 4;
const MOST_QUARTERS = 5 * QUARTERS_A_STAR;

export function countRatings({ all, read }: Circles): Ratings {
  const rated = all.filter(isRated);
  const ratedRead = rated.filter((entry) => entry.book.read).length;
  const quarters = new Counter<number>();
  for (const { book } of rated) quarters.count(Math.round((book.my_rating ?? 0) * QUARTERS_A_STAR));
  const step = coarsestStep([...quarters.keys()]);
  return {
    rated: rated.length,
    unrated_read: read.length - ratedRead,
    unrated_unread: all.length - read.length - (rated.length - ratedRead),
    mean: mean(rated.map((entry) => entry.book.my_rating ?? 0)),
    step: step / QUARTERS_A_STAR,
    histogram: range(1, MOST_QUARTERS / step).map((steps) => ({
      stars: (steps * step) / QUARTERS_A_STAR,
      books: quarters.of(steps * step),
    })),
    best_loved: bestLoved(rated.map((entry) => entry.book)),
  };
}

function isRated(entry: Entry): boolean {
  return entry.book.my_rating !== null;
}

/** Among equals, books read more often are loved better. */
function bestLoved(books: readonly BookEntry[]): Ratings["best_loved"] {
  const stars = (book: BookEntry) => book.my_rating ?? 0;
  const loved = top(
    books,
    (one, other) =>
      stars(other) - stars(one) || (other.read_count ?? 0) - (one.read_count ?? 0) || one.number - other.number,
  );
  return loved.map((book) => ({ number: book.number, value: stars(book) }));
}

function coarsestStep(quarters: readonly number[]): number {
  return [4, 2].find((step) => quarters.every((each) => each % step === 0)) ?? 1;
}
