/** The module that draws, run when the first chart wants it; from then on at once, because paper does not wait. */
type Draw = (typeof import("./draw"))["draw"];

let here: Draw | undefined;

/** Have something drawn; returns what calls it off. */
export function withDraw(use: (draw: Draw) => void): () => void {
  if (here) {
    use(here);
    return () => undefined;
  }
  let wanted = true;
  void import("./draw").then(({ draw }) => {
    here = draw;
    if (wanted) use(draw);
  });
  return () => {
    wanted = false;
  };
}
