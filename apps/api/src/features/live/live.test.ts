import { bulkApi, contactApi, type StreamEvent } from "@crm/contract";
import { expect, it, onTestFinished, vi } from "vitest";
import { pgEventBus } from "../../adapters/event-bus.pg.ts";
import { assignOpportunity, changeStatus } from "../../test/commands.ts";
import { aContact, anOrganisation } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { tellChanges } from "./live.service.ts";

type Changes = Extract<StreamEvent, { kind: "changes" }>["changes"];

const soon = { timeout: 5000 };

/** An application that listens, and the streams that people have open. */
async function listening() {
  const on = await opportunityApp();
  const address = await on.app.listen({ port: 0, host: "127.0.0.1" });
  async function stream({ authorization }: { authorization: string }) {
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const reply = await fetch(`${address}/api/events`, { headers: { authorization }, signal: stop.signal });
    const [told, raw]: [Changes, string[]] = [[], []];
    const read = async () => {
      for await (const part of reply.body?.pipeThrough(new TextDecoderStream()) ?? [])
        for (const [, line = ""] of part.matchAll(/^data: (.*)$/gm)) {
          raw.push(line);
          const event = JSON.parse(line) as StreamEvent;
          if (event.kind === "changes") told.push(...event.changes);
        }
    };
    void read().catch(() => undefined);
    const heard = (noun: string) => [
      ...new Set(told.filter((change) => change.noun === noun && !change.aside).flatMap(({ ids }) => ids ?? ["many"])),
    ];
    return { told, raw, heard, stop: () => stop.abort() };
  }
  return { ...on, stream };
}

it("tells who sees a record that it changed, and nobody else; which, never what", async () => {
  const { as, db, home, stream } = await listening();
  const elsewhere = await anOrganisation(db, "Roger");
  const [mine, colleague, manager, admin, stranger, outside] = [
    await as("salesperson"),
    await as("salesperson"),
    await as("manager"),
    await as("admin"),
    await as("manager", { organisationId: elsewhere.id }),
    await as("admin", { crmAccess: false }),
  ];
  const streams = await Promise.all([mine, colleague, manager, admin, stranger, outside].map(stream));
  const contact = await aContact(db, { organisationId: home.id, ownerId: mine.id, lastName: "Secret" });
  const body = { version: 1, city: "Plouezoc’h" };
  expect((await mine.call(contactApi.update, { params: { id: contact.id }, body })).status).toBe(200);

  const heard = () => streams.map(({ heard }) => heard("contact"));
  await vi.waitFor(() => expect(heard()).toEqual([[contact.id], [], [contact.id], [contact.id], [], []]), soon);
  expect(streams.flatMap(({ raw }) => raw).join()).not.toMatch(/Secret|Plouezoc/);
});

it("tells both owners when a record changes hands, one by one and many at once", async () => {
  const { as, opportunity, contact, stream, ports, db, home } = await listening();
  const [admin, from, to, other] = [
    await as("admin"),
    await as("salesperson"),
    await as("salesperson"),
    await as("salesperson"),
  ];
  const streams = await Promise.all([from, to, other].map(stream));
  const { id } = await opportunity({ ownerId: from.id });
  await assignOpportunity(admin, id, to.id);
  await vi.waitFor(() => expect(streams.map(({ heard }) => heard("opportunity"))).toEqual([[id], [id], []]), soon);
  // The contact is nobody's of these: that its card tells of it is not theirs to hear.
  expect(streams.flatMap(({ told }) => told.filter(({ noun }) => noun === "contact"))).toEqual([]);

  const theirs = await aContact(db, { organisationId: home.id, ownerId: from.id });
  const change = { record: "contact" as const, kind: "assign" as const, params: { ownerId: to.id }, ids: [theirs.id] };
  expect((await admin.call(bulkApi.create, { body: change })).status).toBe(202);
  await ports.jobs.runAll();
  await vi.waitFor(
    () => expect(streams.map(({ heard }) => heard("contact"))).toEqual([[theirs.id], [theirs.id], []]),
    soon,
  );
  expect(contact.ownerId).toBeNull();
});

it("says once a second what came meanwhile; beyond two hundred, only that there were many", async () => {
  const { as, db, home, stream, ctx } = await listening();
  const admin = await as("admin");
  const { told } = await stream(admin);
  const contacts = await Promise.all(Array.from({ length: 230 }, () => aContact(db, { organisationId: home.id })));
  const change = ({ id }: { id: string }) => ({ noun: "contact", seenAs: "contact", id }) as const;
  tellChanges(ctx, contacts.slice(0, 3).map(change));
  await vi.waitFor(() => expect(told).toHaveLength(1), soon);
  tellChanges(ctx, contacts.slice(3).map(change));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(told).toHaveLength(1);
  await vi.waitFor(() => expect(told).toHaveLength(2), soon);
  expect(told.map(({ ids }) => ids?.length ?? null)).toEqual([3, null]);
});

it("says nothing of what was rolled back, and a card is told of what stands beside it", async () => {
  const { as, opportunity, contact, stream, ports } = await listening();
  const admin = await as("admin");
  const { told } = await stream(admin);
  const { id } = await opportunity();
  const refused = await changeStatus(admin, id, { status: "won", on: "2027-01-01" });
  expect(refused.status).toBe(422);
  await changeStatus(admin, id, { status: "won", on: "2026-03-01" });
  await vi.waitFor(() => expect(told).toHaveLength(2), soon);
  expect(told).toContainEqual({ noun: "opportunity", aside: false, ids: [id] });
  expect(told).toContainEqual({ noun: "contact", aside: true, ids: [contact.id] });
  expect(ports.events.published.filter((message) => "changed" in message)).toHaveLength(2);
});

it("fits PostgreSQL’s notifications, however many records change at once", async () => {
  const { ctx, url, db, home } = await listening();
  const bus = await pgEventBus(url, () => undefined);
  const heard: { changed?: { ids: string[] } }[] = [];
  bus.subscribe((message) => void heard.push(message as object));
  const { id } = await aContact(db, { organisationId: home.id });
  const ids = Array.from({ length: 1000 }, (_, i) => `${id.slice(0, -4)}${String(i).padStart(4, "0")}`);
  tellChanges(
    { ...ctx, events: bus },
    ids.map((id) => ({ noun: "contact", seenAs: "contact", id })),
  );
  await vi.waitFor(() => expect(heard.flatMap(({ changed }) => changed?.ids ?? [])).toEqual(ids), soon);
  await bus.close();
});
