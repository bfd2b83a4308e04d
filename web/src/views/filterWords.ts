/** What a filter's value is called. */
import { formatName } from "../charts/works";
import { monthName } from "../model/days";
import { DATED, type FilterName, UNKNOWN } from "../model/filters";
import { signed, starNumber } from "../model/words";

const SPECIAL_TEXTS: Readonly<Record<string, string>> = { [UNKNOWN]: "Unknown", [DATED]: "Day known" };

const UNKNOWN_TEXTS: Partial<Record<FilterName, string>> = {
  year: "Day unknown",
  genre: "No genre",
  shelf: "On no shelf of my own",
  rating: "Not rated",
  author: "Author unknown",
  era: "First year unknown",
  pages: "Pages unknown",
  crowd: "Nothing to compare with",
  format: "Format unknown",
  found: "Not found in a catalogue",
};

const CHIP_TEXTS: Partial<Record<FilterName, (value: string) => string>> = {
  q: (value) => `“${value}”`,
  year: (value) => SPECIAL_TEXTS[value] ?? value,
  month: (value) => monthName(Number(value)) || value,
  shelf: (value) => `Shelf ${value}`,
  rating: (value) => (Number(value) > 0 ? `${starNumber(Number(value))} stars` : value),
  authors: (value) => (value === "new" ? "Author new that year" : "Author met before"),
  status: (value) => (value === "read" ? "Finished" : "Not finished"),
  era: (value) => `First published ${value.replace("..", " to ")}`,
  pages: (value) => `${value.replace(/\.\.$/, " or more").replace("..", " to ")} pages`,
  crowd: (value) => `${signed(Number(value))} stars against the average`,
  format: formatName,
  fiction: (value) => (value === "yes" ? "Fiction" : "Nonfiction"),
  found: (value) => ({ matched: "In a catalogue", unmatched: "In no catalogue", unavailable: "Not looked up" })[value] ?? value,
};

/** A filter that is set, in the fewest words. */
export function chipText(name: FilterName, value: string): string {
  if (value === UNKNOWN) return UNKNOWN_TEXTS[name] ?? "Unknown";
  return CHIP_TEXTS[name]?.(value) ?? value;
}

/** A choice that came by a link and is none of those offered. */
export function strangeChoice(value: string): string {
  return SPECIAL_TEXTS[value] ?? value;
}
