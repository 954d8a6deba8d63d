-- Duplicates: contacts found by phone digits and by close names, pairs that a job keeps; domains that take mail.
--
-- Why: « Nouveau contact » warns of similar contacts, « Doublons » proposes pairs without reading the table; e-mails are verified.
-- Locks: writes to contacts wait while the three indexes are built (seconds per 100,000 rows).
-- Undo: drop the triggers and functions, the tables, the three indexes and imports.similar.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "similar" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "duplicate_pairs" (
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "score" INTEGER NOT NULL,
    "reasons" TEXT[],

    CONSTRAINT "duplicate_pairs_pkey" PRIMARY KEY ("first_id","second_id")
);

-- CreateTable
CREATE TABLE "duplicate_checks" (
    "id" BIGSERIAL NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "duplicate_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_domains" (
    "name" TEXT NOT NULL,
    "accepts" BOOLEAN,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_domains_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "duplicate_pairs_second_id_idx" ON "duplicate_pairs"("second_id");

-- CreateIndex
CREATE INDEX "duplicate_pairs_score_first_id_second_id_idx" ON "duplicate_pairs"("score" DESC, "first_id" DESC, "second_id" DESC);

-- CreateIndex
CREATE INDEX "contacts_name_key_close_idx" ON "contacts" USING GIN ("name_key" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_first_id_fkey" FOREIGN KEY ("first_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duplicate_pairs" ADD CONSTRAINT "duplicate_pairs_second_id_fkey" FOREIGN KEY ("second_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Equality on phone numbers, however they were typed.
CREATE INDEX contacts_phone_digits_idx ON contacts (phone_digits(phone)) WHERE phone <> '';
CREATE INDEX contacts_mobile_digits_idx ON contacts (phone_digits(mobile)) WHERE mobile <> '';

-- Who is new or changed is looked at again, whoever wrote: one statement for a whole import, and nothing for a change of
-- anything that pairs do not depend on. The queue has no key but its own: a writer never waits for the job.
CREATE FUNCTION queue_added_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO duplicate_checks (contact_id) SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_added_checks AFTER INSERT ON contacts
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_added_contacts();

CREATE FUNCTION queue_changed_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO duplicate_checks (contact_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER contact_changed_check
  AFTER UPDATE OF last_name, first_name, company, email, phone, mobile, city, deleted_at, anonymised_at ON contacts
  FOR EACH ROW
  WHEN ((OLD.last_name, OLD.first_name, OLD.company, OLD.email, OLD.phone, OLD.mobile, OLD.city, OLD.deleted_at, OLD.anonymised_at)
    IS DISTINCT FROM
    (NEW.last_name, NEW.first_name, NEW.company, NEW.email, NEW.phone, NEW.mobile, NEW.city, NEW.deleted_at, NEW.anonymised_at))
  EXECUTE FUNCTION queue_changed_contact();

INSERT INTO duplicate_checks (contact_id) SELECT id FROM contacts;
