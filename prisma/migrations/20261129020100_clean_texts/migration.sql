-- Texts of one line hold one line, and nothing that nobody sees; every text is composed (NFC).
--
-- Why: names came with line breaks, U+202E or decomposed accents: lists broke, and the same name in a file was « changed ».
-- `cleanLine` (packages/fields) now cleans what comes in; this repairs what is there, as it would, but for joiners, which only
-- it can judge. Versions, dates and histories stay: nobody changed anything. A name that would then be another's stays too.
-- Locks: reads every contact and opportunity once (seconds per million) and holds the rows that it repairs, until it is done;
-- lists and cards stay readable.
-- Undo: none is needed; what is removed shows nothing.
SET lock_timeout = '5s';

CREATE FUNCTION clean_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(normalize(value, NFC),
    '\r\n?|[\u000B\u000C\u0085\u2028\u2029]', E'\n', 'g'),
    '\u2800', ' ', 'g'),
    '[\u0001-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFC]', '', 'g'),
    '^\s+|\s+$', '', 'g')
$$;
CREATE FUNCTION clean_line(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(clean_text(value), '\s*[\n\t]\s*', ' ', 'g')
$$;
-- Quick: most texts need nothing.
CREATE FUNCTION is_clean(value text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT value IS NFC NORMALIZED AND value !~ '[\u0001-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFC]'
$$;
CREATE FUNCTION is_clean_line(value text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT is_clean(value) AND strpos(value, E'\n') = 0
$$;

UPDATE contacts SET
  title = clean_line(title), last_name = clean_line(last_name), first_name = clean_line(first_name), company = clean_line(company),
  phone = clean_line(phone), mobile = clean_line(mobile), address = clean_text(address), postal_code = clean_line(postal_code),
  city = clean_line(city), country = clean_line(country), notes = CASE WHEN is_clean(notes) THEN notes ELSE clean_text(notes) END
WHERE anonymised_at IS NULL AND NOT (is_clean(notes) AND is_clean_line(
  title || last_name || first_name || company || phone || mobile || postal_code || city || country) AND is_clean(address));

UPDATE opportunities SET
  title = coalesce(nullif(clean_line(title), ''), code), status_reason = clean_line(status_reason),
  notes = CASE WHEN is_clean(notes) THEN notes ELSE clean_text(notes) END
WHERE NOT (is_clean(notes) AND is_clean_line(title || status_reason));

-- Answers as text: their ids are plain, their controls are escaped and stay.
UPDATE contacts SET answers = clean_text(answers::text)::jsonb WHERE NOT is_clean(answers::text);
UPDATE opportunities SET answers = clean_text(answers::text)::jsonb WHERE NOT is_clean(answers::text);

UPDATE users SET
  first_name = coalesce(nullif(clean_line(first_name), ''), first_name), last_name = coalesce(nullif(clean_line(last_name), ''), last_name),
  phone = clean_line(phone), job_title = clean_line(job_title)
WHERE NOT is_clean_line(concat(first_name, last_name, phone, job_title));
UPDATE stages SET label = clean_line(label) WHERE NOT is_clean_line(label) AND clean_line(label) <> '';
UPDATE questions SET label = clean_line(label) WHERE NOT is_clean_line(label) AND clean_line(label) <> '';
UPDATE forms SET name = coalesce(nullif(clean_line(name), ''), name), title = clean_line(title), button = clean_line(button)
WHERE NOT is_clean_line(name || title || button);

-- Names that are one of a kind: one by one, so that the one that can't be repaired stays as it is.
DO $$
DECLARE
  named record;
  row record;
BEGIN
  FOR named IN SELECT * FROM (VALUES ('organisations', 'name'), ('action_types', 'label'), ('pipelines', 'name'), ('selections', 'name'),
    ('saved_views', 'name'), ('saved_reports', 'name'), ('export_templates', 'name')) AS n(of_table, of_column) LOOP
    FOR row IN EXECUTE format('SELECT id, clean_line(%1$I) AS clean FROM %2$I WHERE NOT is_clean_line(%1$I) AND clean_line(%1$I) <> ''''',
      named.of_column, named.of_table) LOOP
      BEGIN
        EXECUTE format('UPDATE %I SET %I = $1 WHERE id = $2', named.of_table, named.of_column) USING row.clean, row.id;
      EXCEPTION WHEN unique_violation THEN
        NULL;
      END;
    END LOOP;
  END LOOP;
END $$;

DROP FUNCTION is_clean_line(text);
DROP FUNCTION is_clean(text);
DROP FUNCTION clean_line(text);
DROP FUNCTION clean_text(text);
