/** Draws the card on a canvas, in the theme's colours, without covers: foreign pictures could not be saved again. */
import { shortMonth } from "../model/days";
import type { RecapFigures } from "../model/recap";
import { count, counted, fine } from "../model/words";
import { SHELF_WIDTH, spines } from "./spineShapes";

export const RECAP_WIDTH = 1080;
export const RECAP_HEIGHT = 1350;

const EDGE = 84;
const INNER = RECAP_WIDTH - 2 * EDGE;
const SERIF = "--serif";
const SANS = "--sans";

interface Ink {
  readonly pen: CanvasRenderingContext2D;
  /** What a custom property of the theme says. */
  readonly theme: (name: string) => string;
}

export function drawRecap(canvas: HTMLCanvasElement, recap: RecapFigures): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const theme = getComputedStyle(canvas);
  const ink: Ink = { pen, theme: (name) => theme.getPropertyValue(name).trim() };
  pen.fillStyle = ink.theme("--paper");
  pen.fillRect(0, 0, RECAP_WIDTH, RECAP_HEIGHT);
  pen.fillStyle = ink.theme("--series-1");
  pen.fillRect(0, 0, RECAP_WIDTH, 16);
  write(ink, "My reading in", EDGE, 140, { size: 40, tone: "--muted" });
  write(ink, String(recap.year), EDGE - 6, 300, { size: 176, font: SERIF });
  drawSpines(ink, 330);
  drawFigures(ink, recap, 410);
  drawMonths(ink, recap.months, 590);
  drawGenres(ink, recap.genres, 890);
  drawBooks(ink, recap, 1146);
  write(ink, "Fanfolio", EDGE, RECAP_HEIGHT - 48, { size: 28, font: SERIF, tone: "--muted" });
}

function drawSpines(ink: Ink, shelf: number): void {
  const right = EDGE + INNER - SHELF_WIDTH;
  for (const { left, width, height, tone } of spines()) {
    ink.pen.fillStyle = ink.theme(`--series-${tone}`);
    ink.pen.fillRect(right + left, shelf - height, width, height);
  }
  ink.pen.fillStyle = ink.theme("--axis");
  ink.pen.fillRect(right, shelf, SHELF_WIDTH, 4);
}

function drawFigures(ink: Ink, recap: RecapFigures, top: number): void {
  const figures = [
    [count(recap.books), recap.books === 1 ? "book" : "books"],
    [count(recap.pages), recap.pagesUnknown > 0 ? `pages, ${recap.pagesUnknown} unknown` : "pages"],
    [count(recap.newAuthors), `of ${counted(recap.authors, "author")} new`],
    [recap.meanStars === null ? "–" : fine(recap.meanStars), "stars on average"],
  ] as const;
  const places = [0, 0.19, 0.47, 0.76];
  figures.forEach(([figure, name], index) => {
    const x = EDGE + (places[index] ?? 0) * INNER;
    write(ink, figure, x, top + 40, { size: 66, font: SERIF });
    write(ink, name, x, top + 86, { size: 25, tone: "--muted" });
  });
}

function drawMonths(ink: Ink, months: readonly number[], top: number): void {
  const most = Math.max(...months, 1);
  const [step, height] = [INNER / months.length, 150];
  months.forEach((books, index) => {
    const x = EDGE + index * step;
    const tall = (books / most) * height;
    ink.pen.fillStyle = ink.theme("--series-1");
    ink.pen.fillRect(x, top + height - tall, step - 14, tall);
    write(ink, shortMonth(index + 1).slice(0, 1), x + (step - 14) / 2, top + height + 36, {
      size: 24,
      tone: "--muted",
      align: "center",
    });
  });
  ink.pen.fillStyle = ink.theme("--axis");
  ink.pen.fillRect(EDGE, top + height, INNER - 14, 2);
}

function drawGenres(ink: Ink, genres: RecapFigures["genres"], top: number): void {
  const most = Math.max(...genres.map(({ books }) => books), 1);
  genres.forEach(({ genre, books }, index) => {
    const y = top + index * 50;
    ink.pen.fillStyle = ink.theme(`--series-${index + 1}`);
    ink.pen.fillRect(EDGE + 330, y - 24, Math.max(6, (books / most) * (INNER - 430)), 30);
    write(ink, genre, EDGE, y, { size: 28, most: 310 });
    write(ink, count(books), EDGE + 350 + (books / most) * (INNER - 430), y, { size: 26, tone: "--muted" });
  });
}

const BOOK = { size: 30, font: SERIF, most: INNER - 170 };

function drawBooks(ink: Ink, recap: RecapFigures, top: number): void {
  const lines = [
    ...(recap.bestLoved.length > 0 ? [["Best loved", asManyAsFit(ink, recap.bestLoved, BOOK)]] : []),
    ...(recap.longest ? [["Longest", recap.longest]] : []),
  ] as const;
  lines.forEach(([name = "", text = ""], index) => {
    const y = top + 20 + index * 56;
    write(ink, name, EDGE, y, { size: 26, tone: "--muted" });
    write(ink, text, EDGE + 170, y, BOOK);
  });
}

/** Whole titles in one line, the first at any rate. */
function asManyAsFit({ pen, theme }: Ink, titles: readonly string[], how: Lettering & { readonly most: number }): string {
  pen.font = fontOf(how, theme);
  const lines = titles.map((_, index) => titles.slice(0, index + 1).join(" · "));
  return lines.findLast((line) => pen.measureText(line).width <= how.most) ?? lines[0] ?? "";
}

interface Lettering {
  readonly size: number;
  readonly font?: string;
  readonly tone?: string;
  readonly align?: CanvasTextAlign;
  /** The width that there is; longer texts end in an ellipsis. */
  readonly most?: number;
}

function fontOf(how: Lettering, theme: Ink["theme"]): string {
  return `${how.size}px ${theme(how.font ?? SANS)}`;
}

function write({ pen, theme }: Ink, text: string, x: number, y: number, how: Lettering): void {
  pen.font = fontOf(how, theme);
  pen.fillStyle = theme(how.tone ?? "--ink");
  pen.textAlign = how.align ?? "left";
  pen.fillText(how.most === undefined ? text : shortened(pen, text, how.most), x, y);
}

function shortened(pen: CanvasRenderingContext2D, text: string, most: number): string {
  if (pen.measureText(text).width <= most) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && pen.measureText(`${letters.join("")}…`).width > most) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
