-- The sum of an entry is written where it is needed, from columns: a function of whole rows took most of the time of a check.
drop function ledger_line_sum;
