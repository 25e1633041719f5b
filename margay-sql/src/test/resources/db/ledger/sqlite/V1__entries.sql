create table entries (
    id integer primary key,
    amount integer not null
);
