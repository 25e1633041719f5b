-- Messages on their way to the broker, in the order in which they were published. A lane is what keeps its order: each
-- queue, and all topics together.
create table mq_outbox (
    number integer primary key autoincrement,
    lane text not null generated always as (case when kind = 'QUEUE' then destination else '*' end) stored,
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
    created integer not null
);
create index mq_outbox_lane on mq_outbox (lane, number);

-- Messages that the broker will never accept, under the number they had in the outbox.
create table mq_refused (
    number integer primary key,
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
    reason text not null,
    since integer not null
);
create index mq_refused_id on mq_refused (id);

-- Who put back or discarded what.
create table mq_refused_audit (
    number integer primary key autoincrement,
    at integer not null,
    destination text not null,
    id text not null,
    action text not null,
    who text not null
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
