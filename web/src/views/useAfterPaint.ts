/** Whether the page has been painted once: what stands further down the first view can wait that long. */
import { useEffect, useState } from "preact/hooks";

// Of the page, not of a component: whoever comes back to a view finds it whole, and as far down as they left it.
let painted = false;

export function useAfterPaint(): boolean {
  const [after, setAfter] = useState(painted);
  useEffect(() => {
    if (after) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        painted = true;
        setAfter(true);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [after]);
  return after;
}
