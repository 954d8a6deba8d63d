import type { PrismaClient } from "@crm/db";
import { StartFailure } from "../../platform/environment.ts";

/**
 * Refuses to start, with a StartFailure, a process whose secret or data folder is not that of the others on this database: its
 * tokens would be refused and its files be missing. The first process leaves the marks. `folder`: null where files are elsewhere.
 */
export async function assertShared(
  db: PrismaClient,
  digest: (text: string) => string,
  folder: string | null,
): Promise<void> {
  const secret = digest("installation:secret");
  const [marks] = await db.$queryRaw<{ secret: string; folder: string | null }[]>`
    UPDATE installation SET secret_mark = coalesce(secret_mark, ${secret}), folder_mark = coalesce(folder_mark, ${folder})
    WHERE id = 1 RETURNING secret_mark AS secret, folder_mark AS folder`;
  const wrong = [
    ...(marks?.secret === secret
      ? []
      : [
          "APP_SECRET : ce n'est pas le secret qui sert à cette base de données (variable APP_SECRET, sinon DATA_DIR/app-secret).",
        ]),
    ...(folder === null || marks?.folder === folder
      ? []
      : ["DATA_DIR : ce n'est pas le dossier qui sert à cette base de données : les fichiers déposés n'y sont pas."]),
  ];
  if (wrong.length === 0) return;
  const how = "Donnez à tous les processus les mêmes ; si le changement est voulu : npm run admin -- adopt";
  throw new StartFailure([...wrong, how].join("\n"));
}

/** The next process to start leaves its own marks: the secret or the folder was changed on purpose. */
export const forgetMarks = (db: PrismaClient): Promise<unknown> =>
  db.installation.update({ where: { id: 1 }, data: { secretMark: null, folderMark: null } });
