-- Pictures of the network as a whole: where every party lies, in communities of communities. A picture belongs to a state of the graph; the one
-- before is kept for whoever still looks at it.
create table region_pictures (
  ecosystem_id uuid not null,
  id uuid not null,
  graph_version bigint not null,
  made_at timestamptz not null,
  parties int not null,
  ties int not null,
  outline jsonb not null,
  primary key (ecosystem_id, id)
);
create index on region_pictures (ecosystem_id, made_at);
call make_tenant_table('region_pictures');

-- What is asked for an area at a time, as bytes; parts of them are read, so they are not packed.
create table region_areas (
  ecosystem_id uuid not null,
  picture_id uuid not null,
  area int not null,
  first_party int not null,
  parties int not null,
  ids bytea not null,
  points bytea not null,
  tie_starts bytea not null,
  tie_ends bytea not null,
  primary key (ecosystem_id, picture_id, area),
  foreign key (ecosystem_id, picture_id) references region_pictures (ecosystem_id, id) on delete cascade
);
alter table region_areas alter column ids set storage external, alter column points set storage external,
  alter column tie_starts set storage external, alter column tie_ends set storage external;
call make_tenant_table('region_areas');
