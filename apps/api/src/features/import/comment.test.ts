import { expect, test } from "vitest";
import { linesToRichText, richTextToLines } from "../../platform/rich-text.ts";
import { cutNotice } from "../../ports/spreadsheet.ts";
import { type Comment, commentOf, withComment } from "./comment.ts";

const notes =
  "<p>Client depuis 2019, tél. 0123 : rappeler. Non joint</p><ul><li>pose</li><li>devis<ul><li>A&amp;B</li></ul></li></ul><p>fin</p>";
const comment = (lines: string, html?: string) => commentOf(lines, html) as Comment;

test.each(["012", "2019", "Client", "Non", "rappeler", "pose devis A"])(
  "%j that stands amid a note is another comment, and is kept",
  (lines) => {
    const after = withComment(notes, comment(lines));
    expect(after).toBe(`${notes}${linesToRichText(lines)}`);
    expect(withComment(after, comment(lines))).toBe(after);
  },
);

test.each([
  richTextToLines(notes),
  "fin",
  "Client depuis 2019, tél. 0123 : rappeler. Non joint",
  "pose\ndevis\nA&B\nfin",
  " pose  devis\r\nA&B ",
])("%j is there already", (lines) => expect(withComment(notes, comment(lines))).toBe(notes));

test("notes that are written with other characters, or that a spreadsheet made a number, are the same", () => {
  expect(withComment("<p>Rappelé</p>", comment("Rappelé".normalize("NFD")))).toBe("<p>Rappelé</p>");
  expect(withComment("<p>0123</p>", comment("123"))).toBe("<p>0123</p>");
});

test("rich text comes back as long as it says what the lines say", () => {
  const html = '<p>Vu <b>hier</b> : <a href="https://a.fr" rel="noopener">le site</a></p>';
  expect(comment(richTextToLines(html), html)).toEqual({ lines: "Vu hier : le site", html });
  expect(comment("Vu demain", html)).toEqual({ lines: "Vu demain", html: "<p>Vu demain</p>" });
  expect(comment("", html)).toEqual({ lines: "", html: "" });
  expect(commentOf(undefined, html)?.html).toBe(html);
  expect(comment("x", "<script>alert(1)</script><p>x</p>").html).toBe("<p>x</p>");
  expect(commentOf(undefined, undefined)).toBeUndefined();
});

test("a cell that could not hold the notes whole leaves them, and tells a new record so", () => {
  const cut = `${"é".repeat(32_000)}${cutNotice}`;
  expect(withComment(`<p>${"é".repeat(44_000)}</p>`, comment(cut))).toBe(`<p>${"é".repeat(44_000)}</p>`);
  expect(withComment("", comment(cut))).toBe(`<p>${cut}</p>`);
});

test("many equal blocks are looked through at once", () => {
  const many = "<p>a</p>".repeat(12_000);
  expect(withComment(many, comment("a ".repeat(11_999)))).toBe(many);
});
