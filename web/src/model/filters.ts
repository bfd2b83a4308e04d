/** Which books are looked at: read from the address, written to it, and applied. */
import type { Entry, Library } from "./library";
import { folded, nameKey } from "./names";
import { differenceBin, differenceOf } from "./statistics/crowd";

/** Stands for "not known" in any filter, and is no name: `?year=~` are the read books without a day. */
export const UNKNOWN = "~";

/** Stands for any year at all: `?year=dated` are the read books with a day. */
export const DATED = "dated";

export const FILTER_NAMES = [
  "q",
  "year",
  "month",
  "genre",
  "shelf",
  "rating",
  "author",
  "authors",
  "status",
  "era",
  "pages",
  "crowd",
  "format",
  "fiction",
  "found",
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

/** Each filter's value as it stands in the address; all of them must hold. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

type Test = (entry: Entry) => boolean;

/** The filters of an address; those without a value are left out. */
export function filtersOf(search: URLSearchParams): Filters {
  const filters: Partial<Record<FilterName, string>> = {};
  for (const name of FILTER_NAMES) {
    const value = search.get(name)?.trim();
    if (value) filters[name] = value;
  }
  return filters;
}

/** The address' query with these filters, and `more` beside them; empty values are left out. */
export function searchOf(filters: Filters, more: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const name of FILTER_NAMES) if (filters[name]) search.set(name, filters[name]);
  for (const [name, value] of Object.entries(more)) if (value) search.set(name, value);
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

export function isFiltered(filters: Filters): boolean {
  return FILTER_NAMES.some((name) => filters[name] !== undefined);
}

/** The books that all filters let through, in the document's order. */
export function chosenOf(library: Library, filters: Filters): readonly Entry[] {
  const tests = FILTER_NAMES.flatMap((name) => {
    const value = filters[name];
    return value === undefined || name === "q" ? [] : [testOf(name, value, library)];
  });
  const words = folded(filters.q ?? "").split(/\s+/).filter(Boolean);
  if (tests.length === 0 && words.length === 0) return library.entries;
  const haystacks = words.length > 0 ? library.haystacks() : [];
  return library.entries.filter(
    (entry, index) =>
      tests.every((test) => test(entry)) && words.every((word) => haystacks[index]?.includes(word) ?? false),
  );
}

function testOf(name: Exclude<FilterName, "q">, value: string, library: Library): Test {
  return value === UNKNOWN ? UNKNOWNS[name] : KNOWN[name](value, library);
}

const never: Test = () => false;

const KNOWN: Readonly<Record<Exclude<FilterName, "q">, (value: string, library: Library) => Test>> = {
  year: (value) => (value === DATED ? ({ year }) => year !== null : sameNumber(value, (entry) => entry.year)),
  month: (value) => sameNumber(value, (entry) => entry.month),
  genre: (value) => (entry) => entry.genres.includes(value),
  shelf: (value) => ({ book }) => book.shelf_name === value || book.shelves.includes(value),
  rating: (value) => sameNumber(value, (entry) => entry.book.my_rating),
  author: (value) => {
    const key = nameKey(value);
    return ({ author, book }) => author === key || book.authors.some((name) => nameKey(name) === key);
  },
  authors: (value, { met }) => (value === "new" || value === "known" ? acquaintance(value === "new", met) : never),
  status: (value) => (value === "read" || value === "unread" ? ({ book }) => book.read === (value === "read") : never),
  era: (value) => within(value, (entry) => entry.book.first_year),
  pages: (value) => within(value, (entry) => entry.book.pages),
  crowd: (value) =>
    sameNumber(value, ({ book }) => {
      const difference = differenceOf(book);
      return difference === null ? null : differenceBin(difference);
    }),
  format: (value) => (entry) => entry.book.format === value,
  fiction: (value) => (value === "yes" || value === "no" ? ({ book }) => book.fiction === (value === "yes") : never),
  found: (value) => (entry) => entry.book.outcome === value,
};

const UNKNOWNS: Readonly<Record<Exclude<FilterName, "q">, Test>> = {
  year: ({ book, year }) => book.read && year === null,
  month: ({ book, month }) => book.read && month === null,
  genre: (entry) => entry.genres.length === 0,
  shelf: ({ book }) => book.shelves.length === 0,
  rating: ({ book }) => book.my_rating === null,
  author: (entry) => entry.author === null,
  authors: (entry) => entry.author === null,
  status: never,
  era: ({ book }) => book.first_year === null,
  pages: ({ book }) => book.pages === null,
  crowd: ({ book }) => book.my_rating !== null && differenceOf(book) === null,
  format: ({ book }) => book.format === "unknown",
  fiction: ({ book }) => book.fiction === null,
  found: ({ book }) => book.outcome !== "matched",
};

function sameNumber(value: string, of: (entry: Entry) => number | null): Test {
  const wanted = Number(value);
  return Number.isFinite(wanted) ? (entry) => of(entry) === wanted : never;
}

/** Whether the book's author was met in the very year the book was read. */
function acquaintance(isNew: boolean, met: ReadonlyMap<string, number>): Test {
  return ({ author, year }) => author !== null && year !== null && (met.get(author) === year) === isNew;
}

/** `100..199`, `1000..`, `..99`: a span of whole numbers, either end open. */
function within(value: string, of: (entry: Entry) => number | null): Test {
  const [, from = "", to = ""] = /^(-?\d*)\.\.(-?\d*)$/.exec(value) ?? [];
  if (from === "" && to === "") return never;
  const [least, most] = [from === "" ? -Infinity : Number(from), to === "" ? Infinity : Number(to)];
  return (entry) => {
    const found = of(entry);
    return found !== null && found >= least && found <= most;
  };
}
