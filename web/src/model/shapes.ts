/** The dashboard document's shapes under short names; the types themselves are generated. */
import type { components } from "../types/dashboard";

type Schemas = components["schemas"];

export type Dashboard = Schemas["Dashboard"];
export type Coverage = Schemas["Coverage"];
export type BookEntry = Schemas["BookEntry"];
export type Evidence = Schemas["Evidence"];
export type Complaint = Schemas["Complaint"];
export type RankedBook = Schemas["RankedBook"];
export type Tally = Schemas["Tally"];
export type Format = Schemas["Format"];
export type Totals = Schemas["Totals"];
export type ByTime = Schemas["ByTime"];
export type Ratings = Schemas["Ratings"];
export type Crowd = Schemas["Crowd"];
export type Genres = Schemas["Genres"];
export type GenresOverTime = Schemas["GenresOverTime"];
export type Eras = Schemas["Eras"];
export type Lengths = Schemas["Lengths"];
export type Authors = Schemas["Authors"];
export type FormatRow = Schemas["FormatRow"];

/** The tables that the page draws: the same as the document's, so that both can be compared. */
export type Statistics = Omit<Schemas["Statistics"], "series" | "pace" | "shelves">;
