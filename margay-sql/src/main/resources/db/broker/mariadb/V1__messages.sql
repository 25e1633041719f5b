-- Each statement commits by itself, and a start that was cut off is done again: whatever is there stays.

-- Messages of queues, and of groups' events in progress. This table is narrow and changes often; what is written once
-- is in mq_body, what is rarely there in mq_error.
--   state 0 waits until due; 1 leased until due; 2 dead, due is its number, so that one index lists all three
create table if not exists mq_state (
    number bigint not null auto_increment primary key,
    queue varchar(300) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    state tinyint not null,
    due bigint not null,
    expires bigint,
    msg_key varchar(256) character set utf8mb4 collate utf8mb4_nopad_bin,
    token bigint not null default 0,
    worker varchar(300),
    started tinyint not null default 0,
    failures int not null default 0,
    crashes int not null default 0,
    deliveries int not null default 0,
    redrives int not null default 0,
    dropped int not null default 0,
    reason varchar(40),
    since bigint,
    unique key mq_state_id (queue, id),
    key mq_state_due (queue, state, due, number),
    key mq_state_key (queue, msg_key, number)
) engine = InnoDB default character set utf8mb4;

create table if not exists mq_body (
    number bigint not null primary key,
    id varchar(128) character set ascii collate ascii_bin not null,
    source varchar(300) character set ascii collate ascii_bin not null,
    position bigint not null default 0,
    name varchar(200) not null,
    msg_key varchar(256) character set utf8mb4 collate utf8mb4_nopad_bin,
    version bigint not null,
    headers mediumtext not null,
    payload longtext not null,
    tombstone tinyint not null,
    published bigint not null,
    hash char(32) character set ascii collate ascii_bin not null
) engine = InnoDB default character set utf8mb4;

create table if not exists mq_error (
    number bigint not null,
    entry int not null,
    status bigint not null,
    message text not null,
    stack_trace text not null,
    at bigint not null,
    attempt int not null,
    worker varchar(300) not null,
    type varchar(500) not null,
    fingerprint varchar(64) not null,
    primary key (number, entry)
) engine = InnoDB default character set utf8mb4;

-- Ids of messages that are done, so that publishing them again is recognised.
create table if not exists mq_done (
    queue varchar(300) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    hash char(32) character set ascii collate ascii_bin not null,
    at bigint not null,
    primary key (queue, id),
    key mq_done_at (at)
) engine = InnoDB;

create table if not exists mq_queue (
    name varchar(300) character set ascii collate ascii_bin not null primary key,
    paused tinyint not null
) engine = InnoDB;

-- The log of events: positions rise in the order of commits, since whoever appends holds the row of mq_head.
create table if not exists mq_log (
    position bigint not null primary key,
    id varchar(128) character set ascii collate ascii_bin not null,
    subject varchar(200) character set ascii collate ascii_bin not null,
    family varchar(200) character set ascii collate ascii_bin not null,
    name varchar(200) not null,
    msg_key varchar(256) character set utf8mb4 collate utf8mb4_nopad_bin,
    version bigint not null,
    headers mediumtext not null,
    payload longtext not null,
    tombstone tinyint not null,
    published bigint not null,
    hash char(32) character set ascii collate ascii_bin not null,
    unique key mq_log_id (id),
    key mq_log_key (family, msg_key, position)
) engine = InnoDB default character set utf8mb4;

-- position: that of the newest event; lost: up to which events are gone for good
create table if not exists mq_head (
    only_row tinyint not null primary key check (only_row = 1),
    position bigint not null,
    lost bigint not null
) engine = InnoDB;
insert ignore into mq_head (only_row, position, lost) values (1, 0, 0);

create table if not exists mq_group (
    source varchar(300) character set ascii collate ascii_bin not null primary key,
    position bigint not null
) engine = InnoDB;

create table if not exists mq_audit (
    number bigint not null auto_increment primary key,
    at bigint not null,
    queue varchar(300) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    action varchar(40) not null,
    who varchar(300) not null
) engine = InnoDB default character set utf8mb4;
