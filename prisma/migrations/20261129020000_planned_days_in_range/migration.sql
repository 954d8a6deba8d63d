-- What is planned lies between 1900 and 2199: days that slipped out become the nearest one kept.
--
-- Why: an action planned on 31/12/9999 fell due in the year 10000, which no list, count or calendar could show any more; a day
-- of 0206 is a slip of the keyboard. The API refuses both now. The former day goes to the timelines of its contact and
-- opportunity; who follows it and the administrators find it in their notifications.
-- Locks: rows only. Reads actions and opportunities once, writes the few that are out of range.
-- Undo: nothing in the schema; each former day stands in its event (data -> 'changes').
SET lock_timeout = '5s';

-- Ids like those the application makes: version 7, in the order of time.
CREATE FUNCTION pg_temp.new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7' ||
    substr(replace(gen_random_uuid()::text, '-', ''), 14, 3) || substr(replace(gen_random_uuid()::text, '-', ''), 17, 16))::uuid
$$;
CREATE FUNCTION pg_temp.kept(day date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT least(greatest(day, date '1900-01-01'), date '2199-12-31')
$$;
CREATE FUNCTION pg_temp.told(day date) RETURNS text LANGUAGE sql STABLE AS $$ SELECT to_char(day, 'DD/MM/YYYY') $$;

-- Every day that was out of range: `field` as the timeline names it. That of an action « any time on 31/12/9999 » was kept as
-- a moment of the year 10000.
CREATE TEMPORARY TABLE slipped ON COMMIT DROP AS
SELECT 'action' AS record, a.id, 'day' AS field, a.contact_id, a.opportunity_id, a.owner_id, a.deleted_at IS NULL AS present,
  a.all_day, least((a.due_at AT TIME ZONE 'Europe/Paris')::date, date '9999-12-31') AS old, t.label AS name, a.text,
  CASE WHEN a.all_day THEN NULL ELSE to_char(a.due_at AT TIME ZONE 'Europe/Paris', 'HH24:MI') END AS hour
FROM actions a JOIN action_types t ON t.id = a.type_id
WHERE (a.due_at AT TIME ZONE 'Europe/Paris')::date NOT BETWEEN date '1900-01-01' AND date '2199-12-31'
UNION ALL
SELECT 'opportunity', o.id, d.field, o.contact_id, o.id, o.owner_id, o.deleted_at IS NULL, NULL, d.old, o.title, NULL, NULL
FROM opportunities o CROSS JOIN LATERAL (VALUES ('expectedOn', o.expected_on), ('remindOn', o.remind_on)) AS d(field, old)
WHERE d.old NOT BETWEEN date '1900-01-01' AND date '2199-12-31';

UPDATE actions a SET version = a.version + 1, updated_at = now(), due_at = CASE
  WHEN s.all_day THEN ((pg_temp.kept(s.old) + 1)::timestamp AT TIME ZONE 'Europe/Paris') - interval '1 millisecond'
  ELSE (pg_temp.kept(s.old) + s.hour::time) AT TIME ZONE 'Europe/Paris' END
FROM slipped s WHERE s.record = 'action' AND s.id = a.id;

UPDATE opportunities o SET version = o.version + 1,
  expected_on = pg_temp.kept(o.expected_on), remind_on = pg_temp.kept(o.remind_on)
WHERE o.id IN (SELECT id FROM slipped WHERE record = 'opportunity');

INSERT INTO audit_events (id, at, kind, contact_id, opportunity_id, data)
SELECT pg_temp.new_id(), now(), CASE s.record WHEN 'action' THEN 'action.postponed' ELSE 'opportunity.changed' END,
  s.contact_id, s.opportunity_id,
  jsonb_strip_nulls(jsonb_build_object(
    'actionId', CASE s.record WHEN 'action' THEN s.id END, 'type', CASE s.record WHEN 'action' THEN s.name END,
    'text', left(s.text, 300), 'day', CASE s.record WHEN 'action' THEN pg_temp.kept(s.old) END, 'time', s.hour))
  || jsonb_build_object('changes', jsonb_build_array(jsonb_build_object(
    'field', s.field, 'from', pg_temp.told(s.old), 'to', pg_temp.told(pg_temp.kept(s.old)))))
FROM slipped s;

INSERT INTO notifications (id, user_id, kind, data, created_at)
SELECT pg_temp.new_id(), u.id, 'planned-day.corrected', jsonb_build_object(
  'record', s.record, 'name', s.name, 'from', s.old, 'to', pg_temp.kept(s.old), 'opportunityId', s.opportunity_id), now()
FROM slipped s JOIN users u ON u.active AND (u.id = s.owner_id OR u.profile = 'admin')
WHERE s.present;
