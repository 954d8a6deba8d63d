-- Idempotency keys: a command that comes twice is done once.
--
-- Why: a key, the deed and its answer are written in one transaction (docs/decisions/0020-one-press-one-deed.md).
-- Locks: none on what is there.
-- Undo: drop the table.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "id" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");
