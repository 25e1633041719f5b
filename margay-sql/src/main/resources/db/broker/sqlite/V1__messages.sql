-- Messages of queues, and of groups' events in progress. This table is narrow and changes often; what is written once
-- is in mq_body, what is rarely there in mq_error.
--   state 0 waits until due; 1 leased until due; 2 dead, due is its number, so that one index lists all three
create table mq_state (
    number integer primary key autoincrement,
    queue text not null,
    id text not null,
    state integer not null,
    due integer not null,
    expires integer,
    msg_key text,
    token integer not null default 0,
    worker text,
    started integer not null default 0,
    failures integer not null default 0,
    crashes integer not null default 0,
    deliveries integer not null default 0,
    redrives integer not null default 0,
    dropped integer not null default 0,
    reason text,
    since integer
);
create unique index mq_state_id on mq_state (queue, id);
create index mq_state_due on mq_state (queue, state, due, number);
create index mq_state_key on mq_state (queue, msg_key, number) where msg_key is not null;

create table mq_body (
    number integer primary key,
    id text not null,
    source text not null,
    position integer not null default 0,
    name text not null,
    msg_key text,
    version integer not null,
    headers text not null,
    payload text not null,
    tombstone integer not null,
    published integer not null,
    hash text not null
);

create table mq_error (
    number integer not null,
    entry integer not null,
    status integer not null,
    message text not null,
    stack_trace text not null,
    at integer not null,
    attempt integer not null,
    worker text not null,
    type text not null,
    fingerprint text not null,
    primary key (number, entry)
) without rowid;

-- Ids of messages that are done, so that publishing them again is recognised.
create table mq_done (
    queue text not null,
    id text not null,
    hash text not null,
    at integer not null,
    primary key (queue, id)
) without rowid;
create index mq_done_at on mq_done (at);

create table mq_queue (
    name text primary key,
    paused integer not null
) without rowid;

-- The log of events: positions rise in the order of commits.
create table mq_log (
    position integer primary key,
    id text not null,
    subject text not null,
    family text not null,
    name text not null,
    msg_key text,
    version integer not null,
    headers text not null,
    payload text not null,
    tombstone integer not null,
    published integer not null,
    hash text not null
);
create unique index mq_log_id on mq_log (id);
create index mq_log_key on mq_log (family, msg_key, position) where msg_key is not null;

-- position: that of the newest event; lost: up to which events are gone for good
create table mq_head (
    only_row integer primary key check (only_row = 1),
    position integer not null,
    lost integer not null
);
insert into mq_head (only_row, position, lost) values (1, 0, 0);

create table mq_group (
    source text primary key,
    position integer not null
) without rowid;

create table mq_audit (
    number integer primary key autoincrement,
    at integer not null,
    queue text not null,
    id text not null,
    action text not null,
    who text not null
);
