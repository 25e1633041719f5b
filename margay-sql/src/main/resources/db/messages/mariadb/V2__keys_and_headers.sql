-- Keys that differ in spaces at their end are different keys; and headers of control characters grow in JSON.
alter table mq_state
    modify msg_key varchar(256) character set utf8mb4 collate utf8mb4_nopad_bin;
alter table mq_body
    modify msg_key varchar(256) character set utf8mb4 collate utf8mb4_nopad_bin,
    modify headers mediumtext not null;
alter table mq_log
    modify msg_key varchar(256) character set utf8mb4 collate utf8mb4_nopad_bin,
    modify headers mediumtext not null;
