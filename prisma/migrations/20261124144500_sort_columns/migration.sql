-- Sorting by any column: contacts by city, opportunities by amount and by date of status.
--
-- Why: a list sorted without an index reads and sorts the whole table for each page.
-- Locks: each index reads its table once and holds writes meanwhile (seconds for a million rows).
-- Undo: drop the three indexes.
SET lock_timeout = '5s';

-- An expression, which the schema file can't say. As cities are compared and sorted: folded, without one last.
CREATE INDEX "contacts_city_idx" ON "contacts"((sort_key(city) COLLATE "C"), "id");

-- CreateIndex
CREATE INDEX "opportunities_status_on_id_idx" ON "opportunities"("status_on", "id");

-- CreateIndex
CREATE INDEX "opportunities_amount_id_idx" ON "opportunities"("amount", "id");
