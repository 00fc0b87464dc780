-- Accounts. A person belongs to the installation, not to an ecosystem, so these tables carry no tenant and stand in the schema auth.
-- The first six are better-auth's own, named as it names them; a test asks better-auth whether anything is missing.

create table auth."user" (
  "id" text not null primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz default current_timestamp not null,
  "twoFactorEnabled" boolean,
  "locale" text not null default 'en' check ("locale" in ('en', 'de'))
);

create table auth."session" (
  "id" text not null primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" ("id") on delete cascade
);
create index "session_userId_idx" on auth."session" ("userId");

create table auth."account" (
  "id" text not null primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz not null
);
create index "account_userId_idx" on auth."account" ("userId");
create unique index on auth."account" ("providerId", "accountId");

create table auth."verification" (
  "id" text not null primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz default current_timestamp not null
);
create index "verification_identifier_idx" on auth."verification" ("identifier");

create table auth."passkey" (
  "id" text not null primary key,
  "name" text,
  "publicKey" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "credentialID" text not null,
  "counter" integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  "transports" text,
  "createdAt" timestamptz,
  "aaguid" text
);
create index "passkey_userId_idx" on auth."passkey" ("userId");
create index "passkey_credentialID_idx" on auth."passkey" ("credentialID");

create table auth."twoFactor" (
  "id" text not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");

-- Who looks after the installation: sees the outbox, names further operators.
create table auth.operators (
  person_id text primary key references auth."user" ("id"),
  since timestamptz not null
);

-- Where a person once belonged. Their notes may still be there, and an erasure must find them.
create table auth.former_memberships (
  ecosystem_id uuid not null,
  person_id text not null,
  role text not null,
  party_id uuid,
  since timestamptz not null,
  until timestamptz not null,
  primary key (ecosystem_id, person_id, until)
);
create index on auth.former_memberships (person_id);

-- API keys: found by their hash before the ecosystem is known, like entrances.
create table auth.keys (
  id uuid primary key,
  ecosystem_id uuid not null,
  person_id text not null,
  name text not null check (length(name) between 1 and 100),
  start text not null, -- the first characters, so that people can tell their keys apart
  key_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index on auth.keys (ecosystem_id, person_id);

-- Failed sign-ins, counted in the shape rate-limiter-flexible writes. Floating point, because the program reads bigint as BigInt.
create table auth.rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire double precision
);
create index on auth.rate_limits (expire);

-- Mails on their way and mails sent. `link` is the secret of a mail; it goes once the mail is sent or of no use any more.
create table auth.mails (
  id uuid primary key,
  ecosystem_id uuid,
  kind text not null,
  to_address text not null,
  subject text not null,
  text text not null,
  html text not null,
  link text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  attempts int not null default 0,
  last_error text,
  sent_at timestamptz
);
create index on auth.mails (created_at desc, id desc);
create index on auth.mails (to_address);

-- What was erased and must be erased again after a restore. Ids only. Without tenant, because an account spans ecosystems.
create table auth.erasures (
  id uuid primary key,
  ecosystem_id uuid,
  kind text not null,
  subject_id text not null,
  at timestamptz not null
);

grant select, insert, update, delete on all tables in schema auth to tutti_app;

create table invitations (
  ecosystem_id uuid not null,
  id uuid not null,
  email text not null check (length(email) between 3 and 320),
  role text not null check (role in ('owner', 'coordinator', 'member', 'viewer')),
  party_id uuid,
  invited_by text, -- null: by a program
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text,
  withdrawn_at timestamptz,
  primary key (ecosystem_id, id),
  check ((role = 'member') = (party_id is not null))
);
create unique index on invitations (ecosystem_id, lower(email)) where accepted_at is null and withdrawn_at is null;
call make_tenant_table('invitations');
