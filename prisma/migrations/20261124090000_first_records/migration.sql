-- First records: users, questions, contacts, opportunities, imports.
--
-- Why: the spine of the application.
-- Locks: none that matter, every table is new.
-- Undo: DROP SCHEMA public CASCADE (nothing was there before).
SET lock_timeout = '5s';

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "unaccent";

-- What search and sorting compare: lower case, without accents or typographic apostrophes.
-- unaccent() is only STABLE because its dictionary could change; ours is named and does not.
CREATE FUNCTION fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent', replace(value, '’', ''''))) $$;

-- A phone number as its national digits: « +33 6 12 34 56 78 » and « 06.12.34.56.78 » are both 0612345678.
CREATE FUNCTION phone_digits(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT regexp_replace(regexp_replace(value, '[^0-9]', '', 'g'), '^(00)?33(0)?(?=[1-9][0-9]{8}$)', '0') $$;

-- What a list sorts by: folded; empty ones last.
CREATE FUNCTION sort_key(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(left(trim(public.fold(value)), 120), ''), U&'\FFFD') $$;

-- Short human codes, « C-000123 », without a gap in the meaning when they grow past six digits.
CREATE SEQUENCE contact_code;
CREATE SEQUENCE opportunity_code;
CREATE FUNCTION next_code(prefix text, sequence_name text) RETURNS text
  LANGUAGE sql VOLATILE
  AS $$ SELECT prefix || '-' || CASE WHEN length(n) < 6 THEN lpad(n, 6, '0') ELSE n END
        FROM (SELECT nextval(sequence_name::regclass)::text AS n) AS next $$;

-- CreateEnum
CREATE TYPE "email_validity" AS ENUM ('valid', 'invalid', 'unverified');

-- CreateEnum
CREATE TYPE "import_status" AS ENUM ('checking', 'checked', 'running', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "opportunity_status" AS ENUM ('open', 'won', 'lost', 'postponed', 'other');

-- CreateEnum
CREATE TYPE "profile" AS ENUM ('salesperson', 'manager', 'admin');

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "kind" TEXT NOT NULL,
    "contact_id" UUID,
    "opportunity_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL DEFAULT next_code('C'::text, 'contact_code'::text),
    "title" TEXT NOT NULL DEFAULT '',
    "last_name" TEXT NOT NULL DEFAULT '',
    "first_name" TEXT NOT NULL DEFAULT '',
    "company" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL,
    "email_validity" "email_validity" NOT NULL DEFAULT 'unverified',
    "phone" TEXT NOT NULL DEFAULT '',
    "mobile" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "postal_code" TEXT NOT NULL DEFAULT '',
    "city" TEXT NOT NULL DEFAULT '',
    "country" TEXT NOT NULL DEFAULT '',
    "notes" TEXT NOT NULL DEFAULT '',
    "answers" JSONB NOT NULL DEFAULT '{}',
    "owner_id" UUID,
    "organisation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "search" TEXT NOT NULL GENERATED ALWAYS AS (fold(last_name || ' ' || first_name || ' ' || company || ' ' || email || ' ' || code) || ' ' || phone_digits(phone) || ' ' || phone_digits(mobile)) STORED,
    "name_key" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (sort_key(last_name || ' ' || first_name)) STORED,
    "company_key" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (sort_key(company)) STORED,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "files" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "uploader_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "report_id" UUID,
    "status" "import_status" NOT NULL DEFAULT 'checking',
    "options" JSONB NOT NULL DEFAULT '{}',
    "columns" JSONB NOT NULL DEFAULT '[]',
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refused_rows" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "cells" JSONB NOT NULL,
    "reasons" JSONB NOT NULL,

    CONSTRAINT "refused_rows_pkey" PRIMARY KEY ("import_id","row")
);

-- CreateTable
CREATE TABLE "opportunities" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL DEFAULT next_code('O'::text, 'opportunity_code'::text),
    "title" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "contact_text" TEXT NOT NULL DEFAULT '',
    "pipeline_id" UUID NOT NULL,
    "status" "opportunity_status" NOT NULL DEFAULT 'open',
    "status_on" DATE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stage_id" UUID,
    "amount" DECIMAL(14,2),
    "notes" TEXT NOT NULL DEFAULT '',
    "answers" JSONB NOT NULL DEFAULT '{}',
    "owner_id" UUID,
    "organisation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "search" TEXT NOT NULL GENERATED ALWAYS AS (fold(title || ' ' || contact_text || ' ' || code)) STORED,
    "title_key" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (sort_key(title)) STORED,

    CONSTRAINT "opportunities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reached_stages" (
    "opportunity_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "reached_on" DATE NOT NULL,

    CONSTRAINT "reached_stages_pkey" PRIMARY KEY ("opportunity_id","stage_id")
);

-- CreateTable
CREATE TABLE "pipelines" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "pipelines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stages" (
    "id" UUID NOT NULL,
    "pipeline_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "colour" TEXT NOT NULL,
    "probability" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "stages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "questions" (
    "id" UUID NOT NULL,
    "record" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "help" TEXT NOT NULL DEFAULT '',
    "code" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "config" JSONB NOT NULL DEFAULT '{}',
    "required" BOOLEAN NOT NULL DEFAULT false,
    "default_answer" JSONB,
    "in_search" BOOLEAN NOT NULL DEFAULT false,
    "in_reports" BOOLEAN NOT NULL DEFAULT false,
    "tab" TEXT NOT NULL DEFAULT 'both',
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "previous_hash" TEXT,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_resets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMP(3),

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "organisations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "phone" TEXT,
    "job_title" TEXT,
    "password_hash" TEXT NOT NULL,
    "profile" "profile" NOT NULL DEFAULT 'salesperson',
    "crm_access" BOOLEAN NOT NULL DEFAULT false,
    "organisation_id" UUID NOT NULL,
    "photo_id" UUID,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_events_contact_id_id_idx" ON "audit_events"("contact_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_opportunity_id_id_idx" ON "audit_events"("opportunity_id", "id" DESC);

-- CreateIndex
CREATE INDEX "notifications_user_id_id_idx" ON "notifications"("user_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "contacts_code_key" ON "contacts"("code");

-- CreateIndex
CREATE INDEX "contacts_created_at_id_idx" ON "contacts"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "contacts_name_key_id_idx" ON "contacts"("name_key", "id");

-- CreateIndex
CREATE INDEX "contacts_company_key_id_idx" ON "contacts"("company_key", "id");

-- CreateIndex
CREATE INDEX "contacts_email_validity_created_at_id_idx" ON "contacts"("email_validity", "created_at", "id");

-- CreateIndex
CREATE INDEX "contacts_owner_id_created_at_id_idx" ON "contacts"("owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "contacts_organisation_id_created_at_id_idx" ON "contacts"("organisation_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "contacts_email_idx" ON "contacts"("email");

-- CreateIndex
CREATE INDEX "contacts_search_idx" ON "contacts" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "contacts_answers_idx" ON "contacts" USING GIN ("answers" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "files_key_key" ON "files"("key");

-- CreateIndex
CREATE INDEX "imports_user_id_id_idx" ON "imports"("user_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_code_key" ON "opportunities"("code");

-- CreateIndex
CREATE INDEX "opportunities_created_at_id_idx" ON "opportunities"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "opportunities_title_key_id_idx" ON "opportunities"("title_key", "id");

-- CreateIndex
CREATE INDEX "opportunities_owner_id_created_at_id_idx" ON "opportunities"("owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "opportunities_organisation_id_created_at_id_idx" ON "opportunities"("organisation_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "opportunities_status_created_at_id_idx" ON "opportunities"("status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "opportunities_stage_id_created_at_id_idx" ON "opportunities"("stage_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "opportunities_contact_id_idx" ON "opportunities"("contact_id");

-- CreateIndex
CREATE INDEX "opportunities_search_idx" ON "opportunities" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "opportunities_answers_idx" ON "opportunities" USING GIN ("answers" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "pipelines_name_key" ON "pipelines"("name");

-- CreateIndex
CREATE INDEX "stages_pipeline_id_position_idx" ON "stages"("pipeline_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "questions_record_code_key" ON "questions"("record", "code");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "password_resets_token_hash_key" ON "password_resets"("token_hash");

-- CreateIndex
CREATE INDEX "password_resets_user_id_idx" ON "password_resets"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "organisations_name_key" ON "organisations"("name");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_organisation_id_idx" ON "users"("organisation_id");

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_uploader_id_fkey" FOREIGN KEY ("uploader_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "files"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "files"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refused_rows" ADD CONSTRAINT "refused_rows_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_pipeline_id_fkey" FOREIGN KEY ("pipeline_id") REFERENCES "pipelines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reached_stages" ADD CONSTRAINT "reached_stages_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reached_stages" ADD CONSTRAINT "reached_stages_stage_id_fkey" FOREIGN KEY ("stage_id") REFERENCES "stages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_pipeline_id_fkey" FOREIGN KEY ("pipeline_id") REFERENCES "pipelines"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_photo_id_fkey" FOREIGN KEY ("photo_id") REFERENCES "files"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- An opportunity is found by its contact's name too: the trigger keeps the copy, whoever writes.
CREATE FUNCTION copy_contact_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT trim(concat_ws(' ', nullif(c.first_name, ''), nullif(c.last_name, ''), nullif(c.company, ''), c.email))
    INTO NEW.contact_text FROM contacts c WHERE c.id = NEW.contact_id;
  NEW.contact_text := coalesce(NEW.contact_text, '');
  RETURN NEW;
END $$;
CREATE TRIGGER opportunity_contact_name BEFORE INSERT OR UPDATE OF contact_id ON opportunities
  FOR EACH ROW EXECUTE FUNCTION copy_contact_name();

CREATE FUNCTION spread_contact_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE opportunities
    SET contact_text = trim(concat_ws(' ', nullif(NEW.first_name, ''), nullif(NEW.last_name, ''), nullif(NEW.company, ''), NEW.email))
    WHERE contact_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_name_spread AFTER UPDATE OF first_name, last_name, company, email ON contacts
  FOR EACH ROW
  WHEN ((OLD.first_name, OLD.last_name, OLD.company, OLD.email) IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.company, NEW.email))
  EXECUTE FUNCTION spread_contact_name();
