-- Headers of control characters grow in JSON.
alter table mq_outbox modify headers mediumtext not null;
