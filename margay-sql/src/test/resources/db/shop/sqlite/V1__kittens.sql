create table kittens (
    id text primary key,
    name text not null,
    price integer,
    weight real,
    born integer,
    picture blob
) strict;
