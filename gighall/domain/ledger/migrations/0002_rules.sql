-- A transfer is posted once and for all; it moves both balances in the same moment.
CREATE FUNCTION ledger_post_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    matching int;
BEGIN
    SELECT count(*) INTO matching FROM ledger_account
    WHERE id IN (NEW.debit_id, NEW.credit_id) AND currency = NEW.currency;
    IF matching <> 2 THEN
        RAISE EXCEPTION 'a transfer has the currency of both its accounts' USING ERRCODE = 'check_violation';
    END IF;
    -- In the order of their ids, so that two opposite transfers never wait for each other.
    PERFORM 1 FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE ledger_account SET balance_minor = balance_minor - NEW.amount_minor WHERE id = NEW.debit_id;
    UPDATE ledger_account SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.credit_id;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_transfer_posts AFTER INSERT ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_post_transfer();

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a transfer is never changed or deleted; post another one' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER ledger_transfer_stays BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();

-- A balance changes through a transfer only.
CREATE FUNCTION ledger_refuse_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND NEW.balance_minor <> (CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.balance_minor END) THEN
        RAISE EXCEPTION 'a balance moves by transfers only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_account_balance BEFORE INSERT OR UPDATE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_balance();

-- At the end of the transaction: what was put into a hold stands there whole until it is settled, and then
-- all of it has gone out again, once.
CREATE FUNCTION ledger_check_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted record;
    gone_in bigint;
    gone_out bigint;
    hold_key bigint := CASE WHEN TG_TABLE_NAME = 'ledger_hold' THEN (to_jsonb(NEW) ->> 'id')::bigint
                            ELSE (to_jsonb(NEW) ->> 'hold_id')::bigint END;
BEGIN
    IF hold_key IS NULL THEN RETURN NULL; END IF;
    SELECT h.amount_minor, h.settled_at INTO wanted FROM ledger_hold h WHERE h.id = hold_key;
    SELECT coalesce(sum(t.amount_minor) FILTER (WHERE c.kind = 'escrow'), 0),
           coalesce(sum(t.amount_minor) FILTER (WHERE d.kind = 'escrow'), 0)
    INTO gone_in, gone_out
    FROM ledger_transfer t JOIN ledger_account c ON c.id = t.credit_id JOIN ledger_account d ON d.id = t.debit_id
    WHERE t.hold_id = hold_key;
    IF gone_in <> wanted.amount_minor
       OR gone_out <> (CASE WHEN wanted.settled_at IS NULL THEN 0 ELSE wanted.amount_minor END) THEN
        RAISE EXCEPTION 'the transfers of hold % do not add up to it', hold_key USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_hold_adds_up AFTER INSERT OR UPDATE ON ledger_hold
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_hold();
CREATE CONSTRAINT TRIGGER ledger_hold_transfers_add_up AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_hold();

CREATE FUNCTION ledger_hold_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.settled_at IS NULL
       AND (NEW.id, NEW.account_id, NEW.amount_minor, NEW.currency, NEW.reference, NEW.placed_at)
           IS NOT DISTINCT FROM (OLD.id, OLD.account_id, OLD.amount_minor, OLD.currency, OLD.reference, OLD.placed_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a hold is settled once and never changed' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER ledger_hold_stays BEFORE UPDATE OR DELETE ON ledger_hold
    FOR EACH ROW EXECUTE FUNCTION ledger_hold_refuse_change();
