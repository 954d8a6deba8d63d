import { commonName, rareName } from "./data.ts";
import type { Place, Work } from "./work.ts";

/** Lists, search, counts, the card and creation. */
export async function contactWorks({ client, floor, ours, headers }: Place): Promise<Work[]> {
  const one = async <T>(sql: string) => (await client.query(sql)).rows[0] as T;
  const middle = await one<{ at: Date }>(
    "SELECT created_at AS at FROM contacts ORDER BY created_at DESC, id DESC OFFSET least(500000, (SELECT count(*) / 2 FROM contacts)) LIMIT 1",
  );
  const card = await one<{ id: string }>("SELECT contact_id AS id FROM opportunities ORDER BY created_at DESC LIMIT 1");
  const type = await one<{ id: string }>("SELECT id FROM questions WHERE code = 'TYPE_CLIENT'");
  const profile = await one<{ id: string }>("SELECT id FROM questions WHERE code = 'PROFIL'");
  const organisation = await one<{ id: string }>("SELECT id FROM organisations LIMIT 1");

  const json = { "content-type": "application/json" };
  const answers = JSON.stringify([
    { questionId: type.id, operator: "is", value: "CLIENT" },
    { questionId: profile.id, operator: "is", value: "DECIDEUR" },
  ]);
  const list = (query: Record<string, string>) => ({
    url: `${ours}/api/contacts?${new URLSearchParams(query)}`,
    headers,
  });
  const deep = await pageAtDepth(list, middle.at.toISOString().slice(0, 10));
  let n = Date.now();
  const email = () => `bench${n++}@exemple.fr`;

  return [
    {
      name: "first page of 50",
      floor: { url: `${floor}/first` },
      ours: list({}),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "its count, up to 10,000",
      floor: { url: `${floor}/count` },
      ours: { url: `${ours}/api/contacts/count`, headers },
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "page at depth 500,000",
      floor: { url: `${floor}/deep?${new URLSearchParams({ at: deep.createdAt, id: deep.id })}` },
      ours: list({ after: deep.next }),
      target: { of: "perSecond", bound: 0.35 },
    },
    {
      name: "search, rare term, counted",
      floor: { url: `${floor}/search?term=${rareName.toLowerCase()}` },
      ours: list({ search: rareName }),
      target: { of: "p50", bound: 2 },
    },
    {
      name: "search, common term, counted",
      floor: { url: `${floor}/search?term=${commonName.toLowerCase()}` },
      ours: list({ search: commonName }),
      target: { of: "p50", bound: 2 },
    },
    {
      name: "two answers, sorted by name",
      floor: {
        url: `${floor}/answers?${new URLSearchParams({ answers: JSON.stringify({ [type.id]: "CLIENT", [profile.id]: "DECIDEUR" }) })}`,
      },
      ours: list({ answers, sort: "name" }),
      target: { of: "p50", bound: 3 },
    },
    {
      name: "card: relations, timeline",
      floor: { url: `${floor}/card?id=${card.id}` },
      ours: { url: `${ours}/api/contacts/${card.id}`, headers },
      target: { of: "perSecond", bound: 0.3 },
    },
    {
      name: "create a contact",
      floor: {
        url: `${floor}/contacts`,
        method: "POST",
        headers: json,
        body: () => JSON.stringify({ email: email(), lastName: "Essai", organisationId: organisation.id }),
      },
      ours: {
        url: `${ours}/api/contacts`,
        method: "POST",
        headers: { ...headers, ...json },
        body: () => JSON.stringify({ email: email(), lastName: "Essai" }),
      },
      target: { of: "perSecond", bound: 0.35 },
    },
  ];
}

/** Where a page ends that begins at the contacts of a day, and its cursor: sealed, and the same without the filter. */
async function pageAtDepth(
  list: (query: Record<string, string>) => { url: string; headers: Record<string, string> },
  day: string,
) {
  const filter = { match: "all", items: [{ field: "createdAt", operator: "atMost", value: day }] };
  const { url, headers } = list({ filter: JSON.stringify(filter) });
  const reply = await fetch(url, { headers });
  const { rows, next } = (await reply.json()) as { rows: { id: string; createdAt: string }[]; next: string };
  const last = rows.at(-1);
  if (!last) throw new Error(`no contact by ${day}`);
  return { ...last, next };
}
