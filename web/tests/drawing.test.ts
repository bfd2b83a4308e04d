import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const reported = vi.fn();
const broken = new Error("this chart cannot be drawn");

/** The module as it is when the page has just come. */
async function justCome(): Promise<typeof import("../src/charts/drawing")> {
  vi.resetModules();
  return import("../src/charts/drawing");
}

describe("having charts drawn", () => {
  beforeEach(() => vi.stubGlobal("reportError", reported));
  afterEach(() => {
    reported.mockReset();
    vi.doUnmock("../src/charts/draw");
    vi.unstubAllGlobals();
  });

  it("reports a chart that cannot be drawn, and draws the others", async () => {
    vi.doMock("../src/charts/draw", () => ({ draw: () => undefined }));
    const { withDraw } = await justCome();
    const fail = () => {
      throw broken;
    };

    withDraw(fail);
    await new Promise<void>((drawn) => withDraw(() => drawn()));
    expect(reported.mock.calls).toEqual([[broken]]);

    withDraw(fail);
    expect(reported.mock.calls).toEqual([[broken], [broken]]);
  });

  it("reports that what draws did not arrive", async () => {
    vi.doMock("../src/charts/draw", () => {
      throw broken;
    });
    const { withDraw } = await justCome();
    const draw = vi.fn();

    withDraw(draw);

    await vi.waitFor(() => expect(reported).toHaveBeenCalledOnce());
    expect(draw).not.toHaveBeenCalled();
  });
});
