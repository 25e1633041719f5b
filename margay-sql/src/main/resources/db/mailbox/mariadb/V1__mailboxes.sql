-- Each statement commits by itself, and a start that was cut off is done again: whatever is there stays.

-- Messages on their way to the broker, in the order in which they were published. A lane is what keeps its order: each
-- queue, and all topics together.
create table if not exists mq_outbox (
    number bigint not null auto_increment primary key,
    lane varchar(200) character set ascii collate ascii_bin
        generated always as (case when kind = 'QUEUE' then destination else '*' end) stored,
    kind varchar(10) not null,
    destination varchar(200) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    name varchar(200) not null,
    msg_key varchar(256) character set utf8mb4 collate utf8mb4_bin,
    version bigint not null,
    headers mediumtext not null,
    payload longtext not null,
    tombstone tinyint not null,
    delay bigint not null,
    lifetime bigint,
    created bigint not null,
    key mq_outbox_lane (lane, number)
) engine = InnoDB default character set utf8mb4;

-- Messages that the broker will never accept, under the number they had in the outbox.
create table if not exists mq_refused (
    number bigint not null primary key,
    kind varchar(10) not null,
    destination varchar(200) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    name varchar(200) not null,
    msg_key varchar(256) character set utf8mb4 collate utf8mb4_bin,
    version bigint not null,
    headers mediumtext not null,
    payload longtext not null,
    tombstone tinyint not null,
    delay bigint not null,
    lifetime bigint,
    reason varchar(500) not null,
    since bigint not null,
    key mq_refused_id (id)
) engine = InnoDB default character set utf8mb4;

-- Who put back or discarded what.
create table if not exists mq_refused_audit (
    number bigint not null auto_increment primary key,
    at bigint not null,
    destination varchar(200) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    action varchar(40) not null,
    who varchar(200) not null
) engine = InnoDB default character set utf8mb4;

-- Who sends what is in the outbox, where several processes share it.
create table if not exists mq_relay (
    only_row tinyint not null primary key check (only_row = 1),
    owner varchar(100) not null,
    until bigint not null
) engine = InnoDB default character set utf8mb4;
insert ignore into mq_relay (only_row, owner, until) values (1, '', 0);

-- Ids of messages whose effect is in this database.
create table if not exists mq_inbox (
    consumer varchar(200) character set utf8mb4 collate utf8mb4_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    at bigint not null,
    primary key (consumer, id),
    key mq_inbox_at (at)
) engine = InnoDB default character set utf8mb4;
