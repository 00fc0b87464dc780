-- Rules of sharing money. A rule is its name and its versions; a version never changes, but for its approval, which is said once.
create table sharing_rules (
  ecosystem_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create index on sharing_rules (ecosystem_id, created_at) where ended_at is null;
call make_tenant_table('sharing_rules');

create table sharing_rule_versions (
  ecosystem_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  number int not null check (number > 0),
  body json not null, -- as it was written: the order of recipients is the order they are named in
  hash text not null, -- of the canonical text of the body
  recipients jsonb not null, -- who the words of the rule stand for: ids of organisations, or purposes by name
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  written_by text not null,
  written_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  check ((approved_by is null) = (approved_at is null)),
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, rule_id) references sharing_rules on delete cascade
);
create unique index on sharing_rule_versions (ecosystem_id, rule_id, number);
call make_tenant_table('sharing_rule_versions');

-- Money that was shared names its version, so a version says the same forever.
create function refuse_new_words() returns trigger language plpgsql as $$
begin
  if old.approved_at is null and (to_jsonb(new) - 'approved_by' - 'approved_at') = (to_jsonb(old) - 'approved_by' - 'approved_at') then
    return new;
  end if;
  raise exception 'a version of a rule does not change';
end $$;
create trigger approved_once before update on sharing_rule_versions for each row execute function refuse_new_words();
