-- An installation begins without an account, and knows which rows the demo brought.
--
-- Why: the set-up page's one-time code and the marks of what processes share have one place for all of them; the demo's rows
-- are taken away again by their ids. Of a demo that was loaded before, the accounts and their organisations alone are known.
-- Locks: none on tables that are there: new tables, and a look at users and organisations.
-- Undo: drop both tables.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "code_nonce" TEXT,
    "code_at" TIMESTAMPTZ(3),
    "demo_removed_at" TIMESTAMPTZ(3),
    "secret_mark" TEXT,
    "folder_mark" TEXT,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "demo_records" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "demo_records_pkey" PRIMARY KEY ("id")
);

INSERT INTO "installation" ("id") VALUES (1);

INSERT INTO "demo_records" ("id", "kind")
SELECT u.id, 'users' FROM users u
WHERE u.email IN ('admin@demo.fr', 'manager@demo.fr', 'commercial@demo.fr', 'yann@demo.fr', 'ines@demo.fr', 'roger@demo.fr')
UNION ALL
SELECT o.id, 'organisations' FROM organisations o
WHERE o.name IN ('Briconett', 'Roger') AND EXISTS (SELECT FROM users u WHERE u.organisation_id = o.id AND u.email LIKE '%@demo.fr');
