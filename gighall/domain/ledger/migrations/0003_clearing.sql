-- A transfer is posted once and for all; it moves both balances in the same moment. New since 0002: what is still
-- clearing cannot be spent, and whatever moves into or out of escrow belongs to a hold.
CREATE OR REPLACE FUNCTION ledger_post_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    matching int;
    touches_escrow boolean;
    payer record;
    clearing bigint;
BEGIN
    SELECT count(*), bool_or(kind = 'escrow') INTO matching, touches_escrow FROM ledger_account
    WHERE id IN (NEW.debit_id, NEW.credit_id) AND currency = NEW.currency;
    IF matching <> 2 THEN
        RAISE EXCEPTION 'a transfer has the currency of both its accounts' USING ERRCODE = 'check_violation';
    END IF;
    IF touches_escrow <> (NEW.hold_id IS NOT NULL) THEN
        RAISE EXCEPTION 'what moves into or out of escrow, and nothing else, belongs to a hold'
            USING ERRCODE = 'check_violation';
    END IF;
    -- In the order of their ids, so that two opposite transfers never wait for each other.
    PERFORM 1 FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE ledger_account SET balance_minor = balance_minor - NEW.amount_minor WHERE id = NEW.debit_id
    RETURNING kind, balance_minor INTO payer;
    UPDATE ledger_account SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.credit_id;
    IF payer.kind = 'party' THEN
        SELECT coalesce(sum(amount_minor), 0) INTO clearing FROM ledger_transfer
        WHERE credit_id = NEW.debit_id AND clears_at > NEW.posted_at;
        IF payer.balance_minor < clearing THEN
            RAISE EXCEPTION 'what is still clearing cannot be spent' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- At the end of the transaction: what was put into a hold stands there whole until it is settled, and then all of
-- it has gone out again, once. New since 0002: it goes out in one posting, and a refund goes back where it came from.
CREATE OR REPLACE FUNCTION ledger_check_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted record;
    gone record;
    hold_key bigint := CASE WHEN TG_TABLE_NAME = 'ledger_hold' THEN (to_jsonb(NEW) ->> 'id')::bigint
                            ELSE (to_jsonb(NEW) ->> 'hold_id')::bigint END;
BEGIN
    IF hold_key IS NULL THEN RETURN NULL; END IF;
    SELECT h.amount_minor, h.settled_at, h.account_id INTO wanted FROM ledger_hold h WHERE h.id = hold_key;
    SELECT coalesce(sum(t.amount_minor) FILTER (WHERE c.kind = 'escrow'), 0) AS into_it,
           coalesce(sum(t.amount_minor) FILTER (WHERE d.kind = 'escrow'), 0) AS out_of_it,
           count(DISTINCT t.posting_id) FILTER (WHERE d.kind = 'escrow') AS postings,
           bool_or(t.kind = 'refund' AND t.credit_id <> wanted.account_id) AS refunds_another
    INTO gone
    FROM ledger_transfer t JOIN ledger_account c ON c.id = t.credit_id JOIN ledger_account d ON d.id = t.debit_id
    WHERE t.hold_id = hold_key;
    IF gone.into_it <> wanted.amount_minor
       OR gone.out_of_it <> (CASE WHEN wanted.settled_at IS NULL THEN 0 ELSE wanted.amount_minor END) THEN
        RAISE EXCEPTION 'the transfers of hold % do not add up to it', hold_key USING ERRCODE = 'check_violation';
    END IF;
    IF gone.postings > 1 OR gone.refunds_another THEN
        RAISE EXCEPTION 'hold % is settled in one posting, and a refund goes back to who paid', hold_key
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
