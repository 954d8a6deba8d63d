import { settingApi } from "@crm/contract";
import { expect, test } from "vitest";
import { testApp } from "../../test/test-app.ts";

test("of two administrators who change one setting, the second is told what the first has set", async () => {
  const { as } = await testApp();
  const [first, second] = [await as("admin"), await as("admin")];
  const from = { binDays: 30, exportDays: 30 };
  const both = await Promise.all([
    first.call(settingApi.update, { body: { binDays: 10, from } }),
    second.call(settingApi.update, { body: { binDays: 20, from } }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { binDays } = (await first.call(settingApi.show, {})).body;
  const refused = both.find(({ status }) => status === 409);
  expect(refused?.body).toMatchObject({ code: "EDIT_CONFLICT", details: { current: { binDays } } });
  // Another key is nobody's conflict.
  expect((await second.call(settingApi.update, { body: { exportDays: 5, from } })).body).toMatchObject({
    exportDays: 5,
    binDays,
  });
});
