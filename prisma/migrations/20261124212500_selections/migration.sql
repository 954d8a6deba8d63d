-- Selections: contacts put together by hand (guide 1.2, « Listes de sélection »).
--
-- Why: a bulk action adds what a list shows to one, or takes it out again, with undo.
-- Locks: none on what is there but short ones on users and contacts for the foreign keys.
-- Undo: drop the tables.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "selections" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "selections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "selection_members" (
    "id" UUID NOT NULL,
    "selection_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "selection_members_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "selections_user_id_name_key" ON "selections"("user_id", "name");

-- CreateIndex
CREATE INDEX "selection_members_selection_id_contact_id_idx" ON "selection_members"("selection_id", "contact_id");

-- CreateIndex
CREATE INDEX "selection_members_contact_id_idx" ON "selection_members"("contact_id");

-- AddForeignKey
ALTER TABLE "selections" ADD CONSTRAINT "selections_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "selection_members" ADD CONSTRAINT "selection_members_selection_id_fkey" FOREIGN KEY ("selection_id") REFERENCES "selections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "selection_members" ADD CONSTRAINT "selection_members_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
