-- Messages that the broker will never accept, under the number they had in the outbox.
create table mq_refused (
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
insert into mq_refused (number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay,
    lifetime, reason, since)
select number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay, lifetime, refused,
    created
from mq_outbox where refused is not null;
delete from mq_outbox where refused is not null;

-- Who put back or discarded what.
create table mq_refused_audit (
    number bigint not null auto_increment primary key,
    at bigint not null,
    destination varchar(200) character set ascii collate ascii_bin not null,
    id varchar(128) character set ascii collate ascii_bin not null,
    action varchar(40) not null,
    who varchar(200) not null
) engine = InnoDB default character set utf8mb4;

-- What keeps its order: all topics together, and each queue.
alter table mq_outbox
    drop column refused,
    add column lane varchar(200) character set ascii collate ascii_bin not null default '*',
    add key mq_outbox_lane (lane, number);
update mq_outbox set lane = destination where kind = 'QUEUE';
