import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { smtpMailer } from "./mailer.smtp.ts";

const mail = { to: "chloe@briconett.test", subject: "Bonjour", html: "<p>Bonjour</p>", text: "Bonjour" };

test.each([
  ["says nothing", ""],
  ["greets, then says nothing", "220 ready\r\n"],
])("a server that %s fails in time, and holds no other message up", async (_, greeting) => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (greeting) socket.write(greeting);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const mailer = smtpMailer({
    url: `smtp://127.0.0.1:${port}`,
    from: "crm@briconett.test",
    greetingTimeout: 50,
    socketTimeout: 50,
  });
  const sent = await Promise.allSettled([mailer.send(mail), mailer.send(mail)]);
  expect(sent.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
