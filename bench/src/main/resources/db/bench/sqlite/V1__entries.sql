create table entries (
    id integer primary key,
    body blob not null
) strict;
