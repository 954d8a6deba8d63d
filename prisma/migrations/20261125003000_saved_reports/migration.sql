-- Saved reports, and those that go out by mail (guide 6).
--
-- Why: a report is opened again with its filters, and sent every week or month. One row a mail: it can't be sent twice.
-- Locks: none on what is there but short ones on users for the foreign keys.
-- Undo: drop the tables.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "saved_reports" (
    "id" UUID NOT NULL,
    "report" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "query" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_schedules" (
    "report_id" UUID NOT NULL,
    "cadence" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "hour" INTEGER NOT NULL,
    "format" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_schedules_pkey" PRIMARY KEY ("report_id")
);

-- CreateTable
CREATE TABLE "report_recipients" (
    "report_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "report_recipients_pkey" PRIMARY KEY ("report_id","user_id")
);

-- CreateTable
CREATE TABLE "report_deliveries" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "format" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_reports_user_id_report_name_key" ON "saved_reports"("user_id", "report", "name");

-- CreateIndex
CREATE INDEX "saved_reports_report_shared_idx" ON "saved_reports"("report", "shared");

-- CreateIndex
CREATE INDEX "report_schedules_next_at_idx" ON "report_schedules"("next_at");

-- CreateIndex
CREATE INDEX "report_recipients_user_id_idx" ON "report_recipients"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_deliveries_report_id_due_at_user_id_key" ON "report_deliveries"("report_id", "due_at", "user_id");

-- CreateIndex
CREATE INDEX "report_deliveries_user_id_idx" ON "report_deliveries"("user_id");

-- CreateIndex
CREATE INDEX "report_deliveries_due_at_idx" ON "report_deliveries"("due_at");

-- AddForeignKey
ALTER TABLE "saved_reports" ADD CONSTRAINT "saved_reports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_schedules" ADD CONSTRAINT "report_schedules_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "saved_reports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_recipients" ADD CONSTRAINT "report_recipients_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "saved_reports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_recipients" ADD CONSTRAINT "report_recipients_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_deliveries" ADD CONSTRAINT "report_deliveries_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "saved_reports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_deliveries" ADD CONSTRAINT "report_deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
