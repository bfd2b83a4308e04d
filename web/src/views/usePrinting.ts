/** Whether the page is being printed: then everything has to be there, for paper does not scroll. */
import { useEffect, useState } from "preact/hooks";

export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    window.addEventListener("beforeprint", () => setPrinting(true), { signal: stop.signal });
    window.addEventListener("afterprint", () => setPrinting(false), { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return printing;
}
