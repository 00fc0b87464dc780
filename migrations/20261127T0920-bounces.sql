-- Mails that come back later: how far the mailbox for them was read, and what came back.

-- Of the installation, since one mailbox serves all ecosystems. Holds no address and nothing of any mail.
create table auth.mailbox_reads (
  mailbox bytea primary key, -- a hash of server, user and folder
  validity text check (length(validity) <= 40),
  uid bigint not null default 0, -- up to this number everything is done
  trying_validity text check (length(trying_validity) <= 40),
  trying_uid bigint, -- about to be fetched
  tries int not null default 0,
  read_at timestamptz,
  problem text check (problem in ('unreachable', 'refused', 'folder')),
  problem_code text check (length(problem_code) <= 40),
  problem_at timestamptz
);
grant select, insert, update, delete on auth.mailbox_reads to tutti_app;

-- Which ecosystem the mark of a returned mail belongs to.
create index entrances_of_mail_stop on entrances (target) where kind = 'mail_stop';

alter table mailing_recipients
  add returned_status text check (returned_status ~ '^[245]\.\d{1,3}\.\d{1,3}$'), -- what the other server said (RFC 3463)
  add returned_at timestamptz,
  add marked_at timestamptz; -- somebody said that the address did not work
create index mailing_recipients_returned on mailing_recipients (ecosystem_id, address) where returned_status is not null;
