-- Phone numbers of the French territories overseas are kept with the code of their country.
--
-- Why: 0690 12 34 56 is +590 690 12 34 56 (Guadeloupe); it was kept as +33690123456, which nobody can dial. Guyane (594),
-- Martinique (596), La Réunion and Mayotte (262) likewise. In fields and in answers to questions alike; search and duplicates go
-- by the national figures, which stay what they were.
-- Locks: the rows changed, and writes to contacts while two indexes are built again (seconds per 100,000 rows).
-- Undo: none needed, the former application reads these numbers as foreign ones.
SET lock_timeout = '5s';

-- A phone number as its national digits: « +33 6 12 34 56 78 » and « 06.12.34.56.78 » are both 0612345678, « +590 690 12 34 56 »
-- is 0690123456. The territories are those of packages/fields/src/phone.ts.
CREATE OR REPLACE FUNCTION phone_digits(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT regexp_replace(regexp_replace(value, '[^0-9]', '', 'g'),
    '^(00)?(33|590(?=0?(590|690|691))|594(?=0?[56]94)|596(?=0?(596|696|697))|262(?=0?(26[239]|639|69[23])))0?(?=[1-9][0-9]{8}$)', '0') $$;

-- +33 or no code at all, then what belongs to a territory: its own code instead.
CREATE FUNCTION pg_temp.with_territory(phone text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(phone,
    '^(\+33|\+?590)(?=(590|690|691)[0-9]{6}$)', '+590'),
    '^(\+33|\+?594)(?=[56]94[0-9]{6}$)', '+594'),
    '^(\+33|\+?596)(?=(596|696|697)[0-9]{6}$)', '+596'),
    '^(\+33|\+?262)(?=(26[239]|639|69[23])[0-9]{6}$)', '+262') $$;

-- Those that are right already are written all the same: what search looks in is made from their digits.
UPDATE contacts SET phone = pg_temp.with_territory(phone), mobile = pg_temp.with_territory(mobile)
  WHERE phone ~ '^\+?(33|590|594|596|262)0?(590|690|691|[56]94|596|696|697|26[239]|639|69[23])[0-9]{6}$'
     OR mobile ~ '^\+?(33|590|594|596|262)0?(590|690|691|[56]94|596|696|697|26[239]|639|69[23])[0-9]{6}$';

REINDEX INDEX contacts_phone_digits_idx;
REINDEX INDEX contacts_mobile_digits_idx;

DO $$
DECLARE question record; concerned text := '^(\+33|\+?590|\+?594|\+?596|\+?262)(590|690|691|[56]94|596|696|697|26[239]|639|69[23])[0-9]{6}$';
BEGIN
  FOR question IN SELECT id::text AS id, record FROM questions WHERE type = 'phone' LOOP
    EXECUTE format('UPDATE %I SET answers = jsonb_set(answers, ARRAY[$1], to_jsonb(pg_temp.with_territory(answers ->> $1))) WHERE answers ->> $1 ~ $2',
      CASE question.record WHEN 'contact' THEN 'contacts' ELSE 'opportunities' END) USING question.id, concerned;
  END LOOP;
  UPDATE questions SET default_answer = to_jsonb(pg_temp.with_territory(default_answer #>> '{}'))
    WHERE type = 'phone' AND default_answer #>> '{}' ~ concerned;
END $$;
