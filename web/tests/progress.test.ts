import { describe, expect, it } from "vitest";
import type { Job } from "../src/api/client";
import { describeProgress, earlySentence, timeLeftSeconds } from "../src/model/progress";

const job = (changes: Partial<Job>): Job =>
  ({
    job_id: "0".repeat(32),
    state: "enriching",
    created_at: "2026-01-02T10:00:00Z",
    deadline: "2026-01-02T10:10:00Z",
    total: 200,
    settled: 50,
    counts: { matched: 45, unmatched: 5, unavailable: 0 },
    ...changes,
  }) as Job;

describe("an import under way", () => {
  it("tells how many books are settled, how many were found, and how long it will take", () => {
    const observations = [
      { atMs: 0, settled: 0 },
      { atMs: 2000, settled: 50 },
    ];
    const { share, sentences } = describeProgress(job({}), observations, 2000);
    expect(share).toBe(0.25);
    expect(sentences).toEqual([
      "50 of 200 books looked up, 90% of them found in a catalogue.",
      "Ready in about 10 seconds.",
    ]);
  });

  it("says that it waits for the catalogues' limits when nothing has moved for a while, and until when at most", () => {
    const { sentences } = describeProgress(job({}), [{ atMs: 0, settled: 50 }], 8000);
    expect(sentences[1]).toMatch(/^Waiting for the catalogues: they allow a few questions a second/);
    expect(sentences[2]).toMatch(/^At 02:10 at the latest/);
  });

  it("names the catalogue that is left alone, and until when", () => {
    const pauses = [{ source: "open-library", until: "2026-01-02T10:03:30Z" }];
    const { sentences } = describeProgress(job({}), [{ atMs: 0, settled: 50 }], 8000, pauses);
    expect(sentences[1]).toBe(
      "Open Library does not answer just now. It is left alone until 02:03, then the rest is asked again.",
    );
  });

  it("says of a retry that would come too early when it helps", () => {
    expect(earlySentence({ source: "open-library", until: "2026-01-02T10:03:30Z" })).toBe(
      "Open Library did not answer and is left alone until 02:03: looking up again helps after that.",
    );
  });

  it("counts the books that no catalogue answers for", () => {
    const { sentences } = describeProgress(job({ counts: { matched: 10, unmatched: 0, unavailable: 40 } }), [], 0);
    expect(sentences.at(-1)).toMatch(/^For 40 books no catalogue answers/);
  });

  it("promises nothing before the file is read", () => {
    expect(describeProgress(job({ state: "reading", total: null }), [], 0)).toEqual({
      title: "Reading your library",
      share: null,
      sentences: ["The file is being read; this takes a moment."],
    });
  });
});

describe("the time left", () => {
  it("is unknown until something has moved", () => {
    expect(timeLeftSeconds(10, [{ atMs: 0, settled: 0 }], 1000)).toBeNull();
  });

  it("shrinks while nothing new is told", () => {
    const observations = [
      { atMs: 0, settled: 0 },
      { atMs: 1000, settled: 10 },
    ];
    expect(timeLeftSeconds(20, observations, 2000)).toBe(1);
  });
});
