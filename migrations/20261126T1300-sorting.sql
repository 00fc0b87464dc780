-- Who is what to the orchestrator's own organisation, as answered card by card. A skipped card is an answer too, so that nobody sees it
-- twice. An answer that was taken back stays, because what it stated keeps its place in the past.
create table sorting_answers (
  ecosystem_id uuid not null,
  id uuid not null,
  own_id uuid not null, -- the organisation that was “us” then
  party_id uuid not null,
  answer text not null check (answer in ('customer', 'supplier', 'referrals', 'competitor', 'member', 'membership', 'skip')),
  tie_ids uuid[] not null default '{}', -- the ties it stated; those that were there before are not among them
  kind text, -- the kind it gave the party
  answered_by text not null,
  answered_at timestamptz not null,
  undone_at timestamptz,
  primary key (ecosystem_id, id),
  check (own_id <> party_id),
  foreign key (ecosystem_id, own_id) references parties on delete cascade,
  foreign key (ecosystem_id, party_id) references parties on delete cascade
);
create unique index sorting_answers_once on sorting_answers (ecosystem_id, own_id, party_id) where undone_at is null;
create index on sorting_answers (ecosystem_id, party_id);
call make_tenant_table('sorting_answers');
