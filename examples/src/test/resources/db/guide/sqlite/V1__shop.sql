create table kitten (name text not null primary key, stock integer not null);
create table sale (id text not null primary key);
