/** Whether something has come near the window, or is about to be printed: until then it need not be drawn. */
import { useEffect, useState } from "preact/hooks";

const NEAR = "400px";

export function useSeen(frame: { readonly current: Element | null }): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !frame.current) return undefined;
    const see = () => setSeen(true);
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && see(), {
      rootMargin: NEAR,
    });
    observer.observe(frame.current);
    window.addEventListener("beforeprint", see);
    return () => {
      observer.disconnect();
      window.removeEventListener("beforeprint", see);
    };
  }, [seen, frame]);
  return seen;
}
