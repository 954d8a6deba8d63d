-- Close names are found by the index that search has.
--
-- Why: a second trigram index on names cost every insert and update of a contact (an import, a change of owner) to serve the
-- warning on « Nouveau contact » alone, which the index on what search looks in answers as well: it holds the names.
-- Locks: ACCESS EXCLUSIVE on contacts for the moment of dropping it.
-- Undo: CREATE INDEX "contacts_name_key_close_idx" ON "contacts" USING GIN ("name_key" gin_trgm_ops);
SET lock_timeout = '5s';

DROP INDEX "contacts_name_key_close_idx";
