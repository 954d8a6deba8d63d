-- Contacts complete: recycle bin, anonymisation, consent, merges, saved views, bulk changes, settings.
--
-- Why: chapter 2 of the guide, reversible.
-- Locks: columns with constant defaults rewrite nothing; the partial indexes read each table once and hold few rows,
--   but for the queue of e-mails not checked yet.
-- Undo: drop the tables, columns and types made here.
SET lock_timeout = '5s';

-- CreateEnum
CREATE TYPE "bulk_status" AS ENUM ('waiting', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone');

-- CreateEnum
CREATE TYPE "consent_state" AS ENUM ('unknown', 'granted', 'withdrawn');

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "anonymise_at" TIMESTAMPTZ(3),
ADD COLUMN     "anonymised_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by_id" UUID,
ADD COLUMN     "email_checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "email_consent" "consent_state" NOT NULL DEFAULT 'unknown',
ADD COLUMN     "sms_consent" "consent_state" NOT NULL DEFAULT 'unknown';

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by_id" UUID;

-- AlterTable
ALTER TABLE "questions" ADD COLUMN     "condition" JSONB,
ADD COLUMN     "personal" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "bulk_changes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "status" "bulk_status" NOT NULL DEFAULT 'waiting',
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_items" (
    "bulk_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "before" JSONB,
    "version" INTEGER,

    CONSTRAINT "bulk_items_pkey" PRIMARY KEY ("bulk_id","record_id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "state" "consent_state" NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "proof" TEXT NOT NULL DEFAULT '',
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anonymisation_certificates" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "contact_code" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by_id" UUID,
    "executed_at" TIMESTAMPTZ(3) NOT NULL,
    "erased" JSONB NOT NULL,
    "kept" JSONB NOT NULL,
    "owner_id" UUID,
    "organisation_id" UUID NOT NULL,

    CONSTRAINT "anonymisation_certificates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_merges" (
    "id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "actor_id" UUID,
    "before" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_merges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "distinct_pairs" (
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "distinct_pairs_pkey" PRIMARY KEY ("first_id","second_id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "query" TEXT NOT NULL,
    "columns" JSONB NOT NULL DEFAULT '[]',
    "display" TEXT NOT NULL DEFAULT 'table',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_preferences" (
    "user_id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "columns" JSONB NOT NULL DEFAULT '[]',
    "default_view_id" UUID,

    CONSTRAINT "list_preferences_pkey" PRIMARY KEY ("user_id","record")
);

-- CreateIndex
CREATE INDEX "bulk_changes_user_id_id_idx" ON "bulk_changes"("user_id", "id" DESC);

-- CreateIndex
CREATE INDEX "consents_contact_id_id_idx" ON "consents"("contact_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "suppressions_channel_digest_key" ON "suppressions"("channel", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "anonymisation_certificates_contact_id_key" ON "anonymisation_certificates"("contact_id");

-- CreateIndex
CREATE INDEX "contact_merges_kept_id_idx" ON "contact_merges"("kept_id");

-- CreateIndex
CREATE INDEX "contact_merges_merged_id_idx" ON "contact_merges"("merged_id");

-- CreateIndex
CREATE INDEX "saved_views_record_shared_idx" ON "saved_views"("record", "shared");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_user_id_record_name_key" ON "saved_views"("user_id", "record", "name");

-- CreateIndex
CREATE INDEX "contacts_deleted_at_id_idx" ON "contacts"("deleted_at", "id") WHERE "deleted_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "contacts_anonymise_at_idx" ON "contacts"("anonymise_at") WHERE "anonymise_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "contacts_email_checked_at_id_idx" ON "contacts"("email_checked_at", "id") WHERE "email_checked_at" IS NULL;

-- CreateIndex
CREATE INDEX "opportunities_deleted_at_id_idx" ON "opportunities"("deleted_at", "id") WHERE "deleted_at" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "bulk_changes" ADD CONSTRAINT "bulk_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_bulk_id_fkey" FOREIGN KEY ("bulk_id") REFERENCES "bulk_changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_preferences" ADD CONSTRAINT "list_preferences_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_preferences" ADD CONSTRAINT "list_preferences_default_view_id_fkey" FOREIGN KEY ("default_view_id") REFERENCES "saved_views"("id") ON DELETE SET NULL ON UPDATE CASCADE;
