/** The sample library, which is part of the page. */
import address from "../../../services/local/sample/library.csv?url";
import { Problem } from "./problems";

/** Its export, for whoever has none at hand. */
export async function readSample(): Promise<Blob> {
  try {
    const answer = await fetch(address);
    if (answer.ok) return await answer.blob();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new Problem({
    title: "The sample library did not arrive",
    detail: "Nothing has been imported. Check your connection and press “Look at a sample library” again.",
    kind: "sample-unreachable",
    status: 0,
  });
}
