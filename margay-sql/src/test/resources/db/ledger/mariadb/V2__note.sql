alter table entries add column note varchar(100);
