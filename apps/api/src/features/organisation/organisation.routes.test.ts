import { organisationApi } from "@crm/contract";
import { expect, test } from "vitest";
import { anOrganisation } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

test("organisations are listed by name to whoever is signed in", async () => {
  const { as, db, home } = await testApp();
  const user = await as("salesperson", { crmAccess: false });
  const [eon, roger] = [await anOrganisation(db, "Éon"), await anOrganisation(db, "Roger")];
  expect((await user.call(organisationApi.list, {})).body).toEqual([
    { id: home.id, name: "Briconett" },
    { id: eon.id, name: "Éon" },
    { id: roger.id, name: "Roger" },
  ]);
});

test("an organisation's name is taken in any case and without its accents; of two at once one wins", async () => {
  const { as } = await testApp();
  const admin = await as("admin");
  const create = (name: string) => admin.call(organisationApi.create, { body: { name } });
  expect(await create("  Élan  ")).toMatchObject({ status: 201, body: { name: "Élan" } });
  expect(await create("ELAN")).toMatchObject({
    status: 409,
    body: { code: "NAME_TAKEN", details: { name: "ELAN" }, issues: [{ path: "body/name" }] },
  });
  expect((await create(" ")).status).toBe(422);
  const both = await Promise.all([create("Roger"), create("Roger")]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
});
