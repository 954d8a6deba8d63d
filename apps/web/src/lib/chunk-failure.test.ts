import { expect, test } from "vitest";
import { chunkFailure, isChunkFailure, listenToChunkFailures } from "./chunk-failure.ts";

test("a part that the loader could not fetch is heard of, though nobody waited for it", () => {
  listenToChunkFailures();
  let told = 0;
  chunkFailure.subscribe(() => told++);
  expect(chunkFailure.happened()).toBe(false);
  window.dispatchEvent(new Event("vite:preloadError"));
  expect([chunkFailure.happened(), told]).toEqual([true, 1]);
});

test("what browsers say of a file that is gone is told from other errors", () => {
  const gone = [
    new TypeError("Failed to fetch dynamically imported module: https://crm.test/assets/a.js"),
    new TypeError("error loading dynamically imported module"),
    new TypeError("Importing a module script failed."),
    new Error("Unable to preload CSS for /assets/a.css"),
  ];
  expect(gone.map(isChunkFailure)).toEqual([true, true, true, true]);
  expect([new TypeError("x is not a function"), null, "gone"].map(isChunkFailure)).toEqual([false, false, false]);
});
