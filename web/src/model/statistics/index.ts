/** The document's statistics over any part of its books: the same rules, so that the whole gives the same figures. */
import type { Entry } from "../library";
import type { Statistics } from "../shapes";
import { countAuthors } from "./authors";
import { countByTime } from "./byTime";
import { circlesOf } from "./circles";
import { compareWithCrowd } from "./crowd";
import { countEras } from "./eras";
import { countFormats } from "./formats";
import { countGenres, countGenresOverTime } from "./genres";
import { countLengths } from "./lengths";
import { countRatings } from "./ratings";
import { countTotals } from "./totals";

/** Count these books; `met` is when each author of the whole library was read first. */
export function statisticsOf(entries: readonly Entry[], met: ReadonlyMap<string, number>): Statistics {
  const circles = circlesOf(entries);
  return {
    totals: countTotals(circles),
    by_time: countByTime(circles),
    ratings: countRatings(circles),
    crowd: compareWithCrowd(circles),
    genres: countGenres(circles),
    genres_over_time: countGenresOverTime(circles),
    eras: countEras(circles),
    lengths: countLengths(circles),
    authors: countAuthors(circles, met),
    formats: countFormats(circles),
  };
}
