import { readFile } from "node:fs/promises";
import { type api, fileApi, type ImportOptions, type ImportRecord, type ImportView, importApi } from "@crm/contract";
import { expect } from "vitest";
import type { z } from "zod";
import { aQuestion } from "./factories.ts";
import { type TestUser, testApp } from "./test-app.ts";

const choices = (labels: Record<string, string>) => ({
  choices: Object.entries(labels).map(([value, label]) => ({ value, label })),
});

/** The questions that the sample files answer (guide 2.5), as an administrator would have added them. */
export async function sampleQuestions(db: Parameters<typeof aQuestion>[0]) {
  const make = (code: string, label: string, type: Parameters<typeof aQuestion>[1]["type"], config = {}) =>
    aQuestion(db, { code, label, type, config });
  return {
    origin: await make(
      "ORIGINE_CONTACT",
      "Origine du contact",
      "single-choice",
      choices({ APL: "Appel entrant", RESEAU: "Réseau", WEB: "Site web", SALON: "Salon" }),
    ),
    type: await make(
      "TYPE_CLIENT",
      "Type de client",
      "radio-choice",
      choices({ CLIENT: "Client", PROSPECT: "Prospect", ANCIEN: "Ancien client" }),
    ),
    optIn: await make("OPTIN", "Opt-in", "boolean"),
    date: await make("DATE_CONTRAT", "Date anniversaire contrat", "date"),
    budget: await make("BUDGET_MENSUEL", "Budget mensuel", "amount"),
    employees: await make("NOMBRE_SALARIES", "Nombre de salariés", "number"),
    services: await make(
      "PRESTATIONS",
      "Type de prestation",
      "multiple-choice",
      choices({ INT: "Intérieur", EXT: "Extérieur", DEP: "Dépannage" }),
    ),
  };
}

export const sampleFile = (name: "contacts-briconett.xlsx" | "contacts-briconett-windows-1252.csv") =>
  readFile(new URL(`../features/import/samples/${name}`, import.meta.url));

type Options = z.input<typeof ImportOptions>;

/** An application in which files are imported as a person does: upload, dry run, real run. */
export async function importWorld(options?: Parameters<typeof testApp>[0]) {
  const world = await testApp(options);
  const call = async <E extends (typeof api)["import"][keyof (typeof api)["import"]]>(
    by: TestUser,
    endpoint: E,
    id: string,
  ) => (await by.call(endpoint, { params: { id } } as never)).body as ImportView;
  const show = (by: TestUser, id: string) => call(by, importApi.show, id);

  async function start(
    by: TestUser,
    content: Buffer | string,
    options: Options = {},
    record: ImportRecord = "contact",
  ): Promise<ImportView> {
    const file = await by.call(fileApi.upload, {
      query: { name: "contacts d’été.csv", purpose: "import" },
      body: Buffer.from(content),
    });
    const { status, body } = await by.call(importApi.create, { body: { fileId: file.body.id, record, options } });
    expect(status).toBe(202);
    return body;
  }
  /** The dry run. */
  async function check(
    by: TestUser,
    content: Buffer | string,
    options: Options = {},
    record: ImportRecord = "contact",
  ): Promise<ImportView> {
    const { id } = await start(by, content, options, record);
    await world.ports.jobs.runAll();
    return show(by, id);
  }
  /** The real run of a checked import. */
  async function run(by: TestUser, id: string): Promise<ImportView> {
    expect((await by.call(importApi.run, { params: { id } })).status).toBe(202);
    await world.ports.jobs.runAll();
    return show(by, id);
  }
  const importAll = async (
    by: TestUser,
    content: Buffer | string,
    options: Options = {},
    record: ImportRecord = "contact",
  ) => run(by, (await check(by, content, options, record)).id);
  return { ...world, start, check, run, show, importAll };
}

/** What an import did, as a person reads it. */
export const countsOf = ({ status, total, done, created, updated, unchanged, refused }: ImportView) => ({
  status,
  total,
  done,
  created,
  updated,
  unchanged,
  refused,
});
export const reasonsOf = ({ refusedRows }: ImportView) =>
  refusedRows.map(({ row, reasons }) => [row, ...reasons.map(({ column, message }) => `${column} : ${message}`)]);
