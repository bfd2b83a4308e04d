import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Pause } from "../src/api/client";
import { tellAsTheyEnd } from "../src/views/usePauses";

const SOON: Pause = { source: "open-library", until: "2026-01-02T10:01:00Z" };
const LATER: Pause = { source: "google-books", until: "2026-01-02T10:05:00Z" };

describe("pauses of catalogues", () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date("2026-01-02T10:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  it("are spoken of no longer than they last", () => {
    const tell = vi.fn();

    tellAsTheyEnd([LATER, SOON], tell);
    vi.advanceTimersByTime(59_000);
    expect(tell).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);

    expect(tell.mock.calls).toEqual([[[LATER]]]);
  });

  it("are not told of to whoever has called it off", () => {
    const tell = vi.fn();

    tellAsTheyEnd([SOON], tell)();
    vi.runAllTimers();

    expect(tell).not.toHaveBeenCalled();
  });
});
