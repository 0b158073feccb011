-- Entries are hash-partitioned by record: sixteen parts keep every index small without a schedule.
CREATE TABLE entry (
    record_id       bigint      NOT NULL REFERENCES record (id),
    number          bigint      NOT NULL CHECK (number >= 1),
    kind            text        NOT NULL,
    author_id       bigint      NULL REFERENCES accounts_person (id),
    at              timestamptz NOT NULL,
    client_key      uuid        NOT NULL,
    about_id        bigint      NULL,
    shown           text        NULL,
    shown_salt      bytea       NULL,
    shown_digest    bytea       NOT NULL CHECK (length(shown_digest) = 32),
    withheld_digest bytea       NOT NULL CHECK (length(withheld_digest) = 32),
    hash            bytea       NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (record_id, number),
    CONSTRAINT entry_words_and_salt_together CHECK ((shown IS NULL) = (shown_salt IS NULL)),
    CONSTRAINT entry_key_once UNIQUE NULLS NOT DISTINCT (record_id, author_id, client_key)
) PARTITION BY HASH (record_id);

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format(
            'CREATE TABLE entry_%s PARTITION OF entry FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
    END LOOP;
END $$;

CREATE INDEX entry_facts ON entry (record_id, number) WHERE kind <> 'message';

CREATE TABLE withheld (
    record_id   bigint NOT NULL,
    number      bigint NOT NULL,
    text        text   NULL,
    salt        bytea  NULL,
    spans       jsonb  NOT NULL,
    verdict_id  bigint NULL,
    released_by bigint NULL,
    PRIMARY KEY (record_id, number),
    FOREIGN KEY (record_id, number) REFERENCES entry (record_id, number),
    CONSTRAINT withheld_words_and_salt_together CHECK ((text IS NULL) = (salt IS NULL))
);

-- An entry stays as it was written. The one change allowed is erasure: words and salt go, all else stays.
CREATE FUNCTION entry_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.shown IS NULL AND NEW.shown_salt IS NULL
       AND (NEW.record_id, NEW.number, NEW.kind, NEW.author_id, NEW.at, NEW.client_key, NEW.about_id,
            NEW.shown_digest, NEW.withheld_digest, NEW.hash)
           IS NOT DISTINCT FROM
           (OLD.record_id, OLD.number, OLD.kind, OLD.author_id, OLD.at, OLD.client_key, OLD.about_id,
            OLD.shown_digest, OLD.withheld_digest, OLD.hash)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an entry of a record is never changed or deleted';
END $$;

CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION entry_refuse_change();

-- Withheld words may be released or erased, never reworded.
CREATE FUNCTION withheld_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (NEW.record_id, NEW.number, NEW.spans, NEW.verdict_id)
           IS NOT DISTINCT FROM (OLD.record_id, OLD.number, OLD.spans, OLD.verdict_id)
       AND ((NEW.text, NEW.salt) IS NOT DISTINCT FROM (OLD.text, OLD.salt)
            OR (NEW.text IS NULL AND NEW.salt IS NULL))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'withheld words are never changed or deleted';
END $$;

CREATE TRIGGER withheld_stays BEFORE UPDATE OR DELETE ON withheld
    FOR EACH ROW EXECUTE FUNCTION withheld_refuse_change();
