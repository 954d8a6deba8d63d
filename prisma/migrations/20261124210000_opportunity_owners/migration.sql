-- Who followed an opportunity, and since when.
--
-- Why: what is won or reached is credited to whoever followed the opportunity on that day (guide 6, docs/reports.md).
-- Locks: opportunities can't be written while their present owners are copied, two seconds at 200,000.
-- Undo: drop the triggers, their functions and the table.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "opportunity_owners" (
    "opportunity_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID,

    CONSTRAINT "opportunity_owners_pkey" PRIMARY KEY ("opportunity_id","since")
);

INSERT INTO "opportunity_owners" ("opportunity_id", "since", "owner_id") SELECT id, created_at, owner_id FROM opportunities;

-- AddForeignKey
ALTER TABLE "opportunity_owners" ADD CONSTRAINT "opportunity_owners_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_owners" ADD CONSTRAINT "opportunity_owners_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE FUNCTION keep_first_owners() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO opportunity_owners (opportunity_id, since, owner_id) SELECT id, created_at, owner_id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER opportunity_first_owner AFTER INSERT ON opportunities
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_first_owners();

-- Taken back at the same moment, as the undo of a bulk change does, it was never given away.
CREATE FUNCTION keep_next_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO opportunity_owners (opportunity_id, since, owner_id) VALUES (NEW.id, NEW.updated_at, NEW.owner_id)
  ON CONFLICT (opportunity_id, since) DO UPDATE SET owner_id = EXCLUDED.owner_id;
  RETURN NULL;
END $$;
CREATE TRIGGER opportunity_next_owner AFTER UPDATE OF owner_id ON opportunities
  FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION keep_next_owner();
