import { describe, expect, it } from "vitest";
import { libraryOf } from "../src/model/library";
import { inOrder, ORDERS, sorted } from "../src/model/orders";
import type { Dashboard } from "../src/model/shapes";
import document from "./twelveBooks.json";

const { entries } = libraryOf(document as unknown as Dashboard);
const daysOf = (down: boolean) => sorted(entries, "day", down).map(({ book }) => book.date_read);

describe("the orders of a list", () => {
  it("has the latest day first or last, and days unknown at the end either way", () => {
    const known = daysOf(false).filter((day) => day !== null);
    const unknown = entries.filter(({ book }) => book.date_read === null).map(() => null);

    expect(known.length).toBeGreaterThan(3);
    expect(daysOf(false)).toEqual([...[...known].sort(), ...unknown]);
    expect(daysOf(true)).toEqual([...[...known].sort().reverse(), ...unknown]);
  });

  it.each(ORDERS.flatMap(({ name }) => [[name, true] as const, [name, false] as const]))(
    "is of a part what it would be had the part been sorted: %s, down %s",
    (name, down) => {
      const part = entries.filter((_, index) => index % 3 !== 1);

      expect(inOrder(sorted(entries, name, down), part)).toEqual(sorted(part, name, down));
      expect(inOrder(sorted(entries, name, down), [])).toEqual([]);
    },
  );
});
