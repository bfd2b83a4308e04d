/** The orders that a list of books can have. */
import type { Entry } from "./library";

interface Order {
  readonly title: string;
  /** What is compared; null is unknown and comes last, whichever way the order runs. */
  readonly key: (entry: Entry) => string | number | null;
  /** Whether the first press shows the highest first. */
  readonly startsDown: boolean;
}

const RULES = {
  title: { title: "Title", key: ({ book }) => withoutArticle(book.title), startsDown: false },
  author: { title: "Author", key: ({ book }) => lastName(book.authors[0]), startsDown: false },
  day: { title: "Finished", key: ({ book }) => dayNumber(book.date_read), startsDown: true },
  mine: { title: "Mine", key: ({ book }) => book.my_rating, startsDown: true },
  average: { title: "Average", key: ({ book }) => book.average_rating, startsDown: true },
  pages: { title: "Pages", key: ({ book }) => book.pages, startsDown: true },
  first: { title: "First out", key: ({ book }) => book.first_year, startsDown: true },
  genre: { title: "Genres", key: ({ book }) => book.genres[0] ?? null, startsDown: false },
} as const satisfies Record<string, Order>;

export type OrderName = keyof typeof RULES;

export const ORDERS = (Object.keys(RULES) as OrderName[]).map((name) => ({ name, ...RULES[name] }));

/** The order of an address: `-day` runs down. The latest finished come first unless it says otherwise. */
export function orderOf(text: string | null): { name: OrderName; down: boolean } {
  const [, minus = "", name = ""] = /^(-?)(\w+)$/.exec(text ?? "") ?? [];
  return name in RULES ? { name: name as OrderName, down: minus === "-" } : { name: "day", down: true };
}

const words = new Intl.Collator("en", { sensitivity: "base", numeric: true });

/** The entries in that order; equals stay in the document's. */
export function sorted(entries: readonly Entry[], name: OrderName, down: boolean): Entry[] {
  const { key }: Order = RULES[name];
  const keyed = entries.map((entry) => ({ entry, key: key(entry) }));
  const sign = down ? -1 : 1;
  keyed.sort((one, other) => {
    if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null);
    return sign * compare(one.key, other.key);
  });
  return keyed.map(({ entry }) => entry);
}

/** The chosen of the entries, in the entries' order: one pass, where sorting them anew at each letter typed takes long. */
export function inOrder(ordered: readonly Entry[], chosen: readonly Entry[]): readonly Entry[] {
  if (chosen.length === ordered.length) return ordered;
  const wanted = new Set(chosen);
  return ordered.filter((entry) => wanted.has(entry));
}

function compare(one: string | number, other: string | number): number {
  return typeof one === "number" && typeof other === "number" ? one - other : words.compare(String(one), String(other));
}

/** 20240305 for `2024-03-05`: days are compared often, and numbers fast. */
function dayNumber(text: string | null): number | null {
  return text === null ? null : Number(text.replaceAll("-", ""));
}

function withoutArticle(title: string): string {
  return title.replace(/^(the|an?)\s+(?=\S)/i, "");
}

function lastName(author: string | undefined): string | null {
  if (author === undefined) return null;
  const names = author.split(/\s+/);
  return `${names.at(-1)} ${author}`;
}
