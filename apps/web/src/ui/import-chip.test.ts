import { expect, test, vi } from "vitest";
import { chooseLocale } from "../lib/i18n.ts";
import { importChip } from "./import-chip.ts";

test("the chip of an import tells its day in Paris, from its id, and takes itself off", async () => {
  await chooseLocale("fr");
  const remove = vi.fn();
  // 24 November 2026 at 23:30 in UTC is the 25th in Paris.
  const moment = Date.UTC(2026, 10, 24, 23, 30).toString(16).padStart(12, "0");
  const [chip, ...others] = importChip(`${moment.slice(0, 8)}-${moment.slice(8)}-7000-8000-000000000000`, remove);
  expect(others).toEqual([]);
  expect(chip?.label).toBe("Import du 25/11/2026");
  chip?.onRemove();
  expect(remove).toHaveBeenCalledOnce();
  expect(importChip(null, remove)).toEqual([]);
  expect(importChip("0f1e2d3c-4b5a-4687-8899-aabbccddeeff", remove)[0]?.label).toBe("Import du …");
});
