/** The reader's stars, and how they differ from everybody's. */
import { UNKNOWN } from "../model/filters";
import type { Crowd, Ratings } from "../model/shapes";
import { count, counted, fine, signed, starNumber, stars } from "../model/words";
import { type ChartModel, largest, leftOut, type LinkTo } from "./model";

export function starsChart(ratings: Ratings, link: LinkTo): ChartModel {
  const best = largest(ratings.histogram, (row) => row.books);
  const unrated = ratings.unrated_read;
  const href = (value: number) => link({ rating: String(value) });
  return {
    title: "My ratings",
    sentence:
      best && ratings.mean !== null
        ? `${fine(ratings.mean)} stars on average over ${counted(ratings.rated, "rated book")}; most often ${stars(best.stars)}.`
        : "No book here has a rating of yours.",
    drawing: {
      kind: "columns",
      axis: "Stars",
      sizes: "Books",
      places: ratings.histogram.map((row) => String(row.stars)),
      nameOf: (place) => starNumber(Number(place)),
      marks: ratings.histogram.map((row) => ({
        at: String(row.stars),
        size: row.books,
        label: `${stars(row.stars)}: ${counted(row.books, "book")}`,
        href: href(row.stars),
      })),
    },
    columns: ["Stars", "Books"],
    rows: ratings.histogram.map((row) => ({ cells: [stars(row.stars), count(row.books)], href: href(row.stars) })),
    leftOut: leftOut([
      unrated,
      `${counted(unrated, "finished book")} without a rating`,
      link({ rating: UNKNOWN, status: "read" }),
    ]),
  };
}

export function crowdChart(crowd: Crowd, link: LinkTo): ChartModel {
  const href = (value: number) => link({ crowd: String(value) });
  const name = (value: number) => (value === 0 ? "like everybody" : `${signed(value)} stars`);
  return {
    title: "Mine and everybody’s",
    sentence:
      crowd.mean_mine !== null && crowd.mean_average !== null
        ? `On average ${fine(crowd.mean_mine)} stars where other readers give ${fine(crowd.mean_average)}: ${counted(crowd.higher, "book")} above their average, ${count(crowd.lower)} below, ${count(crowd.equal)} at it.`
        : "No book here has both your rating and an average.",
    drawing: {
      kind: "columns",
      axis: "My stars minus the average",
      sizes: "Books",
      places: crowd.histogram.map((row) => String(row.difference)),
      nameOf: (place) => signed(Number(place)),
      ticks: crowd.histogram.map((row) => String(row.difference)).filter((place) => Number.isInteger(Number(place))),
      marks: crowd.histogram.map((row) => ({
        at: String(row.difference),
        size: row.books,
        tone: toneOf(row.difference),
        label: `${name(row.difference)}: ${counted(row.books, "book")}`,
        href: href(row.difference),
      })),
    },
    columns: ["My stars minus the average, to the nearest half", "Books"],
    rows: crowd.histogram.map((row) => ({ cells: [signed(row.difference), count(row.books)], href: href(row.difference) })),
    leftOut: leftOut([
      crowd.without_crowd,
      `${counted(crowd.without_crowd, "rated book")} without an average of at least ten readers`,
      link({ crowd: UNKNOWN }),
    ]),
  };
}

function toneOf(difference: number): string {
  if (difference === 0) return "--series-7";
  return difference > 0 ? "--series-1" : "--series-2";
}
