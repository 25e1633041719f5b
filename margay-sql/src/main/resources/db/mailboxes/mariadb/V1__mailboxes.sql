-- Messages on their way to the broker, in the order in which they were published.
create table mq_outbox (
    number bigint not null auto_increment primary key,
    kind varchar(10) not null,
    destination varchar(200) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    name varchar(200) not null,
    msg_key varchar(256) character set utf8mb4 collate utf8mb4_bin,
    version bigint not null,
    headers text not null,
    payload longtext not null,
    tombstone tinyint not null,
    delay bigint not null,
    lifetime bigint,
    created bigint not null,
    refused varchar(500)
) engine = InnoDB default character set utf8mb4;

-- Who sends what is in the outbox, where several processes share it.
create table mq_relay (
    only_row tinyint not null primary key check (only_row = 1),
    owner varchar(100) not null,
    until bigint not null
) engine = InnoDB default character set utf8mb4;
insert into mq_relay (only_row, owner, until) values (1, '', 0);

-- Ids of messages whose effect is in this database.
create table mq_inbox (
    consumer varchar(200) character set utf8mb4 collate utf8mb4_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    at bigint not null,
    primary key (consumer, id),
    key mq_inbox_at (at)
) engine = InnoDB default character set utf8mb4;
