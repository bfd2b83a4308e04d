/** How many finished books are known from the export alone, because no catalogue has told anything about them. */
import type { Entry } from "./library";

export interface Untold {
  readonly unmatched: number;
  readonly unavailable: number;
}

export function untoldOf(entries: readonly Entry[]): Untold {
  const finished = (outcome: string) =>
    entries.filter(({ book }) => book.read && book.outcome === outcome).length;
  return { unmatched: finished("unmatched"), unavailable: finished("unavailable") };
}
