create table broken_one (id integer primary key);
