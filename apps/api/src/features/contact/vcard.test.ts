import { contactApi } from "@crm/contract";
import { cleanText } from "@crm/fields";
import fc from "fast-check";
import { expect, it } from "vitest";
import { aContact } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";

async function vcardOf(over: Record<string, string>) {
  const { as, db, home } = await testApp();
  const { id } = await aContact(db, { organisationId: home.id, ...over });
  const admin = await as("admin");
  return { id, reply: await admin.call(contactApi.vcard, { params: { id } }) };
}
/** What a reader makes of the lines: those that begin with a space go on with the one before. */
const unfolded = (card: string) => card.replace(/\r\n /g, "").split("\r\n");

it("is a vCard 4.0 with what the contact has, escaped, under its name", async () => {
  const { id, reply } = await vcardOf({
    ...{
      title: "Mme",
      lastName: "Le Denmat; dite A,B",
      firstName: "Audrey",
      company: "Net \\ Hélium",
      email: "a@b.fr",
    },
    ...{ mobile: "+33612345678", address: "1, rue X\nBât. B", postalCode: "35000", city: "Rennes" },
  });
  expect(reply.status).toBe(200);
  expect(reply.raw.headers["content-type"]).toBe("text/vcard; charset=utf-8");
  expect(reply.raw.headers["content-disposition"]).toContain(".vcf");
  expect(reply.raw.payload).toMatch(/^BEGIN:VCARD\r\nVERSION:4\.0\r\n[\s\S]*END:VCARD\r\n$/);
  const lines = unfolded(reply.raw.payload);
  for (const line of [
    "FN:Audrey Le Denmat\\; dite A\\,B",
    "N:Le Denmat\\; dite A\\,B;Audrey;;Mme;",
    "ORG:Net \\\\ Hélium",
    "EMAIL:a@b.fr",
    "TEL;TYPE=cell:+33612345678",
    "ADR;TYPE=work:;;1\\, rue X\\nBât. B;Rennes;;35000;",
    `UID:urn:uuid:${id}`,
  ])
    expect(lines).toContain(line);
  expect(lines.some((line) => line.startsWith("TEL;TYPE=work"))).toBe(false);
});

it("can't be made to say more by what a field holds; its lines are of 75 octets at most, whole characters", async () => {
  const { as, db, home } = await testApp();
  const admin = await as("admin");
  const { id } = await aContact(db, { organisationId: home.id });
  const nasty = fc.string({
    unit: fc.constantFrom("é", "🦊", ";", ",", "\\", "\n", "\r", "a", ":", "END:VCARD", " "),
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(nasty, nasty, async (company, address) => {
      await db.contact.update({ where: { id }, data: { company, address } });
      const raw = (await admin.call(contactApi.vcard, { params: { id } })).raw.payload;
      const written = raw.split("\r\n");
      for (const line of written) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(raw).not.toContain("\ufffd");
      expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      const lines = unfolded(raw);
      expect(lines.filter((line) => line === "END:VCARD")).toHaveLength(1);
      const read = (text: string) => text.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
      const organisation = lines.find((line) => line.startsWith("ORG:"));
      expect(organisation ? read(organisation.slice(4)) : "").toBe(cleanText(company));
    }),
    { numRuns: 60 },
  );
});

it("is given to nobody who does not see the contact", async () => {
  const { as, db, home } = await testApp();
  const { id } = await aContact(db, { organisationId: home.id });
  const stranger = await as("salesperson");
  expect((await stranger.call(contactApi.vcard, { params: { id } })).status).toBe(404);
});
