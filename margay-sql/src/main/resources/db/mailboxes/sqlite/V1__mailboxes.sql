-- Messages on their way to the broker, in the order in which they were published.
create table mq_outbox (
    number integer primary key autoincrement,
    kind text not null,
    destination text not null,
    id text not null,
    name text not null,
    msg_key text,
    version integer not null,
    headers text not null,
    payload text not null,
    tombstone integer not null,
    delay integer not null,
    lifetime integer,
    created integer not null,
    refused text
);

-- Who sends what is in the outbox, where several processes share it.
create table mq_relay (
    only_row integer primary key check (only_row = 1),
    owner text not null,
    until integer not null
);
insert into mq_relay (only_row, owner, until) values (1, '', 0);

-- Ids of messages whose effect is in this database.
create table mq_inbox (
    consumer text not null,
    id text not null,
    at integer not null,
    primary key (consumer, id)
) without rowid;
create index mq_inbox_at on mq_inbox (at);
