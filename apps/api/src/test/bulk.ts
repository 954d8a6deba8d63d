import { bulkApi } from "@crm/contract";
import { aContact, aUser } from "./factories.ts";
import { type TestUser, testApp } from "./test-app.ts";

/** An application with a manager, his colleague and their contacts, changed many at a time. */
export async function bulkWorld() {
  const app = await testApp();
  const { db, as, home } = app;
  const me = await as("manager", { firstName: "Maëlle", lastName: "Riou" });
  const colleague = await aUser(db, { organisationId: home.id, firstName: "Yann", lastName: "Le Goff" });
  const contact = (over = {}) => aContact(db, { organisationId: home.id, ownerId: me.id, ...over });
  const create = (by: TestUser, body: object) =>
    by.call(bulkApi.create, { body: { record: "contact", ...body } as never });
  const undo = (by: TestUser, id: string) => by.call(bulkApi.undo, { params: { id } });
  const show = async (by: TestUser, id: string) => (await by.call(bulkApi.show, { params: { id } })).body;
  /** Many contacts at once, as an import would leave them. */
  async function crowd(count: number, over: object = {}) {
    const data = Array.from({ length: count }, (_, i) => ({
      email: `p${i}@foule.test`,
      lastName: `Foule ${i}`,
      organisationId: home.id,
      ownerId: me.id,
      ...over,
    }));
    await db.contact.createMany({ data });
    return (await db.contact.findMany({ where: { lastName: { startsWith: "Foule " } } })).map(({ id }) => id);
  }
  /** All rows of contacts, but for the columns that any write moves. */
  const rows = async () =>
    (await db.contact.findMany({ orderBy: { id: "asc" } })).map(({ version: _, updatedAt: __, ...row }) => row);
  return { ...app, me, colleague, contact, create, undo, show, crowd, rows };
}
