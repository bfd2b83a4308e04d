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
  return pauses;
}
