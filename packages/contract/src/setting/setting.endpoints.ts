import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";

/** What an administrator sets for everybody: a row per key; a key without a row has its default. */
export const Settings = z.object({
  /** Days that a deleted record stays in the recycle bin. */
  binDays: z.int().min(1).max(365).default(30),
  /** Days in which an anonymisation can be cancelled; 0: done at the next sweep. */
  anonymisationDelayDays: z.int().min(0).max(90).default(7),
  /** Days that the file of an export can be downloaded. */
  exportDays: z.int().min(1).max(365).default(30),
});
export type Settings = z.output<typeof Settings>;

const Given = z
  .object({
    binDays: Settings.shape.binDays.unwrap(),
    anonymisationDelayDays: Settings.shape.anonymisationDelayDays.unwrap(),
    exportDays: Settings.shape.exportDays.unwrap(),
  })
  .partial();

/** What is left out stays as it is. `from`: what the changed keys said before; the second of two who change one is told. */
export const SettingChanges = Given.extend({ from: Given });

export const settingApi = {
  show: endpoint({
    method: "GET",
    url: "/settings",
    config: { access: "signed-in" },
    schema: { summary: "What is set for everybody", response: { 200: Settings } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/settings",
    config: { access: "setting:write" },
    schema: { summary: "Change what is set for everybody", body: SettingChanges, response: { 200: Settings } },
  }),
};
