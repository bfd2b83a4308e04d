/**
 * Plain days. A day of the export has no hour and no time zone; as a `Date` at midnight UTC it would be shown a day
 * early west of Greenwich, so it stays three numbers.
 */

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day that `YYYY-MM-DD` names. */
export function parseDay(text: string): Day {
  const [year, month, day] = text.split("-").map(Number);
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0 };
}

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** "March" for 3. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/** "Mar" for 3. */
export function shortMonth(month: number): string {
  return monthName(month).slice(0, 3);
}

/** "5 March 2022" for `2022-03-05`. */
export function dayInWords(text: string): string {
  const { year, month, day } = parseDay(text);
  return `${day} ${monthName(month)} ${year}`;
}

/** "5 Mar 2022", where there is little room. */
export function shortDay(text: string): string {
  const { year, month, day } = parseDay(text);
  return `${day} ${shortMonth(month)} ${year}`;
}

/** An instant, such as when a job expires, as a day where the reader is. */
export function instantInWords(text: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" }).format(new Date(text));
}

/** An instant of today as the time where the reader is: "22:53". */
export function timeInWords(text: string): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(text));
}
