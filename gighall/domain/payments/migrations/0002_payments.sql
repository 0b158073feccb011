-- What was announced stays as it was; how it ended is said once, in a row of its own.
CREATE FUNCTION payments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a payment, and how it ended, is never changed or deleted' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER payments_payment_stays BEFORE UPDATE OR DELETE ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();
CREATE TRIGGER payments_paymentend_stays BEFORE UPDATE OR DELETE ON payments_paymentend
    FOR EACH ROW EXECUTE FUNCTION payments_refuse_change();

-- At the end of the transaction: a confirmed payment has brought its person the credits.
CREATE FUNCTION payments_check_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'confirmed' AND NOT EXISTS (
        SELECT 1 FROM payments_payment p
        JOIN ledger_transfer t ON t.idempotency_key = 'payment:' || p.public_id
        JOIN ledger_account c ON c.id = t.credit_id
        WHERE p.id = NEW.payment_id AND t.kind = 'payment' AND t.amount_minor = p.amount_minor
          AND t.currency = p.currency AND c.owner_id = p.person_id
    ) THEN
        RAISE EXCEPTION 'payment % was confirmed without its transfer', NEW.payment_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER payments_confirmed_brings_credits AFTER INSERT ON payments_paymentend
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_confirmed();
