-- Which widgets a person sees on Accueil, and in what order.
--
-- Why: each may be put there, taken away and moved (« Personnaliser l'accueil »).
-- Locks: ACCESS EXCLUSIVE on users for a moment; nothing is rewritten.
-- Undo: ALTER TABLE "users" DROP COLUMN "home_widgets".
SET lock_timeout = '5s';

ALTER TABLE "users" ADD COLUMN "home_widgets" JSONB;
