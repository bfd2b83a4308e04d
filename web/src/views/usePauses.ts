/** Which catalogues are left alone just now. */
import { useEffect, useState } from "preact/hooks";
import { type Pause, readPauses } from "../api/client";

const PAUSES_EVERY_MS = 10_000;

/** Asked only while it is `wanted`, and once or again and again; not knowing is no trouble. */
export function usePauses(wanted: boolean, { once = false } = {}): readonly Pause[] {
  const [pauses, setPauses] = useState<readonly Pause[]>([]);
  useEffect(() => {
    if (!wanted) {
      setPauses([]);
      return undefined;
    }
    const stop = new AbortController();
    const look = () => readPauses(stop.signal).then(setPauses, () => undefined);
    void look();
    const timer = once ? undefined : setInterval(() => void look(), PAUSES_EVERY_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [wanted, once]);
  useEffect(() => tellAsTheyEnd(pauses, setPauses), [pauses]);
  return pauses;
}

/** Tells which pauses are left as soon as the first is over; returns what calls it off. */
export function tellAsTheyEnd(pauses: readonly Pause[], tell: (left: readonly Pause[]) => void): () => void {
  if (pauses.length === 0) return () => undefined;
  const first = Math.min(...pauses.map(({ until }) => Date.parse(until)));
  const timer = setTimeout(() => tell(pauses.filter(({ until }) => Date.parse(until) > first)), first - Date.now());
  return () => clearTimeout(timer);
}
