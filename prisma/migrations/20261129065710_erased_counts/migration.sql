-- What was erased of a person is counted in the transaction that erases it.
--
-- Why: an anonymisation that was killed certified less than it did: the counts of files, rows and mentions were in memory.
-- Locks: SHARE ROW EXCLUSIVE on contacts for the moment of adding a foreign key from an empty table.
-- Undo: DROP TABLE "erased_counts";
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "erased_counts" (
    "contact_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "erased_counts_pkey" PRIMARY KEY ("contact_id","kind")
);

-- AddForeignKey
ALTER TABLE "erased_counts" ADD CONSTRAINT "erased_counts_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
