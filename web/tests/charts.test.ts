import { describe, expect, it } from "vitest";
import { genresChart, genresOverTimeChart } from "../src/charts/genres";
import { type ChartModel, linksFrom, RETRY } from "../src/charts/model";
import { authorsChart, newAuthorsChart } from "../src/charts/people";
import { crowdChart, starsChart } from "../src/charts/ratings";
import { calendarChart, monthsChart, yearsChart } from "../src/charts/time";
import { erasChart, formatsChart, lengthsChart } from "../src/charts/works";
import { chosenOf, filtersOf } from "../src/model/filters";
import { libraryOf } from "../src/model/library";
import { untoldOf } from "../src/model/outcomes";
import type { Dashboard, Statistics } from "../src/model/shapes";
import { statisticsOf } from "../src/model/statistics";
import twelveBooks from "./twelveBooks.json";

const dashboard = twelveBooks as unknown as Dashboard;
const library = libraryOf(dashboard, (genre) => (genre === "Space Opera" ? ["Science Fiction"] : []));
const link = linksFrom("/jobs/1", {});
const NOBODY = { unmatched: 0, unavailable: 0 };

function chartsOf(statistics: Statistics): ChartModel[] {
  return [
    yearsChart(statistics.by_time, "books", link),
    yearsChart(statistics.by_time, "pages", link),
    monthsChart(statistics.by_time, "books", link),
    calendarChart(statistics.by_time, link),
    genresChart(statistics.genres, statistics.totals.read, NOBODY, link),
    genresOverTimeChart(statistics.genres_over_time, NOBODY, link),
    starsChart(statistics.ratings, link),
    crowdChart(statistics.crowd, link),
    erasChart(statistics.eras, NOBODY, link),
    lengthsChart(statistics.lengths, link),
    formatsChart(statistics.formats, link),
    authorsChart(statistics.authors, link),
    newAuthorsChart(statistics.authors, link),
  ];
}

describe.each(chartsOf(statisticsOf(library.entries, library.met)).map((chart): [string, ChartModel] => [chart.title, chart]))(
  "the chart “%s”",
  (_, { drawing, sentence, rows, columns, leftOut }) => {
    it("says what it shows, and has the same as a table", () => {
      expect(sentence).toMatch(/\.$/);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.cells).toHaveLength(columns.length);
    });

    it("stands every mark at a place of its axis", () => {
      for (const mark of drawing.marks) expect(drawing.places).toContain(mark.at);
    });

    it("leads from every mark to books, as many as the mark says where it counts books", () => {
      for (const mark of drawing.marks.filter(({ size }) => size > 0)) {
        const chosen = chosenOf(library, filtersOf(new URL(mark.href, "https://page.test").searchParams));
        if (/: [\d,]+ books?$/.test(mark.label)) expect([mark.label, chosen.length]).toEqual([mark.label, mark.size]);
        else expect(chosen.length).toBeGreaterThan(0);
      }
    });

    it("leads to all the books that it leaves out", () => {
      for (const { text, href } of leftOut.filter((each) => / books? /.test(each.text))) {
        const chosen = chosenOf(library, filtersOf(new URL(href, "https://page.test").searchParams));
        expect([text, chosen.length]).toEqual([text, Number(/^\d+/.exec(text)?.[0])]);
      }
    });
  },
);

describe("charts of no books at all", () => {
  it.each(chartsOf(statisticsOf([], library.met)).map((chart): [string, ChartModel] => [chart.title, chart]))(
    "say so in words: %s",
    (_, { sentence }) => {
      expect(sentence).toMatch(/^No .*\.$|tells no formats\.$/);
    },
  );
});

describe("eras", () => {
  const decade = (first: number, books: number) => ({
    first,
    last: first + 9,
    books,
    pages: 0,
    without_pages: 0,
    rated: 0,
    mean_rating: null,
  });
  const eras = (...decades: ReturnType<typeof decade>[]): Statistics["eras"] => ({
    known: 1,
    without_first_year: 0,
    median_year: 1950,
    decades,
    centuries: [],
    oldest: [],
    newest: [],
  });
  const places = (...decades: ReturnType<typeof decade>[]) => erasChart(eras(...decades), NOBODY, link).drawing.places;

  it("leave no decade out in between", () => {
    expect(places(decade(1950, 1), decade(1980, 2))).toEqual(["1950s", "1960s", "1970s", "1980s"]);
  });

  it("gather what is much older in one column, which leads to just these books", () => {
    const chart = erasChart(eras(decade(-749, 1), decade(1810, 2), decade(2020, 3)), NOBODY, link);
    expect(chart.drawing.places).toHaveLength(14);
    expect(chart.drawing.marks[0]).toMatchObject({ at: "before 1900", size: 3 });
    expect(filtersOf(new URL(chart.drawing.marks[0]?.href ?? "", "https://page.test").searchParams)["era"]).toBe("..1899");
  });

  it("of ancient books alone are told by the decades that have some", () => {
    expect(places(decade(-759, 1), decade(-449, 1))).toEqual(["750s BCE", "440s BCE"]);
  });
});

describe("books of which no catalogue has told anything", () => {
  it("are counted among the finished ones", () => {
    expect(untoldOf(library.entries)).toEqual({ unmatched: 1, unavailable: 1 });
  });

  it("stand beside what they affect, with a way to try again only where that helps", () => {
    const untold = (unmatched: number, unavailable: number) =>
      genresChart(dashboard.statistics.genres, 9, { unmatched, unavailable }, link).untold?.map(({ text, href }) => [
        text,
        href === RETRY,
      ]);
    expect(untold(2, 0)).toEqual([["2 finished books in no catalogue", false]]);
    expect(untold(0, 1)).toEqual([
      ["1 finished book not looked up", false],
      ["try these again", true],
    ]);
  });
});
