import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { openDatabase, type PrismaClient } from "@crm/db";
import { borrowEmbeddedDatabase } from "@crm/db/embedded";
import { deployMigrations } from "@crm/db/migrate";
import { removeDemo } from "@crm/db/seed";
import { createAdministrator } from "./features/installation/installation.service.ts";
import { forgetMarks } from "./features/installation/shared-mark.service.ts";
import { application, type Ctx } from "./platform/context.ts";
import { readEnvironment, StartFailure } from "./platform/environment.ts";
import { Refusal } from "./platform/error.ts";
import { assertDatabaseKept, prepareDataDir } from "./platform/start-checks.ts";

const usage = `npm run admin -- create        ajoute un gestionnaire : --email, --first-name, --last-name, --company (ou ADMIN_EMAIL,
                               ADMIN_FIRST_NAME, ADMIN_LAST_NAME, ADMIN_COMPANY) ; ce qui manque est demandé. Le mot de
                               passe est lu sur l'entrée standard ou demandé ; vide, il est créé et affiché une fois.
npm run admin -- remove-demo   retire les données et les comptes de démonstration (--yes : sans confirmation)
npm run admin -- adopt         après un changement voulu de secret ou de dossier : le prochain démarrage fait foi (--yes)
L'application peut être en marche. La base est celle de DATABASE_URL, sinon celle de DATA_DIR.`;

/** What the operator is told, as he typed it. */
class Told extends Error {}

const commands: Record<string, (db: PrismaClient) => Promise<void>> = {
  create,
  "remove-demo": remove,
  adopt,
};

const string = { type: "string" } as const;
const { positionals, values } = readArguments();
const command = commands[positionals[0] ?? ""];
if (command && positionals.length === 1) await withDatabase(command).catch(fail);
else {
  console.error(usage);
  process.exitCode = 2;
}

function readArguments() {
  try {
    const flags = { email: string, "first-name": string, "last-name": string, company: string };
    return parseArgs({ allowPositionals: true, options: { ...flags, yes: { type: "boolean", default: false } } });
  } catch {
    return { positionals: [], values: { yes: false } as Record<string, never> & { yes: boolean } };
  }
}

async function create(db: PrismaClient): Promise<void> {
  const given = (flag: "email" | "first-name" | "last-name" | "company", label: string) =>
    values[flag] ?? process.env[`ADMIN_${flag.toUpperCase().replace("-", "_")}`] ?? ask(`${label} : `, `--${flag}`);
  const person = {
    email: await given("email", "E-mail"),
    firstName: await given("first-name", "Prénom"),
    lastName: await given("last-name", "Nom"),
  };
  const company = (await db.organisation.count()) === 0 ? await given("company", "Entreprise") : values.company;
  const typed = await readPassword();
  const password = typed || randomBytes(15).toString("base64url");
  // Neither mail, nor files, nor jobs: a user is made of rows alone.
  const ctx = { db, reader: db, actor: application, now: () => new Date() } as Ctx;
  await createAdministrator(ctx, { ...person, password }, company ?? "");
  console.log(`Le gestionnaire ${person.email} est créé.`);
  if (!typed) console.log(`Mot de passe, qui ne sera plus affiché : ${password}`);
}

async function remove(db: PrismaClient): Promise<void> {
  if ((await db.demoRecord.count()) === 0) throw new Told("Il n'y a pas de données de démonstration ici.");
  const warning =
    "Les données et les comptes de démonstration vont être retirés, avec les vues et fichiers de ces comptes.";
  await confirm(warning);
  const { removed, adminLeft } = await removeDemo(db);
  console.log(
    `Retirés : ${removed.contacts} contacts, ${removed.opportunities} opportunités, ${removed.users} comptes. Ce que vous avez ajouté est resté.`,
  );
  if (!adminLeft)
    console.log(
      "Aucun gestionnaire ne reste : créez-en un (npm run admin -- create), ou redémarrez pour la page d'installation.",
    );
}

async function adopt(db: PrismaClient): Promise<void> {
  await confirm(
    "Avec un autre secret, les adresses bloquées (désinscriptions, personnes anonymisées) ne sont plus reconnues ; avec un autre dossier, les fichiers déposés manquent s'ils n'y ont pas été copiés.",
  );
  await forgetMarks(db);
  console.log("Le secret et le dossier du prochain démarrage feront foi.");
}

async function confirm(warning: string): Promise<void> {
  if (values.yes) return;
  if ((await ask(`${warning} Tapez « oui » : `, "--yes")).toLowerCase() !== "oui") throw new Told("Rien n'est changé.");
}

/** Asks in the terminal; without one, says what to give instead. `hidden`: what is typed is not shown. */
async function ask(question: string, instead: string, { hidden = false } = {}): Promise<string> {
  if (!process.stdin.isTTY) throw new Told(`Indiquez ${instead}.`);
  process.stdout.write(question);
  const shown = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!hidden) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: shown, terminal: true });
  try {
    return (await terminal.question("")).trim();
  } finally {
    terminal.close();
    if (hidden) console.log();
  }
}

/** Never from a flag: those are seen by whoever lists the processes, and kept by the shell. */
async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/)[0] ?? "";
  const password = await ask("Mot de passe (vide : créé) : ", "le mot de passe", { hidden: true });
  if (password && password !== (await ask("Confirmation : ", "la confirmation", { hidden: true })))
    throw new Told("Les deux mots de passe diffèrent.");
  return password;
}

async function withDatabase(work: (db: PrismaClient) => Promise<void>): Promise<void> {
  const { DATABASE_URL, DATA_DIR } = readEnvironment(process.env);
  if (!DATABASE_URL) {
    await prepareDataDir(resolve(DATA_DIR));
    assertDatabaseKept(resolve(DATA_DIR));
  }
  const embedded = DATABASE_URL ? null : await borrowEmbeddedDatabase({ dataDir: join(resolve(DATA_DIR), "postgres") });
  const url = DATABASE_URL ?? embedded?.url ?? "";
  try {
    await deployMigrations(url);
    const db = openDatabase(url, 2);
    try {
      await work(db);
    } finally {
      await db.$disconnect();
    }
  } finally {
    await embedded?.stop();
  }
}

function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof Refusal) {
    const told = error.issues.map(({ path, message }) => `${path.replace("body/", "")} : ${message}`);
    console.error(told.length > 0 ? told.join("\n") : error.code);
  } else console.error(error instanceof Told || error instanceof StartFailure ? error.message : error);
}
