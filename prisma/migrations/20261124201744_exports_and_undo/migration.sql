-- Exports, their templates, and what an import needs to be undone and mapped by hand.
--
-- Why: exports are background jobs whose files wait in « Mes exports » (guide 4); an import keeps what records were before it.
-- Locks: a short one on imports; nothing is rewritten.
-- Undo: drop the tables and columns; a value of an enum stays.
SET lock_timeout = '5s';

-- CreateEnum
CREATE TYPE "export_status" AS ENUM ('waiting', 'running', 'done', 'failed', 'cancelled');

-- AlterEnum
ALTER TYPE "import_status" ADD VALUE 'undoing';
ALTER TYPE "import_status" ADD VALUE 'undone';

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "duplicates" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "kept" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mapping" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "record" TEXT NOT NULL DEFAULT 'contact',
ADD COLUMN     "restored" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sheets" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "skipped" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "export_templates" (
    "id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'classic',
    "user_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "columns" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "export_templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exports" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "status" "export_status" NOT NULL DEFAULT 'waiting',
    "selection" JSONB NOT NULL DEFAULT '{}',
    "template_id" UUID,
    "columns" JSONB NOT NULL DEFAULT '[]',
    "format" TEXT NOT NULL DEFAULT 'xlsx',
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "file_id" UUID,
    "failure" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_items" (
    "import_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "before" JSONB,
    "version" INTEGER NOT NULL,
    "kept" TEXT,

    CONSTRAINT "import_items_pkey" PRIMARY KEY ("import_id","record_id")
);

-- CreateTable
CREATE TABLE "import_edits" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "import_edits_pkey" PRIMARY KEY ("import_id","row","column")
);

-- CreateTable
CREATE TABLE "import_mappings" (
    "user_id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "header" TEXT NOT NULL,
    "code" TEXT,

    CONSTRAINT "import_mappings_pkey" PRIMARY KEY ("user_id","record","header")
);

-- CreateIndex
CREATE INDEX "export_templates_record_shared_idx" ON "export_templates"("record", "shared");

-- CreateIndex
CREATE UNIQUE INDEX "export_templates_user_id_record_name_key" ON "export_templates"("user_id", "record", "name");

-- CreateIndex
CREATE INDEX "exports_user_id_id_idx" ON "exports"("user_id", "id" DESC);

-- CreateIndex
CREATE INDEX "exports_expires_at_idx" ON "exports"("expires_at");

-- AddForeignKey
ALTER TABLE "export_templates" ADD CONSTRAINT "export_templates_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exports" ADD CONSTRAINT "exports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exports" ADD CONSTRAINT "exports_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "export_templates"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exports" ADD CONSTRAINT "exports_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_items" ADD CONSTRAINT "import_items_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_edits" ADD CONSTRAINT "import_edits_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
