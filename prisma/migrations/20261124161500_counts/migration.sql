-- A list's count reads these and no row of the table.
CREATE INDEX "contacts_kept_idx" ON "contacts"("organisation_id", "owner_id") WHERE "deleted_at" IS NULL;
CREATE INDEX "opportunities_kept_idx" ON "opportunities"("organisation_id", "owner_id") WHERE "deleted_at" IS NULL;
