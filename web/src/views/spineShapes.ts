/** Books on a shelf that are a chart as well: the welcome shows them, and the card of a year. */

export interface Spine {
  readonly left: number;
  readonly width: number;
  readonly height: number;
  /** The series whose colour it has. */
  readonly tone: number;
  readonly bands: number;
}

const BOOKS: readonly (readonly [width: number, height: number, tone: number, bands: number])[] = [
  [22, 118, 1, 2],
  [15, 92, 5, 1],
  [28, 146, 2, 0],
  [18, 130, 3, 2],
  [13, 104, 7, 1],
  [25, 172, 4, 1],
  [17, 150, 6, 0],
  [30, 196, 1, 2],
  [14, 160, 5, 0],
  [21, 182, 3, 1],
  [26, 214, 2, 2],
];
const GAP = 4;

export const SHELF_WIDTH = 277;
export const SHELF_HEIGHT = 226;

/** The books from left to right. */
export function spines(): Spine[] {
  let left = GAP;
  return BOOKS.map(([width, height, tone, bands]) => {
    const spine = { left, width, height, tone, bands };
    left += width + GAP;
    return spine;
  });
}
