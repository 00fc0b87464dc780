-- The first hour: which of its steps somebody said are not for this ecosystem, and took up again. Whether a step is finished is not kept:
-- it is told by what there is.
create table guide_skips (
  ecosystem_id uuid not null,
  id uuid not null,
  step text not null check (step in ('map', 'people', 'sources', 'joint_step', 'project')),
  skipped_by text not null,
  skipped_at timestamptz not null,
  resumed_by text,
  resumed_at timestamptz,
  primary key (ecosystem_id, id),
  check ((resumed_at is null) = (resumed_by is null))
);
create unique index guide_skips_one on guide_skips (ecosystem_id, step) where resumed_at is null;
call make_tenant_table('guide_skips');
