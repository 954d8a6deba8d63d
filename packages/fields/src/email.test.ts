import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emailAddress, emailKey, readEmail } from "./email.ts";

const kept = (text: string) => emailAddress().safeParse(text).data ?? null;

describe("what is typed or pasted", () => {
  test.each([
    // Signs that RFC 5321 allows.
    ["r&d@h2e.example", "r&d@h2e.example"],
    ["compta/achats@h2e.example", "compta/achats@h2e.example"],
    ["o'neill+crm@h2e.example", "o'neill+crm@h2e.example"],
    ["contact@société-h2.example", "contact@société-h2.example"],
    ["x@example.xn--p1ai", "x@example.xn--p1ai"],
    ["é@h2e.example", "é@h2e.example"],
    [" Marie@H2E.Example ", "marie@h2e.example"],
    // What it was pasted in.
    ["MAILTO:lien@h2e.example", "lien@h2e.example"],
    ["mailto:r%26d@h2e.example?subject=Devis&cc=a@b.fr", "r&d@h2e.example"],
    ["mailto:100%@h2e.example", "100%@h2e.example"],
    ["Jean <nom@h2e.example>", "nom@h2e.example"],
    ['"Dupont, Jean" <nom@h2e.example>,', "nom@h2e.example"],
    ["Jean Dupont [mailto:nom@h2e.example]", "nom@h2e.example"],
    ["nom@h2e.example <nom@h2e.example>", "nom@h2e.example"],
    ["[x@h2e.example](mailto:x@h2e.example)", "x@h2e.example"],
    ["<chevron@h2e.example>", "chevron@h2e.example"],
    ["« guillemets@h2e.example »", "guillemets@h2e.example"],
    ["'quote@h2e.example'", "quote@h2e.example"],
    ['"q"@h2e.example', "q@h2e.example"],
    ["fin@h2e.example;", "fin@h2e.example"],
    ["point@h2e.example.", "point@h2e.example"],
    ["lf@h2e.example\n", "lf@h2e.example"],
    // What nobody sees, and what looks the same.
    ["nbsp\u00a0@h2e.example", "nbsp@h2e.example"],
    ["\u200bzw@h2e.example", "zw@h2e.example"],
    ["\ufeffbom@h2e.example", "bom@h2e.example"],
    ["jean\u00ad@h2e.example", "jean@h2e.example"],
    ["info@h2e.example\u200e", "info@h2e.example"],
    ["jean@h2e\u2024example", "jean@h2e.example"],
    ["contact@socie\u0301te\u0301-h2.example", "contact@société-h2.example"],
    ["x@例え。テスト", "x@例え.テスト"],
  ])("%j is %s", (typed, address) => {
    expect(kept(typed)).toBe(address);
    expect(kept(address)).toBe(address);
  });

  test.each([
    ...["", "  ", "\u200b", "audrey@", "@h2e.example", "ARRO BAS@h2e.example", "x(at)h2e.example", "a@b@h2e.example"],
    ...["jean.dupont@h2e..example", "a..b@h2e.example", ".a@h2e.example", "a.@h2e.example", "a@localhost", "a@1.2.3.4"],
    ...["a@-h2e.example", "a@h2e_x.example", "a@h2e.e", "a@h2e.example/x", "a@h2e.example:25", "a\0@h2e.example"],
    ...[`${"a".repeat(65)}@h2e.example`, `${"é".repeat(33)}@h2e.example`, `a@${"é".repeat(60)}.fr`],
    ...[`a@${"b".repeat(64)}.fr`, `${"a".repeat(64)}@${"b.".repeat(95)}fr`, "à modifier x@h2e.example"],
  ])("%j is no address", (typed) => {
    expect(kept(typed)).toBeNull();
  });

  test.each([
    "deux@h2e.example; trois@h2e.example",
    "A <a@h2e.example>; B <b@h2e.example>",
    "a@h2e.example b@h2e.example",
  ])("%j: only one is kept in a field, and nobody guesses which", (typed) => {
    expect(emailAddress().safeParse(typed).error?.issues).toMatchObject([{ params: { rule: "emailSeveral" } }]);
    expect(readEmail(typed)).toBe(typed);
  });
});

test("two addresses are the same when they reach the same person", () => {
  expect(emailKey("contact@société-h2.example")).toBe("contact@xn--socit-h2-e1ab.example");
  expect(emailKey("contact@xn--socit-h2-e1ab.example")).toBe("contact@xn--socit-h2-e1ab.example");
  expect(emailKey("x@faß.de")).not.toBe(emailKey("x@fass.de"));
  expect(emailKey("Chloe@H2E.example")).toBe("chloe@h2e.example");
  expect(emailKey("chloé@h2e.example")).toBe("chloé@h2e.example");
});

test("every address is taken, comes back unchanged when it is read again, and nothing throws", () => {
  fc.assert(fc.property(fc.emailAddress(), (email) => kept(email) === email.toLowerCase()));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      const read = readEmail(typed);
      const address = kept(typed);
      expect(typeof read).toBe("string");
      if (address !== null) expect([kept(address), emailKey(emailKey(address))]).toEqual([address, emailKey(address)]);
    }),
  );
});
