import { afterEach, describe, expect, it, vi } from "vitest";
import { deleteJob } from "../src/api/client";
import type { Problem } from "../src/api/problems";

const JOB_ID = "0".repeat(32);

const deleted = (): Response => new Response(null, { status: 204 });
const there = (): Response => new Response("{}");
const gone = (): Response => new Response(JSON.stringify({ type: "/problems/job-not-found" }), { status: 404 });
const silent = (): Response => new Response("{}", { status: 503 });

/** Delete a job whose questions are answered so, one after the other. */
async function remove(...answers: (() => Response)[]): Promise<{ asked: string[]; error: Problem | null }> {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (_: string, { method, cache }: RequestInit) => {
    asked.push([method ?? "GET", cache].join(" ").trim());
    const answer = answers.shift();
    if (answer === undefined) throw new Error("nothing more was to be asked");
    return answer();
  });
  const error = await deleteJob(JOB_ID, "x".repeat(43)).then(
    () => null,
    (thrown: Problem) => thrown,
  );
  return { asked, error };
}

describe("deleting a job", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("is done when the service says so", async () => {
    expect(await remove(deleted)).toEqual({ asked: ["DELETE"], error: null });
  });

  it("is done where the job is gone for everybody", async () => {
    expect(await remove(gone, gone)).toEqual({ asked: ["DELETE", "GET no-store"], error: null });
  });

  it("is not done where the job is gone only for this token", async () => {
    const { error } = await remove(gone, there);

    expect(error?.kind).toBe("job-not-found");
  });

  it("is not done where nobody can say whether the job is gone", async () => {
    const { error } = await remove(gone, silent);

    expect(error?.status).toBe(503);
  });
});
