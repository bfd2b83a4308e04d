/** The module that draws, run when the first chart wants it; from then on at once, because paper does not wait. */
type Draw = (typeof import("./draw"))["draw"];

let here: Draw | undefined;

/** Have something drawn; returns what calls it off. What goes wrong is reported and costs the page that drawing alone. */
export function withDraw(use: (draw: Draw) => void): () => void {
  if (here) {
    attempt(use, here);
    return () => undefined;
  }
  let wanted = true;
  import("./draw").then(({ draw }) => {
    here = draw;
    if (wanted) attempt(use, draw);
  }, reportError);
  return () => {
    wanted = false;
  };
}

function attempt(use: (draw: Draw) => void, draw: Draw): void {
  try {
    use(draw);
  } catch (error) {
    reportError(error);
  }
}
