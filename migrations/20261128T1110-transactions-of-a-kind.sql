-- What was paid out of funds, and what was redeemed of vouchers, is listed without walking through everything that was ever booked.
create index on ledger_transactions (ecosystem_id, kind, id) where kind in ('levy', 'voucher.used');
