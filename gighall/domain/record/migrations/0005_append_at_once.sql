-- The one writer of entries. All arrays have one length; post i is their i-th elements. An author that is
-- NULL is the hall itself. `facts` is the facts version under which a post was judged, or NULL.
-- With skip_locked a record that somebody else holds is answered `busy` instead of waited for.
-- `afters` are the keys of the last messages that the authors had written there when a post was judged, NULL where
-- that is all one: if another one of theirs stands there by now, the post is `stale`. Only the last 60
-- entries are looked at (as RUN_ENTRIES in base/limits.py says): what stands before them, whoever judged did know.
-- The posts are decided upon one after the other; what is new is written at the end, by one statement for each table.
CREATE OR REPLACE FUNCTION record_append(
    records bigint[], authors bigint[], keys uuid[], kinds text[], ats timestamptz[],
    shown_texts text[], shown_salts bytea[], withheld_texts text[], withheld_salts bytea[],
    spans jsonb[], verdicts bigint[], facts int[], abouts bigint[], afters uuid[], skip_locked boolean
) RETURNS TABLE (post int, outcome text, number bigint, at timestamptz)
LANGUAGE plpgsql
-- Plans made while the tables are still empty would otherwise scan them for ever.
SET enable_seqscan = off
-- Planning for the very posts of a call takes longer than storing them; what is found by keys needs one plan only.
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    held        bigint[];
    item        record;
    current_id  bigint := NULL;
    new_head    bytea;
    new_number  bigint;
    new_at      timestamptz;
    done_keys   text[];
    done_posts  int[];
    wrote       bigint[];
    wrote_keys  uuid[];
    last_key    uuid;
    key_name    text;
    earlier     int;
    shown_hash  bytea;
    held_hash   bytea;
    zeros       bytea := decode(repeat('00', 32), 'hex');
    -- What is written at the end. The arrays have a place for each post, in their order; what is not new stays NULL.
    numbers     bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(records)]);
    new_ats     timestamptz[] := array_fill(NULL::timestamptz, ARRAY[cardinality(records)]);
    digests     bytea[] := array_fill(NULL::bytea, ARRAY[cardinality(records)]);
    held_hashes bytea[] := array_fill(NULL::bytea, ARRAY[cardinality(records)]);
    hashes      bytea[] := array_fill(NULL::bytea, ARRAY[cardinality(records)]);
    -- What becomes of the records, one place for each.
    ends        bigint[] := '{}';
    end_heads   bytea[] := '{}';
    end_numbers bigint[] := '{}';
    end_ats     timestamptz[] := '{}';
    some_new    boolean := false;
    some_held   boolean := false;
BEGIN
    IF skip_locked THEN
        SELECT array_agg(locked.id) INTO held FROM (
            SELECT r.id FROM record r WHERE r.id = ANY (records) ORDER BY r.id
            FOR NO KEY UPDATE SKIP LOCKED) locked;
    ELSE
        SELECT array_agg(locked.id) INTO held FROM (
            SELECT r.id FROM record r WHERE r.id = ANY (records) ORDER BY r.id
            FOR NO KEY UPDATE) locked;
    END IF;

    FOR item IN
        SELECT p.nth::int AS nth, p.record_id, p.author_id, p.client_key, p.kind, p.at, p.shown, p.shown_salt,
               p.withheld, p.withheld_salt, p.facts, p.after,
               r.public_id, r.head, r.last_number, r.last_at, r.facts_version, r.closed_at,
               m.person_key, m.may_write, m.until_number,
               old.number AS old_number, old.at AS old_at, coalesce(hidden.text, old.shown) AS old_text
        FROM unnest(records, authors, keys, kinds, ats, shown_texts, shown_salts, withheld_texts,
                    withheld_salts, facts, afters) WITH ORDINALITY
             AS p(record_id, author_id, client_key, kind, at, shown, shown_salt, withheld,
                  withheld_salt, facts, after, nth)
        LEFT JOIN record r ON r.id = p.record_id AND r.id = ANY (held)
        LEFT JOIN participant m ON m.record_id = p.record_id AND m.person_id = p.author_id
        LEFT JOIN entry old ON old.record_id = p.record_id AND old.client_key = p.client_key
             AND old.author_id IS NOT DISTINCT FROM p.author_id
        LEFT JOIN withheld hidden ON hidden.record_id = old.record_id AND hidden.number = old.number
        ORDER BY p.record_id, p.nth
    LOOP
        post := item.nth; number := NULL; at := NULL;
        IF item.public_id IS NULL THEN
            outcome := CASE WHEN skip_locked AND EXISTS (SELECT 1 FROM record r WHERE r.id = item.record_id)
                            THEN 'busy' ELSE 'refused_access' END;
            RETURN NEXT; CONTINUE;
        END IF;
        IF current_id IS DISTINCT FROM item.record_id THEN
            IF current_id IS NOT NULL THEN
                ends := ends || current_id; end_heads := end_heads || new_head;
                end_numbers := end_numbers || new_number; end_ats := end_ats || new_at;
            END IF;
            current_id := item.record_id; new_head := item.head; new_number := item.last_number;
            new_at := item.last_at; done_keys := '{}'; done_posts := '{}'; wrote := '{}'; wrote_keys := '{}';
        END IF;
        key_name := coalesce(item.author_id, 0) || ':' || item.client_key;

        IF item.author_id IS NOT NULL AND (item.person_key IS NULL OR item.until_number IS NOT NULL) THEN
            outcome := 'refused_access'; RETURN NEXT; CONTINUE;
        END IF;
        IF item.old_number IS NULL AND key_name = ANY (done_keys) THEN
            earlier := done_posts[array_position(done_keys, key_name)];
            item.old_number := numbers[earlier]; item.old_at := new_ats[earlier];
            item.old_text := coalesce(withheld_texts[earlier], shown_texts[earlier]);
        END IF;
        IF item.old_number IS NOT NULL THEN
            IF coalesce(item.withheld, item.shown) = coalesce(item.old_text, coalesce(item.withheld, item.shown))
            THEN outcome := 'again'; number := item.old_number; at := item.old_at;
            ELSE outcome := 'refused_key_reused'; END IF;
            RETURN NEXT; CONTINUE;
        END IF;
        IF item.author_id IS NOT NULL AND item.kind = 'message' THEN
            IF item.closed_at IS NOT NULL THEN outcome := 'refused_closed'; RETURN NEXT; CONTINUE; END IF;
            IF NOT item.may_write THEN outcome := 'refused_access'; RETURN NEXT; CONTINUE; END IF;
        END IF;
        IF item.facts IS NOT NULL AND item.facts <> item.facts_version THEN
            outcome := 'stale'; RETURN NEXT; CONTINUE;
        END IF;
        IF item.after IS NOT NULL THEN
            last_key := wrote_keys[array_position(wrote, item.author_id)];
            IF last_key IS NULL THEN
                SELECT e.client_key INTO last_key FROM entry e
                WHERE e.record_id = item.record_id AND e.number > item.last_number - 60
                  AND e.author_id = item.author_id AND e.kind = 'message'
                ORDER BY e.number DESC LIMIT 1;
            END IF;
            IF last_key <> item.after THEN outcome := 'stale'; RETURN NEXT; CONTINUE; END IF;
        END IF;

        new_number := new_number + 1;
        new_at := greatest(new_at, date_trunc('milliseconds', item.at));
        shown_hash := sha256('\x01'::bytea || item.shown_salt || convert_to(item.shown, 'UTF8'));
        held_hash := CASE WHEN item.withheld IS NULL THEN zeros
            ELSE sha256('\x02'::bytea || item.withheld_salt || convert_to(item.withheld, 'UTF8')) END;
        new_head := sha256(record_field('gighall/1') || record_field(convert_to(item.public_id, 'UTF8'))
            || record_field(int8send(new_number)) || record_field(convert_to(coalesce(item.person_key, ''), 'UTF8'))
            || record_field(record_milliseconds(new_at)) || record_field(convert_to(item.kind, 'UTF8'))
            || record_field(shown_hash) || record_field(held_hash) || record_field(new_head));
        numbers[post] := new_number; new_ats[post] := new_at; digests[post] := shown_hash;
        held_hashes[post] := held_hash; hashes[post] := new_head;
        some_new := true; some_held := some_held OR item.withheld IS NOT NULL;
        done_keys := done_keys || key_name; done_posts := done_posts || post;
        IF item.author_id IS NOT NULL AND item.kind = 'message' THEN
            wrote := item.author_id || wrote; wrote_keys := item.client_key || wrote_keys;
        END IF;
        outcome := 'new'; number := new_number; at := new_at;
        RETURN NEXT;
    END LOOP;
    IF NOT some_new THEN
        RETURN;
    END IF;
    ends := ends || current_id; end_heads := end_heads || new_head;
    end_numbers := end_numbers || new_number; end_ats := end_ats || new_at;
    UPDATE record r SET head = e.head, last_number = e.number, last_at = e.at
    FROM unnest(ends, end_heads, end_numbers, end_ats) AS e(id, head, number, at) WHERE r.id = e.id;
    INSERT INTO entry (record_id, number, kind, author_id, at, client_key, about_id, shown, shown_salt,
                       shown_digest, withheld_digest, hash)
    SELECT n.record_id, n.number, n.kind, n.author_id, n.at, n.client_key, n.about_id, n.shown, n.shown_salt,
           n.shown_digest, n.withheld_digest, n.hash
    FROM unnest(records, numbers, kinds, authors, new_ats, keys, abouts, shown_texts, shown_salts,
                digests, held_hashes, hashes)
         AS n(record_id, number, kind, author_id, at, client_key, about_id, shown, shown_salt,
              shown_digest, withheld_digest, hash)
    WHERE n.number IS NOT NULL;
    IF some_held THEN
        INSERT INTO withheld (record_id, number, text, salt, spans, verdict_id)
        SELECT n.record_id, n.number, n.text, n.salt, n.spans, n.verdict_id
        FROM unnest(records, numbers, withheld_texts, withheld_salts, spans, verdicts)
             AS n(record_id, number, text, salt, spans, verdict_id)
        WHERE n.number IS NOT NULL AND n.text IS NOT NULL;
    END IF;
END $$;
