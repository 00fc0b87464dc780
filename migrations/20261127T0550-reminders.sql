-- A mail can carry a second link, an invitation for the reader's calendar, and another address for answers. All of it goes once it is sent.
alter table auth.mails
  add column second_link text,
  add column calendar text check (length(calendar) <= 100000),
  add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  add column reply_to text check (length(reply_to) <= 320);

-- Who wants a mail in the morning with what is due, and the last day (in the ecosystem's zone) for which that was looked at.
create table task_reminders (
  ecosystem_id uuid not null,
  person_id text not null,
  id uuid not null,
  hour int not null check (hour between 0 and 23),
  since timestamptz not null,
  last_day date,
  primary key (ecosystem_id, person_id),
  unique (ecosystem_id, id)
);
call make_tenant_table('task_reminders');

-- What a task came from is asked for by what came from it.
create index on tasks (ecosystem_id, proposed_by) where proposed_by is not null;
