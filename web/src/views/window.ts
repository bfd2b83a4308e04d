/** Which rows of a long list are in sight. */

/** Rows that are kept above and below, so that scrolling and tabbing meet no gap; in steps, so that little changes. */
const SPARE = 12;

export function windowOf(seen: { top: number; height: number; rowHeight: number; rows: number }): {
  first: number;
  last: number;
} {
  const above = Math.floor(Math.max(0, -seen.top) / seen.rowHeight);
  const visible = Math.ceil(seen.height / seen.rowHeight);
  const start = Math.floor(above / SPARE) * SPARE;
  return {
    first: Math.max(0, Math.min(seen.rows, start - SPARE)),
    last: Math.min(seen.rows, start + visible + 3 * SPARE),
  };
}
