-- Mailings: mail to the people of a saved view, as far as they may be written to, and once to each.

-- What people can be on: who is on none can be left alone by one button, who is on several leaves one of them.
create table mailing_lists (
  ecosystem_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  ground text not null check (ground in ('consent', 'relationship')), -- who may be written to: who confirmed, or who did not object
  created_by text not null,
  created_at timestamptz not null,
  primary key (ecosystem_id, id)
);
create unique index mailing_lists_by_name on mailing_lists (ecosystem_id, lower(name));
call make_tenant_table('mailing_lists');

-- What an address said of a list. That somebody left stays when they are erased, since forgetting it would have them written to again.
create table mail_consents (
  ecosystem_id uuid not null,
  list_id uuid not null,
  address text not null check (address = lower(address) and length(address) between 3 and 320),
  state text not null check (state in ('unconfirmed', 'confirmed', 'unsubscribed')),
  locale text not null check (locale in ('en', 'de')),
  told text not null check (length(told) <= 300), -- how it came about, in the words of whoever wrote it down
  noted_by text not null,
  noted_at timestamptz not null,
  confirmed_at timestamptz,
  unsubscribed_at timestamptz,
  primary key (ecosystem_id, list_id, address),
  foreign key (ecosystem_id, list_id) references mailing_lists on delete cascade,
  check (state <> 'confirmed' or confirmed_at is not null),
  check (state <> 'unsubscribed' or unsubscribed_at is not null)
);
create index on mail_consents (ecosystem_id, address);
call make_tenant_table('mail_consents');

create table mailings (
  ecosystem_id uuid not null,
  id uuid not null,
  list_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  view_id uuid,
  audience text not null check (audience in ('people', 'organisations', 'both')),
  reply_to text check (length(reply_to) <= 320),
  language_field text, -- the own field that says a recipient's language
  texts jsonb not null check (length(texts::text) <= 100000),
  state text not null check (state in ('draft', 'sending', 'paused', 'stopped', 'done')),
  problem text, -- why it paused by itself
  turn int not null default 1, -- a job that carries an older one does nothing
  failures int not null default 0, -- tries without an answer of the mail server since its last answer
  left_out jsonb not null default '{}', -- why -> how many, counted when it started
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  started_by text,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (ecosystem_id, id),
  foreign key (ecosystem_id, list_id) references mailing_lists,
  check ((state = 'draft') = (started_at is null))
);
create index on mailings (ecosystem_id, list_id);
create index mailings_under_way on mailings (ecosystem_id) where state = 'sending';
call make_tenant_table('mailings');

-- Who gets a mailing, written down when it starts. The unique address is what keeps it from reaching anybody twice.
create table mailing_recipients (
  ecosystem_id uuid not null,
  mailing_id uuid not null,
  id uuid not null,
  address text not null check (length(address) <= 320),
  party_id uuid not null,
  contact_id uuid,
  locale text not null check (locale in ('en', 'de')),
  fields jsonb not null, -- what is filled into the text
  state text not null check (state in ('queued', 'handing', 'delivered', 'unknown', 'failed', 'bounced', 'skipped')),
  reason text,
  attempts int not null default 0,
  next_try_at timestamptz not null,
  handed_at timestamptz, -- from then on the mail server may have it
  settled_at timestamptz,
  unsubscribed_at timestamptz,
  primary key (ecosystem_id, mailing_id, id),
  unique (ecosystem_id, mailing_id, address),
  foreign key (ecosystem_id, mailing_id) references mailings on delete cascade
);
create index mailing_recipients_waiting on mailing_recipients (ecosystem_id, mailing_id, next_try_at, id) where state = 'queued';
create index on mailing_recipients (ecosystem_id, mailing_id, state, id);
create index on mailing_recipients (ecosystem_id, address);
create index on mailing_recipients (ecosystem_id, contact_id) where contact_id is not null;
create unique index on mailing_recipients (ecosystem_id, id);
call make_tenant_table('mailing_recipients');
