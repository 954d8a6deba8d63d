-- Interactions, actions and their types, calendar feeds; expected date, reason and reminder of opportunities.
--
-- Why: chapter 3 of the guide.
-- Locks: columns with constant defaults rewrite nothing, the tables are new.
-- Undo: drop the tables, columns and types made here.
SET lock_timeout = '5s';

-- CreateEnum
CREATE TYPE "interaction_kind" AS ENUM ('info', 'email', 'call', 'meeting', 'quote');

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "expected_on" DATE,
ADD COLUMN     "remind_on" DATE,
ADD COLUMN     "status_reason" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "last_visit_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "action_types" (
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "icon" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "action_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "actions" (
    "id" UUID NOT NULL,
    "type_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "all_day" BOOLEAN NOT NULL DEFAULT true,
    "text" TEXT NOT NULL DEFAULT '',
    "contact_id" UUID NOT NULL,
    "opportunity_id" UUID,
    "owner_id" UUID,
    "organisation_id" UUID NOT NULL,
    "created_by_id" UUID,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "report" TEXT NOT NULL DEFAULT '',
    "reminded_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_feeds" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_feeds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "interactions" (
    "id" UUID NOT NULL,
    "kind" "interaction_kind" NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "contact_id" UUID NOT NULL,
    "opportunity_id" UUID NOT NULL,
    "file_id" UUID,
    "actor_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interactions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "action_types_label_key" ON "action_types"("label");

-- CreateIndex
CREATE INDEX "actions_owner_id_due_at_id_idx" ON "actions"("owner_id", "due_at", "id") WHERE "done_at" IS NULL AND "deleted_at" IS NULL;

-- CreateIndex
CREATE INDEX "actions_organisation_id_due_at_id_idx" ON "actions"("organisation_id", "due_at", "id") WHERE "done_at" IS NULL AND "deleted_at" IS NULL;

-- CreateIndex
CREATE INDEX "actions_reminded_at_due_at_idx" ON "actions"("reminded_at", "due_at") WHERE "reminded_at" IS NULL AND "done_at" IS NULL AND "deleted_at" IS NULL;

-- CreateIndex
CREATE INDEX "actions_contact_id_due_at_idx" ON "actions"("contact_id", "due_at");

-- CreateIndex
CREATE INDEX "actions_opportunity_id_idx" ON "actions"("opportunity_id");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feeds_token_hash_key" ON "calendar_feeds"("token_hash");

-- CreateIndex
CREATE INDEX "calendar_feeds_user_id_idx" ON "calendar_feeds"("user_id");

-- CreateIndex
CREATE INDEX "interactions_opportunity_id_held_at_id_idx" ON "interactions"("opportunity_id", "held_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "interactions_contact_id_held_at_id_idx" ON "interactions"("contact_id", "held_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "actions" ADD CONSTRAINT "actions_type_id_fkey" FOREIGN KEY ("type_id") REFERENCES "action_types"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "actions" ADD CONSTRAINT "actions_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "actions" ADD CONSTRAINT "actions_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "actions" ADD CONSTRAINT "actions_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
