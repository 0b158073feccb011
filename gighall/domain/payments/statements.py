"""SQL of the room payments that runs without the ORM."""

# Each confirmed payment has brought its amount to its person in one transfer, and no transfer says that it came from
# a payment that nobody confirmed. One statement, so that it sees one moment.
PAYMENT_PROBLEMS_SQL = """
SELECT kind, about, expected, stands FROM (
    SELECT 'payment' AS kind, p.reference AS about, p.amount_minor AS expected,
           coalesce(sum(t.amount_minor), 0) AS stands
    FROM payments_payment p JOIN payments_paymentend e ON e.payment_id = p.id AND e.state = 'confirmed'
    LEFT JOIN ledger_transfer t ON t.kind = 'payment' AND t.reference = 'payment:' || p.public_id
    LEFT JOIN ledger_account c ON c.id = t.credit_id
    GROUP BY p.id
    HAVING count(t.id) <> 1 OR sum(t.amount_minor) <> p.amount_minor OR NOT bool_and(c.owner_id = p.person_id)
    UNION ALL
    SELECT 'stray_payment', t.reference, 0, t.amount_minor FROM ledger_transfer t
    WHERE t.kind = 'payment' AND NOT EXISTS (
        SELECT 1 FROM payments_payment p JOIN payments_paymentend e ON e.payment_id = p.id
        WHERE e.state = 'confirmed' AND t.reference = 'payment:' || p.public_id
    )
) problems ORDER BY kind, about LIMIT %s
"""
