create table broken_two (id integer primary key);
insert into nowhere values (1);
