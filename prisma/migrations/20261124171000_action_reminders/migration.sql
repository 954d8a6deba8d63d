-- Reminders of actions by e-mail, the actions of everybody by their day, and the types that a new CRM starts with.
--
-- Why: guide 3.2, « Planifier une action »; a manager's « À traiter » reads all users' actions in one order.
-- Locks: a column without default and an index on a table that is still empty; four rows.
-- Undo: drop the column and the index; delete the types.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "actions" ADD COLUMN     "mailed_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "actions_due_at_id_idx" ON "actions"("due_at", "id") WHERE "done_at" IS NULL AND "deleted_at" IS NULL;

INSERT INTO "action_types" ("id", "label", "icon", "position")
SELECT gen_random_uuid(), t.label, t.icon, t.position
FROM (VALUES ('Rappel', 'bell', 0), ('E-mail à envoyer', 'mail', 1), ('Appel téléphonique', 'phone', 2), ('Rencontre', 'users', 3))
  AS t(label, icon, position)
ON CONFLICT DO NOTHING;
