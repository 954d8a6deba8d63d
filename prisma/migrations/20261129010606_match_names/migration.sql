-- Contacts are found by their name, whatever its case, accents and punctuation.
--
-- Why: the guide's own example of a file (2.5) tells name, first name and organisation, and no e-mail: an import matches its rows
-- by them, a thousand rows in one statement.
-- Locks: writes to contacts wait while the index is built (seconds per 100,000 rows).
-- Undo: DROP INDEX contacts_match_key_idx; DROP FUNCTION match_key(text);
SET lock_timeout = '5s';

-- Letters and figures alone: « Le Denmat », « LE-DENMAT » and « le denmat » are one. What is no ASCII sign stays: a name in
-- Cyrillic is not nothing.
CREATE FUNCTION match_key(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT regexp_replace(public.fold(normalize(value, NFC)), '[\s!-/:-@[-`{-~\u00a0\u00ab\u00b7\u00bb\u2010-\u201f\u2026\u202f]+', '', 'g') $$;

CREATE INDEX contacts_match_key_idx ON contacts (match_key(last_name || first_name)) WHERE last_name <> '';
