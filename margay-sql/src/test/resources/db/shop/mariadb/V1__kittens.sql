create table kittens (
    id varchar(64) primary key,
    name varchar(200) not null,
    price bigint,
    weight double,
    born bigint,
    picture blob
) engine = InnoDB character set utf8mb4 collate utf8mb4_bin;
