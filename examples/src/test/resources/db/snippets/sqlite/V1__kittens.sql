create table kitten (name text not null);
