import Fastify from "fastify";
import pg from "pg";

/**
 * The floor: bare Fastify and pg with the best hand-written SQL for the same answers on the same rows.
 * No sign-in, no scope, no validation, no view: what is left is what the machine can do.
 */
export async function startFloor(url: string): Promise<{ address: string; stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const app = Fastify();
  const columns = `c.id, c.code, c.title, c.last_name, c.first_name, c.company, c.email, c.email_validity, c.phone, c.mobile, c.city,
    c.answers, c.created_at, c.owner_id, u.first_name AS owner_first_name, u.last_name AS owner_last_name`;
  const from = "FROM contacts c LEFT JOIN users u ON u.id = c.owner_id";
  const rows = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as unknown[];

  app.get("/first", () => rows(`SELECT ${columns} ${from} ORDER BY c.created_at DESC, c.id DESC LIMIT 50`));
  app.get("/count", async () => rows("SELECT count(*) AS value FROM (SELECT 1 FROM contacts LIMIT 10001) AS found"));
  app.get("/opportunities", () =>
    rows(`SELECT o.id, o.code, o.title, o.status, o.status_on, o.contact_id, o.pipeline_id, o.stage_id, o.amount, o.answers, o.created_at,
        c.first_name, c.last_name, c.company, c.email, u.id AS owner_id, u.first_name AS owner_first_name, u.last_name AS owner_last_name
      FROM opportunities o JOIN contacts c ON c.id = o.contact_id LEFT JOIN users u ON u.id = o.owner_id
      ORDER BY o.created_at DESC, o.id DESC LIMIT 50`),
  );
  app.get<{ Querystring: { at: string; id: string } }>("/deep", ({ query }) =>
    rows(
      `SELECT ${columns} ${from} WHERE (c.created_at, c.id) < ($1, $2) ORDER BY c.created_at DESC, c.id DESC LIMIT 50`,
      [query.at, query.id],
    ),
  );
  app.get<{ Querystring: { term: string } }>("/search", async ({ query }) => {
    const sql = `WITH k AS MATERIALIZED (SELECT id, created_at FROM contacts WHERE search LIKE $1 ORDER BY created_at DESC, id DESC LIMIT 10001)
      SELECT ${columns}, (SELECT count(*) FROM k) AS total FROM (SELECT * FROM k ORDER BY created_at DESC, id DESC LIMIT 50) AS p
      JOIN contacts c ON c.id = p.id LEFT JOIN users u ON u.id = c.owner_id ORDER BY p.created_at DESC, p.id DESC`;
    return rows(sql, [`%${query.term}%`]);
  });
  app.get<{ Querystring: { answers: string } }>("/answers", ({ query }) =>
    rows(`SELECT ${columns} ${from} WHERE c.answers @> $1::jsonb ORDER BY c.name_key, c.id LIMIT 50`, [query.answers]),
  );
  app.get<{ Querystring: { id: string } }>("/card", async ({ query: { id } }) => {
    const [contact, opportunities, events] = await Promise.all([
      rows(`SELECT c.*, u.first_name AS owner_first_name, u.last_name AS owner_last_name ${from} WHERE c.id = $1`, [
        id,
      ]),
      rows(
        "SELECT id, code, title, status, status_on, stage_id, pipeline_id, amount, created_at FROM opportunities WHERE contact_id = $1 ORDER BY created_at DESC LIMIT 20",
        [id],
      ),
      rows(
        "SELECT e.*, u.first_name, u.last_name FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.contact_id = $1 ORDER BY e.id DESC LIMIT 20",
        [id],
      ),
    ]);
    return { contact, opportunities, events };
  });
  const cards = `SELECT o.id, o.code, o.title, o.status, o.status_on, o.contact_id, o.pipeline_id, o.stage_id, o.amount, o.answers, o.created_at,
      c.first_name, c.last_name, c.company, c.email, u.id AS owner_id, u.first_name AS owner_first_name, u.last_name AS owner_last_name
    FROM opportunities o JOIN contacts c ON c.id = o.contact_id LEFT JOIN users u ON u.id = o.owner_id`;
  app.get<{ Querystring: { pipeline: string; stage: string } }>("/column", ({ query }) =>
    rows(
      `${cards} WHERE o.pipeline_id = $1 AND o.stage_id = $2 AND o.deleted_at IS NULL ORDER BY o.stage_at DESC, o.id DESC LIMIT 30`,
      [query.pipeline, query.stage],
    ),
  );
  app.get<{ Querystring: { pipeline: string } }>("/board", ({ query }) =>
    rows(
      "SELECT stage_id, count(*), sum(amount) FROM opportunities WHERE pipeline_id = $1 AND deleted_at IS NULL GROUP BY stage_id",
      [query.pipeline],
    ),
  );
  app.get<{ Querystring: { pipeline: string; from: string } }>("/funnel", ({ query }) =>
    rows(
      "SELECT stage_id, status, count(*), sum(amount) FROM opportunities WHERE pipeline_id = $1 AND created_at >= $2 AND deleted_at IS NULL GROUP BY 1, 2",
      [query.pipeline, query.from],
    ),
  );
  // Its two questions « Afficher dans les rapports »: the sums of one, the choices of the other.
  app.get("/sales", async () => {
    const questions = (await rows(
      "SELECT id, type FROM questions WHERE record = 'opportunity' AND in_reports AND archived_at IS NULL",
    )) as { id: string; type: string }[];
    const idOf = (type: string) => questions.find((question) => question.type === type)?.id;
    const [standing, split] = await Promise.all([
      rows(
        `SELECT owner_id, stage_id, status, count(*), sum(amount), count(answers ->> $1), sum((answers ->> $1)::float8), count(answers ->> $2)
         FROM opportunities WHERE deleted_at IS NULL GROUP BY 1, 2, 3`,
        [idOf("number"), idOf("single-choice")],
      ),
      rows("SELECT owner_id, answers ->> $1, count(*) FROM opportunities WHERE deleted_at IS NULL GROUP BY 1, 2", [
        idOf("single-choice"),
      ]),
    ]);
    return { standing, split };
  });
  app.get<{ Querystring: { id: string } }>("/opportunity", async ({ query: { id } }) => {
    const [opportunity, reached, events] = await Promise.all([
      rows(`${cards} WHERE o.id = $1`, [id]),
      rows("SELECT stage_id, reached_on FROM reached_stages WHERE opportunity_id = $1", [id]),
      rows(
        "SELECT e.*, u.first_name, u.last_name FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.opportunity_id = $1 ORDER BY e.id DESC LIMIT 20",
        [id],
      ),
    ]);
    return { opportunity, reached, events };
  });
  app.get<{ Querystring: { id: string } }>("/interactions", async ({ query: { id } }) => {
    const [page, counts] = await Promise.all([
      rows(
        "SELECT i.*, u.first_name, u.last_name FROM interactions i LEFT JOIN users u ON u.id = i.actor_id WHERE i.opportunity_id = $1 AND i.deleted_at IS NULL ORDER BY i.held_at DESC, i.id DESC LIMIT 10",
        [id],
      ),
      rows("SELECT kind, count(*) FROM interactions WHERE opportunity_id = $1 AND deleted_at IS NULL GROUP BY kind", [
        id,
      ]),
    ]);
    return { page, counts };
  });
  app.get("/actions", () =>
    rows(`SELECT a.*, t.label, c.first_name, c.last_name, o.title, u.first_name AS owner_first_name, u.last_name AS owner_last_name
      FROM actions a JOIN action_types t ON t.id = a.type_id JOIN contacts c ON c.id = a.contact_id
      LEFT JOIN opportunities o ON o.id = a.opportunity_id LEFT JOIN users u ON u.id = a.owner_id
      WHERE a.done_at IS NULL AND a.deleted_at IS NULL ORDER BY a.due_at, a.id LIMIT 50`),
  );
  app.get("/pipeline", () =>
    rows(
      "SELECT stage_id, count(*), sum(amount) FROM opportunities WHERE status = 'open' AND deleted_at IS NULL GROUP BY stage_id",
    ),
  );
  app.get("/stale", () =>
    rows(`${cards} WHERE o.status = 'open' AND o.deleted_at IS NULL AND o.updated_at < now() - interval '30 days'
        AND NOT EXISTS (SELECT FROM interactions i WHERE i.opportunity_id = o.id AND i.held_at > now() - interval '30 days')
      ORDER BY o.updated_at, o.id LIMIT 8`),
  );
  app.post<{ Body: { email: string; lastName: string; organisationId: string } }>("/contacts", async ({ body }) => {
    const sql =
      "INSERT INTO contacts (id, email, last_name, organisation_id, updated_at) VALUES (gen_random_uuid(), $1, $2, $3, now()) RETURNING id, code";
    return rows(sql, [body.email, body.lastName, body.organisationId]);
  });

  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    address,
    async stop() {
      await app.close();
      await pool.end();
    },
  };
}
