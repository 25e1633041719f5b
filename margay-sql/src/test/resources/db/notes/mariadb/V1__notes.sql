create table notes (number bigint not null auto_increment primary key, text varchar(200) character set utf8mb4 not null);
