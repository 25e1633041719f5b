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
insert into mq_refused (number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay,
    lifetime, reason, since)
select number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay, lifetime, refused,
    created
from mq_outbox where refused is not null;
delete from mq_outbox where refused is not null;
alter table mq_outbox drop column refused;

-- Who put back or discarded what.
create table mq_refused_audit (
    number integer primary key autoincrement,
    at integer not null,
    destination text not null,
    id text not null,
    action text not null,
    who text not null
);

-- What keeps its order: all topics together, and each queue.
alter table mq_outbox add column lane text not null default '*';
update mq_outbox set lane = destination where kind = 'QUEUE';
create index mq_outbox_lane on mq_outbox (lane, number);
