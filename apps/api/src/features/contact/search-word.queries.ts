import type { Ctx } from "../../platform/context.ts";

/**
 * Keeps the words of what search looks in, and none that is there no more: letters only, no e-mail, no code. It reads both
 * tables from end to end (some seconds for a million contacts); records younger than that are read by the search itself.
 */
export const keepWords = (ctx: Ctx) => ctx.db.$executeRaw`
  WITH fresh AS MATERIALIZED (
    SELECT DISTINCT word FROM (
      SELECT unnest(string_to_array(search, ' ')) AS word FROM contacts WHERE deleted_at IS NULL
      UNION ALL SELECT unnest(string_to_array(search, ' ')) FROM opportunities WHERE deleted_at IS NULL
    ) AS words WHERE word ~ '^[a-z]{3,40}$'
  ), gone AS (
    DELETE FROM search_words k WHERE NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.word = k.word)
  ) INSERT INTO search_words (word) SELECT word FROM fresh ON CONFLICT (word) DO NOTHING`;
