import { v7 as uuid } from "uuid";
import { newInstallationCode } from "../features/installation/installation.service.ts";
import { hashSecret, newSecret, refreshToken } from "../features/session/session.token.ts";
import { anInteraction, aUser } from "./factories.ts";
import { recordOf, type Somebody, type World } from "./world.ts";

export async function aBulkChange(
  { db }: World,
  { id: userId }: Somebody,
  status: "done" | "checked" = "done",
): Promise<string> {
  const data = {
    record: "contact",
    kind: "delete",
    status,
    total: 1,
    changed: 1,
    createdAt: new Date("2026-03-01"),
  } as const;
  return (await db.bulkChange.create({ data: { id: uuid(), userId, ...data } })).id;
}

/** An exchange about an opportunity of mine. */
export async function anExchange(world: World, me: Somebody, over: { deletedAt?: Date } = {}): Promise<string> {
  const { id } = await recordOf.opportunity(world, me);
  const { contactId } = await world.db.opportunity.findUniqueOrThrow({ where: { id } });
  return (await anInteraction(world.db, { contactId, opportunityId: id, ...over })).id;
}

/** A record of mine in the recycle bin. */
export async function deleted(world: World, me: Somebody, record: "contact" | "opportunity"): Promise<string> {
  const { id } = await recordOf[record](world, me);
  const data = { deletedAt: world.clock.now };
  await (record === "contact"
    ? world.db.contact.update({ where: { id }, data })
    : world.db.opportunity.update({ where: { id }, data }));
  return id;
}

export const twoContacts = async (world: World, me: Somebody): Promise<[string, string]> => [
  (await recordOf.contact(world, me)).id,
  (await recordOf.contact(world, me)).id,
];

export const aView = () => ({
  ...({ record: "contact", shared: false, query: "sort=name", display: "table" } as const),
  ...{ name: uuid(), columns: ["name"] },
});
export const savedView = async ({ db }: World, me: Somebody) =>
  (await db.savedView.create({ data: { id: uuid(), userId: me.id, ...aView() } })).id;

export const aReport = () => ({ name: uuid(), shared: false, query: "period=lastMonth" });
/** A report of mine that I am sent. */
export const aSavedReport = async ({ db }: World, me: Somebody) =>
  (
    await db.savedReport.create({
      data: { id: uuid(), userId: me.id, report: "funnel", ...aReport(), recipients: { create: { userId: me.id } } },
    })
  ).id;

export const aSelection = async ({ db }: World, me: Somebody) =>
  (await db.selection.create({ data: { id: uuid(), userId: me.id, name: uuid() } })).id;

export const template = () => ({ name: uuid(), columns: ["contact.lastName", "user.email"] });
export const anExportTemplate = async ({ db }: World, me: Somebody) =>
  (await db.exportTemplate.create({ data: { id: uuid(), userId: me.id, record: "contact", ...template() } })).id;

export const anotherUser = ({ db, home }: World) => aUser(db, { organisationId: home.id });

export async function signedInToken({ db, clock }: World, me: Somebody): Promise<string> {
  const [id, secret] = [uuid(), newSecret()];
  const expiresAt = new Date(clock.now.getTime() + 60_000);
  await db.session.create({ data: { id, userId: me.id, tokenHash: hashSecret(secret), expiresAt } });
  return refreshToken(id, secret);
}

/** A database without an account, as it begins, and what makes the first one. */
export async function anInstallation({ db, ctx }: World) {
  await db.user.deleteMany();
  return {
    ...{ code: (await newInstallationCode(ctx)) ?? "", company: "Roger", firstName: "Élodie", lastName: "Kervella" },
    ...{ email: `${uuid()}@briconett.test`, password: "un mot de passe sûr" },
  };
}
