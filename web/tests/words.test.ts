import { describe, expect, it } from "vitest";
import { dayInWords, parseDay } from "../src/model/days";
import { counted, decadeName, patience, percent, signed, signedFine, spanName, stars, yearName } from "../src/model/words";

describe("days", () => {
  it("are what the export says, west of Greenwich too (the tests run in Los Angeles)", () => {
    expect(parseDay("2024-03-01")).toEqual({ year: 2024, month: 3, day: 1 });
    expect(dayInWords("2024-03-01")).toBe("1 March 2024");
  });
});

describe("words", () => {
  it.each([
    [counted(0, "book"), "no books"],
    [counted(1, "book"), "1 book"],
    [counted(1234, "book"), "1,234 books"],
    [stars(0.5), "½ star"],
    [stars(3.75), "3¾ stars"],
    [decadeName(1990, 1999), "1990s"],
    [decadeName(-759, -750), "750s BCE"],
    [decadeName(1, 9), "0s"],
    [yearName(-750), "750 BCE"],
    [spanName(1000, null), "1,000 or more"],
    [spanName(100, 199), "100–199"],
    [signed(-0.5), "−0.5"],
    [signed(0), "0"],
    [signedFine(1.1), "+1.10"],
    [signedFine(-3.5), "−3.50"],
    [signedFine(0), "0.00"],
    [percent(1, 1000), "under 1%"],
    [percent(999, 1000), "99%"],
    [percent(0, 0), "0%"],
    [patience(2), "a few seconds"],
    [patience(21), "about 25 seconds"],
    [patience(130), "about 2 minutes"],
  ])("are %s", (said, expected) => {
    expect(said).toBe(expected);
  });
});
