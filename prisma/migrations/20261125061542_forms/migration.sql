-- Forms and their submissions (guide 1.2: « Formulaires », « enregistrements »).
--
-- Why: visitors answer a form on its public page; what they said is kept as it was said, beside the contact.
-- Locks: none on what is there but short ones on users and contacts for the foreign keys.
-- Undo: drop the tables and the sequence.
SET lock_timeout = '5s';

CREATE SEQUENCE submission_code;

-- CreateTable
CREATE TABLE "forms" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "intro" TEXT NOT NULL DEFAULT '',
    "fields" JSONB NOT NULL,
    "button" TEXT NOT NULL DEFAULT '',
    "thanks" TEXT NOT NULL DEFAULT '',
    "redirect_url" TEXT,
    "email_consent" TEXT NOT NULL DEFAULT '',
    "sms_consent" TEXT NOT NULL DEFAULT '',
    "owner_id" UUID,
    "organisation_id" UUID NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "forms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL DEFAULT next_code('E'::text, 'submission_code'::text),
    "form_id" UUID NOT NULL,
    "contact_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answers" JSONB NOT NULL DEFAULT '[]',
    "consents" JSONB NOT NULL DEFAULT '[]',
    "page" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT 'form',
    "import_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- The texts as given, then without what separates figures: a phone number is found however it was written.
    "search" TEXT NOT NULL GENERATED ALWAYS AS (fold(code || ' ' || jsonb_path_query_array(answers, '$[*].text')::text || ' ' ||
      regexp_replace(regexp_replace(jsonb_path_query_array(answers, '$[*].text')::text, '[ .()/-]', '', 'g'), '(\+|00)330?', '0', 'g'))) STORED,

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "forms_slug_key" ON "forms"("slug");

-- CreateIndex
CREATE INDEX "forms_owner_id_idx" ON "forms"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "submissions_code_key" ON "submissions"("code");

-- CreateIndex
CREATE INDEX "submissions_received_at_id_idx" ON "submissions"("received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "submissions_form_id_received_at_id_idx" ON "submissions"("form_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "submissions_contact_id_received_at_id_idx" ON "submissions"("contact_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "submissions_import_id_idx" ON "submissions"("import_id") WHERE "import_id" IS NOT NULL;

-- CreateIndex
CREATE INDEX "submissions_search_idx" ON "submissions" USING GIN ("search" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "forms" ADD CONSTRAINT "forms_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_form_id_fkey" FOREIGN KEY ("form_id") REFERENCES "forms"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
