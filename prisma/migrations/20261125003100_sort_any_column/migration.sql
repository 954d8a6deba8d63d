-- Sorting by any column: contacts by first name, opportunities by contact and by expected date.
--
-- Why: a list sorted without an index reads and sorts the whole table for each page. The owner, the stage, the type and the
-- status need none: they are walked by the indexes on their ids.
-- Locks: each index reads its table once and holds writes meanwhile (seconds for a million rows).
-- Undo: drop the three indexes.
SET lock_timeout = '5s';

-- Expressions, which the schema file can't say.
CREATE INDEX "contacts_first_name_idx" ON "contacts"((sort_key(first_name) COLLATE "C"), "id");
CREATE INDEX "opportunities_contact_idx" ON "opportunities"((sort_key(contact_text) COLLATE "C"), "id");

-- CreateIndex
CREATE INDEX "opportunities_expected_on_id_idx" ON "opportunities"("expected_on", "id");
