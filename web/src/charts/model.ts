/** What a chart is before it is drawn: a sentence, marks that lead to their books, and the same as a table. */
import { type Filters, searchOf } from "../model/filters";
import type { Untold } from "../model/outcomes";
import { counted } from "../model/words";

/** One mark: where it stands, how large it is, what it is called, which books are behind it. */
export interface Mark {
  readonly at: string;
  readonly size: number;
  readonly label: string;
  readonly href: string;
  /** A custom property of the theme; the first series' colour unless given. */
  readonly tone?: string;
  /** In a grid: the row; in a stack: the series. */
  readonly group?: string;
}

export interface Series {
  readonly name: string;
  readonly tone: string;
}

interface Common {
  readonly marks: readonly Mark[];
  /** Every place on the category axis, those without a mark too. */
  readonly places: readonly string[];
  /** What stands at a place on the axis; the place itself unless given. */
  readonly nameOf?: (place: string) => string;
}

export type Drawing =
  | (Common & { readonly kind: "columns"; readonly sizes: string; readonly axis: string; readonly ticks?: readonly string[] })
  | (Common & { readonly kind: "stack"; readonly sizes: string; readonly axis: string; readonly series: readonly Series[] })
  | (Common & { readonly kind: "bars"; readonly sizes: string })
  | (Common & { readonly kind: "grid"; readonly groups: readonly string[] });

export interface TableRow {
  readonly cells: readonly string[];
  readonly href?: string;
}

/** Books that a chart's figures leave out, and why; with the way to them. */
export interface LeftOut {
  readonly text: string;
  readonly href: string;
}

export interface ChartModel {
  readonly title: string;
  /** The chart in a sentence. */
  readonly sentence: string;
  readonly drawing: Drawing;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly leftOut: readonly LeftOut[];
  /** Books that are in it by what the export says alone, where a catalogue would say more. */
  readonly untold?: readonly LeftOut[];
}

/** Makes the address of the books that some further filters leave. */
export type LinkTo = (more: Filters) => string;

/** Links within a job, on top of the filters that are set already. */
export function linksFrom(path: string, filters: Filters): LinkTo {
  return (more) => path + searchOf({ ...filters, ...more }, { view: "books" });
}

/** The mark and table row of highest size, the first among equals; undefined when there is nothing. */
export function largest<Row>(rows: readonly Row[], size: (row: Row) => number): Row | undefined {
  let best: Row | undefined;
  for (const row of rows) if (size(row) > 0 && (best === undefined || size(row) > size(best))) best = row;
  return best;
}

/** Keeps what is said of books that are left out where there are any. */
export function leftOut(...pairs: readonly (readonly [books: number, text: string, href: string])[]): LeftOut[] {
  return pairs.filter(([books]) => books > 0).map(([, text, href]) => ({ text, href }));
}

/** Where the retry is offered, on every view of a library. */
export const RETRY = "#retry";

/** What is said of books that no catalogue has told anything about; with a way to ask again where that helps. */
export function untoldBooks({ unmatched, unavailable }: Untold, link: LinkTo): LeftOut[] {
  return leftOut(
    [unmatched, `${counted(unmatched, "finished book")} in no catalogue`, link({ found: "unmatched", status: "read" })],
    [unavailable, `${counted(unavailable, "finished book")} not looked up`, link({ found: "unavailable", status: "read" })],
    [unavailable, "try these again", RETRY],
  );
}
