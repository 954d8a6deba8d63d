import { type ConsentChannel, type ConsentState, importApi } from "@crm/contract";
import { v7 as uuid } from "uuid";
import { expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, anOpportunity, aPipeline } from "../../test/factories.ts";

async function world() {
  const on = await exportWorld();
  const { db, home } = on;
  const admin = await on.as("admin");
  const contact = (over: object = {}) => aContact(db, { organisationId: home.id, ownerId: admin.id, ...over });
  const consent = async (
    contactId: string,
    channel: ConsentChannel,
    state: ConsentState,
    [source, day, proof = ""]: [source: string, day: string, proof?: string],
  ) => {
    await db.consent.create({ data: { contactId, channel, state, source, proof, givenAt: new Date(day) } });
    await db.contact.update({ where: { id: contactId }, data: { [`${channel}Consent`]: state } });
  };
  /** Contacts as they are written to, each with its consents in force. */
  const consents = async () => {
    const contacts = await db.contact.findMany({
      orderBy: { email: "asc" },
      include: { consents: { orderBy: { id: "asc" } } },
    });
    return contacts.map(({ email, emailConsent, smsConsent, consents }) => [
      ...[email, emailConsent, smsConsent],
      ...consents.map(({ channel, state, source, proof, givenAt }) =>
        [channel, state, source, givenAt.toISOString().slice(0, 10), proof].join(" | "),
      ),
    ]);
  };
  return { ...on, admin, contact, consent, consents };
}

const formProof = `« J’accepte de recevoir =vos lettres » – Devis – 03/02/2026 10:00 – https://site.test/${"a".repeat(900)}`;

/** One of each: told on the card, by a form, by an import, left by itself, moved by a merge, on the suppression list. */
async function everybody({ contact, consent }: Awaited<ReturnType<typeof world>>) {
  const mobile = "+33612345678";
  const both = await contact({ email: "a-both@x.fr", mobile });
  await consent(both.id, "email", "withdrawn", ["unsubscribe", "2024-01-01T12:00:00Z"]);
  // Given at half past midnight in Paris.
  await consent(both.id, "email", "granted", ["form", "2026-02-02T23:30:00Z", formProof]);
  await consent(both.id, "sms", "granted", ["manual", "2025-05-06T12:00:00Z", "Bulletin du salon\nsigné"]);
  const gone = await contact({ email: "b-gone@x.fr", mobile: "+33611111111" });
  await consent(gone.id, "email", "withdrawn", ["unsubscribe", "2025-07-08T12:00:00Z"]);
  await consent(gone.id, "sms", "withdrawn", ["suppression", "2025-07-09T12:00:00Z", "bounce"]);
  const imported = await contact({ email: "c-import@x.fr" });
  await consent(imported.id, "email", "granted", ["import", "2020-02-03T12:00:00Z", "Salon"]);
  const bare = await contact({ email: "d-bare@x.fr" });
  await consent(bare.id, "email", "granted", ["manual", "2021-02-03T12:00:00Z"]);
  await contact({ email: "e-silent@x.fr" });
  const merged = await contact({ email: "f-merged@x.fr" });
  await consent(merged.id, "email", "granted", ["form", "2022-02-03T12:00:00Z", "Case cochée"]);
  await consent(merged.id, "email", "granted", ["merge", "2026-01-01T12:00:00Z", "C-000123"]);
}

test.each(["xlsx", "csv", "csv-raw"] as const)(
  "consents that go out as %s keep their day, source and proof in an empty installation, and change nothing at home",
  async (format) => {
    const on = await world();
    const { db, admin, made, download, rowsOf, check, importAll, consents } = on;
    await everybody(on);
    const file = async () =>
      (await download(admin, (await made(admin, { record: "contact", format })).id)).raw.rawPayload;
    const content = await file();
    const rows = (await rowsOf(content)).toSorted((a, b) => (a["EMAIL"] ?? "").localeCompare(b["EMAIL"] ?? ""));
    const told = (row: Record<string, string> | undefined, channel: string) =>
      ["CONSENTEMENT", "DATE_CONSENTEMENT", "SOURCE_CONSENTEMENT", "PREUVE_CONSENTEMENT"].map(
        (column) => row?.[`${column}_${channel}`],
      );
    const day = (iso: string) => (format === "xlsx" ? iso : iso.split("-").reverse().join("/"));
    expect(told(rows[0], "EMAIL")).toEqual(["Oui", day("2026-02-03"), "Formulaire", formProof]);
    expect(told(rows[0], "SMS")).toEqual(["Oui", day("2025-05-06"), "Fiche", "Bulletin du salon\nsigné"]);
    expect(told(rows[1], "EMAIL")).toEqual(["Non", day("2025-07-08"), "Lien de désinscription", ""]);
    // Why an address is on the list is a word of ours, and proves nothing.
    expect(told(rows[1], "SMS")).toEqual(["Non", day("2025-07-09"), "Liste de désinscription", ""]);
    expect(told(rows[4], "EMAIL")).toEqual(["", "", "", ""]);

    const again = await check(admin, content, { empty: "erase" });
    expect(again).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: 6 });
    expect(again.details["remarks"]).toBeUndefined();

    await db.contact.deleteMany();
    await db.suppression.deleteMany();
    const done = await importAll(admin, content);
    expect(done).toMatchObject({ created: 6, refused: 0, details: { remarks: { consentUnproved: 1, withdraws: 2 } } });
    const there = await consents();
    expect(there).toEqual([
      [
        ...["a-both@x.fr", "granted", "granted"],
        `email | granted | import | 2026-02-03 | Formulaire : ${formProof}`,
        "sms | granted | import | 2025-05-06 | Fiche : Bulletin du salon\nsigné",
      ],
      [
        ...["b-gone@x.fr", "withdrawn", "withdrawn"],
        "email | withdrawn | import | 2025-07-08 | Lien de désinscription",
        "sms | withdrawn | import | 2025-07-09 | Liste de désinscription",
      ],
      ["c-import@x.fr", "granted", "unknown", "email | granted | import | 2020-02-03 | Salon"],
      // Nothing proves it: told, and not granted.
      ["d-bare@x.fr", "unknown", "unknown"],
      ["e-silent@x.fr", "unknown", "unknown"],
      ["f-merged@x.fr", "granted", "unknown", "email | granted | import | 2022-02-03 | Formulaire : Case cochée"],
    ]);
    // From there it goes on as it is.
    const next = await file();
    await db.contact.deleteMany();
    await db.suppression.deleteMany();
    expect(await importAll(admin, next)).toMatchObject({ created: 6, refused: 0 });
    expect(await consents()).toEqual(there);
  },
  60_000,
);

test("of an anonymised person, and of a consent that is no more, an export tells nothing", async () => {
  const { db, admin, contact, consent, exported } = await world();
  const anonymised = await contact({ email: "a@x.fr" });
  await consent(anonymised.id, "email", "withdrawn", ["unsubscribe", "2025-07-08T12:00:00Z", "Lien du 8 juillet"]);
  await db.contact.update({ where: { id: anonymised.id }, data: { anonymisedAt: new Date() } });
  // Another number: what was allowed for the former one is not for this one.
  const moved = await contact({ email: "b@x.fr", mobile: "+33612345678" });
  await consent(moved.id, "sms", "granted", ["form", "2025-07-08T12:00:00Z", "Case cochée"]);
  await consent(moved.id, "sms", "unknown", ["number", "2025-08-08T12:00:00Z"]);
  const rows = await exported(admin, { record: "contact" });
  const told = rows.flatMap((row) =>
    Object.entries(row).flatMap(([head, cell]) => (/^(DATE|SOURCE|PREUVE)_CONSENTEMENT_/.test(head) ? [cell] : [])),
  );
  expect(told).toEqual(Array.from({ length: rows.length * 6 }, () => ""));
  expect(rows.length).toBeGreaterThan(0);
});

test("an opportunity's export takes them from its contact, where its follower sees that contact too", async () => {
  const { db, home, as, admin, contact, consent, exported } = await world();
  const me = await as("salesperson");
  const pipeline = await aPipeline(db);
  const hers = await contact({ email: "a@x.fr" });
  await consent(hers.id, "email", "granted", ["form", "2025-07-08T12:00:00Z", "Case cochée"]);
  await anOpportunity(db, { organisationId: home.id, ownerId: me.id, contactId: hers.id, pipelineId: pipeline.id });
  const columns = ["contact.emailConsentOn", "contact.emailConsentSource", "contact.emailConsentProof"];
  const told = async (by: typeof me) => {
    const { id: templateId } = await db.exportTemplate.create({
      data: { id: uuid(), userId: by.id, record: "opportunity", name: "Preuves", columns },
    });
    return (await exported(by, { record: "opportunity", templateId })).map((row) =>
      ["DATE", "SOURCE", "PREUVE"].map((word) => row[`CONTACT_${word}_CONSENTEMENT_EMAIL`]),
    );
  };
  expect(await told(admin)).toEqual([["2025-07-08", "Formulaire", "Case cochée"]]);
  expect(await told(me)).toEqual([["", "", ""]]);
});

test("each channel has its own day and proof in a file; those for both stand where it has none", async () => {
  const { admin, check, importAll, consents } = await world();
  const head =
    "EMAIL;MOBILE;CONSENTEMENT_EMAIL;CONSENTEMENT_SMS;DATE_CONSENTEMENT;PREUVE_CONSENTEMENT;DATE_CONSENTEMENT_SMS;PREUVE_CONSENTEMENT_SMS\n";
  await importAll(admin, `${head}a@x.fr;0612345678;Oui;Oui;03/02/2020;Salon;05/06/2021;Appel\n`);
  expect((await consents())[0]?.slice(3)).toEqual([
    "email | granted | import | 2020-02-03 | Salon",
    "sms | granted | import | 2021-06-05 | Appel",
  ]);
  const bad = await check(admin, `${head}b@x.fr;0612345679;;Oui;;;01/01/2999;Appel\n`);
  expect(bad.refusedRows.map(({ reasons }) => reasons.map(({ column }) => column))).toEqual([
    ["DATE_CONSENTEMENT_SMS"],
  ]);
  // Where it comes from proves nothing by itself.
  const bare = await importAll(admin, "EMAIL;CONSENTEMENT_EMAIL;SOURCE_CONSENTEMENT_EMAIL\nc@x.fr;Oui;Formulaire\n");
  expect(bare).toMatchObject({ created: 1, details: { remarks: { consentUnproved: 1 } } });
});

test("a consent that an import withdrew has its own day and proof again once that import is undone", async () => {
  const { admin, contact, consent, importAll, exported, ports } = await world();
  const { id } = await contact({ email: "a@x.fr" });
  await consent(id, "email", "granted", ["form", "2025-07-08T12:00:00Z", "Case cochée"]);
  const told = async () =>
    (await exported(admin, { record: "contact" })).map((row) =>
      ["CONSENTEMENT", "DATE_CONSENTEMENT", "SOURCE_CONSENTEMENT", "PREUVE_CONSENTEMENT"].map(
        (column) => row[`${column}_EMAIL`],
      ),
    );
  const before = await told();
  expect(before).toEqual([["Oui", "2025-07-08", "Formulaire", "Case cochée"]]);
  const done = await importAll(admin, "EMAIL;CONSENTEMENT_EMAIL\na@x.fr;Non\n");
  expect((await told())[0]?.[0]).toBe("Non");
  await admin.call(importApi.undo, { params: { id: done.id } });
  await ports.jobs.runAll();
  expect(await told()).toEqual(before);
});
