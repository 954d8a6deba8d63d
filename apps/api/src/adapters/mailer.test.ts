import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Mailer } from "../ports/mailer.ts";
import { outboxMailer } from "./mailer.outbox.ts";
import { smtpMailer } from "./mailer.smtp.ts";
import { memoryMailer } from "./memory/mailer.memory.ts";

interface World {
  mailer: Mailer;
  /** What was handed over: to whom, and the whole as it is sent. */
  sent(): Promise<{ to: string; text: string }[]>;
  /** The carrier refuses the next message. */
  refuse(): Promise<void>;
}

async function smtp(): Promise<World> {
  const taken: { to: string; text: string }[] = [];
  let refusing = false;
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
    async onData(stream, { envelope }, callback) {
      const text = Buffer.concat(await stream.toArray()).toString();
      if (refusing) return callback(new Error("no"));
      taken.push({ to: envelope.rcptTo.map(({ address }) => address).join(), text });
      callback();
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  const { port } = server.server.address() as AddressInfo;
  return {
    mailer: smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: "crm@exemple.fr" }),
    sent: async () => taken,
    refuse: async () => {
      refusing = true;
    },
  };
}

async function outbox(): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), "crm-outbox-"));
  const folder = join(root, "outbox");
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return {
    mailer: outboxMailer({ folder, from: "crm@exemple.fr" }),
    async sent() {
      const names = (await readdir(folder)).filter((name) => name.endsWith(".eml"));
      const texts = await Promise.all(names.sort().map((name) => readFile(join(folder, name), "utf8")));
      return texts.map((text) => ({ to: /^To: (.*)$/m.exec(text)?.[1]?.trim() ?? "", text }));
    },
    async refuse() {
      await rm(root, { recursive: true, force: true });
      const { writeFile } = await import("node:fs/promises");
      await writeFile(root, ""); // no folder can be made there
    },
  };
}

async function memory(): Promise<World> {
  const mailer = memoryMailer();
  return {
    mailer,
    sent: async () => mailer.sent.map((mail) => ({ to: mail.to, text: `${mail.subject}\n${mail.text}\n${mail.html}` })),
    refuse: async () => mailer.failNext(new Error("no")),
  };
}

const mail = (to: string) => ({ to, subject: "Bonjour", text: "du texte", html: "<p>du texte</p>" });

describe.each([
  ["SMTP", smtp],
  ["the outbox", outbox],
  ["the double", memory],
] as const)("the mailer « %s »", (_name, open) => {
  test("hands each message over, under an id of its own", async () => {
    const { mailer, sent } = await open();
    const ids = [await mailer.send(mail("a@exemple.fr")), await mailer.send(mail("b@exemple.fr"))];
    expect(new Set(ids.filter(Boolean)).size).toBe(2);
    const all = await sent();
    expect(all.map(({ to }) => to).sort()).toEqual(["a@exemple.fr", "b@exemple.fr"]);
    for (const { text } of all) expect(text).toContain("Bonjour");
  });

  test("rejects what the carrier refuses, and hands nothing over", async () => {
    const { mailer, sent, refuse } = await open();
    await mailer.send(mail("a@exemple.fr"));
    const before = await sent();
    await refuse();
    await expect(mailer.send(mail("b@exemple.fr"))).rejects.toThrow();
    expect(await sent().catch(() => before)).toHaveLength(1);
  });
});
