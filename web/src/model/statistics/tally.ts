/** The one way in which statistics count a group of read books, and the arithmetic they share. */
import type { BookEntry, RankedBook, Tally } from "../shapes";

const RANKED_BOOKS = 10;
export const LISTED_NAMES = 100;

/** A tally in the making. */
export class Running {
  books = 0;
  pages = 0;
  withoutPages = 0;
  rated = 0;
  stars = 0;

  add(book: BookEntry): void {
    this.books += 1;
    if (book.pages === null) this.withoutPages += 1;
    else this.pages += book.pages;
    if (book.my_rating !== null) {
      this.rated += 1;
      this.stars += book.my_rating;
    }
  }

  tally(): Tally {
    return {
      books: this.books,
      pages: this.pages,
      without_pages: this.withoutPages,
      rated: this.rated,
      mean_rating: ratio(this.stars, this.rated),
    };
  }
}

/** The tally of these books. */
export function tallyOf(books: Iterable<BookEntry>): Tally {
  const running = new Running();
  for (const book of books) running.add(book);
  return running.tally();
}

/** Running tallies by key, made when first asked for. */
export class Groups<Key> extends Map<Key, Running> {
  add(key: Key, book: BookEntry): void {
    let running = this.get(key);
    if (running === undefined) this.set(key, (running = new Running()));
    running.add(book);
  }

  tally(key: Key): Tally {
    return (this.get(key) ?? new Running()).tally();
  }
}

/** Counts by key. */
export class Counter<Key> extends Map<Key, number> {
  count(key: Key, times = 1): void {
    this.set(key, (this.get(key) ?? 0) + times);
  }

  of(key: Key): number {
    return this.get(key) ?? 0;
  }
}

/** `total / count` to two decimals; null of nothing. */
export function ratio(total: number, count: number): number | null {
  return count === 0 ? null : round2(total / count);
}

/** The mean to two decimals; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return ratio(exactSum(values), values.length);
}

/** Two decimals, an exact half to the even neighbour: as the document is rounded. */
export function round2(value: number): number {
  const eighths = value * 8;
  if (!Number.isInteger(eighths) || eighths % 2 === 0) return Number(value.toFixed(2));
  const below = Math.floor(value * 100);
  return (below % 2 === 0 ? below : below + 1) / 100;
}

/** A sum that does not depend on the order (Neumaier's): averages have decimals that no float holds exactly. */
function exactSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The middle value, or the mean of the middle two; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0;
  const upper = sorted[sorted.length >> 1] ?? 0;
  return (lower + upper) / 2;
}

/** The ten books of highest value, a tie going to the smaller number. */
export function highest(ranked: readonly RankedBook[]): RankedBook[] {
  return top(ranked, (one, other) => other.value - one.value || one.number - other.number);
}

/** The ten books of lowest value, a tie going to the smaller number. */
export function lowest(ranked: readonly RankedBook[]): RankedBook[] {
  return top(ranked, (one, other) => one.value - other.value || one.number - other.number);
}

/** The first ten in `order`, without sorting the many that have no chance. */
export function top<Item>(items: readonly Item[], order: (one: Item, other: Item) => number): Item[] {
  const best: Item[] = [];
  for (const item of items) {
    const last = best.at(-1);
    if (best.length === RANKED_BOOKS && last !== undefined && order(item, last) >= 0) continue;
    const at = best.findIndex((each) => order(item, each) < 0);
    best.splice(at === -1 ? best.length : at, 0, item);
    if (best.length > RANKED_BOOKS) best.pop();
  }
  return best;
}
