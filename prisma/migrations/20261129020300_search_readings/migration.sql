-- Search reads what people write in every way they write it; the words that are there forgive a typing error.
--
-- Why: « jean-pierre » and « Jean Pierre », « oneill », « o neill » and « O'Neill » are one; « 0470… » and « 0032470… » find
-- +32470…; « amelei » finds « Amélie » by the words of names and titles, kept by a job: closeness by trigrams took a second
-- for a frequent name at a million.
-- Locks: ACCESS EXCLUSIVE on contacts, opportunities and submissions while each is written anew and its search index is built:
-- some two minutes for a million contacts, which lists wait for.
-- Undo: drop search_words and the three columns, add these as first_records and forms made them with their indexes, drop the
-- three functions.
SET lock_timeout = '5s';

-- Folded, with a space for what joins two words: both « jean-pierre » and « Jean Pierre » give « jean pierre ».
CREATE FUNCTION fold_words(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT translate(public.fold(value), '''-', '  ') $$;

-- The words that hold an apostrophe, a hyphen or a dot, without it, each behind a space: « oneill jeanpierre sarl ». No e-mail.
CREATE FUNCTION joined_words(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT CASE WHEN value ~ '[^[:alnum:] ]' THEN
          translate(regexp_replace(' ' || public.fold(value), ' ([^ ''.-]*|[^ ]*@[^ ]*)(?= |$)', '', 'g'), '''.-', '') ELSE '' END $$;

-- The figures of a phone number as they are dialled: in France, or for another country (an overseas one too) from abroad, then
-- from within: +32470123456 is « 32470123456 0470123456 ». Country codes: ITU-T E.164.
CREATE FUNCTION phone_search(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT CASE WHEN value LIKE '+%' AND value NOT LIKE '+33%' THEN
          regexp_replace(regexp_replace(value, '[^0-9]', '', 'g'),
            '^([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[789]|8[05789]|9[679])[0-9])([0-9]+)$',
            '\1\2 0\2') ELSE public.phone_digits(value) END $$;

ALTER TABLE "contacts" DROP COLUMN "search",
  ADD COLUMN "search" TEXT NOT NULL GENERATED ALWAYS AS (' ' || fold_words(last_name || ' ' || first_name || ' ' || company || ' ' || email || ' ' || code) ||
    joined_words(last_name || ' ' || first_name || ' ' || company) || ' ' || phone_search(phone) || ' ' || phone_search(mobile)) STORED;
CREATE INDEX "contacts_search_idx" ON "contacts" USING GIN ("search" gin_trgm_ops);

ALTER TABLE "opportunities" DROP COLUMN "search",
  ADD COLUMN "search" TEXT NOT NULL GENERATED ALWAYS AS (' ' || fold_words(title || ' ' || contact_text || ' ' || code) ||
    joined_words(title || ' ' || contact_text)) STORED;
CREATE INDEX "opportunities_search_idx" ON "opportunities" USING GIN ("search" gin_trgm_ops);

-- The texts as given, their joined words, then without what separates figures: a phone number is found however it was written.
ALTER TABLE "submissions" DROP COLUMN "search",
  ADD COLUMN "search" TEXT NOT NULL GENERATED ALWAYS AS (' ' || fold_words(code || ' ' || jsonb_path_query_array(answers, '$[*].text')::text) ||
    joined_words(jsonb_path_query_array(answers, '$[*].text')::text) || ' ' ||
    fold(regexp_replace(regexp_replace(regexp_replace(jsonb_path_query_array(answers, '$[*].text')::text, '[ .()/-]', '', 'g'),
      '(?<![0-9])(\+|00)330?', '0', 'g'),
      '(?<![0-9])(?:\+|00)([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[789]|8[05789]|9[679])[0-9])([0-9]{4,12})',
      '\1\2 0\2', 'g'))) STORED;
CREATE INDEX "submissions_search_idx" ON "submissions" USING GIN ("search" gin_trgm_ops);

-- CreateTable
CREATE TABLE "search_words" (
    "word" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("word")
);
