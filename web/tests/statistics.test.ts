import { describe, expect, it } from "vitest";
import { libraryOf } from "../src/model/library";
import type { Dashboard } from "../src/model/shapes";
import { statisticsOf } from "../src/model/statistics";
import { median, round2 } from "../src/model/statistics/tally";
import { eraOf } from "../src/model/statistics/eras";
import twelveBooks from "./twelveBooks.json";

const dashboard = twelveBooks as unknown as Dashboard;
const library = libraryOf(dashboard, (genre) => (genre === "Space Opera" ? ["Science Fiction"] : []));

describe("statistics of the whole library", () => {
  const computed = statisticsOf(library.entries, library.met);

  it.each(Object.keys(computed) as (keyof typeof computed)[])("agree with the document's %s", (table) => {
    expect(computed[table]).toEqual(dashboard.statistics[table]);
  });
});

describe("statistics of part of it", () => {
  it("call an author new only in the year the whole library met them", () => {
    const of2024 = library.entries.filter((entry) => entry.year === 2024);
    expect(statisticsOf(of2024, library.met).authors.by_year).toEqual([{ year: 2024, authors: 3, new: 2 }]);
  });

  it("of no books at all are zeros and unknowns, not failures", () => {
    const nothing = statisticsOf([], library.met);
    expect(nothing.totals.books).toBe(0);
    expect(nothing.by_time.months).toEqual([]);
    expect(nothing.ratings.mean).toBeNull();
    expect(nothing.crowd.histogram).toEqual([]);
    expect(nothing.lengths.median).toBeNull();
  });
});

describe("the arithmetic", () => {
  it.each([
    [0.125, 0.12],
    [0.375, 0.38],
    [2.675, 2.67],
    [-0.125, -0.12],
    [3.3125, 3.31],
  ])("rounds %f to %f, as the document does", (value, rounded) => {
    expect(round2(value)).toBe(rounded);
  });

  it.each([
    [1994, 10, [1990, 1999]],
    [5, 10, [1, 9]],
    [-3, 10, [-9, -1]],
    [-750, 100, [-799, -700]],
  ])("puts the year %i into an era of %i years", (year, length, era) => {
    expect(eraOf(year, length)).toEqual(era);
  });

  it("takes the mean of the middle two", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
