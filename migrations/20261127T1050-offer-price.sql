-- What something costs and how often it is had or needed: without them nobody can say what an unmet need is worth. Money in minor units of its
-- currency, for one unit where there is one, else for all of it; without a rhythm it is had or needed once.
alter table offers
  add column rhythm text check (rhythm in ('day', 'week', 'month', 'year')),
  add column price_minor bigint check (price_minor > 0),
  add column price_asset text check (price_asset ~ '^[A-Z]{3}$'),
  add check ((price_minor is null) = (price_asset is null));
