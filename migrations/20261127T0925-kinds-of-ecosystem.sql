-- Which kind of ecosystem somebody said this one is (a file of the guide, or `other`), and who said so when. One holds at a time.
create table guide_choices (
  ecosystem_id uuid not null,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z-]{1,39}$'),
  locale text not null check (locale in ('en', 'de')),
  chosen_by text not null,
  chosen_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  check ((ended_at is null) = (ended_by is null))
);
create unique index guide_choices_one on guide_choices (ecosystem_id) where ended_at is null;
call make_tenant_table('guide_choices');

-- The words that came with a choice, as they were then: what somebody has changed since is theirs and stays.
create table guide_words (
  ecosystem_id uuid not null,
  word text not null check (word in ('kind', 'field', 'tie_type')),
  key text not null,
  value jsonb not null,
  primary key (ecosystem_id, word, key)
);
call make_tenant_table('guide_words');
