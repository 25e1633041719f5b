-- Messages whose mail was given away.
create table sent (
    message_id text primary key,
    sent_at integer not null
) without rowid;
create index sent_at on sent (sent_at);
