-- What an e-mail is looked for by: its domain in punycode.
--
-- Why: « contact@société.fr » is kept as it was typed, and is the same address as contact@xn--socit-esab.fr. `emailKey` of
-- packages/fields gives the same as `email_key`. Until now every e-mail was ASCII, which is its own key: no two users collide.
-- Locks: each index reads its table once and holds writes meanwhile (seconds for a million contacts); ANALYZE holds nobody.
-- Undo: drop both indexes, then both functions.
SET lock_timeout = '5s';

-- A label of a domain in letters of its own, in lower case and composed, as the DNS knows it (RFC 3492, 6.3).
CREATE FUNCTION punycode(label text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  points int[] := ARRAY(SELECT ascii(sign) FROM regexp_split_to_table(label, '') WITH ORDINALITY AS s(sign, place) ORDER BY place);
  basic text := coalesce((SELECT string_agg(chr(point), '' ORDER BY place)
    FROM unnest(points) WITH ORDINALITY AS p(point, place) WHERE point < 128), '');
  done int := length(basic);
  written text := basic || CASE WHEN basic = '' THEN '' ELSE '-' END;
  digits CONSTANT text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  n int := 128;
  delta int := 0;
  bias int := 72;
  first boolean := true;
  lowest int;
  point int;
  q int;
  k int;
  t int;
BEGIN
  IF octet_length(label) = length(label) THEN
    RETURN label;
  END IF;
  WHILE done < cardinality(points) LOOP
    SELECT min(p) INTO lowest FROM unnest(points) AS p WHERE p >= n;
    delta := delta + (lowest - n) * (done + 1);
    n := lowest;
    FOREACH point IN ARRAY points LOOP
      IF point < n THEN
        delta := delta + 1;
      ELSIF point = n THEN
        q := delta;
        k := 36;
        LOOP
          t := greatest(1, least(26, k - bias));
          EXIT WHEN q < t;
          written := written || substr(digits, t + (q - t) % (36 - t) + 1, 1);
          q := (q - t) / (36 - t);
          k := k + 36;
        END LOOP;
        written := written || substr(digits, q + 1, 1);
        delta := CASE WHEN first THEN delta / 700 ELSE delta / 2 END;
        first := false;
        delta := delta + delta / (done + 1);
        k := 0;
        WHILE delta > 455 LOOP
          delta := delta / 35;
          k := k + 36;
        END LOOP;
        bias := k + 36 * delta / (delta + 38);
        delta := 0;
        done := done + 1;
      END IF;
    END LOOP;
    delta := delta + 1;
    n := n + 1;
  END LOOP;
  RETURN 'xn--' || written;
END $$;

CREATE FUNCTION email_key(email text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  domain text;
BEGIN
  IF octet_length(email) = length(email) OR strpos(email, '@') = 0 THEN
    RETURN lower(email);
  END IF;
  domain := substring(lower(email) FROM '[^@]*$');
  RETURN left(lower(email), length(email) - length(domain)) || coalesce(
    (SELECT string_agg(public.punycode(part), '.' ORDER BY place) FROM string_to_table(domain, '.') WITH ORDINALITY AS p(part, place)), '');
END $$;

CREATE INDEX "contacts_email_key_idx" ON "contacts"(email_key(email));
CREATE UNIQUE INDEX "users_email_key_idx" ON "users"(email_key(email));
ANALYZE "contacts";
