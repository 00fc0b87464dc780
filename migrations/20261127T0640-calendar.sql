-- Meetings: who is asked to come, what they answered, what came of it, and the calendar feeds that show them.

create table meetings (
  ecosystem_id uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text check (length(place) between 1 and 500),
  link text check (length(link) between 1 and 1000),
  organiser_id text, -- the person whose name stands in the invitations; null once their account is erased
  sequence int not null default 0, -- RFC 5545: raised when a calendar that holds the meeting has to change
  notes text check (length(notes) between 1 and 20000), -- what came of it; erasable
  source text not null,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  held_at timestamptz,
  held_by text,
  cancelled_at timestamptz,
  cancelled_by text,
  primary key (ecosystem_id, id),
  check (ends_at > starts_at),
  check ((held_at is null) = (held_by is null)),
  check ((cancelled_at is null) = (cancelled_by is null))
);
create index on meetings (ecosystem_id, starts_at, id);
call make_tenant_table('meetings');

-- The organisations a meeting is with. Of those that came, the interaction that feeds their ties.
create table meeting_parties (
  ecosystem_id uuid not null,
  meeting_id uuid not null,
  party_id uuid not null,
  came_at timestamptz,
  interaction_id uuid,
  primary key (ecosystem_id, meeting_id, party_id),
  foreign key (ecosystem_id, meeting_id) references meetings on delete cascade,
  foreign key (ecosystem_id, party_id) references parties on delete cascade,
  foreign key (ecosystem_id, interaction_id) references interactions on delete set null (interaction_id)
);
create index on meeting_parties (ecosystem_id, party_id);
create index on meeting_parties (ecosystem_id, interaction_id) where interaction_id is not null;
call make_tenant_table('meeting_parties');

-- The people asked to come: somebody with access, or a contact person. Names and addresses stay where they are kept.
create table meeting_guests (
  ecosystem_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  person_id text,
  contact_id uuid,
  invited_at timestamptz, -- the last mail
  invited_sequence int, -- what that mail said
  answer text check (answer in ('yes', 'maybe', 'no')),
  answered_at timestamptz,
  primary key (ecosystem_id, id),
  unique (ecosystem_id, meeting_id, person_id),
  unique (ecosystem_id, meeting_id, contact_id),
  check ((person_id is null) <> (contact_id is null)),
  check ((invited_at is null) = (invited_sequence is null)),
  check ((answer is null) = (answered_at is null)),
  foreign key (ecosystem_id, meeting_id) references meetings on delete cascade,
  foreign key (ecosystem_id, contact_id) references contacts on delete cascade
);
create index on meeting_guests (ecosystem_id, person_id) where person_id is not null;
create index on meeting_guests (ecosystem_id, contact_id) where contact_id is not null;
call make_tenant_table('meeting_guests');

-- The address under which a person's calendar program reads. The key itself is an entrance.
create table calendar_feeds (
  ecosystem_id uuid not null,
  id uuid not null,
  person_id text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (ecosystem_id, id)
);
create unique index calendar_feeds_once on calendar_feeds (ecosystem_id, person_id) where ended_at is null;
call make_tenant_table('calendar_feeds');
