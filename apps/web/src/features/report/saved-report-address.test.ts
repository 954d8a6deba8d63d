import { readReportAddress } from "@crm/contract";
import { expect, test } from "vitest";
import { addressOf, contentOf, differs } from "./saved-report-address.ts";

const id = "019d0000-0000-7000-8000-000000000001";
const read = (query: string) => readReportAddress(new URLSearchParams(query));

test("days that move with today are kept as such, fixed ones as they are; the report itself is not kept", () => {
  expect(contentOf(read(`period=lastMonth&saved=${id}&measure=amount`))).toBe("measure=amount&period=lastMonth");
  expect(contentOf(read("createdTo=2026-03-31&createdFrom=2026-01-01"))).toBe(
    "createdFrom=2026-01-01&createdTo=2026-03-31",
  );
  expect(contentOf(read("period=twelve"))).toBe(""); // what is shown where nothing is said
});

test("a screen differs from its saved report once something else is asked, in whatever order it is written", () => {
  const saved = { id, query: "period=lastMonth&measure=amount" };
  const opened = read(addressOf(saved));
  expect(opened.saved).toBe(id);
  expect(differs(saved, opened)).toBe(false);
  expect(differs({ query: "measure=amount&period=lastMonth" }, opened)).toBe(false);
  expect(differs(saved, { ...opened, period: "month" })).toBe(true);
  expect(differs(saved, { ...opened, period: null, createdFrom: "2026-01-01" })).toBe(true);
});
