"""SQL of the room ledger that runs without the ORM."""

# A person's balance, how much of it is still clearing, and the part that clears next.
PURSE_SQL = """
SELECT a.balance_minor, coalesce(parts.whole, 0), coalesce(parts.soonest, 0), parts.at FROM ledger_account a
CROSS JOIN LATERAL (
    SELECT sum(t.amount_minor) AS whole, min(t.clears_at) AS at,
           (array_agg(t.amount_minor ORDER BY t.clears_at, t.id))[1] AS soonest
    FROM ledger_transfer t WHERE t.credit_id = a.id AND t.clears_at > %s
) parts WHERE a.kind = 'party' AND a.owner_id = %s
"""

# A person's transfers with the balance after each, the newest first.
STATEMENT_SQL = """
SELECT posted_at, kind, reference, moved, balance, clears_at FROM (
    SELECT t.id, t.posted_at, t.kind, t.reference, m.moved, sum(m.moved) OVER (ORDER BY t.id) AS balance,
           CASE WHEN t.credit_id = a.id THEN t.clears_at END AS clears_at
    FROM ledger_account a
    JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id)
    CROSS JOIN LATERAL (SELECT CASE WHEN t.credit_id = a.id THEN t.amount_minor ELSE -t.amount_minor END AS moved) m
    WHERE a.kind = 'party' AND a.owner_id = %s
) lines ORDER BY id DESC LIMIT %s
"""

# Whatever does not add up, as (kind, about, expected, stands). One statement, so that it sees one moment: money
# that moves meanwhile is no problem.
LEDGER_PROBLEMS_SQL = """
WITH moved AS (
    SELECT account_id, sum(amount_minor) AS amount_minor FROM (
        SELECT credit_id AS account_id, amount_minor FROM ledger_transfer
        UNION ALL SELECT debit_id, -amount_minor FROM ledger_transfer
    ) sides GROUP BY account_id
), held AS (
    SELECT currency, sum(amount_minor) AS amount_minor FROM ledger_hold WHERE settled_at IS NULL GROUP BY currency
), legs AS (
    SELECT h.id, h.amount_minor, h.settled_at,
           coalesce(sum(t.amount_minor) FILTER (WHERE c.kind = 'escrow'), 0) AS into_it,
           coalesce(sum(t.amount_minor) FILTER (WHERE d.kind = 'escrow'), 0) AS out_of_it
    FROM ledger_hold h
    LEFT JOIN ledger_transfer t ON t.hold_id = h.id
    LEFT JOIN ledger_account c ON c.id = t.credit_id
    LEFT JOIN ledger_account d ON d.id = t.debit_id
    GROUP BY h.id
)
SELECT kind, about, expected, stands FROM (
    SELECT 'sum' AS kind, currency AS about, 0 AS expected, sum(balance_minor) AS stands
    FROM ledger_account GROUP BY currency HAVING sum(balance_minor) <> 0
    UNION ALL
    SELECT 'balance', a.id::text, coalesce(m.amount_minor, 0), a.balance_minor
    FROM ledger_account a LEFT JOIN moved m ON m.account_id = a.id
    WHERE a.balance_minor <> coalesce(m.amount_minor, 0)
    UNION ALL
    SELECT 'below_zero', id::text, 0, balance_minor FROM ledger_account WHERE kind <> 'source' AND balance_minor < 0
    UNION ALL
    SELECT 'escrow', a.currency, coalesce(h.amount_minor, 0), a.balance_minor
    FROM ledger_account a LEFT JOIN held h ON h.currency = a.currency
    WHERE a.kind = 'escrow' AND a.balance_minor <> coalesce(h.amount_minor, 0)
    UNION ALL
    SELECT 'hold_in', id::text, amount_minor, into_it FROM legs WHERE into_it <> amount_minor
    UNION ALL
    SELECT 'hold_out', id::text, CASE WHEN settled_at IS NULL THEN 0 ELSE amount_minor END, out_of_it FROM legs
    WHERE out_of_it <> CASE WHEN settled_at IS NULL THEN 0 ELSE amount_minor END
) problems ORDER BY kind, about LIMIT %s
"""
