/** How figures are said: neutral, in whole words. */
const whole = new Intl.NumberFormat("en-GB");
const decimal = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 2 });

/** "1,234" */
export function count(value: number): string {
  return whole.format(value);
}

/** "3.64"; at least one decimal, so that a mean looks like one. */
export function fine(value: number): string {
  return decimal.format(value);
}

/** "1 book", "2 books", "no books". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${value === 0 ? "no" : count(value)} ${value === 1 ? one : many}`;
}

/** "a, b and c" */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(items);
}

/** "4 stars", "½ star", "3¾ stars". */
export function stars(value: number): string {
  return `${starNumber(value)} ${value <= 1 ? "star" : "stars"}`;
}

/** "3½" */
export function starNumber(value: number): string {
  const wholeStars = Math.floor(value);
  const part = { 0.25: "¼", 0.5: "½", 0.75: "¾" }[value - wholeStars] ?? "";
  return wholeStars === 0 && part !== "" ? part : `${wholeStars}${part}`;
}

/** "1990s", "1st to 9th year", "750s BCE": what people call the decade that begins or ends here. */
export function decadeName(first: number, last: number): string {
  if (first < 0) return `${-last === 1 ? 0 : -last}s BCE`;
  return `${first === 1 ? 0 : first}s`;
}

/** "1847", "750 BCE" */
export function yearName(year: number): string {
  return year < 0 ? `${-year} BCE` : String(year);
}

/** "200–299", "1,000 or more" */
export function spanName(first: number, last: number | null): string {
  return last === null ? `${count(first)} or more` : `${first}–${last}`;
}

/** "+1.5", "−0.5", "0" */
export function signed(value: number): string {
  return withSign(value, String(Math.abs(value)));
}

/** "+1.10", "−3.50": with two decimals each, so that they can be read down a column. */
export function signedFine(value: number): string {
  return withSign(value, Math.abs(value).toFixed(2));
}

function withSign(value: number, digits: string): string {
  return value === 0 ? digits : `${value > 0 ? "+" : "−"}${digits}`;
}

/** "57 %" */
export function percent(part: number, total: number): string {
  if (total === 0) return "0%";
  const share = (100 * part) / total;
  if (share > 0 && share < 1) return "under 1%";
  return `${Math.min(Math.round(share), part < total ? 99 : 100)}%`;
}

/** Seconds as somebody who waits says it: "about 20 seconds", "about 3 minutes". */
export function patience(seconds: number): string {
  if (seconds < 5) return "a few seconds";
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} seconds`;
  return `about ${counted(Math.max(1, Math.round(seconds / 60)), "minute")}`;
}

const CATALOGUES: Readonly<Record<string, string>> = { "open-library": "Open Library", "google-books": "Google Books" };

/** "Open Library" for `open-library`. */
export function catalogueName(source: string): string {
  return CATALOGUES[source] ?? source;
}
