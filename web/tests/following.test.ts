import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Problem } from "../src/api/problems";
import { type Followed, followJob } from "../src/views/useJob";

const JOB = { job_id: "0".repeat(32), state: "complete", settled: 3, total: 3 };
const DOCUMENT = { books: [] };

const told = (body: unknown): Response => new Response(JSON.stringify(body), { headers: { etag: 'W/"1"' } });
const refused = (status: number): Response => new Response("{}", { status });
/** An answer that begins and then breaks off. */
const brokenOff = (): Response => new Response(new ReadableStream({ start: (body) => body.error(new TypeError("cut")) }));

/** Follow a job whose questions are answered so, one after the other; time passes by itself. */
async function follow(
  ...answers: (() => Response)[]
): Promise<{ seen: Partial<Followed>[]; asked: string[]; inits: RequestInit[]; error: unknown }> {
  const seen: Partial<Followed>[] = [];
  const asked: string[] = [];
  const inits: RequestInit[] = [];
  vi.stubGlobal("fetch", async (address: string, { signal, ...init }: RequestInit) => {
    expect(signal).toBeInstanceOf(AbortSignal);
    asked.push(address.replace(/^.*0{32}/, "…"));
    inits.push(init);
    const answer = answers.shift();
    if (answer === undefined) throw new Error("nothing more was to be asked");
    return answer();
  });
  let error: unknown = null;
  const following = followJob(JOB.job_id, (news) => seen.push(news), new AbortController().signal).catch((thrown: unknown) => {
    error = thrown;
  });
  await vi.runAllTimersAsync();
  await following;
  return { seen, asked, inits, error };
}

describe("following a job", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks again for a dashboard that did not come, whole or at all", async () => {
    const { seen, asked, error } = await follow(
      () => told(JOB),
      () => refused(503),
      brokenOff,
      () => {
        throw new TypeError("Failed to fetch");
      },
      () => told(DOCUMENT),
    );

    expect(error).toBeNull();
    expect(asked).toEqual(["…", "…/dashboard", "…/dashboard", "…/dashboard", "…/dashboard"]);
    expect(seen.flatMap(({ troubled }) => troubled ?? [])).toEqual([false, true, true, true, false]);
    expect(seen.at(-1)).toEqual({ dashboard: DOCUMENT });
  });

  it("waits for news by the tag of the last news until the job has ended", async () => {
    const { seen, asked } = await follow(
      () => told({ ...JOB, state: "enriching", settled: 1 }),
      () => new Response(null, { status: 304 }),
      () => told({ ...JOB, state: "failed" }),
    );

    expect(asked).toEqual(["…", "…?wait=15", "…?wait=15"]);
    expect(seen.flatMap(({ job }) => job?.state ?? [])).toEqual(["enriching", "enriching", "failed"]);
  });

  it("asks first for just what the document's header names, so that an answer to that is taken", async () => {
    const { asked, inits } = await follow(
      () => told(JOB),
      () => told(DOCUMENT),
    );

    expect(asked).toEqual(["…", "…/dashboard"]);
    expect(inits).toEqual([{}, {}]);
  });

  it("takes nothing that came with the document once the job was under way", async () => {
    const { asked, inits } = await follow(
      () => told({ ...JOB, state: "assembling" }),
      () => told(JOB),
      () => told(DOCUMENT),
    );

    expect(asked).toEqual(["…", "…?wait=15", "…/dashboard"]);
    expect(inits).toEqual([{}, { headers: { "if-none-match": 'W/"1"' }, cache: "no-store" }, { cache: "no-store" }]);
  });

  it("takes nothing that the browser has stored where it went back to the page", async () => {
    vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ type: "back_forward" } as PerformanceNavigationTiming]);

    const { inits } = await follow(
      () => told(JOB),
      () => told(DOCUMENT),
    );

    expect(inits).toEqual([{ cache: "no-store" }, { cache: "no-store" }]);
  });

  it("gives up on what no later question would help", async () => {
    const { asked, error } = await follow(() => refused(404));

    expect(asked).toEqual(["…"]);
    expect((error as Problem).status).toBe(404);
  });
});
