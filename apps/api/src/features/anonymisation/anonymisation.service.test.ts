import { expect, test } from "vitest";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { deleteContacts } from "../bin/bin.service.ts";
import { updateSettings } from "../setting/setting.service.ts";
import { cancelAnonymisation, markForAnonymisation } from "./anonymisation.service.ts";

test("marks for the day that the settings say, once, and takes the mark off again", async () => {
  const { ctx, db, contact } = await opportunityApp();
  const at = async () => (await db.contact.findUniqueOrThrow({ where: { id: contact.id } })).anonymiseAt?.toISOString();
  expect(await markForAnonymisation(ctx, [contact.id])).toEqual([contact.id]);
  expect(await at()).toBe("2026-03-09T09:00:00.000Z");
  expect(await markForAnonymisation(ctx, [contact.id])).toEqual([]);
  expect(await cancelAnonymisation(ctx, [contact.id])).toEqual([contact.id]);
  expect(await at()).toBeUndefined();
  expect(await cancelAnonymisation(ctx, [contact.id])).toEqual([]);
  await updateSettings(ctx, { anonymisationDelayDays: 30, from: { anonymisationDelayDays: 7 } });
  expect(await markForAnonymisation(ctx, [contact.id])).toEqual([contact.id]);
  expect(await at()).toBe("2026-04-01T09:00:00.000Z");
  await deleteContacts(ctx, [contact.id]);
  expect(await cancelAnonymisation(ctx, [contact.id])).toEqual([]);
  const kinds = (await db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ kind }) => kind);
  expect(kinds.slice(0, 2)).toEqual(["contact.anonymisation-asked", "contact.anonymisation-cancelled"]);
});
