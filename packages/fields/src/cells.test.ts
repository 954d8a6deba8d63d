import { expect, it } from "vitest";
import { isEaten } from "./cells.ts";

it.each([
  ["+33612345678", "33612345678"],
  ["+352621123456", "352621123456"],
  ["01400", "1400"],
  ["1,50", "1.5"],
  ["1,50", "1,5"],
  ["+33612345678", "3,36123E+10"],
  ["12345678901234567890", "12345678901234600000"],
])("a spreadsheet makes of %s the number %s", (stored, cell) => expect(isEaten(stored, cell)).toBe(true));

it.each([
  ["1400", "01400"], // it never gives a zero
  ["+33612345678", "33612345679"],
  ["7", "7"],
  ["A7", "7"],
  ["+33612399999", "3,36123E+10"],
  ["", "0"],
])("%j does not become %j by itself", (stored, cell) => expect(isEaten(stored, cell)).toBe(false));
