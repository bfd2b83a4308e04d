import { describe, expect, it } from "vitest";
import { drawingIn } from "../vite.config";

describe("fetching what draws with the page", () => {
  it("finds it among what was built", () => {
    expect(drawingIn(["assets/index-1a.js", "assets/draw-2b.js", "assets/drawer-3c.js", "index.html"])).toEqual(["assets/draw-2b.js"]);
  });

  it("does not go unnoticed where it is not found", () => {
    expect(() => drawingIn(["assets/index-1a.js"])).toThrow("draw.ts");
  });
});
